//! Points that were already read, by owner, metric and step, and which part of a period is still missing.
//!
//! An entry is one unbroken stretch of time. A period that touches it extends it; one that does not replaces it.
//! What was read up to "now" goes stale at its end: the next read starts two steps before the last point.

use downsample::Pyramid;
use mackerel::metrics::Owner;
use series::{Series, Time, TimeRange};
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

/// Most points kept before the ones unused for longest are forgotten.
pub(crate) const MOST_POINTS: usize = 12_000_000;

/// Whose, which, how fine.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    pub(crate) owner: Owner,
    pub(crate) metric: String,
    pub(crate) step_secs: i64,
    /// How long before the shown period the points end, for comparisons with the past: as an entry is one unbroken
    /// stretch, last week needs one beside this week's.
    pub(crate) ago_secs: i64,
}

/// One stretch of points.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry {
    /// What was asked for; points may be missing in it, but none is unknown.
    pub(crate) covered: TimeRange,
    /// When the newest part was read.
    pub(crate) read_at: Time,
    pub(crate) series: Arc<Series>,
    /// The pyramid of the series' values; what is read later is added to it.
    pub(crate) pyramid: Arc<Pyramid>,
}

/// What to do about a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Need {
    /// All of it is there.
    Nothing,
    /// These stretches, to be added to the entry.
    Parts(Vec<TimeRange>),
    /// All of it; the entry, if any, lies elsewhere.
    Whole(TimeRange),
}

/// Which stretches of `wanted` have to be read. They begin on a multiple of the step, so that means are whole.
pub(crate) fn need(entry: Option<&Entry>, wanted: TimeRange, now: Time, step_secs: i64) -> Need {
    let step = step_secs.max(1);
    let wanted = TimeRange::new(wanted.from.div_euclid(step) * step, wanted.to.max(wanted.from));
    let Some(entry) = entry.filter(|entry| entry.covered.intersects(wanted)) else {
        return Need::Whole(wanted);
    };
    let mut parts = Vec::new();
    if wanted.from < entry.covered.from {
        parts.push(TimeRange::new(wanted.from, entry.covered.from - 1));
    }
    // Points of the last two steps before a read may still have been under way.
    let settled = entry.covered.to.min(entry.read_at - 2 * step);
    if wanted.to.min(now) > settled && (now > entry.read_at || wanted.to > entry.covered.to) {
        let last = entry.series.last().map_or(entry.covered.from, |point| point.0);
        let from = (last - 2 * step).min(settled).max(entry.covered.from).div_euclid(step) * step;
        parts.push(TimeRange::new(from, wanted.to));
    }
    if parts.is_empty() { Need::Nothing } else { Need::Parts(parts) }
}

/// The entry after a stretch was read. Points finer than the step become means of it; where both have a time, the newer wins.
pub(crate) fn add(
    entry: Option<&Entry>,
    read: TimeRange,
    points: &Series,
    now: Time,
    step_secs: i64,
) -> Entry {
    let coarse = points.mean_by_step(if is_finer(points, step_secs) { step_secs } else { 1 });
    let Some(entry) = entry.filter(|entry| touches(entry.covered, read)) else {
        let pyramid = Arc::new(Pyramid::of(coarse.values()));
        return Entry { covered: read, read_at: now, series: Arc::new(coarse), pyramid };
    };
    let series = entry.series.merge(&coarse);
    // What lies before the first point read is as it was.
    let unchanged = coarse
        .times()
        .first()
        .map_or(entry.series.len(), |first| entry.series.times().partition_point(|time| time < first));
    let mut pyramid = Pyramid::clone(&entry.pyramid);
    pyramid.grow(series.values(), unchanged);
    Entry {
        covered: TimeRange::new(entry.covered.from.min(read.from), entry.covered.to.max(read.to)),
        read_at: if read.to >= entry.covered.to { now } else { entry.read_at },
        series: Arc::new(series),
        pyramid: Arc::new(pyramid),
    }
}

/// The entry of this key.
pub(crate) fn get(key: &Key) -> Option<Entry> {
    STORE.with_borrow_mut(|store| {
        store.clock += 1;
        let clock = store.clock;
        let kept = store.entries.get_mut(key)?;
        kept.used = clock;
        Some(kept.entry.clone())
    })
}

/// An entry of this metric at any finer step that has the whole period.
pub(crate) fn finer(key: &Key, wanted: TimeRange) -> Option<(i64, Entry)> {
    STORE.with_borrow(|store| {
        let fitting = store.entries.iter().filter(|(other, kept)| {
            other.step_secs < key.step_secs
                && other.owner == key.owner
                && other.metric == key.metric
                && kept.entry.covered.covers(wanted)
        });
        let finest = fitting.min_by_key(|(other, _)| other.step_secs);
        finest.map(|(other, kept)| (other.step_secs, kept.entry.clone()))
    })
}

/// An entry of this metric at any coarser step that has some of the period: something to look at until more is there.
pub(crate) fn coarser(key: &Key, wanted: TimeRange) -> Option<(i64, Entry)> {
    STORE.with_borrow(|store| {
        let fitting = store.entries.iter().filter(|(other, kept)| {
            other.step_secs > key.step_secs
                && other.ago_secs == key.ago_secs
                && other.owner == key.owner
                && other.metric == key.metric
                && kept.entry.covered.intersects(wanted)
        });
        let finest = fitting.min_by_key(|(other, _)| other.step_secs);
        finest.map(|(other, kept)| (other.step_secs, kept.entry.clone()))
    })
}

