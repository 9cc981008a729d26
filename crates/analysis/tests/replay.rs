//! Replays against the evaluation minute by minute, and comparisons against every pair.

use analysis::evaluate::{
    Change, Computed, Level, Missing, Moment, Operator, Points, Rule, State, Threshold, metric,
};
use analysis::replay::{
    Caught, Comparison, Lasted, NEAR_SECS, Raised, compare, replay, replay_computed, replay_worst,
};
use proptest::prelude::*;
use series::{Series, Time, TimeRange};

const MINUTE: i64 = 60;

fn above(warning: Option<f64>, critical: Option<f64>) -> Rule {
    Rule::new(Threshold { operator: Operator::Above, warning, critical })
}

fn minutes(values: &[f64]) -> Series {
    values.iter().enumerate().map(|(at, &value)| (at as i64 * MINUTE, value)).collect()
}

fn raised(opened: i64, closed: Option<i64>) -> Raised {
    let lasted = Lasted::new(opened * MINUTE, closed.map(|closed| closed * MINUTE));
    Raised { lasted, worst: Level::Warning, value: None }
}

/// Opening and closing in minutes, and how bad it was.
fn spans(raised: &[Raised]) -> Vec<(i64, Option<i64>, Level)> {
    let minute = |time: Time| time / MINUTE;
    let span = |one: &Raised| (minute(one.lasted.opened_at), one.lasted.closed_at.map(minute), one.worst);
    raised.iter().map(span).collect()
}

#[test]
fn thresholds_decide_how_many_alerts_there_were() {
    let load = minutes(&[3.0, 9.0, 3.0, 9.0, 20.0, 9.0, 3.0, 3.0, 9.0]);
    let rule = above(Some(8.0), Some(16.0));
    let (warning, critical) = (Level::Warning, Level::Critical);
    let all = TimeRange::new(0, 8 * MINUTE);
    for (rule, period, expected) in [
        (rule, all, vec![(1, Some(2), warning), (3, Some(6), critical), (8, None, warning)]),
        (above(Some(10.0), None), all, vec![(4, Some(5), warning)]),
        (above(Some(99.0), None), all, vec![]),
        (Rule { attempts: 2, ..rule }, all, vec![(4, Some(6), critical)]),
        (Rule { points: 3, ..rule }, all, vec![(4, Some(7), warning)]),
        // Inside of the breach: it opens at once; the points before belong to the mean.
        (rule, TimeRange::new(4 * MINUTE, 5 * MINUTE), vec![(4, None, critical)]),
        (Rule { points: 5, ..rule }, TimeRange::new(4 * MINUTE, 4 * MINUTE), vec![(4, None, warning)]),
        // Only full minutes: 61 s to 119 s has none.
        (rule, TimeRange::new(61, 119), vec![]),
        (rule, TimeRange::new(59, 61), vec![(1, None, warning)]),
        (rule, TimeRange::new(60, 0), vec![]),
    ] {
        assert_eq!(spans(&replay(&rule, Points::of(&load), period)), expected, "{rule:?} in {period:?}");
    }
    assert_eq!(replay(&rule, Points::default(), all), []);
}

#[test]
fn a_replay_without_end_ends() {
    let ever = TimeRange::new(Time::MIN, Time::MAX);
    let missing = Missing { warning_secs: Some(600), critical_secs: Some(i64::MAX) };
    let rule = Rule { missing, ..above(Some(8.0), None) };
    let load = Series::from_points([(Time::MIN, 9.0), (0, 1.0), (7, 9.0), (Time::MAX, 9.0)]);
    let found = replay(&rule, Points::of(&load), ever);
    // Silent from the beginning of time until 0; the last second of all time is no full minute.
    let closed: Vec<_> = found.iter().map(|one| one.lasted.closed_at).collect();
    assert_eq!(closed, [Some(0), None], "{found:?}");
    let found = replay(&rule, Points::of(&minutes(&[1.0])), ever);
    assert_eq!(spans(&found), [(11, None, Level::Warning)]);
}

