//! The contract of the API, checked through the router: good and bad requests of every call, raw and typed.

mod alerts;
mod annotations;
mod bodies;
mod checks;
mod dashboards;
mod engine;
mod graph_defs;
mod hosts;
mod hosts_bulk;
mod metadata;
mod metrics;
mod monitors;
mod monitors_write;
mod mutations;
mod objects;
mod openapi;
mod people;
mod pins;
mod replay;
mod role_history;
mod round_trip;
mod routes;
mod services;
mod smoke;
mod support;
