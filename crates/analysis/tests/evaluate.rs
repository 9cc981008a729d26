//! Evaluation of monitors: a table for each rule, and a model that looks back over the whole past each time.

use analysis::evaluate::{
    Answer, Change, Connectivity, Event, External, Level, Missing, Moment, Open, Operator, Points, Reading,
    Rule, State, Threshold, Watch, Worry, connectivity, external, metric, worst,
};
use proptest::prelude::*;
use series::{Series, Time};
use std::collections::BTreeMap;

const MINUTE: i64 = 60;

fn above(warning: f64, critical: f64) -> Rule {
    Rule::new(Threshold { operator: Operator::Above, warning: Some(warning), critical: Some(critical) })
}

/// One value a minute from 0 on, as `1 5 _ 7`.
fn minutes(text: &str) -> Series {
    let point = |(at, word): (usize, &str)| Some((at as i64 * MINUTE, word.parse().ok()?));
    text.split_whitespace().enumerate().filter_map(point).collect()
}

fn letter(level: Level) -> char {
    match level {
        Level::Unknown => 'U',
        Level::Warning => 'W',
        Level::Critical => 'C',
    }
}

/// `+W` opened, `W>C` moved, `-C` closed.
fn show(change: Change) -> String {
    match change {
        Change::Opened(level) => format!("+{}", letter(level)),
        Change::Moved { from, to } => format!("{}>{}", letter(from), letter(to)),
        Change::Closed(level) => format!("-{}", letter(level)),
    }
}

/// What happens minute by minute; `watch` has a letter a minute: `d` for a downtime, `f` for a frozen host.
fn run(rule: &Rule, series: &Series, last: i64, watch: &str) -> String {
    let mut state = State::default();
    let mut seen = Vec::new();
    for minute in 0..=last {
        let watch = match watch.as_bytes().get(minute as usize) {
            Some(b'd') => Watch::Downtime,
            Some(b'f') => Watch::Frozen,
            _ => Watch::Watched,
        };
        let (next, event) = metric(rule, Points::of(series), state, Moment { now: minute * MINUTE, watch });
        seen.extend(event.map(|event| format!("{minute}{}", show(event.change))));
        state = next;
    }
    seen.join(" ")
}

#[test]
fn thresholds_compare_the_value_on_the_left() {
    let both = |operator| Threshold { operator, warning: Some(5.0), critical: Some(8.0) };
    let (warning, critical) = (Some(Level::Warning), Some(Level::Critical));
    let below = Threshold { operator: Operator::Below, warning: Some(5.0), critical: Some(2.0) };
    let only = |critical| Threshold { operator: Operator::Above, warning: None, critical };
    for (threshold, value, expected) in [
        (both(Operator::Above), 5.0, None),
        (both(Operator::Above), 5.1, warning),
        (both(Operator::Above), 8.0, warning),
        (both(Operator::Above), 8.1, critical),
        (below, 5.0, None),
        (below, 4.9, warning),
        (below, 1.9, critical),
        // Whoever writes them in the wrong order gets the worse one.
        (both(Operator::Below), 4.0, critical),
        (only(Some(8.0)), 7.0, None),
        (only(Some(8.0)), 9.0, critical),
        (only(None), 9.0, None),
        (only(Some(f64::NAN)), 9.0, None),
    ] {
        assert_eq!(threshold.level(value), expected, "{threshold:?} of {value}");
    }
    assert_eq!(both(Operator::Above).reading(f64::NAN), Reading::Skipped);
    assert_eq!(both(Operator::Above).reading(f64::INFINITY), Reading::Skipped);
    assert_eq!(
        [">", "<", "=", ""].map(Operator::of),
        [Some(Operator::Above), Some(Operator::Below), None, None]
    );
}

