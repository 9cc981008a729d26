//! The methods that pick samples, as one table.

use crate::lttb::{lttb, min_max_lttb};
use crate::{Occupied, m4, min_max};

/// A method that picks some samples to stand for all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Pick {
    /// First, last, lowest and highest of each column: a line through them loses nothing.
    M4,
    /// Lowest and highest of each column: the same tops and bottoms, the joins between columns are a little off.
    MinMax,
    /// The sample of each column that makes the largest triangle with its neighbours: few points, the look of the
    /// line, but not every spike.
    Lttb,
    /// The same among the lowest and highest of quarter columns: nearly the same look at a fraction of the time.
    MinMaxLttb,
    /// The last of each column, as a counter is read.
    Last,
}

impl Pick {
    /// Every method.
    pub const ALL: [Self; 5] = [Self::M4, Self::MinMax, Self::Lttb, Self::MinMaxLttb, Self::Last];

    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::M4 => "M4",
            Self::MinMax => "min–max",
            Self::Lttb => "LTTB",
            Self::MinMaxLttb => "MinMaxLTTB",
            Self::Last => "last",
        }
    }

    /// Most samples picked in one column.
    pub fn most_per_column(self) -> usize {
        match self {
            Self::M4 => 4,
            // The first and the last sample of all are kept besides the column's own.
            Self::MinMax | Self::Lttb | Self::MinMaxLttb => 2,
            Self::Last => 1,
        }
    }

    /// Whether the lowest and the highest sample of every column are always among those picked.
    pub fn keeps_spikes(self) -> bool {
        matches!(self, Self::M4 | Self::MinMax)
    }

    /// Puts out the indices of the samples picked from `from..=to`; `out` is cleared first.
    pub fn pick(self, times: &[i64], values: &[f64], from: i64, to: i64, columns: usize, out: &mut Vec<u32>) {
        let times = &times[..times.len().min(values.len())];
        match self {
            Self::M4 => m4(times, values, from, to, columns, out),
            Self::MinMax => min_max_of_columns(times, values, from, to, columns, out),
            Self::Lttb => lttb(times, values, from, to, columns, out),
            Self::MinMaxLttb => min_max_lttb(times, values, from, to, columns, out),
            Self::Last => {
                out.clear();
                for (_, span) in Occupied::new(times, from, to, columns) {
                    push_later(out, span.end - 1);
                }
            }
        }
    }
}

/// Lowest and highest of each column.
pub(crate) fn min_max_of_columns(
    times: &[i64],
    values: &[f64],
    from: i64,
    to: i64,
    columns: usize,
    out: &mut Vec<u32>,
) {
    out.clear();
    for (_, span) in Occupied::new(times, from, to, columns) {
        let first = span.start;
        let Some((low, high)) = min_max(&values[span]) else { continue };
        push_later(out, first + low.min(high));
        push_later(out, first + low.max(high));
    }
}

/// Adds an index that is later than the last one; others are already there.
pub(crate) fn push_later(out: &mut Vec<u32>, index: usize) {
    let Ok(index) = u32::try_from(index) else { return };
    if out.last().is_none_or(|&before| before < index) {
        out.push(index);
    }
}
