//! One evaluation of a monitor: what it saw, what it knew, and so what happens to its alert.
//!
//! ```text
//! (rule, points, state, moment) -> (state, event)
//! ```
//!
//! [`metric`] is for host and service metric monitors, [`connectivity`] for silent hosts, [`computed`] for expressions,
//! [`external`] for web servers.
//! Whoever judges in another way (checks) makes a [`Reading`] and gives it to [`State::step`]. The caller keeps one [`State`] for each
//! monitor and watched thing, and writes down what the [`Event`] says.
//!
//! What this module promises at its edges:
//! * only a point newer than all before is evaluated, and once: to ask again before the next one changes nothing, and
//!   late points neither raise nor close;
//! * the mean is of the newest points, however far apart, of the last 24 hours; of those there are if there are fewer;
//! * a newest point of more than 20 minutes ago is skipped: an open alert stays as it is;
//! * critical wins over warning; without a threshold, or with one that is NaN, nothing is bad;
//! * so many bad evaluations in a row as attempts are wanted open an alert, a single good one closes it;
//! * an open alert that gets worse or better stays the same alert;
//! * silence that lasts longer than allowed raises at once and never makes an alert better; without any point ever,
//!   nothing is known to be silent;
//! * something computed is evaluated once in five minutes, and is bad when it has no value;
//! * in a downtime nothing opens, and a breach that began in it does not open later either, unless a host is silent;
//! * while a host is not monitored, nothing changes at all.
//!
//! ```
//! use analysis::evaluate::{Change, Level, Moment, Operator, Points, Rule, State, Threshold, metric};
//! use series::Series;
//!
//! let threshold = Threshold { operator: Operator::Above, warning: Some(8.0), critical: Some(16.0) };
//! let rule = Rule::new(threshold);
//! let load = Series::from_points([(0, 3.0), (60, 9.0), (120, 4.0)]);
//! let (state, event) = metric(&rule, Points::of(&load), State::default(), Moment::watched(60));
//! assert_eq!(event.map(|event| event.change), Some(Change::Opened(Level::Warning)));
//! let (_, event) = metric(&rule, Points::of(&load), state, Moment::watched(120));
//! assert_eq!(event.map(|event| event.change), Some(Change::Closed(Level::Warning)));
//! ```

mod external;
mod points;
mod rule;
mod state;

pub use external::{Answer, External, Worry, external};
pub use points::Points;
pub use rule::{
    Computed, Connectivity, Level, MOST_ATTEMPTS, MOST_POINTS, Missing, Operator, Rule, Threshold,
};
pub use state::{Change, Event, Moment, Open, Reading, State, Watch};

use series::Time;

/// A newest point that is older than this is not evaluated.
pub const STALE_SECS: i64 = 20 * 60;

/// From one evaluation of something computed to the next.
pub const COMPUTED_SECS: i64 = 5 * 60;

/// Points are looked for so far back.
pub const LOOKBACK_SECS: i64 = 24 * 60 * 60;

/// Evaluates a monitor of a host's or a service's metric. Points later than the moment are not seen.
pub fn metric(rule: &Rule, points: Points<'_>, state: State, moment: Moment) -> (State, Option<Event>) {
    if moment.watch == Watch::Frozen {
        return (state, None);
    }
    let points = points.until(moment.now);
    let reading = read(rule, points, state.newest, moment.now);
    let seen = State { newest: points.newest().max(state.newest), ..state };
    seen.step(reading, rule.attempts, moment)
}

/// Evaluates whether a host still posts, by the time of its newest post of whatever metric.
///
/// A host that never posted is not watched.
pub fn connectivity(
    rule: Connectivity,
    newest: Option<Time>,
    state: State,
    moment: Moment,
) -> (State, Option<Event>) {
    if moment.watch == Watch::Frozen {
        return (state, None);
    }
    let newest = newest.max(state.newest);
    let reading = match newest {
        None => Reading::Skipped,
        Some(newest) if moment.now.saturating_sub(newest) > rule.silent_secs => Reading::Gone(rule.level),
        Some(_) => Reading::Good(None),
    };
    State { newest, ..state }.step(reading, 1, moment)
}

/// Which of several lines counts: the one whose newest mean is the furthest in the direction of the operator, among
/// those that are fresh. An empty line never does; without any other the first place is named.
pub fn worst(lines: &[Points<'_>], rule: &Rule, now: Time) -> usize {
    let since = now.saturating_sub(LOOKBACK_SECS);
    let rank = |line: &Points<'_>| {
        let is_fresh = line.newest().is_some_and(|time| now.saturating_sub(time) <= STALE_SECS);
        let mean = line.mean_of_newest(rule.points, since).unwrap_or(f64::NEG_INFINITY);
        let badness = if rule.threshold.operator == Operator::Above { mean } else { -mean };
        (is_fresh, badness)
    };
    let order = |one: &(usize, &Points<'_>), other: &(usize, &Points<'_>)| {
        let (one, other) = (rank(one.1), rank(other.1));
        one.0.cmp(&other.0).then(one.1.total_cmp(&other.1))
    };
    let filled = lines.iter().enumerate().filter(|(_, line)| !line.is_empty());
    filled.max_by(order).map_or(0, |(place, _)| place)
}

/// Whether a computed monitor is to be evaluated now: once in each five minutes.
pub fn is_due(state: State, now: Time) -> bool {
    state.newest < Some(slot(now))
}

/// Evaluates a monitor of something computed, such as an expression, given its newest value. No value is bad: nobody
/// knows. Within five minutes it happens once.
pub fn computed(rule: Computed, value: Option<f64>, state: State, moment: Moment) -> (State, Option<Event>) {
    if moment.watch == Watch::Frozen || !is_due(state, moment.now) {
        return (state, None);
    }
    let unknown = Reading::Bad { level: Level::Unknown, value: None };
    let reading = value.map_or(unknown, |value| rule.threshold.reading(value));
    State { newest: Some(slot(moment.now)), ..state }.step(reading, 1, moment)
}

/// The number of the five minutes that this time is in.
fn slot(now: Time) -> Time {
    now.div_euclid(COMPUTED_SECS)
}

/// What a metric says at this time, given the newest point that was seen before.
fn read(rule: &Rule, points: Points<'_>, seen: Option<Time>, now: Time) -> Reading {
    let Some(newest) = points.newest().max(seen) else { return Reading::Skipped };
    let silent_secs = now.saturating_sub(newest);
    if let Some(level) = rule.missing.level(silent_secs) {
        return Reading::Silent(level);
    }
    if points.newest() <= seen || silent_secs > STALE_SECS {
        return Reading::Skipped;
    }
    let since = now.saturating_sub(LOOKBACK_SECS);
    points.mean_of_newest(rule.points, since).map_or(Reading::Skipped, |mean| rule.threshold.reading(mean))
}
