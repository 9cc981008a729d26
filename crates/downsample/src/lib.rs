//! Reduce samples to the pixels of a screen without losing a spike.
//!
//! What every method here promises at its edges:
//! * input is two slices, times strictly increasing; samples outside `from..=to` are not looked at;
//! * methods that pick samples put their indices out, ascending, none twice: no point is invented or moved;
//! * no sample, no column, or an empty range gives nothing; one sample gives itself; nothing panics;
//! * gaps are the caller's: give one joined run at a time if lines must break.

mod columns;
mod m4;
mod min_max;
mod stats;

pub use columns::column_of;
pub use m4::m4;
pub use min_max::min_max;
pub use stats::Stats;
