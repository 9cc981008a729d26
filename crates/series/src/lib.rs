//! A series is two columns: times in seconds since the epoch, strictly increasing, and finite values.
//!
//! What this crate promises at its edges:
//! * a gap is a missing time, never a NaN and never a zero;
//! * of two samples at one time the later one given wins;
//! * samples that are not finite are left out by [`Series::from_points`] and refused by [`Series::new`];
//! * ranges include both ends; an empty range or an empty series gives an empty result, never a panic.

mod align;
mod gap;
mod range;

pub use align::align;
pub use gap::{longest_join_secs, runs};
pub use range::TimeRange;

use std::sync::Arc;

/// Seconds since the epoch, the only unit of time.
pub type Time = i64;

/// Samples of one metric in two columns of equal length. A clone shares the times, as does what is computed from values.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Series {
    times: Arc<Vec<Time>>,
    values: Vec<f64>,
}

/// Why two columns are not a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Error {
    /// The columns differ in length.
    LengthMismatch {
        /// Number of times.
        times: usize,
        /// Number of values.
        values: usize,
    },
    /// The time at this index is not later than the one before it.
    NotIncreasing(usize),
    /// The value at this index is NaN or infinite.
    NotFinite(usize),
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::LengthMismatch { times, values } => {
                write!(f, "{times} times but {values} values")
            }
            Self::NotIncreasing(at) => write!(f, "time {at} is not later than the one before it"),
            Self::NotFinite(at) => write!(f, "value {at} is not finite"),
        }
    }
}

impl std::error::Error for Error {}

impl Series {
    /// Takes columns that are already in order.
    pub fn new(times: Vec<Time>, values: Vec<f64>) -> Result<Self, Error> {
        if times.len() != values.len() {
            return Err(Error::LengthMismatch { times: times.len(), values: values.len() });
        }
        if let Some(at) = first_not_later(&times) {
            return Err(Error::NotIncreasing(at));
        }
        Self { times: Arc::new(times), values: Vec::new() }.beside(values)
    }

    /// Other values at the times of this series, which both then share.
    pub fn beside(&self, values: Vec<f64>) -> Result<Self, Error> {
        if self.times.len() != values.len() {
            return Err(Error::LengthMismatch { times: self.times.len(), values: values.len() });
        }
        match first_not_finite(&values) {
            Some(at) => Err(Error::NotFinite(at)),
            None => Ok(Self { times: Arc::clone(&self.times), values }),
        }
    }

    /// Takes samples in any order: sorts them, keeps the last of equal times, drops what is not finite.
    pub fn from_points(points: impl IntoIterator<Item = (Time, f64)>) -> Self {
        let points = points.into_iter();
        let mut ordered = Columns::with_capacity(points.size_hint().0);
        let mut stray = Vec::new();
        for (time, value) in points.filter(|point| point.1.is_finite()) {
            match ordered.times.last() {
                Some(&last) if time < last => stray.push((time, value)),
                Some(&last) if time == last => {
                    ordered.values.pop();
                    ordered.values.push(value);
                }
                _ => ordered.push_later(time, value),
            }
        }
        if stray.is_empty() {
            return ordered.into();
        }
        // Stable, so that among equal times the one given last stays last.
        stray.sort_by_key(|point| point.0);
        merge_points(&ordered.into(), &stray)
    }

    /// The times, strictly increasing.
    pub fn times(&self) -> &[Time] {
        &self.times
    }

    /// The values, all finite, one for each time.
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// The two columns.
    pub fn into_columns(self) -> (Vec<Time>, Vec<f64>) {
        (Arc::unwrap_or_clone(self.times), self.values)
    }

    /// Number of samples.
    pub fn len(&self) -> usize {
        self.times.len()
    }

    /// Whether there is no sample at all.
    pub fn is_empty(&self) -> bool {
        self.times.is_empty()
    }

