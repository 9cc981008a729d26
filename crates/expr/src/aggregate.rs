//! Several series as one: at each time one number from the values that are there.
//!
//! * One series comes back as it is, whatever the aggregate.
//! * The result has exactly the times that any of the series has, but for those where it is not finite.
//! * An average stays between the least and the greatest value, even where their sum would overflow.
//! * The order of the series decides nothing but the last bits of averages, sums and products.

use series::{Series, Time};
use std::cmp::Ordering;

/// How the values of one time become one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Aggregate {
    /// Their mean.
    Avg,
    /// The greatest.
    Max,
    /// The least.
    Min,
    /// All added.
    Sum,
    /// All multiplied.
    Product,
}

impl Aggregate {
    /// All of them, in the order of the contract.
    pub const ALL: [Self; 5] = [Self::Avg, Self::Max, Self::Min, Self::Sum, Self::Product];

    /// The word of the expression language.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Avg => "avg",
            Self::Max => "max",
            Self::Min => "min",
            Self::Sum => "sum",
            Self::Product => "product",
        }
    }
}

/// One series with a value at each time that any of the series has.
///
/// Series on one grid take one step per sample; times that differ take a merge per series.
pub fn aggregate(kind: Aggregate, series: &[&Series]) -> Series {
    match kind {
        Aggregate::Avg => fold(series, running_mean),
        Aggregate::Max => fold(series, |most, value, _| most.max(value)),
        Aggregate::Min => fold(series, |least, value, _| least.min(value)),
        Aggregate::Sum => fold(series, |sum, value, _| sum + value),
        Aggregate::Product => fold(series, |product, value, _| product * value),
    }
}

/// The mean of `count` values, from the mean of all but the last. It cannot leave the range of the values.
pub(crate) fn running_mean(mean: f64, value: f64, count: f64) -> f64 {
    let next = mean + (value / count - mean / count);
    next.clamp(mean.min(value), mean.max(value))
}

/// What was folded so far: a value for each time, and of how many it is made.
#[derive(Default)]
struct Folded {
    times: Vec<Time>,
    values: Vec<f64>,
    counts: Vec<u32>,
}

/// Folds with `join(so far, value, how many with this one)`.
fn fold(series: &[&Series], join: impl Fn(f64, f64, f64) -> f64) -> Series {
    let (mut folded, mut spare) = (Folded::default(), Folded::default());
    for one in series.iter().filter(|one| !one.is_empty()) {
        if folded.times == one.times() {
            let columns = folded.values.iter_mut().zip(&mut folded.counts).zip(one.values());
            for ((so_far, count), &value) in columns {
                *count += 1;
                *so_far = join(*so_far, value, f64::from(*count));
            }
        } else {
            folded.merge_into(&mut spare, one, &join);
            std::mem::swap(&mut folded, &mut spare);
        }
    }
    let Folded { mut times, mut values, .. } = folded;
    if values.iter().any(|value| !value.is_finite()) {
        let finite: Vec<bool> = values.iter().map(|value| value.is_finite()).collect();
        let mut keep = finite.iter().copied();
        times.retain(|_| keep.next().unwrap_or(false));
        values.retain(|value| value.is_finite());
    }
    // Merged times increase and what is left is finite, so there is no other case.
    Series::new(times, values).unwrap_or_default()
}

impl Folded {
    /// This and one more series, written to `merged`, whose room is used again.
    fn merge_into(&self, merged: &mut Self, one: &Series, join: &impl Fn(f64, f64, f64) -> f64) {
        merged.clear();
        merged.reserve(self.times.len() + one.len());
        let (mut left, mut right) = (0, 0);
        while left < self.times.len() && right < one.len() {
            let (here, there) = (self.times[left], one.times()[right]);
            match here.cmp(&there) {
                Ordering::Less => {
                    merged.push(here, self.values[left], self.counts[left]);
                    left += 1;
                }
                Ordering::Greater => {
                    merged.push(there, one.values()[right], 1);
                    right += 1;
                }
                Ordering::Equal => {
                    let count = self.counts[left] + 1;
                    let value = join(self.values[left], one.values()[right], f64::from(count));
                    merged.push(here, value, count);
                    left += 1;
                    right += 1;
                }
            }
        }
        merged.times.extend_from_slice(&self.times[left..]);
        merged.values.extend_from_slice(&self.values[left..]);
        merged.counts.extend_from_slice(&self.counts[left..]);
        merged.times.extend_from_slice(&one.times()[right..]);
        merged.values.extend_from_slice(&one.values()[right..]);
        merged.counts.resize(merged.times.len(), 1);
    }

    fn push(&mut self, time: Time, value: f64, count: u32) {
        self.times.push(time);
        self.values.push(value);
        self.counts.push(count);
    }

    fn clear(&mut self) {
        self.times.clear();
        self.values.clear();
        self.counts.clear();
    }

    fn reserve(&mut self, room: usize) {
        self.times.reserve(room);
        self.values.reserve(room);
        self.counts.reserve(room);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_aggregate_at_its_edges() {
        const HUGE: f64 = f64::MAX;
        type Points = &'static [(Time, f64)];
        // Per case the series, then for avg, max, min, sum and product what comes out.
        let cases: &[(&[Points], [Points; 5])] = &[
            (&[], [&[]; 5]),
            (&[&[], &[]], [&[]; 5]),
            (&[&[(60, 7.0)]], [&[(60, 7.0)]; 5]),
            (&[&[], &[(0, 2.0), (60, -1.0)], &[]], [&[(0, 2.0), (60, -1.0)]; 5]),
            (
                &[&[(0, 1.0), (60, 2.0)], &[(0, 3.0), (60, 6.0)]],
                [
                    &[(0, 2.0), (60, 4.0)],
                    &[(0, 3.0), (60, 6.0)],
                    &[(0, 1.0), (60, 2.0)],
                    &[(0, 4.0), (60, 8.0)],
                    &[(0, 3.0), (60, 12.0)],
                ],
            ),
            (
                // A gap in one, a later start of another: what is missing counts neither as 0 nor as 1.
                &[&[(0, 4.0), (120, 4.0)], &[(60, 6.0), (120, 8.0)], &[(120, 3.0), (180, 5.0)]],
                [
                    &[(0, 4.0), (60, 6.0), (120, 5.0), (180, 5.0)],
                    &[(0, 4.0), (60, 6.0), (120, 8.0), (180, 5.0)],
                    &[(0, 4.0), (60, 6.0), (120, 3.0), (180, 5.0)],
                    &[(0, 4.0), (60, 6.0), (120, 15.0), (180, 5.0)],
                    &[(0, 4.0), (60, 6.0), (120, 96.0), (180, 5.0)],
                ],
            ),
            (
                // Sums and products that are no numbers are no values; the mean still is one.
                &[&[(0, HUGE), (60, 1.0)], &[(0, HUGE), (60, 1.0)]],
                [
                    &[(0, HUGE), (60, 1.0)],
                    &[(0, HUGE), (60, 1.0)],
                    &[(0, HUGE), (60, 1.0)],
                    &[(60, 2.0)],
                    &[(60, 1.0)],
                ],
            ),
        ];
        for (given, expected) in cases {
            let given: Vec<Series> = given.iter().map(|points| points.iter().copied().collect()).collect();
            let given: Vec<&Series> = given.iter().collect();
            for (kind, expected) in Aggregate::ALL.into_iter().zip(expected) {
                let found: Vec<_> = aggregate(kind, &given).iter().collect();
                assert_eq!(found, *expected, "{} of {given:?}", kind.as_str());
            }
        }
    }
}
