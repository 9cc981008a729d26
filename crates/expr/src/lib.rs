//! Arithmetic over series: what Mackerel's graph expressions compute. Pure.
//!
//! At the edges: no series, or only empty ones, give an empty series; a time that only some series have
//! is computed from those.

mod aggregate;

pub use aggregate::{Aggregate, aggregate};
