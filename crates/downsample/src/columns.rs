//! Which column a time belongs to: the one rule that every method and the drawing share.
//!
//! Columns divide `from..to` evenly; a column holds its left edge, and the last one also the right edge `to`.
//! A range of a single second is one column, the first.

use std::ops::Range;

/// The column that holds `time`, which must lie in `from..=to`; times outside go to the nearest column.
pub fn column_of(time: i64, from: i64, to: i64, columns: usize) -> usize {
    let Some(last) = columns.checked_sub(1) else { return 0 };
    let span = i128::from(to) - i128::from(from);
    let into = i128::from(time) - i128::from(from);
    if span <= 0 || into <= 0 {
        return 0;
    }
    usize::try_from(into * columns as i128 / span).map_or(last, |column| column.min(last))
}

/// Walks the columns that have samples: index ranges in order, none empty.
///
/// Samples outside `from..=to` are left out.
pub(crate) fn occupied(
    times: &[i64],
    from: i64,
    to: i64,
    columns: usize,
) -> impl Iterator<Item = Range<usize>> + '_ {
    let end = if columns == 0 { 0 } else { times.partition_point(|&time| time <= to) };
    let mut start = times.partition_point(|&time| time < from);
    std::iter::from_fn(move || {
        if start >= end {
            return None;
        }
        let column = column_of(times[start], from, to, columns);
        let column_end = match first_time_after(column, from, to, columns) {
            Some(bound) => start + count_below(&times[start..end], bound),
            None => end,
        };
        let found = start..column_end;
        start = column_end;
        Some(found)
    })
}

/// The first second of the next column, `None` for the last column.
fn first_time_after(column: usize, from: i64, to: i64, columns: usize) -> Option<i64> {
    if column + 1 >= columns || from >= to {
        return None;
    }
    let span = i128::from(to) - i128::from(from);
    let scaled = (column as i128 + 1) * span;
    let columns = columns as i128;
    let into = scaled / columns + i128::from(scaled % columns != 0);
    i64::try_from(i128::from(from) + into).ok()
}

/// How many leading times are below the bound; doubling steps, because columns are short beside the whole.
fn count_below(times: &[i64], bound: i64) -> usize {
    let mut reach = 1;
    while reach < times.len() && times[reach] < bound {
        reach *= 2;
    }
    let searched = &times[..times.len().min(reach + 1)];
    searched.partition_point(|&time| time < bound)
}