#[test]
fn a_metric_raises_moves_and_closes() {
    let plain = above(5.0, 8.0);
    let mean = |points| Rule { points, ..plain };
    let attempts = |attempts| Rule { attempts, ..plain };
    for (rule, values, last, expected) in [
        (plain, "", 5, ""),
        (plain, "1 2 3", 5, ""),
        (plain, "1 6 6 1 6", 5, "1+W 3-W 4+W"),
        // Worse and better is the same alert.
        (plain, "6 9 9 6 1", 5, "0+W 1W>C 3C>W 4-W"),
        // The mean of those there are, when there are fewer.
        (mean(3), "6 1 1 9 9 1", 6, "0+W 1-W 4+W"),
        // The newest points, not the newest minutes: at 4 they are 9, 9 and 0.
        (mean(3), "0 9 9 _ _ _ 0", 6, "2+W"),
        (mean(3), "0 9 _ _ 9", 6, "4+W"),
        (mean(0), "6 1", 2, "0+W 1-W"),
        (mean(255), "6 6 6 6 6 6 6 6 6 6 0 0 0", 13, "0+W 11-W"),
        // Attempts are bad evaluations in a row; one good begins anew.
        (attempts(3), "6 6 1 6 6 6 6 1", 8, "5+W 7-W"),
        // The level is that of the last attempt, and moves at once afterwards.
        (attempts(2), "9 6 9 1", 4, "1+W 2W>C 3-C"),
        // A point is one evaluation, however often it is looked at.
        (attempts(3), "6 _ _ _ 6 _ _ _ 6", 9, "8+W"),
        (attempts(0), "6", 1, "0+W"),
        (attempts(200), "6 6 6 6 6 6 6 6 6 6 6", 11, "9+W"),
        // Silence closes nothing.
        (plain, "6", 60, "0+W"),
    ] {
        assert_eq!(run(&rule, &minutes(values), last, ""), expected, "{rule:?} over {values}");
    }
}

#[test]
fn what_is_old_is_not_evaluated() {
    let rule = above(5.0, 8.0);
    let first = |rule: &Rule, series: &Series, now| {
        metric(rule, Points::of(series), State::default(), Moment::watched(now)).1.map(|event| event.change)
    };
    let one = Series::from_points([(0, 6.0)]);
    assert_eq!(first(&rule, &one, 20 * MINUTE), Some(Change::Opened(Level::Warning)));
    assert_eq!(first(&rule, &one, 20 * MINUTE + 1), None);
    assert_eq!(first(&rule, &one, -1), None, "a point later than now is not seen");
    // A day and no further: the zero of just a day ago does not count, one a second later does.
    let day = 86_400;
    let two = Series::from_points([(0, 0.0), (day, 6.0)]);
    let mean = Rule { points: 2, ..rule };
    assert_eq!(first(&mean, &two, day), Some(Change::Opened(Level::Warning)));
    let nearer = Series::from_points([(1, 0.0), (day, 6.0)]);
    assert_eq!(first(&mean, &nearer, day), None);
    // A late point neither raises nor closes.
    let state = metric(&rule, Points::of(&two), State::default(), Moment::watched(day)).0;
    let late = two.merge(&Series::from_points([(day - 60, 0.0)]));
    assert_eq!(metric(&rule, Points::of(&late), state, Moment::watched(day + 60)), (state, None));
}

#[test]
fn a_silent_service_metric_raises() {
    let missing = Missing { warning_secs: Some(600), critical_secs: Some(1_800) };
    let rule = Rule { missing, ..above(5.0, 8.0) };
    let never = Rule { missing: Missing { warning_secs: Some(0), critical_secs: Some(-600) }, ..rule };
    let patient = Rule { attempts: 3, ..rule };
    let back = |value: &str, minute: usize| format!("1 {}{value}", "_ ".repeat(minute - 1));
    for (rule, values, last, expected) in [
        (rule, "1".to_owned(), 10, ""),
        (rule, "1".to_owned(), 40, "11+W 31W>C"),
        (never, "1".to_owned(), 40, ""),
        // Without any point ever, nothing is known to be silent.
        (rule, String::new(), 40, ""),
        // It closes with the next good point, and is judged by a bad one.
        (rule, back("1", 35), 40, "11+W 31W>C 35-C"),
        (rule, back("6", 35), 45, "11+W 31W>C 35C>W"),
        // Silence waits for no attempts.
        (patient, "1".to_owned(), 40, "11+W 31W>C"),
        // It never makes an alert better.
        (rule, "9".to_owned(), 40, "0+C"),
        (rule, "6".to_owned(), 40, "0+W 31W>C"),
    ] {
        assert_eq!(run(&rule, &minutes(&values), last, ""), expected, "{rule:?} over {values}");
    }
}

