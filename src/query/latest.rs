//! The newest point of one metric, or the last one of a period.
//!
//! A service has no call for it: short periods are read first, and the longest that is tried is the longest without averages.
//! A metric that does not exist is one without points.

use crate::clock::use_clock;
use crate::fetch::{Failure, send};
use crate::load::{Load, use_calls_in_sight};
use leptos::prelude::*;
use mackerel::metrics::{Owner, ReadLatest, ReadMetric, Sample};
use series::{Time, TimeRange};

/// Periods that are tried one after the other: 20 minutes, 3 hours, 20 hours.
pub(super) const PERIODS_SECS: [i64; 3] = [1_200, 10_800, 72_000];

/// Which metric of whom.
#[derive(Debug, Clone, PartialEq)]
pub struct MetricOf {
    /// Host or service.
    pub owner: Owner,
    /// Metric name.
    pub name: String,
}

/// The newest point, asked for again with every tick while it is in sight; `None` when there is none. Within a period
/// it is that period's last one.
pub fn use_latest(
    metric: MetricOf,
    seen: Signal<bool>,
    within: Option<Signal<TimeRange>>,
) -> Signal<Load<Option<Sample>>> {
    let clock = use_clock();
    let inputs = move || ((), (metric.clone(), clock.now_untracked(), within.map(|range| range.get())));
    use_calls_in_sight(seen, inputs, |(metric, now, within)| latest(metric, now, within))
}

/// The periods to look at for the last point before the end, the shortest first.
pub(super) fn periods(now: Time, within: Option<TimeRange>) -> impl Iterator<Item = TimeRange> {
    let whole = within.unwrap_or_else(|| TimeRange::new(Time::MIN, now));
    let periods = PERIODS_SECS.map(|secs| TimeRange::new(whole.from.max(whole.to - secs), whole.to));
    // A period that is shorter than the first ones is looked at once.
    let count = 1 + periods.windows(2).take_while(|pair| pair[0] != pair[1]).count();
    periods.into_iter().take(count)
}

async fn latest(metric: MetricOf, now: Time, within: Option<TimeRange>) -> Result<Option<Sample>, Failure> {
    match latest_of(metric, now, within).await {
        Err(failure) if failure.is_missing() => Ok(None),
        reply => reply,
    }
}

async fn latest_of(
    MetricOf { owner, name }: MetricOf,
    now: Time,
    within: Option<TimeRange>,
) -> Result<Option<Sample>, Failure> {
    if let (Owner::Host(host), None) = (&owner, within) {
        let reply = send(&ReadLatest { hosts: vec![host.clone()], names: vec![name.clone()] }).await?;
        return Ok(reply.get(host, &name));
    }
    for range in periods(now, within) {
        let call = ReadMetric { owner: owner.clone(), name: name.clone(), range, step: None };
        let newest = send(&call).await?.series.last();
        if let Some((time, value)) = newest {
            return Ok(Some(Sample { time, value }));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_periods_come_first_and_none_leaves_what_is_shown() {
        type Ends = &'static [(Time, Time)];
        const NOW: Time = 1_000_000;
        let day = TimeRange::new(NOW - 90_000, NOW - 3_600);
        let cases: [(Option<TimeRange>, Ends); 4] = [
            (None, &[(NOW - 1_200, NOW), (NOW - 10_800, NOW), (NOW - 72_000, NOW)]),
            (
                Some(day),
                &[(NOW - 4_800, NOW - 3_600), (NOW - 14_400, NOW - 3_600), (NOW - 75_600, NOW - 3_600)],
            ),
            (Some(TimeRange::new(NOW - 600, NOW)), &[(NOW - 600, NOW)]),
            (Some(TimeRange::new(NOW - 3_600, NOW)), &[(NOW - 1_200, NOW), (NOW - 3_600, NOW)]),
        ];
        for (within, expected) in cases {
            let found: Vec<(Time, Time)> = periods(NOW, within).map(|range| (range.from, range.to)).collect();
            assert_eq!(found, expected, "{within:?}");
        }
    }
}
