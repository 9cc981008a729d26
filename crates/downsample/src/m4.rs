//! M4: the first, last, lowest and highest sample of every column.
//!
//! A polyline through these touches, in every column, the same top and bottom as one through all samples,
//! because what enters and leaves the column and what it reaches in between are all kept.

use crate::pick::push_later;
use crate::{Occupied, min_max};

/// Puts out the indices of the first, last, lowest and highest sample of each column, ascending, none twice.
///
/// Columns divide `from..=to` evenly, see [`column_of`](crate::column_of). Of equal values the earliest counts.
/// `out` is cleared first, so that a buffer can be used again.
pub fn m4(times: &[i64], values: &[f64], from: i64, to: i64, columns: usize, out: &mut Vec<u32>) {
    out.clear();
    let times = &times[..times.len().min(values.len())];
    for (_, span) in Occupied::new(times, from, to, columns) {
        let (first, last) = (span.start, span.end - 1);
        let Some((low, high)) = min_max(&values[span]) else { continue };
        let (low, high) = (first + low, first + high);
        push_later(out, first);
        push_later(out, low.min(high));
        push_later(out, low.max(high));
        push_later(out, last);
    }
}
