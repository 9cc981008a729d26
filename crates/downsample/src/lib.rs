//! Reduce samples to the pixels of a screen without losing a spike.
//!
//! Two kinds of methods share one rule of columns ([`column_of`]): those that pick samples ([`Pick`]) and those
//! that compute one value for each column ([`Fold`]). A [`Pyramid`] answers for the lowest, the highest and the
//! sum of any stretch of a series without looking at all of it.
//!
//! What every method here promises at its edges:
//! * input is two slices, times strictly increasing, values finite; where one slice is longer, its rest is not
//!   looked at, nor are samples outside `from..=to`;
//! * methods that pick put indices out, ascending, none twice: no sample is invented or moved;
//! * methods that compute put out the columns that have samples, ascending: an empty column has no value;
//! * no sample, no column, or an empty range gives nothing; one sample gives itself; nothing panics;
//! * a gap wider than a column is an empty column; if lines must break at gaps, give one joined run at a time:
//!   no sample outside of the run has a say in what comes out;
//! * the same samples give the same bits, with vectors or without (feature `simd`), on every machine.

mod columns;
mod extent;
mod fold;
mod lanes;
mod lttb;
mod m4;
mod min_max;
mod pick;
mod pyramid;
mod stats;

pub use columns::{Occupied, column_of};
pub use extent::{Extent, extent};
pub use fold::{Column, Fold};
pub use lanes::{greatest, least};
pub use m4::m4;
pub use min_max::min_max;
pub use pick::Pick;
pub use pyramid::Pyramid;
pub use stats::{Stats, percentile};
