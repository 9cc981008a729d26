//! The spans around an event, and the numbers of a span.

use crate::order::{median, quantile};
use series::{Series, Time, TimeRange};

/// How long ago the control was.
pub const WEEK_SECS: i64 = 7 * 24 * 60 * 60;

/// A shorter window says too little about noise.
const CONTEXT_SECS: i64 = 60 * 60;

/// Before and after an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spans {
    /// Up to just before the event.
    pub before: TimeRange,
    /// From its end on.
    pub after: TimeRange,
    /// What noise is told from beside the span after: the span before, and at least an hour.
    pub context: TimeRange,
}

/// What the values of a span amount to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Numbers {
    /// How many there are, at least one.
    pub count: usize,
    /// The one in the middle.
    pub median: f64,
    /// The one that 95 % do not exceed, read off between the two nearest.
    pub p95: f64,
    /// The highest.
    pub max: f64,
}

impl Spans {
    /// Windows of so many seconds on both sides of an event.
    pub fn new(event: TimeRange, window_secs: i64) -> Self {
        let window_secs = window_secs.max(1);
        let ends = event.to.max(event.from);
        let before =
            |secs: i64| TimeRange::new(event.from.saturating_sub(secs), event.from.saturating_sub(1));
        Self {
            before: before(window_secs),
            context: before(window_secs.max(CONTEXT_SECS)),
            after: TimeRange::new(ends, ends.saturating_add(window_secs - 1)),
        }
    }

    /// The same spans one week earlier, but no longer after the event than the series already is.
    #[must_use]
    pub fn a_week_earlier(self, series: &Series) -> Self {
        let earlier = |time: Time| time.saturating_sub(WEEK_SECS);
        let newest = series.last().map_or(self.after.to, |last| last.0.min(self.after.to));
        let both = |range: TimeRange| TimeRange::new(earlier(range.from), earlier(range.to));
        Self {
            before: both(self.before),
            context: both(self.context),
            after: TimeRange::new(earlier(self.after.from), earlier(newest)),
        }
    }
}

impl Numbers {
    /// The numbers of a series in a range; `None` without points in it.
    pub fn of(series: &Series, range: TimeRange) -> Option<Self> {
        let mut values = series.values()[series.span(range)].to_vec();
        Some(Self {
            count: values.len(),
            max: values.iter().copied().reduce(f64::max)?,
            median: median(&mut values)?,
            p95: quantile(&mut values, 0.95)?,
        })
    }
}
