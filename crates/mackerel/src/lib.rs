//! The Mackerel HTTP API v0 as data: wire types, and one [`Endpoint`] per call. No transport, no clock.
//!
//! This crate alone knows the JSON of the API. What it promises:
//! * an [`Endpoint`] builds a request and reads the reply; the app sends it, tests send it in-process;
//! * points decode straight into the two columns of a [`series::Series`];
//! * optional fields may be absent or `null`; lists are never `null` when written;
//! * fields that it does not know survive on dashboards, widgets and monitors.

pub mod alert_groups;
pub mod alerts;
pub mod annotations;
mod as_stored;
pub mod capabilities;
pub mod checks;
pub mod dashboard_rules;
pub mod dashboards;
pub mod downtimes;
mod endpoint;
pub mod graph_defs;
pub mod graphs;
pub mod hosts;
pub mod metadata;
pub mod metrics;
pub mod monitors;
pub mod names;
pub mod org;
pub mod pins;
mod points;
pub mod role_history;
pub mod services;
pub mod session;
pub mod spacing;

pub use as_stored::AsStored;
pub use endpoint::{Endpoint, Error, ErrorBody, Success};
pub use points::Points;