#[test]
fn real_alerts_vanish_or_are_caught() {
    let real = |spans: &[(i64, Option<i64>)]| -> Vec<Lasted> {
        spans.iter().map(|&(from, to)| Lasted::new(from * MINUTE, to.map(|to| to * MINUTE))).collect()
    };
    let caught = |real, raised, later: i64| Caught { real, raised, later_secs: later * MINUTE };
    let result = |caught: &[Caught], vanished: &[usize], added: &[usize]| Comparison {
        caught: caught.to_vec(),
        vanished: vanished.to_vec(),
        added: added.to_vec(),
    };
    for (were, would, near, expected) in [
        (real(&[]), vec![], 0, result(&[], &[], &[])),
        (real(&[(0, Some(5))]), vec![], 0, result(&[], &[0], &[])),
        (real(&[]), vec![raised(0, Some(5))], 0, result(&[], &[], &[0])),
        (real(&[(0, Some(5))]), vec![raised(2, Some(3))], 0, result(&[caught(0, 0, 2)], &[], &[])),
        // Touching is meeting; nearly touching is not, unless it may be.
        (real(&[(0, Some(5))]), vec![raised(5, Some(9))], 0, result(&[caught(0, 0, 5)], &[], &[])),
        (real(&[(0, Some(5))]), vec![raised(6, Some(9))], 0, result(&[], &[0], &[0])),
        (real(&[(0, Some(5))]), vec![raised(6, Some(9))], MINUTE, result(&[caught(0, 0, 6)], &[], &[])),
        (real(&[(7, Some(8))]), vec![raised(1, Some(6))], MINUTE, result(&[caught(0, 0, -6)], &[], &[])),
        // One long alert instead of three short ones, and three instead of one; open ends meet all that comes.
        (
            real(&[(6, Some(7)), (1, Some(2)), (3, Some(4))]),
            vec![raised(1, Some(7))],
            0,
            result(&[caught(0, 0, -5), caught(1, 0, 0), caught(2, 0, -2)], &[], &[]),
        ),
        (
            real(&[(2, None)]),
            vec![raised(0, Some(1)), raised(4, Some(5)), raised(7, None)],
            0,
            result(&[caught(0, 1, 2)], &[], &[0]),
        ),
        // It closed before it opened.
        (real(&[(3, Some(0))]), vec![raised(0, Some(1))], 0, result(&[], &[0], &[0])),
        (real(&[(3, Some(0))]), vec![raised(3, Some(4))], -5, result(&[caught(0, 0, 0)], &[], &[])),
    ] {
        assert_eq!(compare(&were, &would, near), expected, "{were:?} and {would:?}");
    }
}

#[test]
fn what_really_was_is_caught_by_the_same_rule() {
    let wave: Vec<f64> = (0..3_000).map(|at| 10.0 + 8.0 * f64::from(at * at % 97) / 97.0).collect();
    let load = minutes(&wave);
    let rule = Rule { points: 2, ..above(Some(13.0), Some(17.0)) };
    let period = TimeRange::new(0, 3_000 * MINUTE);
    let would = replay(&rule, Points::of(&load), period);
    let real: Vec<Lasted> = would.iter().map(|one| one.lasted).collect();
    assert!(real.len() > 100);
    let same = compare(&real, &would, 0);
    assert_eq!((same.caught.len(), same.vanished.len(), same.added.len()), (real.len(), 0, 0));
    let higher = Rule { points: 2, ..above(Some(17.0), None) };
    let fewer = replay(&higher, Points::of(&load), period);
    let compared = compare(&real, &fewer, 0);
    assert!(compared.added.is_empty() && !compared.vanished.is_empty() && !compared.caught.is_empty());
    assert_eq!(compared.caught.len() + compared.vanished.len(), real.len());
    assert!(compare(&real, &fewer, NEAR_SECS).caught.len() >= compared.caught.len());
}

/// The alerts by asking every minute, as the server does.
fn every_minute(rule: &Rule, series: &Series, period: TimeRange) -> Vec<Raised> {
    let mut state = State::default();
    let mut found: Vec<Raised> = Vec::new();
    for now in (period.from..=period.to).filter(|now| now.rem_euclid(MINUTE) == 0) {
        let (next, event) = metric(rule, Points::of(series), state, Moment::watched(now));
        state = next;
        match event.map(|event| (event.change, event.value)) {
            Some((Change::Opened(worst), value)) => {
                found.push(Raised { lasted: Lasted::new(now, None), worst, value });
            }
            Some((Change::Closed(_), _)) => {
                found.last_mut().expect("it opened").lasted.closed_at = Some(now);
            }
            Some((Change::Moved { to, .. }, _)) => {
                let last = found.last_mut().expect("it opened");
                last.worst = last.worst.max(to);
            }
            None => {}
        }
    }
    found
}

fn lasted() -> impl Strategy<Value = Lasted> {
    (0_i64..100, prop_oneof![4 => (0_i64..110).prop_map(Some), 1 => Just(None)])
        .prop_map(|(opened, closed)| Lasted::new(opened, closed))
}