#[test]
fn downtimes_hush_and_frozen_hosts_stay() {
    let plain = above(5.0, 8.0);
    let patient = Rule { attempts: 3, ..plain };
    let silent = Rule { missing: Missing { warning_secs: Some(600), critical_secs: None }, ..plain };
    for (rule, values, watch, last, expected) in [
        // Nothing opens in a downtime, nor afterwards, before it was good once.
        (plain, "1 6 6 6 1 6", " ddd", 6, "5+W"),
        (plain, "1 6 6 6 6 9", " dd", 6, ""),
        // What began before opens afterwards.
        (patient, "6 6 6 6 6", " ddd", 5, "4+W"),
        // What is open goes on.
        (plain, "6 9 1 6", " ddd", 4, "0+W 1W>C 2-C"),
        // A metric that falls silent in a downtime stays hushed.
        (silent, "1", "           dddd", 30, ""),
        (silent, "1", "          d", 30, "11+W"),
        // A frozen host is not looked at, and goes on where it was.
        (plain, "6 1 1 6 1", " ff", 5, "0+W 4-W"),
        (plain, "1 6 6 6 1", " ff", 5, "3+W 4-W"),
        (patient, "6 6 1 6", " ff", 4, ""),
        (Rule { attempts: 2, ..plain }, "6 1 1 6", " ff", 4, "3+W"),
    ] {
        assert_eq!(run(&rule, &minutes(values), last, watch), expected, "{rule:?} over {values}, {watch:?}");
    }
}

#[test]
fn a_silent_host_raises_also_after_a_downtime() {
    let rule = Connectivity { level: Level::Critical, silent_secs: 600 };
    for (posts, watch, expected) in [
        (&[][..], "", ""),
        (&[0], "", "11+C"),
        (&[0, 15], "", "11+C 15-C 26+C"),
        (&[0], "           ddd", "14+C"),
        (&[0, 15], "           fff", "14+C 15-C 26+C"),
        (&[0, 15], "               ff", "11+C 17-C 26+C"),
    ] {
        let mut state = State::default();
        let mut seen = Vec::new();
        for minute in 0..30 {
            let newest = posts.iter().copied().filter(|&post| post <= minute).max().map(|post| post * MINUTE);
            let watch = match watch.as_bytes().get(minute as usize) {
                Some(b'd') => Watch::Downtime,
                Some(b'f') => Watch::Frozen,
                _ => Watch::Watched,
            };
            let (next, event) = connectivity(rule, newest, state, Moment { now: minute * MINUTE, watch });
            seen.extend(event.map(|event| format!("{minute}{}", show(event.change))));
            state = next;
        }
        assert_eq!(seen.join(" "), expected, "{posts:?} {watch:?}");
    }
}

#[test]
fn an_alert_that_was_closed_by_hand_opens_anew_with_the_next_bad_evaluation() {
    let rule = Rule { attempts: 3, ..above(5.0, 8.0) };
    let load = minutes("6 6 6 6 1");
    let at = |state, minute: i64| metric(&rule, Points::of(&load), state, Moment::watched(minute * MINUTE));
    let open = (0..=2).fold(State::default(), |state, minute| at(state, minute).0);
    let closed = open.closed_by_hand();
    assert!(open.open.is_some() && closed.open.is_none());
    assert_eq!(at(closed, 2), (closed, None), "without a new point nothing is evaluated");
    let event = Event { at: 3 * MINUTE, change: Change::Opened(Level::Warning), value: Some(6.0) };
    assert_eq!(at(closed, 3).1, Some(event));
    assert_eq!(at(closed, 4).1, None);
}

