//! The alerts that a monitor would have raised in the past, and how they compare with the real ones.
//!
//! What this module promises at its edges:
//! * [`replay`] evaluates at every full minute of the period, both ends included, with the function that the server uses;
//!   moments at which nothing can change are left out, so that the work follows the points and not the period;
//! * something computed is evaluated in the first minute of the period, then at each full five minutes;
//! * it begins as if all was well: a breach that is older than the period opens with its first bad evaluation. Points
//!   before the period are part of its first means;
//! * it knows no downtime, no maintenance and no closing by hand, and every point as it is now: one that came late or
//!   was corrected counts as if it had been there in time;
//! * [`compare`] calls a real alert caught when an alert of the replay is open at the same time, or nearly so. Each real
//!   alert is caught by the first such, one of the replay may catch several;
//! * alerts that never closed last for all time; one that closed before it opened ends as it opens.
//!
//! ```
//! use analysis::evaluate::{Operator, Points, Rule, Threshold};
//! use analysis::replay::{Lasted, NEAR_SECS, compare, replay};
//! use series::{Series, TimeRange};
//!
//! let load = Series::from_points([(0, 3.0), (60, 9.0), (120, 4.0), (180, 20.0), (240, 2.0)]);
//! let above = |warning| Rule::new(Threshold { operator: Operator::Above, warning: Some(warning), critical: None });
//! let real = [Lasted::new(60, Some(120)), Lasted::new(180, Some(240))];
//! let raised = replay(&above(16.0), Points::of(&load), TimeRange::new(0, 240));
//! let compared = compare(&real, &raised, 0);
//! assert_eq!((compared.caught.len(), compared.vanished), (1, vec![0]));
//! ```

use crate::evaluate::{
    COMPUTED_SECS, Change, Computed, Event, Level, Moment, Points, Rule, STALE_SECS, State, computed, metric,
    worst,
};
use series::{Time, TimeRange};

/// How often the server evaluates.
pub const TICK_SECS: i64 = 60;

/// How far apart two alerts may be to mean the same trouble: a longer mean or more attempts open later.
pub const NEAR_SECS: i64 = 600;

/// When an alert was open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Lasted {
    /// From when on.
    pub opened_at: Time,
    /// Until when; `None` when it is open still.
    pub closed_at: Option<Time>,
}

/// An alert that would have been.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Raised {
    /// When it would have been open.
    pub lasted: Lasted,
    /// The worst it would have been.
    pub worst: Level,
    /// The value that would have opened it; silence has none.
    pub value: Option<f64>,
}

/// A real alert that the replay raises too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Caught {
    /// Which real one.
    pub real: usize,
    /// By which of the replay.
    pub raised: usize,
    /// So much later; negative when sooner.
    pub later_secs: i64,
}

/// Real alerts beside those of a replay, by their places in the two lists.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Comparison {
    /// Real ones that are still raised.
    pub caught: Vec<Caught>,
    /// Real ones that are not raised any more.
    pub vanished: Vec<usize>,
    /// Those of the replay that were no real ones.
    pub added: Vec<usize>,
}

impl Lasted {
    /// An alert that was open from then on until then.
    pub const fn new(opened_at: Time, closed_at: Option<Time>) -> Self {
        Self { opened_at, closed_at }
    }

    fn end(self) -> Time {
        self.closed_at.unwrap_or(Time::MAX).max(self.opened_at)
    }
}

/// All alerts of a metric in the period, in order of time; no two are open at once.
pub fn replay(rule: &Rule, points: Points<'_>, period: TimeRange) -> Vec<Raised> {
    replay_worst(rule, &[points], period)
}

