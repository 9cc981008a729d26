//! A dashboard being edited. Pure: it sees no clock, no network and no page.
//!
//! * [`grid`] says where widgets are drawn, [`size`] how small and large each may be.
//! * [`Draft`] is the dashboard in the editor's hands: every [`Edit`] gives a new one or says why not.
//! * [`History`] keeps the drafts, so that every edit can be taken back.
//! * [`merge`] brings together what two people saved.
//! * [`text`] reads a dashboard from text and points at what is wrong with it.
//! * [`grafana`] reads a dashboard of Grafana; [`template`] makes one from what posts.
//!
//! What is not known to this version, fields and whole widgets, passes through all of it unchanged.

mod draft;
pub mod grafana;
pub mod grid;
mod history;
pub mod merge;
pub mod size;
pub mod template;
pub mod text;

pub use draft::{Draft, Edit, Item, Key, Refusal};
pub use history::History;
