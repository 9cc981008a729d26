//! Parts of pages: one component per file.

pub(crate) mod pinned;
pub(crate) mod shell;
