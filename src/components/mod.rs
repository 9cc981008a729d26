//! Parts of pages: one component per file.

pub mod pinned;
pub mod shell;
