//! What is kept between two evaluations, and how a reading changes it. Any state is valid; the default knows nothing.

use super::rule::{Level, MOST_ATTEMPTS};
use series::Time;

/// What one evaluation found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Reading {
    /// Nothing to judge: no new point, or only old ones.
    Skipped,
    /// All is well, with the value seen if there was one.
    Good(Option<f64>),
    /// Something is bad.
    Bad {
        /// How bad.
        level: Level,
        /// The value seen.
        value: Option<f64>,
    },
    /// A metric is silent for too long.
    Silent(Level),
    /// A host is silent for too long.
    Gone(Level),
}

/// Whether the thing is watched at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Watch {
    /// As usual.
    #[default]
    Watched,
    /// A downtime applies: alerts change and close, but none opens.
    Downtime,
    /// The host is in maintenance or powered off: nothing changes.
    Frozen,
}

/// When an evaluation takes place, and under which circumstances.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// The time.
    pub now: Time,
    /// The circumstances.
    pub watch: Watch,
}

/// An open alert.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Open {
    /// How bad it is now.
    pub level: Level,
    /// The newest value seen.
    pub value: Option<f64>,
}

/// What is known of one monitor on one host or service.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct State {
    /// The newest point that was seen.
    pub newest: Option<Time>,
    /// Bad evaluations in a row; it counts up to [`MOST_ATTEMPTS`].
    pub bad: u8,
    /// Whether these began in a downtime, so that they do not open an alert.
    pub is_hushed: bool,
    /// The alert, if one is open.
    pub open: Option<Open>,
}

/// What happened to an alert.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// A new one opened.
    Opened(Level),
    /// It is worse or better, and goes on.
    Moved {
        /// How bad it was.
        from: Level,
        /// How bad it is.
        to: Level,
    },
    /// It closed; this bad it was at last.
    Closed(Level),
}

/// An entry of an alert's log.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Event {
    /// When it was found.
    pub at: Time,
    /// What happened.
    pub change: Change,
    /// The value that caused it; silence has none.
    pub value: Option<f64>,
}

impl Moment {
    /// A moment at which the thing is watched as usual.
    pub const fn watched(now: Time) -> Self {
        Self { now, watch: Watch::Watched }
    }
}

impl State {
    /// The state after a reading. So many bad ones in a row as attempts open an alert.
    pub fn step(self, reading: Reading, attempts: u8, moment: Moment) -> (Self, Option<Event>) {
        if moment.watch == Watch::Frozen {
            return (self, None);
        }
        match reading {
            Reading::Skipped => (self, None),
            Reading::Good(value) => self.good(value, moment.now),
            Reading::Bad { level, value } => {
                let bad = self.bad.saturating_add(1).min(MOST_ATTEMPTS);
                let seen = Self { bad, is_hushed: self.hushed(moment), ..self };
                let waits = bad < attempts.clamp(1, MOST_ATTEMPTS) || seen.is_hushed;
                seen.bad(level, value, if waits { Watch::Downtime } else { moment.watch }, moment.now)
            }
            Reading::Silent(level) => {
                let seen = Self { bad: MOST_ATTEMPTS, is_hushed: self.hushed(moment), ..self };
                let level = self.open.map_or(level, |open| open.level.max(level));
                let watch = if seen.is_hushed { Watch::Downtime } else { moment.watch };
                seen.bad(level, None, watch, moment.now)
            }
            Reading::Gone(level) => {
                Self { bad: MOST_ATTEMPTS, ..self }.bad(level, None, moment.watch, moment.now)
            }
        }
    }

    /// The state after a person closed the alert: if it is still bad, the next bad evaluation opens another.
    #[must_use]
    pub fn closed_by_hand(self) -> Self {
        Self { open: None, ..self }
    }

    fn good(self, value: Option<f64>, now: Time) -> (Self, Option<Event>) {
        let closed = self.open.map(|open| Event { at: now, change: Change::Closed(open.level), value });
        (Self { newest: self.newest, ..Self::default() }, closed)
    }

    /// Whether the breach began in a downtime, given that this is bad.
    fn hushed(self, moment: Moment) -> bool {
        let begins = self.bad == 0 && self.open.is_none();
        if begins { moment.watch == Watch::Downtime } else { self.is_hushed }
    }

    /// An open alert follows what is seen now; without one another opens, but as in a downtime where it has to wait.
    fn bad(self, level: Level, value: Option<f64>, watch: Watch, now: Time) -> (Self, Option<Event>) {
        let change = match self.open {
            Some(open) if open.level == level => None,
            Some(open) => Some(Change::Moved { from: open.level, to: level }),
            None if watch == Watch::Watched => Some(Change::Opened(level)),
            None => return (self, None),
        };
        // A silence shows no value; the alert keeps the newest that was seen.
        let newest = value.or(self.open.and_then(|open| open.value));
        let open = Some(Open { level, value: newest });
        (Self { open, ..self }, change.map(|change| Event { at: now, change, value }))
    }
}
