//! Ticks of the time axis at boundaries of the local calendar, and how times are written.
//!
//! What it promises: ticks ascend, lie inside the range and on local boundaries, on either side of a change
//! of the clock; an hour that the clock skips has no tick; the finest step of the table whose labels have room
//! is taken; an empty range has no tick. Years beyond 9999 have none either.

mod civil;
mod label;
mod step;

pub(crate) use label::{Label, labels};
pub use label::{TimeDetail, format_time, iso_time};
pub(crate) use step::{STEPS, Tick, ticks};
