//! Mackerel's graph expressions over series. So far: aggregates over several series.
//!
//! What this crate promises at its edges:
//! * no series, or only empty ones, aggregate to an empty series;
//! * a time where only some series have a value takes those; a missing value is never 0 or 1;
//! * what is not finite, such as a sum beyond all numbers, is no value at that time;
//! * nothing panics, whatever series come in.

mod aggregate;

pub use aggregate::{Aggregate, aggregate};
