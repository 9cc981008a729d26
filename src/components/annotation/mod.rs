//! Annotations on a card: flags in a lane above the picture, their texts under it, and the form that makes them.

pub mod editor;
pub mod lane;
pub mod popover;
pub mod strip;

pub(crate) use editor::{Draft, Editor};
pub(crate) use lane::Lane;
pub(crate) use strip::Strip;
