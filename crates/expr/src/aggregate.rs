//! Many series as one.

use series::{Series, align};

/// How values at one time become one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aggregate {
    /// The least.
    Min,
    /// The mean.
    Avg,
    /// The greatest.
    Max,
    /// The sum.
    Sum,
}

/// One series with every time that any of the given has.
pub fn aggregate(how: Aggregate, series: &[&Series]) -> Series {
    let mut points = Vec::with_capacity(series.iter().map(|one| one.len()).max().unwrap_or(0));
    align(series, |time, present| {
        let values = present.iter().map(|&(_, value)| value);
        let value = match how {
            Aggregate::Min => values.fold(f64::INFINITY, f64::min),
            Aggregate::Max => values.fold(f64::NEG_INFINITY, f64::max),
            Aggregate::Sum => values.sum(),
            Aggregate::Avg => values.sum::<f64>() / present.len() as f64,
        };
        points.push((time, value));
    });
    Series::from_points(points)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_computed_from_the_series_that_have_it() {
        let first = Series::from_points([(0, 1.0), (60, 2.0)]);
        let second = Series::from_points([(60, 4.0), (120, -6.0)]);
        let empty = Series::default();
        let cases = [
            (Aggregate::Min, [1.0, 2.0, -6.0]),
            (Aggregate::Avg, [1.0, 3.0, -6.0]),
            (Aggregate::Max, [1.0, 4.0, -6.0]),
            (Aggregate::Sum, [1.0, 6.0, -6.0]),
        ];
        for (how, expected) in cases {
            let found = aggregate(how, &[&first, &empty, &second]);
            assert_eq!(found.times(), [0, 60, 120]);
            assert_eq!(found.values(), expected, "{how:?}");
            assert!(aggregate(how, &[]).is_empty());
        }
    }
}