proptest! {
    #[test]
    fn a_replay_is_what_the_server_does_every_minute(
        points in prop::collection::vec((-3_000_i64..6_000, (0_i32..12).prop_map(f64::from)), 0..90),
        bounds in (0_i32..12, 0_i32..12),
        counts in (1_u8..=10, 1_u8..=4),
        missing in (prop::option::of(0_i64..900), prop::option::of(0_i64..900)),
        period in (-200_i64..3_000, 0_i64..5_000),
    ) {
        let series = Series::from_points(points);
        let rule = Rule {
            points: counts.0,
            attempts: counts.1,
            missing: Missing { warning_secs: missing.0, critical_secs: missing.1 },
            ..above(Some(f64::from(bounds.0)), Some(f64::from(bounds.1)))
        };
        let period = TimeRange::new(period.0, period.0 + period.1);
        prop_assert_eq!(replay(&rule, Points::of(&series), period), every_minute(&rule, &series, period));
    }

    #[test]
    fn a_comparison_is_that_of_all_pairs(
        real in prop::collection::vec(lasted(), 0..12),
        cuts in prop::collection::btree_set(0_i64..110, 0..12),
        near in -5_i64..20,
    ) {
        let cuts: Vec<i64> = cuts.into_iter().collect();
        let raised: Vec<Raised> = cuts
            .chunks(2)
            .map(|pair| Raised {
                lasted: Lasted::new(pair[0], pair.get(1).copied()),
                worst: Level::Warning,
                value: None,
            })
            .collect();
        let end = |one: &Lasted| one.closed_at.unwrap_or(i64::MAX / 2).max(one.opened_at);
        let meet = |one: &Lasted, other: &Lasted| {
            one.opened_at <= end(other) + near.max(0) && other.opened_at <= end(one) + near.max(0)
        };
        let compared = compare(&real, &raised, near);
        let by = |one: &Lasted| raised.iter().position(|other| meet(one, &other.lasted));
        let found: Vec<(usize, usize)> = compared.caught.iter().map(|caught| (caught.real, caught.raised)).collect();
        let expected: Vec<(usize, usize)> =
            real.iter().enumerate().filter_map(|(place, one)| Some((place, by(one)?))).collect();
        prop_assert_eq!(found, expected);
        let vanished: Vec<usize> = (0..real.len()).filter(|&place| by(&real[place]).is_none()).collect();
        prop_assert_eq!(compared.vanished, vanished);
        let is_added = |place: &usize| !real.iter().any(|one| meet(one, &raised[*place].lasted));
        prop_assert_eq!(compared.added, (0..raised.len()).filter(is_added).collect::<Vec<_>>());
    }
}

#[test]
fn the_worst_of_several_lines_raises() {
    let root = minutes(&[1.0, 9.0, 1.0, 1.0, 1.0]);
    let home = minutes(&[1.0, 1.0, 9.0, 1.0, 9.0]);
    let all = TimeRange::new(0, 4 * MINUTE);
    let warning = Level::Warning;
    let rule = above(Some(8.0), None);
    let lines = [&root, &home].map(Points::of);
    assert_eq!(spans(&replay_worst(&rule, &lines, all)), [(1, Some(3), warning), (4, None, warning)]);
    assert_eq!(replay_worst(&rule, &lines[..1], all), replay(&rule, lines[0], all));
    assert_eq!(replay_worst(&rule, &[], all), []);
    // A line that stopped while it was worst gives way when it is stale.
    let stopped = Series::from_points([(0, 20.0)]);
    let slow = Series::from_points([(600, 1.0)]);
    let lines = [&stopped, &slow].map(Points::of);
    let found = spans(&replay_worst(&rule, &lines, TimeRange::new(0, 3_600)));
    assert_eq!(found, [(0, Some(21), warning)]);
}

#[test]
fn something_computed_is_judged_each_five_minutes() {
    let line = minutes(&[1.0, 9.0, 9.0, 9.0, 9.0, 9.0, 1.0, 1.0, 1.0, 1.0, 1.0]);
    let rule = |backward_secs| Computed { threshold: above(Some(8.0), None).threshold, backward_secs };
    let (unknown, warning) = (Level::Unknown, Level::Warning);
    let to = |minute: i64| TimeRange::new(0, minute * MINUTE);
    for (backward, period, expected) in [
        (0, to(10), vec![(5, Some(10), warning)]),
        (120, to(10), vec![(0, Some(10), warning)]),
        // Nothing is known before the first point, and 20 minutes after the last.
        (120, to(5), vec![(0, None, warning)]),
        (0, TimeRange::new(-7 * MINUTE, 5 * MINUTE), vec![(-7, Some(0), unknown), (5, None, warning)]),
        (0, to(40), vec![(5, Some(10), warning), (35, None, unknown)]),
        (0, to(-1), vec![]),
    ] {
        let found = spans(&replay_computed(rule(backward), Points::of(&line), period));
        assert_eq!(found, expected, "{backward} {period:?}");
    }
    let ever = TimeRange::new(Time::MIN, Time::MAX);
    assert_eq!(spans(&replay_computed(rule(0), Points::of(&line), ever)).len(), 3);
    assert_eq!(replay_computed(rule(i64::MAX), Points::default(), ever).len(), 1);
}
