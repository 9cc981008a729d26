//! The newest load and CPU of every host, for lists: one call for each hundred hosts.
//!
//! A host without samples has an empty reading; one that was not asked about yet has none.

use crate::catalog::use_catalog;
use crate::fetch::{self, Failure};
use crate::load::{Load, use_calls};
use futures::future::try_join_all;
use leptos::prelude::*;
use mackerel::hosts::{Host, HostStatus};
use mackerel::metrics::{Latest, ReadLatest};
use series::Time;
use std::collections::BTreeMap;

/// Hosts in one call, for the address' length.
const BATCH: usize = 100;
/// A host that should report and has not for longer than this needs attention, in seconds.
pub const SILENT_SECS: i64 = 300;

const LOAD: &str = "loadavg5";
const IDLE: &str = "cpu.idle.percentage";
const CPU: [&str; 9] = [
    IDLE,
    "cpu.user.percentage",
    "cpu.nice.percentage",
    "cpu.system.percentage",
    "cpu.iowait.percentage",
    "cpu.irq.percentage",
    "cpu.softirq.percentage",
    "cpu.steal.percentage",
    "cpu.guest.percentage",
];

/// What the newest samples say of a host.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Reading {
    /// The five minute load.
    pub load: Option<f64>,
    /// How busy the whole machine is, 0 to 100.
    pub cpu_percent: Option<f64>,
    /// When the newest sample was taken.
    pub newest: Option<Time>,
}

impl Reading {
    /// Whether a host with this status should have reported since.
    pub fn is_silent(&self, status: HostStatus, now: Time) -> bool {
        let expected = matches!(status, HostStatus::Working | HostStatus::Standby);
        expected && self.newest.is_none_or(|newest| now - newest > SILENT_SECS)
    }
}

/// Readings by host id.
pub type Readings = BTreeMap<String, Reading>;

/// Asks for the readings of all hosts.
pub fn use_readings() -> Signal<Load<Readings>> {
    let catalog = use_catalog();
    let ids = Memo::new(move |_| {
        catalog.hosts.with(|hosts| {
            let hosts = hosts.value().map_or(&[][..], |list| &list.hosts);
            hosts.iter().map(|host: &Host| host.id.clone()).collect::<Vec<_>>()
        })
    });
    use_calls(move || ((), ids.get()), read)
}

async fn read(ids: Vec<String>) -> Result<Readings, Failure> {
    let names: Vec<String> = std::iter::once(LOAD).chain(CPU).map(str::to_owned).collect();
    let calls: Vec<ReadLatest> =
        ids.chunks(BATCH).map(|hosts| ReadLatest { hosts: hosts.to_vec(), names: names.clone() }).collect();
    let replies = try_join_all(calls.iter().map(fetch::send)).await?;
    let readings = calls
        .iter()
        .zip(&replies)
        .flat_map(|(call, latest)| call.hosts.iter().map(|id| (id.clone(), reading(latest, id))));
    Ok(readings.collect())
}

fn reading(latest: &Latest, id: &str) -> Reading {
    let load = latest.get(id, LOAD);
    let cpu: Vec<_> = CPU.iter().filter_map(|name| latest.get(id, name)).collect();
    let newest = load.iter().chain(&cpu).map(|sample| sample.time).max();
    let cpu_percent = latest.get(id, IDLE).and_then(|idle| {
        // Only samples of one moment add up; the sum is a hundred for each core.
        let total: f64 =
            cpu.iter().filter(|sample| sample.time == idle.time).map(|sample| sample.value).sum();
        (total > 0.0).then(|| (100.0 - idle.value / total * 100.0).clamp(0.0, 100.0))
    });
    Reading { load: load.map(|sample| sample.value), cpu_percent, newest }
}

#[cfg(test)]
mod tests {
    use super::*;
    use mackerel::metrics::Sample;

    fn latest(samples: &[(&str, Time, f64)]) -> Latest {
        let samples = samples
            .iter()
            .map(|(name, time, value)| ((*name).to_owned(), Some(Sample { time: *time, value: *value })));
        Latest { tsdb_latest: BTreeMap::from([("h".to_owned(), samples.collect())]) }
    }

    #[test]
    fn a_reading_joins_the_newest_samples() {
        let cases = [
            (latest(&[]), Reading::default()),
            (latest(&[(LOAD, 60, 1.5)]), Reading { load: Some(1.5), cpu_percent: None, newest: Some(60) }),
            (
                latest(&[(IDLE, 120, 300.0), ("cpu.user.percentage", 120, 100.0), (LOAD, 60, 0.0)]),
                Reading { load: Some(0.0), cpu_percent: Some(25.0), newest: Some(120) },
            ),
            (
                latest(&[
                    (IDLE, 120, 50.0),
                    ("cpu.user.percentage", 120, 50.0),
                    ("cpu.steal.percentage", 60, 900.0),
                ]),
                Reading { load: None, cpu_percent: Some(50.0), newest: Some(120) },
            ),
            (latest(&[(IDLE, 120, 0.0)]), Reading { load: None, cpu_percent: None, newest: Some(120) }),
        ];
        for (latest, expected) in cases {
            assert_eq!(reading(&latest, "h"), expected);
        }
    }

    #[test]
    fn silence_counts_only_where_data_are_expected() {
        let at = |newest| Reading { newest, ..Reading::default() };
        let cases = [
            (at(Some(1_000)), HostStatus::Working, false),
            (at(Some(699)), HostStatus::Working, true),
            (at(Some(700)), HostStatus::Working, false),
            (at(None), HostStatus::Standby, true),
            (at(None), HostStatus::Maintenance, false),
            (at(Some(0)), HostStatus::Poweroff, false),
        ];
        for (reading, status, expected) in cases {
            assert_eq!(reading.is_silent(status, 1_000), expected, "{reading:?} {status:?}");
        }
    }
}