#[test]
fn what_is_remembered_outlasts_points_and_restarts() {
    let missing = Missing { warning_secs: None, critical_secs: Some(86_400) };
    let rule = Rule { missing, attempts: 3, ..above(5.0, 8.0) };
    let none = Points::default();
    // The newest point is known when nobody hands it over any more.
    let state = State { newest: Some(0), ..State::default() };
    assert_eq!(metric(&rule, none, state, Moment::watched(86_400)), (state, None));
    let (state, event) = metric(&rule, none, state, Moment::watched(86_460));
    let event = event.map(|event| (event.change, event.value));
    assert_eq!(event, Some((Change::Opened(Level::Critical), None)));
    // A silence counts as all attempts: once it was closed by hand, a single bad point opens another.
    let six = Series::from_points([(90_000, 6.0)]);
    let (after, event) = metric(&rule, Points::of(&six), state.closed_by_hand(), Moment::watched(90_000));
    assert_eq!(event.map(|event| event.change), Some(Change::Opened(Level::Warning)));
    // The alert keeps its newest value while there is none.
    let (silent, event) = metric(&rule, none, after, Moment::watched(200_000));
    let moved = Change::Moved { from: Level::Warning, to: Level::Critical };
    assert_eq!(event, Some(Event { at: 200_000, change: moved, value: None }));
    assert_eq!(silent.open, Some(Open { level: Level::Critical, value: Some(6.0) }));
    // Only the alert was kept: a breach that was there before a downtime is not one that began in it.
    let kept = State { open: silent.open, ..State::default() };
    let bad = Reading::Bad { level: Level::Critical, value: Some(9.0) };
    let (state, _) = kept.step(bad, 1, Moment { now: 0, watch: Watch::Downtime });
    let (_, event) = state.closed_by_hand().step(bad, 1, Moment::watched(60));
    assert_eq!(event.map(|event| event.change), Some(Change::Opened(Level::Critical)));
}

#[test]
fn an_expression_without_an_answer_is_unknown() {
    let step = |state: State, reading, minute: i64| state.step(reading, 1, Moment::watched(minute * MINUTE));
    let unknown = Reading::Bad { level: Level::Unknown, value: None };
    let (state, event) = step(State::default(), unknown, 0);
    assert_eq!(event.map(|event| event.change), Some(Change::Opened(Level::Unknown)));
    let (state, event) = step(state, above(5.0, 8.0).threshold.reading(9.0), 5);
    assert_eq!(event.map(|event| show(event.change)), Some("U>C".to_owned()));
    assert_eq!(step(state, Reading::Good(Some(1.0)), 10).0, State::default());
}

#[test]
fn the_mean_of_huge_values_is_no_infinity() {
    let huge = Series::from_points((0..10).map(|at| (at * MINUTE, f64::MAX)));
    for count in [1, 3, 7, 10] {
        let mean = Points::of(&huge).mean_of_newest(count, Time::MIN);
        assert!(mean.is_some_and(|mean| mean.is_finite() && mean > f64::MAX * 0.99), "{count}: {mean:?}");
    }
}

/// What each look at a metric found, told from all looks before it and never from a state.
struct Model<'a> {
    rule: Rule,
    points: &'a BTreeMap<Time, f64>,
    looks: Vec<(Moment, Reading)>,
}

