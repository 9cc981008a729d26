//! Monitors as people read and write them. Pure: what is shown of one, what a form of one holds, what a trial raises.

pub mod fields;
pub mod form;
pub mod preview;
pub mod trial;
pub mod words;
