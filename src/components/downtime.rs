//! Parts of the page about downtimes.

pub mod calendar;
pub mod editor;
