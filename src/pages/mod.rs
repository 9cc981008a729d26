//! One page per file; the tree mirrors the URLs.

pub(crate) mod alert;
pub(crate) mod alerts;
pub(crate) mod dashboard;
pub(crate) mod dashboards;
pub(crate) mod home;
pub(crate) mod host;
pub(crate) mod hosts;
pub(crate) mod missing;
pub(crate) mod role;
pub(crate) mod service;
pub(crate) mod services;
