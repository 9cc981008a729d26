//! The methods that compute one value for each column.

use crate::{Occupied, Pyramid, Stats};

/// A method that computes a value from all samples of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fold {
    /// The mean; a spike is lost in it, so it belongs beside an extent and never alone.
    Mean,
    /// The sum, for things that are counted.
    Sum,
    /// The lowest.
    Low,
    /// The highest.
    High,
}

/// A column and its value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Column {
    /// Which column, from the left.
    pub column: usize,
    /// What was computed.
    pub value: f64,
}

impl Fold {
    /// Every method.
    pub const ALL: [Self; 4] = [Self::Mean, Self::Sum, Self::Low, Self::High];

    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Mean => "mean",
            Self::Sum => "sum",
            Self::Low => "min",
            Self::High => "max",
        }
    }

    /// Puts out a value for every column of `from..=to` that has samples; `out` is cleared first.
    ///
    /// The pyramid is the one of these values, or an empty one.
    #[expect(clippy::too_many_arguments, reason = "the samples, their pyramid, and the columns")]
    pub fn fold(
        self,
        times: &[i64],
        values: &[f64],
        pyramid: &Pyramid,
        from: i64,
        to: i64,
        columns: usize,
        out: &mut Vec<Column>,
    ) {
        out.clear();
        let times = &times[..times.len().min(values.len())];
        for (column, span) in Occupied::new(times, from, to, columns) {
            if let Some(stats) = pyramid.stats(values, span) {
                out.push(Column { column, value: self.value(&stats) });
            }
        }
    }

    fn value(self, stats: &Stats) -> f64 {
        match self {
            Self::Mean => stats.avg,
            Self::Sum => stats.sum,
            Self::Low => stats.min,
            Self::High => stats.max,
        }
    }
}
