//! The requests that a stretch of points takes. A source that does not offer the step thins whatever is longer than
//! its spacing allows, so it is asked in windows; one that does offer it is asked once.

use super::plan::FINEST_SECS;
use super::store::{self, Entry, Key, Need};
use mackerel::spacing;
use series::{Time, TimeRange};
use std::collections::HashSet;

/// What is missing of a stretch, in pieces that come back unthinned, the oldest first.
pub(super) fn windows(
    entry: Option<&Entry>,
    wanted: TimeRange,
    now: Time,
    step_secs: i64,
    offered: &[u32],
) -> Vec<TimeRange> {
    let parts = match store::need(entry, wanted, now, step_secs) {
        Need::Nothing => Vec::new(),
        Need::Parts(parts) => parts,
        Need::Whole(range) => vec![range],
    };
    let longest_secs = match offered_step(step_secs, offered) {
        Some(_) => i64::MAX,
        None => spacing::longest_secs(step_secs),
    };
    parts.into_iter().flat_map(|part| part.pieces(longest_secs)).collect()
}

/// The step, where the source can be asked for it.
pub(super) fn offered_step(step_secs: i64, offered: &[u32]) -> Option<u32> {
    u32::try_from(step_secs).ok().filter(|step| offered.contains(step))
}

/// How many requests all of these take minute by minute. What is known to be missing is refused at once.
pub(super) fn full_requests(
    reads: impl Iterator<Item = (Key, TimeRange)>,
    is_missing: impl Fn(&Key) -> bool,
    now: Time,
    offered: &[u32],
) -> usize {
    let mut counted = HashSet::new();
    let mut count = 0;
    for (key, range) in reads {
        let key = Key { step_secs: FINEST_SECS, ..key };
        let asked = windows(store::get(&key).as_ref(), range, now, FINEST_SECS, offered).len();
        let asked = if is_missing(&key) { asked.min(1) } else { asked };
        if counted.insert((key, range.from, range.to)) {
            count += asked;
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use mackerel::metrics::Owner;
    use series::Series;

    const HOUR: i64 = 3_600;
    const DAY: i64 = 24 * HOUR;

    fn key(metric: &str) -> Key {
        Key {
            owner: Owner::Service("windows".to_owned()),
            metric: metric.to_owned(),
            step_secs: 300,
            ago_secs: 0,
        }
    }

    #[test]
    fn a_source_is_asked_in_windows_that_it_does_not_thin() {
        // Length of the period, what is offered, seconds of each request.
        let cases: [(i64, &[u32], &[i64]); 5] = [
            (6 * HOUR, &[], &[6 * HOUR]),
            (20 * HOUR - 1, &[], &[20 * HOUR - 1]),
            (20 * HOUR, &[], &[20 * HOUR - 1, 0]),
            (2 * DAY, &[], &[20 * HOUR - 1, 20 * HOUR - 1, 8 * HOUR]),
            (460 * DAY, &[60], &[460 * DAY]),
        ];
        for (secs, offered, expected) in cases {
            let found = windows(None, TimeRange::new(0, secs), secs, 60, offered);
            let lengths: Vec<i64> = found.iter().map(|window| window.secs()).collect();
            assert_eq!(lengths, expected, "{secs} {offered:?}");
            for window in &found {
                assert!(!offered.is_empty() || spacing::step_secs(*window) == 60, "{window:?}");
            }
            let ends = found.windows(2).all(|pair| pair[0].to + 1 == pair[1].from);
            assert!(ends && found[0].from == 0 && found[found.len() - 1].to == secs, "{found:?}");
        }
        // A week of one metric, as the vendor's own arithmetic has it.
        assert_eq!(windows(None, TimeRange::new(0, 7 * DAY), 7 * DAY, 60, &[]).len(), 9);
    }

    #[test]
    fn what_is_there_is_not_counted_nor_anything_twice() {
        let week = TimeRange::new(0, 7 * DAY);
        let count = |metrics: &[&str], missing: &str, offered: &[u32]| {
            let reads = metrics.iter().map(|metric| (key(metric), week));
            full_requests(reads, |key| key.metric == missing, 7 * DAY, offered)
        };
        let cases: [(&[&str], &str, &[u32], usize); 6] = [
            (&[], "", &[], 0),
            (&["a"], "", &[], 9),
            (&["a", "b"], "", &[], 18),
            (&["a", "b", "a"], "", &[], 18),
            (&["a", "b"], "b", &[], 10),
            (&["a", "b"], "", &[60], 2),
        ];
        for (metrics, missing, offered, expected) in cases {
            assert_eq!(count(metrics, missing, offered), expected, "{metrics:?} {missing} {offered:?}");
        }
        let held = TimeRange::new(5 * DAY, 7 * DAY);
        let points: Series = (5 * DAY..=7 * DAY).step_by(60).map(|time| (time, 1.0)).collect();
        let minutes = Key { step_secs: 60, ..key("a") };
        store::put(minutes, store::add(None, held, &points, 7 * DAY, 60));
        // Five of seven days are left.
        assert_eq!(count(&["a"], "", &[]), 6);
        assert_eq!(count(&["a", "b"], "", &[]), 15);
    }
}
