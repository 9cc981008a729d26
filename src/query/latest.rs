//! The newest point of one metric.
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

/// The newest point, asked for again with every tick while it is in sight; `None` when there is none.
pub fn use_latest(metric: MetricOf, seen: Signal<bool>) -> Signal<Load<Option<Sample>>> {
    let clock = use_clock();
    let inputs = move || ((), (metric.clone(), clock.now_untracked()));
    use_calls_in_sight(seen, inputs, |(metric, now)| latest(metric, now))
}

async fn latest(metric: MetricOf, now: Time) -> Result<Option<Sample>, Failure> {
    match latest_of(metric, now).await {
        Err(failure) if failure.is_missing() => Ok(None),
        reply => reply,
    }
}

async fn latest_of(MetricOf { owner, name }: MetricOf, now: Time) -> Result<Option<Sample>, Failure> {
    if let Owner::Host(host) = &owner {
        let reply = send(&ReadLatest { hosts: vec![host.clone()], names: vec![name.clone()] }).await?;
        return Ok(reply.get(host, &name));
    }
    for secs in PERIODS_SECS {
        let range = TimeRange::new(now - secs, now);
        let call = ReadMetric { owner: owner.clone(), name: name.clone(), range, step: None };
        let newest = send(&call).await?.series.last();
        if let Some((time, value)) = newest {
            return Ok(Some(Sample { time, value }));
        }
    }
    Ok(None)
}
