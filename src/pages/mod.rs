//! One page per file; the tree mirrors the URLs.

pub mod alert;
pub mod alerts;
pub mod annotation_new;
pub mod annotations;
pub mod dashboard;
pub mod dashboards;
pub mod dashboards_new;
pub mod downtimes;
pub mod explore;
pub mod explore_add;
pub mod home;
pub mod host;
pub mod hosts;
pub mod hygiene;
pub mod missing;
pub mod monitor;
pub mod monitors;
pub mod role;
pub mod service;
pub mod services;
