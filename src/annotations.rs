//! Annotations outside of graphs: as files, as commands that post one, as links that open the form, and the titles
//! that were used last.

pub mod command;
pub mod export;
pub mod prefill;
pub mod titles;