/// Keeps an entry, and forgets others when there are too many points.
pub(crate) fn put(key: Key, entry: Entry) {
    STORE.with_borrow_mut(|store| {
        store.clock += 1;
        let used = store.clock;
        store.entries.insert(key, Kept { entry, used });
        let mut total: usize = store.entries.values().map(|kept| kept.entry.series.len()).sum();
        while total > MOST_POINTS && store.entries.len() > 1 {
            let Some(oldest) =
                store.entries.iter().min_by_key(|(_, kept)| kept.used).map(|(key, _)| key.clone())
            else {
                return;
            };
            total -= store.entries.remove(&oldest).map_or(0, |kept| kept.entry.series.len());
        }
    });
}

struct Kept {
    entry: Entry,
    used: u64,
}

#[derive(Default)]
struct Store {
    entries: HashMap<Key, Kept>,
    clock: u64,
}

thread_local! {
    static STORE: RefCell<Store> = RefCell::default();
}

fn touches(one: TimeRange, other: TimeRange) -> bool {
    one.from <= other.to.saturating_add(1) && other.from <= one.to.saturating_add(1)
}

/// Whether points lie closer together than the step.
fn is_finer(points: &Series, step_secs: i64) -> bool {
    points.times().windows(2).any(|pair| pair[1] - pair[0] < step_secs)
        || points.times().iter().any(|time| time.rem_euclid(step_secs.max(1)) != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(from: Time, to: Time, read_at: Time, points: &[Time]) -> Entry {
        let series: Series = points.iter().map(|&time| (time, 1.0)).collect();
        let pyramid = Arc::new(Pyramid::of(series.values()));
        Entry { covered: TimeRange::new(from, to), read_at, series: Arc::new(series), pyramid }
    }

    #[test]
    fn only_what_is_missing_is_read() {
        let range = TimeRange::new;
        let held = entry(600, 3_600, 3_600, &[600, 3_000, 3_540]);
        let ended = entry(600, 3_600, 9_000, &[600, 1_200]);
        let cases = [
            ("nothing is there", None, range(660, 3_600), 3_600, Need::Whole(range(660, 3_600))),
            ("a start within a step", None, range(659, 3_600), 3_600, Need::Whole(range(600, 3_600))),
            ("the same again", Some(&held), range(600, 3_600), 3_600, Need::Nothing),
            ("zoom inside", Some(&held), range(900, 1_500), 3_600, Need::Nothing),
            ("zoom inside, later", Some(&held), range(900, 1_500), 9_000, Need::Nothing),
            ("a minute later", Some(&held), range(660, 3_660), 3_660, Need::Parts(vec![range(3_420, 3_660)])),
            ("wider to the left", Some(&held), range(0, 3_600), 3_600, Need::Parts(vec![range(0, 599)])),
            (
                "wider on both sides",
                Some(&held),
                range(0, 4_000),
                4_000,
                Need::Parts(vec![range(0, 599), range(3_420, 4_000)]),
            ),
            ("elsewhere", Some(&held), range(9_000, 9_600), 9_600, Need::Whole(range(9_000, 9_600))),
            ("long settled", Some(&ended), range(600, 3_600), 9_900, Need::Nothing),
            (
                "an entry whose points ended early",
                Some(&ended),
                range(600, 4_000),
                9_900,
                Need::Parts(vec![range(1_080, 4_000)]),
            ),
        ];
        for (case, entry, wanted, now, expected) in cases {
            assert_eq!(need(entry, wanted, now, 60), expected, "{case}");
        }
    }

    #[test]
    fn a_fine_tail_becomes_means_of_the_step() {
        let held = entry(0, 900, 900, &[0, 300, 600]);
        let tail = Series::from_points((600..1_500).step_by(60).map(|time| (time, time as f64)));
        let merged = add(Some(&held), TimeRange::new(600, 1_499), &tail, 1_500, 300);
        assert_eq!(merged.covered, TimeRange::new(0, 1_499));
        assert_eq!(merged.series.times(), [0, 300, 600, 900, 1_200]);
        assert_eq!(merged.series.values(), [1.0, 1.0, 720.0, 1_020.0, 1_320.0]);
        assert_eq!(merged.read_at, 1_500);
        assert_eq!(*merged.pyramid, Pyramid::of(merged.series.values()));
    }

    #[test]
    fn older_points_do_not_make_the_end_look_fresh() {
        let held = entry(600, 900, 900, &[600]);
        let merged = add(Some(&held), TimeRange::new(0, 599), &Series::default(), 5_000, 60);
        assert_eq!((merged.read_at, merged.covered), (900, TimeRange::new(0, 900)));
        let elsewhere = add(Some(&held), TimeRange::new(5_000, 6_000), &Series::default(), 6_000, 60);
        assert_eq!(elsewhere.covered, TimeRange::new(5_000, 6_000));
    }

    #[test]
    fn finer_points_serve_a_coarser_wish() {
        let key =
            |step_secs| Key { owner: Owner::Service("s".into()), metric: "m".into(), step_secs, ago_secs: 0 };
        put(key(60), entry(0, 3_600, 3_600, &[0]));
        assert!(finer(&key(300), TimeRange::new(60, 3_000)).is_some());
        assert!(finer(&key(300), TimeRange::new(60, 9_000)).is_none());
        assert!(finer(&key(60), TimeRange::new(60, 3_000)).is_none());
        assert_eq!(coarser(&key(10), TimeRange::new(3_000, 9_000)).map(|found| found.0), Some(60));
        assert!(coarser(&key(10), TimeRange::new(4_000, 9_000)).is_none());
        assert!(coarser(&key(60), TimeRange::new(60, 3_000)).is_none());
    }
}
