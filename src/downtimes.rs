//! Downtimes as people read and write them. When they are on, [`mackerel::downtimes`] says, as for the server's engine.

pub mod draft;
pub mod words;
