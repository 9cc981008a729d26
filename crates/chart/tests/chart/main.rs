//! The chart as its users see it: plots in, frames and pictures out.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod anything;
mod calendar;
mod costs;
mod gallery;
mod lane;
mod palette;
mod peaks;
mod poster;
mod routes;
mod stacks;
mod support;
