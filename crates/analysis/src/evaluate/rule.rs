//! What a monitor calls bad. Any value of these types is a rule; those outside the API's bounds mean the nearest bound.

use super::STALE_SECS;
use super::state::Reading;
use series::Time;

/// Most points that a mean is of.
pub const MOST_POINTS: u8 = 10;

/// Most bad evaluations that a monitor waits for.
pub const MOST_ATTEMPTS: u8 = 10;

/// How bad it is, worst last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Nobody knows: an expression or a check gave no answer.
    Unknown,
    /// Bad.
    Warning,
    /// Worst.
    Critical,
}

/// On which side of a threshold it is bad; exactly on it is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// `>`
    Above,
    /// `<`
    Below,
}

/// From where on a value is bad.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Threshold {
    /// On which side.
    pub operator: Operator,
    /// Bad.
    pub warning: Option<f64>,
    /// Worst; wins where both are passed.
    pub critical: Option<f64>,
}

/// For how long a metric may be silent. What is `None`, 0 or less never raises.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Missing {
    /// Bad after so many seconds.
    pub warning_secs: Option<i64>,
    /// Worst after so many seconds.
    pub critical_secs: Option<i64>,
}

/// A monitor of a host's or a service's metric.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rule {
    /// What is bad.
    pub threshold: Threshold,
    /// The mean of so many newest points is compared, 1 to [`MOST_POINTS`]. The API calls it `duration`.
    pub points: u8,
    /// So many bad evaluations in a row raise, 1 to [`MOST_ATTEMPTS`].
    pub attempts: u8,
    /// For how long a service's metric may be silent; a host's metric has none.
    pub missing: Missing,
}

/// A monitor of silent hosts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Connectivity {
    /// What a silent host is.
    pub level: Level,
    /// A host that posted nothing for longer than this is silent. The API does not say how long that is.
    pub silent_secs: i64,
}

/// A monitor of something that is computed of others.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Computed {
    /// What is bad.
    pub threshold: Threshold,
    /// How old the newest data may be that it looks at, in seconds.
    pub backward_secs: i64,
}

impl Computed {
    /// The time of which the newest value counts, at this moment: from the one to the other, both included.
    pub fn looked_at(self, now: Time) -> (Time, Time) {
        let until = now.saturating_sub(self.backward_secs);
        (until.saturating_sub(STALE_SECS), until)
    }
}

impl Operator {
    /// `>` or `<`; nothing else is an operator.
    pub fn of(text: &str) -> Option<Self> {
        match text {
            ">" => Some(Self::Above),
            "<" => Some(Self::Below),
            _ => None,
        }
    }
}

impl Threshold {
    /// How bad a value is; `None` when it is good.
    pub fn level(self, value: f64) -> Option<Level> {
        let passes = |bound: Option<f64>| {
            bound.is_some_and(|bound| match self.operator {
                Operator::Above => value > bound,
                Operator::Below => value < bound,
            })
        };
        if passes(self.critical) {
            Some(Level::Critical)
        } else {
            passes(self.warning).then_some(Level::Warning)
        }
    }

    /// What a value says. One that is not finite says nothing.
    pub fn reading(self, value: f64) -> Reading {
        match self.level(value) {
            _ if !value.is_finite() => Reading::Skipped,
            Some(level) => Reading::Bad { level, value: Some(value) },
            None => Reading::Good(Some(value)),
        }
    }
}

impl Missing {
    /// How bad so long a silence is. Exactly as long as allowed is good: the next point may be on its way.
    pub fn level(self, silent_secs: i64) -> Option<Level> {
        let passes = |bound: Option<i64>| bound.is_some_and(|bound| bound > 0 && silent_secs > bound);
        if passes(self.critical_secs) {
            Some(Level::Critical)
        } else {
            passes(self.warning_secs).then_some(Level::Warning)
        }
    }

    /// After how many seconds of silence the level may change, soonest first.
    pub fn steps(self) -> impl Iterator<Item = i64> {
        let bounds = [self.warning_secs, self.critical_secs].map(|bound| bound.filter(|&bound| bound > 0));
        let soonest = bounds.iter().flatten().min().copied();
        let latest = bounds.iter().flatten().max().copied().filter(|&latest| Some(latest) != soonest);
        [soonest, latest].into_iter().flatten()
    }
}

impl Rule {
    /// A monitor that compares each newest point and raises at once.
    pub const fn new(threshold: Threshold) -> Self {
        let missing = Missing { warning_secs: None, critical_secs: None };
        Self { threshold, points: 1, attempts: 1, missing }
    }
}