impl Model<'_> {
    fn newest(&self, now: Time) -> Option<Time> {
        self.points.range(..=now).next_back().map(|point| *point.0)
    }

    fn look(&mut self, moment: Moment) {
        if moment.watch != Watch::Frozen {
            let reading = self.reading(moment.now);
            self.looks.push((moment, reading));
        }
    }

    fn reading(&self, now: Time) -> Reading {
        let seen = self.looks.iter().filter_map(|(moment, _)| self.newest(moment.now)).max();
        let Some(newest) = self.newest(now).max(seen) else { return Reading::Skipped };
        let missing = self.rule.missing;
        let is_silent = |secs: Option<i64>| secs.is_some_and(|secs| secs > 0 && newest + secs < now);
        if is_silent(missing.critical_secs) || is_silent(missing.warning_secs) {
            let level = if is_silent(missing.critical_secs) { Level::Critical } else { Level::Warning };
            return Reading::Silent(level);
        }
        let is_new = self.newest(now).is_some_and(|newest| seen.is_none_or(|seen| newest > seen));
        if !is_new || now - newest > 1_200 {
            return Reading::Skipped;
        }
        let recent: Vec<f64> =
            self.points.range(now - 86_400 + 1..=now).rev().map(|point| *point.1).collect();
        let recent = &recent[..recent.len().min(usize::from(self.rule.points))];
        let mean = recent.iter().rev().sum::<f64>() / recent.len() as f64;
        let Threshold { warning, critical, .. } = self.rule.threshold;
        match (warning.is_some_and(|bound| mean > bound), critical.is_some_and(|bound| mean > bound)) {
            (_, true) => Reading::Bad { level: Level::Critical, value: Some(mean) },
            (true, false) => Reading::Bad { level: Level::Warning, value: Some(mean) },
            (false, false) => Reading::Good(Some(mean)),
        }
    }

    /// How bad the alert is after so many looks; `None` when none is open.
    fn level(&self, looks: usize) -> Option<Level> {
        let past = &self.looks[..looks];
        let streak: Vec<_> = past
            .rsplit(|(_, reading)| matches!(reading, Reading::Good(_)))
            .next()?
            .iter()
            .filter(|(_, reading)| *reading != Reading::Skipped)
            .collect();
        if streak.first()?.0.watch == Watch::Downtime {
            return None;
        }
        let is_enough = |upto: usize| {
            let silent = streak[..=upto].iter().any(|(_, reading)| matches!(reading, Reading::Silent(_)));
            silent || upto + 1 >= usize::from(self.rule.attempts)
        };
        let opens = (0..streak.len()).find(|&at| is_enough(at) && streak[at].0.watch != Watch::Downtime)?;
        streak[opens..].iter().fold(None, |level, (_, reading)| match *reading {
            Reading::Bad { level, .. } => Some(level),
            Reading::Silent(silent) => level.max(Some(silent)),
            _ => level,
        })
    }
}

fn rules() -> impl Strategy<Value = Rule> {
    let bound = || prop_oneof![Just(None), (0_i32..10).prop_map(|bound| Some(f64::from(bound)))];
    let secs = || prop_oneof![3 => Just(None), 2 => (1_i64..4).prop_map(|tens| Some(tens * 600))];
    (bound(), bound(), 1_u8..=10, 1_u8..=4, secs(), secs()).prop_map(
        |(warning, critical, points, attempts, warning_secs, critical_secs)| Rule {
            threshold: Threshold { operator: Operator::Above, warning, critical },
            points,
            attempts,
            missing: Missing { warning_secs, critical_secs },
        },
    )
}

fn watch() -> impl Strategy<Value = Watch> {
    prop_oneof![6 => Just(Watch::Watched), 1 => Just(Watch::Downtime), 1 => Just(Watch::Frozen)]
}

proptest! {
    #[test]
    fn alerts_are_those_of_a_model_that_looks_back(
        rule in rules(),
        points in prop::collection::btree_map(0_i64..90, (0_i32..12).prop_map(f64::from), 0..70),
        watch in prop::collection::vec((1_usize..12, watch()), 20),
        every in prop_oneof![Just(60_i64), Just(37), Just(300)],
    ) {
        let points: BTreeMap<_, _> = points.into_iter().map(|(minute, value)| (minute * MINUTE, value)).collect();
        let series = Series::from_points(points.iter().map(|(&time, &value)| (time, value)));
        let mut model = Model { rule, points: &points, looks: Vec::new() };
        let mut state = State::default();
        let watch = watch.iter().flat_map(|&(times, watch)| std::iter::repeat_n(watch, times));
        for (tick, watch) in watch.take(150).enumerate() {
            let moment = Moment { now: tick as i64 * every, watch };
            let before = state.open.map(|open| open.level);
            let (next, event) = metric(&rule, Points::of(&series), state, moment);
            state = next;
            model.look(moment);
            let after = model.level(model.looks.len());
            prop_assert_eq!(state.open.map(|open| open.level), after, "at {:?}", moment);
            let change = match (before, after) {
                (None, Some(level)) => Some(Change::Opened(level)),
                (Some(from), Some(to)) if from != to => Some(Change::Moved { from, to }),
                (Some(level), None) => Some(Change::Closed(level)),
                _ => None,
            };
            prop_assert_eq!(event.map(|event| (event.at, event.change)), change.map(|change| (moment.now, change)));
            // To ask again changes nothing.
            prop_assert_eq!(metric(&rule, Points::of(&series), state, moment), (state, None));
        }
    }

    #[test]
    fn any_numbers_give_a_state(
        points in prop::collection::vec((any::<i64>(), any::<f64>()), 0..30),
        now in prop::collection::vec(any::<i64>(), 1..20),
        bounds in (any::<Option<f64>>(), any::<Option<f64>>(), any::<Option<i64>>(), any::<Option<i64>>()),
        counts in (any::<u8>(), any::<u8>()),
    ) {
        let series = Series::from_points(points);
        let (warning, critical, warning_secs, critical_secs) = bounds;
        let rule = Rule {
            threshold: Threshold { operator: Operator::Below, warning, critical },
            points: counts.0,
            attempts: counts.1,
            missing: Missing { warning_secs, critical_secs },
        };
        let silent = Connectivity { level: Level::Warning, silent_secs: warning_secs.unwrap_or(0) };
        let mut states = (State::default(), State::default());
        for now in now {
            states.0 = metric(&rule, Points::of(&series), states.0, Moment::watched(now)).0;
            states.1 = connectivity(silent, series.times().last().copied(), states.1, Moment::watched(now)).0;
            let value = states.0.open.and_then(|open| open.value);
            prop_assert!(value.is_none_or(f64::is_finite));
        }
    }
}