/// The same of several lines, such as the shares of all file systems: at each moment the [`worst`] one counts.
pub fn replay_worst(rule: &Rule, lines: &[Points<'_>], period: TimeRange) -> Vec<Raised> {
    let mut raised = Vec::new();
    let allowed: Vec<i64> = rule.missing.steps().collect();
    let mut state = State::default();
    let mut seen = vec![0; lines.len()];
    let mut known: Vec<Points<'_>> = lines.iter().map(|line| line.first(0)).collect();
    let mut next = tick(period.from);
    while let Some(now) = next.filter(|&now| now <= period.to) {
        let mut point = None;
        for ((line, seen), known) in lines.iter().zip(&mut seen).zip(&mut known) {
            let times = line.times();
            *seen += times[*seen..].iter().take_while(|&&time| time <= now).count();
            *known = line.first(*seen);
            point = sooner(point, times.get(*seen).and_then(|&time| tick(time)));
        }
        let counts = known.get(worst(&known, rule, now)).copied().unwrap_or_default();
        let (after, event) = metric(rule, counts, state, Moment::watched(now));
        state = after;
        note(&mut raised, now, event);
        next = sooner(point, silence(&allowed, state, now));
        if lines.len() > 1 {
            // Another line counts from the moment on at which this one is stale.
            let outdated = known.iter().filter_map(|line| tick(line.newest()?.checked_add(STALE_SECS + 1)?));
            next = sooner(next, outdated.filter(|&end| end > now).min());
        }
    }
    raised
}

/// All alerts of something computed in the period, given its line over the period and what is [looked
/// at](Computed::looked_at) before it.
///
/// A value that depends on where the period ends, as a regression does, is not the one that the server saw.
pub fn replay_computed(rule: Computed, points: Points<'_>, period: TimeRange) -> Vec<Raised> {
    let mut raised = Vec::new();
    let mut state = State::default();
    let mut next = tick(period.from);
    while let Some(now) = next.filter(|&now| now <= period.to) {
        let (since, until) = rule.looked_at(now);
        let known = points.until(until);
        let value = known.newest_since(since);
        let (after, event) = computed(rule, value, state, Moment::watched(now));
        state = after;
        note(&mut raised, now, event);
        next = next_due(now);
        if value.is_none() {
            // Nothing changes before there is a value again.
            let point = points.times().get(known.len()).map(|&time| time.saturating_add(rule.backward_secs));
            next = point.and_then(|seen| Some(next?.max(next_due(seen.saturating_sub(1))?)));
        }
    }
    raised
}

/// Which real alerts of the period the replay raises too. Both lists are of one host or service; the replay's is as
/// [`replay`] gives it, the real one in any order. Alerts up to `near_secs` apart count as one; see [`NEAR_SECS`].
pub fn compare(real: &[Lasted], raised: &[Raised], near_secs: i64) -> Comparison {
    let near_secs = near_secs.max(0);
    let mut compared = Comparison::default();
    // How many real alerts begin and end to meet the replay's at each place.
    let mut met = vec![0_i64; raised.len() + 1];
    for (place, alert) in real.iter().enumerate() {
        let first =
            raised.partition_point(|other| other.lasted.end().saturating_add(near_secs) < alert.opened_at);
        let behind = first
            + raised[first..]
                .partition_point(|other| other.lasted.opened_at <= alert.end().saturating_add(near_secs));
        if first == behind {
            compared.vanished.push(place);
            continue;
        }
        met[first] += 1;
        met[behind] -= 1;
        let later_secs = raised[first].lasted.opened_at.saturating_sub(alert.opened_at);
        compared.caught.push(Caught { real: place, raised: first, later_secs });
    }
    let mut meets = 0;
    for (place, change) in met.into_iter().take(raised.len()).enumerate() {
        meets += change;
        if meets == 0 {
            compared.added.push(place);
        }
    }
    compared
}

/// Writes down what happened.
fn note(raised: &mut Vec<Raised>, now: Time, event: Option<Event>) {
    let Some(event) = event else { return };
    match (event.change, raised.last_mut()) {
        (Change::Opened(worst), _) => {
            let lasted = Lasted::new(now, None);
            raised.push(Raised { lasted, worst, value: event.value });
        }
        (Change::Moved { to, .. }, Some(last)) => last.worst = last.worst.max(to),
        (Change::Closed(_), Some(last)) => last.lasted.closed_at = Some(now),
        (_, None) => {}
    }
}

/// The next full five minutes after this time; `None` after the last of all time.
fn next_due(time: Time) -> Option<Time> {
    time.checked_add(COMPUTED_SECS - time.rem_euclid(COMPUTED_SECS))
}

fn sooner(one: Option<Time>, other: Option<Time>) -> Option<Time> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

/// The first full minute that is not before this time; `None` after the last of all time.
fn tick(time: Time) -> Option<Time> {
    let past = time.rem_euclid(TICK_SECS);
    if past == 0 { Some(time) } else { time.checked_add(TICK_SECS - past) }
}

/// When a silence next gets longer than allowed, if no point comes.
fn silence(allowed: &[i64], state: State, now: Time) -> Option<Time> {
    let newest = state.newest?;
    let mut ends = allowed.iter().filter_map(|&secs| tick(newest.checked_add(secs)?.checked_add(1)?));
    ends.find(|&end| end > now)
}