    /// Samples in order of time.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (Time, f64)> + '_ {
        self.times.iter().copied().zip(self.values.iter().copied())
    }

    /// The newest sample.
    pub fn last(&self) -> Option<(Time, f64)> {
        Some((*self.times.last()?, *self.values.last()?))
    }

    /// Indices of the samples inside the range, both ends included.
    pub fn span(&self, range: TimeRange) -> std::ops::Range<usize> {
        let start = self.times.partition_point(|&time| time < range.from);
        let end = self.times.partition_point(|&time| time <= range.to);
        start..end.max(start)
    }

    /// A copy of the samples inside the range.
    #[must_use]
    pub fn window(&self, range: TimeRange) -> Self {
        let span = self.span(range);
        Self { times: Arc::new(self.times[span.clone()].to_vec()), values: self.values[span].to_vec() }
    }

    /// The sample nearest in time; the earlier one of two that are equally near.
    pub fn nearest(&self, time: Time) -> Option<(Time, f64)> {
        let after = self.times.partition_point(|&other| other < time);
        let before = after.checked_sub(1);
        let index = match (before, self.times.get(after)) {
            (None, None) => return None,
            (Some(before), None) => before,
            (None, Some(_)) => after,
            (Some(before), Some(&later)) => {
                if time.abs_diff(self.times[before]) <= later.abs_diff(time) {
                    before
                } else {
                    after
                }
            }
        };
        Some((self.times[index], self.values[index]))
    }

    /// Both series as one; where both have a time, `newer` wins.
    #[must_use]
    pub fn merge(&self, newer: &Self) -> Self {
        if newer.is_empty() {
            return self.clone();
        }
        if self.times.last() < newer.times.first() {
            let times = [self.times(), newer.times()].concat();
            return Self { times: Arc::new(times), values: [self.values(), newer.values()].concat() };
        }
        let points: Vec<_> = newer.iter().collect();
        merge_points(self, &points)
    }

    /// Means over buckets of `step_secs`, each at `floor(time / step) * step`; empty buckets stay absent.
    ///
    /// A step of a second or less changes nothing.
    #[must_use]
    pub fn mean_by_step(&self, step_secs: i64) -> Self {
        if step_secs <= 1 {
            return self.clone();
        }
        let mut means = Columns::default();
        let mut at = 0;
        while at < self.len() {
            let bucket = self.times[at].div_euclid(step_secs);
            let start = at;
            // A running mean cannot overflow where a sum of large values could.
            let mut mean = 0.0;
            while at < self.len() && self.times[at].div_euclid(step_secs) == bucket {
                let count = (at - start + 1) as f64;
                mean += self.values[at] / count - mean / count;
                at += 1;
            }
            means.push_later(bucket * step_secs, mean);
        }
        means.into()
    }

    /// The same times with other values. What is not finite is left out.
    #[must_use]
    pub fn map_values(mut self, map: impl Fn(f64) -> f64) -> Self {
        let mut all_finite = true;
        for value in &mut self.values {
            *value = map(*value);
            all_finite &= value.is_finite();
        }
        if all_finite { self } else { Self::from_points(self.iter()) }
    }

    /// The same values so many seconds later; earlier when negative. Times that would leave all time end at its end.
    #[must_use]
    pub fn shifted(mut self, secs: i64) -> Self {
        let room = if secs < 0 {
            self.times.first().map_or(0, |first| Time::MIN.saturating_sub(*first).max(secs))
        } else {
            self.times.last().map_or(0, |last| Time::MAX.saturating_sub(*last).min(secs))
        };
        for time in Arc::make_mut(&mut self.times) {
            *time += room;
        }
        self
    }
}

impl FromIterator<(Time, f64)> for Series {
    fn from_iter<I: IntoIterator<Item = (Time, f64)>>(points: I) -> Self {
        Self::from_points(points)
    }
}

/// A series being written.
#[derive(Default)]
struct Columns {
    times: Vec<Time>,
    values: Vec<f64>,
}

impl Columns {
    fn with_capacity(samples: usize) -> Self {
        Self { times: Vec::with_capacity(samples), values: Vec::with_capacity(samples) }
    }

    /// Adds a sample that is later than all others, and finite.
    fn push_later(&mut self, time: Time, value: f64) {
        self.times.push(time);
        self.values.push(value);
    }
}

impl From<Columns> for Series {
    fn from(Columns { times, values }: Columns) -> Self {
        Self { times: Arc::new(times), values }
    }
}

/// Samples that are looked at before it is asked whether one was wrong: a loop without a way out is a loop of vectors.
/// It is a call of its own, because browsers begin with slow code and have better code for the next call.
const CHECKED_AT_ONCE: usize = 4_096;

/// The index of the first time that is not later than the one before it.
fn first_not_later(times: &[Time]) -> Option<usize> {
    let later = times.get(1..).unwrap_or_default();
    let pairs = times.chunks(CHECKED_AT_ONCE).zip(later.chunks(CHECKED_AT_ONCE));
    let wrong = pairs.enumerate().find(|(_, (times, later))| !are_later(times, later))?.0 * CHECKED_AT_ONCE;
    Some(wrong + 1 + times[wrong..].windows(2).position(|pair| pair[0] >= pair[1])?)
}

/// The index of the first value that is NaN or infinite.
fn first_not_finite(values: &[f64]) -> Option<usize> {
    let wrong = values.chunks(CHECKED_AT_ONCE).position(|chunk| !are_finite(chunk))? * CHECKED_AT_ONCE;
    Some(wrong + values[wrong..].iter().position(|value| !value.is_finite())?)
}

#[inline(never)]
#[expect(clippy::needless_bitwise_bool, reason = "a lazy operator is a branch for each sample")]
fn are_later(times: &[Time], later: &[Time]) -> bool {
    times.iter().zip(later).fold(true, |all, (time, later)| all & (time < later))
}

#[inline(never)]
fn are_finite(values: &[f64]) -> bool {
    values.iter().fold(true, |all, value| all & value.is_finite())
}

/// Merges sorted points into a series; of equal times the last point wins over the series.
fn merge_points(older: &Series, newer: &[(Time, f64)]) -> Series {
    let mut merged = Columns::with_capacity(older.len() + newer.len());
    let mut at = 0;
    for (index, &(time, value)) in newer.iter().enumerate() {
        if newer.get(index + 1).is_some_and(|next| next.0 == time) {
            continue;
        }
        while at < older.len() && older.times[at] < time {
            merged.push_later(older.times[at], older.values[at]);
            at += 1;
        }
        if at < older.len() && older.times[at] == time {
            at += 1;
        }
        merged.push_later(time, value);
    }
    merged.times.extend_from_slice(&older.times[at..]);
    merged.values.extend_from_slice(&older.values[at..]);
    merged.into()
}