#[test]
fn the_worst_line_counts_if_it_is_fresh() {
    let rule = |operator| Rule {
        points: 2,
        ..Rule::new(Threshold { operator, warning: Some(1.0), critical: None })
    };
    let lines: Vec<Series> = [&[(0, 10.0), (60, 20.0)][..], &[(60, 16.0)], &[], &[(-9_000, 99.0)]]
        .map(|line| line.iter().copied().collect())
        .into();
    let points: Vec<Points<'_>> = lines.iter().map(Points::of).collect();
    for (lines, operator, expected) in [
        (&points[..], Operator::Above, 1),
        (&points[..], Operator::Below, 0),
        (&points[2..], Operator::Above, 1),
        (&points[2..3], Operator::Above, 0),
        (&[], Operator::Above, 0),
    ] {
        assert_eq!(worst(lines, &rule(operator), 60), expected, "{operator:?}");
    }
}

#[test]
fn the_worst_of_an_answer_counts() {
    const NOW: Time = 1_000_000;
    let threshold = |operator, warning, critical| Threshold {
        operator,
        warning: Some(warning),
        critical: Some(critical),
    };
    let rule = External {
        time_ms: threshold(Operator::Above, 100.0, 1_000.0),
        minutes: 1,
        days_left: threshold(Operator::Below, 30.0, 7.0),
        attempts: 1,
    };
    let answer = |mean_ms, days: Option<Time>| Answer::Came {
        mean_ms,
        expires: days.map(|days| NOW + days * 24 * 60 * MINUTE),
    };
    let (warning, critical) = (Level::Warning, Level::Critical);
    for (answer, expected) in [
        (Answer::Failed, Some((critical, Worry::Failed))),
        (answer(None, None), None),
        (answer(Some(100.0), Some(30)), None),
        (answer(Some(101.0), Some(30)), Some((warning, Worry::Slow))),
        (answer(Some(1_001.0), Some(29)), Some((critical, Worry::Slow))),
        (answer(Some(1.0), Some(29)), Some((warning, Worry::Expiring))),
        (answer(Some(101.0), Some(29)), Some((warning, Worry::Slow))),
        (answer(Some(101.0), Some(6)), Some((critical, Worry::Expiring))),
        (answer(None, Some(-1)), Some((critical, Worry::Expiring))),
        (answer(Some(f64::NAN), Some(400)), None),
    ] {
        assert_eq!(rule.worry(answer, NOW), expected, "{answer:?}");
        let (state, event) = external(&rule, answer, State::default(), Moment::watched(NOW));
        assert_eq!(
            event.map(|event| event.change),
            expected.map(|(level, _)| Change::Opened(level)),
            "{answer:?}"
        );
        let (_, event) = external(&rule, Answer::Failed, state, Moment { now: NOW, watch: Watch::Downtime });
        assert_eq!(event.is_some(), expected.is_some_and(|(level, _)| level == warning), "{answer:?}");
    }
}
