//! Parts of the pages about monitors.

pub mod decide;
pub mod field;
pub mod mute;
pub mod replay;
pub mod replay_rows;
pub mod scopes;
pub mod sitting_list;
pub mod undo_bar;
