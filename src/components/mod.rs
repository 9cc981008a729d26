//! Parts of pages: one component per file.

pub mod alert_graph;
pub mod alert_memo;
pub mod alert_row;
pub mod annotation;
pub mod close_alert;
pub mod dialog;
pub mod expression;
pub mod faults;
pub mod filter_field;
pub mod graph;
pub mod icon;
pub mod link;
pub mod mark;
pub mod moments;
pub mod panel;
pub mod pin;
pub mod pinned;
pub mod roles;
pub mod shell;
pub mod shell_connection;
pub mod shell_keys;
pub mod shell_nav;
pub mod shell_time;
pub mod status;
pub mod title;
pub mod widget;
