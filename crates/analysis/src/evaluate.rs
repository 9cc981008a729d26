//! One evaluation of a monitor: what it saw, what it knew, and so what happens to its alert.
//!
//! ```text
//! (rule, points, state, moment) -> (state, event)
//! ```
//!
//! [`metric`] is for host and service metric monitors, [`connectivity`] for silent hosts. Whoever judges in another way
//! (expressions, checks) makes a [`Reading`] and gives it to [`State::step`]. The caller keeps one [`State`] for each
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

mod points;
mod rule;
mod state;

pub use points::Points;
pub use rule::{Connectivity, Level, MOST_ATTEMPTS, MOST_POINTS, Missing, Operator, Rule, Threshold};
pub use state::{Change, Event, Moment, Open, Reading, State, Watch};

use series::Time;

/// A newest point that is older than this is not evaluated.
pub const STALE_SECS: i64 = 20 * 60;

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
