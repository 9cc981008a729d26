//! What was read from the system at one moment, and the points that two moments make.
//!
//! * Without an earlier reading, or without time between the two, there are no rates.
//! * A counter that went back was reset; it gives no point this time. One that is new gives none either.
//! * Percentages of the processors add up to 100 × processors; without any tick between there are none.

use std::collections::BTreeMap;

/// One look at the system.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Reading {
    /// Metrics that are what they are now.
    pub(super) gauges: Vec<(String, f64)>,
    /// Metrics that are the rate per second of a count.
    pub(super) counts: BTreeMap<String, u64>,
    /// Time spent in each state by all processors together.
    pub(super) cpu_ticks: Vec<(&'static str, u64)>,
    /// How many processors there are.
    pub(super) processors: usize,
}

/// A mounted device. Sizes are in bytes, where the system says so as `df` counts them.
pub(super) struct FileSystem {
    pub(super) device: String,
    pub(super) mount: String,
    pub(super) size: u64,
    pub(super) used: u64,
}

/// The points of the later reading.
pub(super) fn points(earlier: Option<&Reading>, later: &Reading, elapsed_secs: f64) -> Vec<(String, f64)> {
    let mut points = later.gauges.clone();
    if let Some(earlier) = earlier.filter(|_| elapsed_secs > 0.0) {
        points.extend(rates(earlier, later, elapsed_secs));
        points.extend(percentages(earlier, later));
    }
    points.retain(|point| point.1.is_finite());
    points
}

/// A part of a metric's name: what the rules do not allow becomes an underscore.
pub(super) fn segment(text: &str) -> String {
    let allowed = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    text.chars().map(|c| if allowed(c) { c } else { '_' }).collect()
}

fn rates(earlier: &Reading, later: &Reading, elapsed_secs: f64) -> impl Iterator<Item = (String, f64)> {
    later.counts.iter().filter_map(move |(name, &count)| {
        let more = count.checked_sub(*earlier.counts.get(name)?)?;
        Some((name.clone(), more as f64 / elapsed_secs))
    })
}

fn percentages(earlier: &Reading, later: &Reading) -> Vec<(String, f64)> {
    let before: BTreeMap<_, _> = earlier.cpu_ticks.iter().copied().collect();
    // The kernel may take a tick of idle or waiting time back.
    let spent: Vec<_> = later
        .cpu_ticks
        .iter()
        .filter_map(|&(state, ticks)| Some((state, ticks.saturating_sub(*before.get(state)?))))
        .collect();
    let all: u64 = spent.iter().map(|state| state.1).sum();
    if all == 0 {
        return Vec::new();
    }
    let percent = 100.0 * later.processors as f64 / all as f64;
    spent
        .into_iter()
        .map(|(state, ticks)| (format!("cpu.{state}.percentage"), ticks as f64 * percent))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(gauge: f64, counts: &[(&str, u64)], cpu_ticks: &[(&'static str, u64)]) -> Reading {
        Reading {
            gauges: vec![("loadavg5".to_owned(), gauge)],
            counts: counts.iter().map(|&(name, count)| (name.to_owned(), count)).collect(),
            cpu_ticks: cpu_ticks.to_vec(),
            processors: 2,
        }
    }

    #[test]
    fn two_readings_make_these_points() {
        const DISK: &str = "disk.sda.reads.delta";
        const NET: &str = "interface.eth0.rxBytes.delta";
        let early = reading(0.5, &[(DISK, 100), (NET, 5_000)], &[("user", 10), ("idle", 90)]);
        let cases = [
            ("the first reading", None, &early, 60.0, vec![("loadavg5", 0.5)]),
            ("no time between", Some(&early), &early, 0.0, vec![("loadavg5", 0.5)]),
            (
                "nothing happened, not even a tick",
                Some(&early),
                &early,
                60.0,
                vec![("loadavg5", 0.5), (DISK, 0.0), (NET, 0.0)],
            ),
            (
                "a minute of work",
                Some(&early),
                &reading(1.5, &[(DISK, 220), (NET, 5_030)], &[("user", 40), ("idle", 160)]),
                60.0,
                vec![
                    ("loadavg5", 1.5),
                    (DISK, 2.0),
                    (NET, 0.5),
                    ("cpu.user.percentage", 60.0),
                    ("cpu.idle.percentage", 140.0),
                ],
            ),
            (
                "a counter was reset, a device is new, idle time went back",
                Some(&early),
                &reading(1.5, &[("disk.sdb.reads.delta", 9), (NET, 10)], &[("user", 20), ("idle", 89)]),
                60.0,
                vec![("loadavg5", 1.5), ("cpu.user.percentage", 200.0), ("cpu.idle.percentage", 0.0)],
            ),
            (
                "a gauge that is no number",
                None,
                &Reading { gauges: vec![("loadavg5".to_owned(), f64::NAN)], ..Reading::default() },
                60.0,
                vec![],
            ),
        ];
        for (case, earlier, later, elapsed_secs, expected) in cases {
            let found = points(earlier, later, elapsed_secs);
            let found: Vec<_> = found.iter().map(|(name, value)| (name.as_str(), *value)).collect();
            assert_eq!(found, expected, "{case}");
        }
    }

    #[test]
    fn names_of_devices_become_segments() {
        for (text, expected) in
            [("sda1", "sda1"), ("mapper/vg-root", "mapper_vg-root"), ("eth0.100", "eth0_100"), ("é", "_")]
        {
            assert_eq!(segment(text), expected);
        }
    }
}
