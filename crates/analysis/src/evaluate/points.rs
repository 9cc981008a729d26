//! A borrowed stretch of a series. It is as sorted and finite as the series it comes from.

use super::rule::MOST_POINTS;
use series::{Series, Time};

/// Points of a series, in order of time.
#[derive(Debug, Clone, Copy, Default)]
pub struct Points<'a> {
    times: &'a [Time],
    values: &'a [f64],
}

impl<'a> Points<'a> {
    /// All points of a series.
    pub fn of(series: &'a Series) -> Self {
        Self { times: series.times(), values: series.values() }
    }

    /// How many there are.
    pub fn len(self) -> usize {
        self.times.len()
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.times.is_empty()
    }

    /// Their times, strictly increasing.
    pub fn times(self) -> &'a [Time] {
        self.times
    }

    /// The time of the newest.
    pub fn newest(self) -> Option<Time> {
        self.times.last().copied()
    }

    /// The value of the newest, if it is not older than this.
    pub fn newest_since(self, since: Time) -> Option<f64> {
        let (time, value) = (self.newest()?, self.values.last()?);
        (time >= since).then_some(*value)
    }

    /// The first `count` points; all when there are fewer.
    #[must_use]
    pub fn first(self, count: usize) -> Self {
        let count = count.min(self.len());
        Self { times: &self.times[..count], values: &self.values[..count] }
    }

    /// Those up to this time, which is included.
    #[must_use]
    pub fn until(self, now: Time) -> Self {
        match self.newest() {
            Some(newest) if newest > now => self.first(self.times.partition_point(|&time| time <= now)),
            _ => self,
        }
    }

    /// The mean of so many newest points (1 to [`MOST_POINTS`]) that are later than `since`; `None` without any.
    ///
    /// It is summed anew each time: a sum that is carried along would drift, and a threshold asks for the exact number.
    pub fn mean_of_newest(self, count: u8, since: Time) -> Option<f64> {
        let from = self.len().saturating_sub(usize::from(count.clamp(1, MOST_POINTS)));
        let old = self.times[from..].iter().take_while(|&&time| time <= since).count();
        let values = &self.values[from + old..];
        if values.is_empty() {
            return None;
        }
        let count = values.len() as f64;
        let mean = values.iter().sum::<f64>() / count;
        // The mean of large values fits where their sum does not.
        let fits = || values.iter().map(|value| value / count).sum::<f64>().clamp(f64::MIN, f64::MAX);
        Some(if mean.is_finite() { mean } else { fits() })
    }
}
