//! Parts of pages: one component per file.

pub(crate) mod shell;
