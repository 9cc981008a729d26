//! A monitor that asks a web server: what came back, and how bad that is.
//!
//! * No answer, and one that was not wanted, are critical, whatever the thresholds say.
//! * A response time is the mean of the last minutes; without any it is not judged.
//! * A certificate is bad when it has less time left than so many days; what has none is not judged.
//! * Of several worries the worst counts, and of equally bad ones the first of [`Worry`].

use super::rule::{Level, Threshold};
use super::state::{Event, Moment, Reading, State};
use series::Time;

const DAY_SECS: f64 = 86_400.0;

/// A monitor that asks a web server.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct External {
    /// Which response times are bad, in milliseconds.
    pub time_ms: Threshold,
    /// The mean of so many minutes is compared, 1 to [`super::MOST_POINTS`].
    pub minutes: u8,
    /// With how many days left a certificate is bad.
    pub days_left: Threshold,
    /// So many bad answers in a row raise, 1 to [`super::MOST_ATTEMPTS`].
    pub attempts: u8,
}

/// What came of asking.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Answer {
    /// Nothing, or something that was not wanted.
    Failed,
    /// What was wanted.
    Came {
        /// How long it takes, in the mean.
        mean_ms: Option<f64>,
        /// When its certificate ends.
        expires: Option<Time>,
    },
}

/// What is wrong with an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Worry {
    /// It is none, or not the one that was wanted.
    Failed,
    /// It takes too long.
    Slow,
    /// Its certificate ends soon, or has ended.
    Expiring,
}

impl External {
    /// What is wrong with an answer and how bad it is; `None` when all is well.
    pub fn worry(&self, answer: Answer, now: Time) -> Option<(Level, Worry)> {
        let Answer::Came { mean_ms, expires } = answer else { return Some((Level::Critical, Worry::Failed)) };
        let slow = mean_ms.and_then(|mean| self.time_ms.level(mean));
        let days = expires.map(|expires| expires.saturating_sub(now) as f64 / DAY_SECS);
        let expiring = days.and_then(|days| self.days_left.level(days));
        match (slow, expiring) {
            (Some(slow), expiring) if expiring.is_none_or(|expiring| expiring <= slow) => {
                Some((slow, Worry::Slow))
            }
            (_, expiring) => expiring.map(|level| (level, Worry::Expiring)),
        }
    }
}

/// Evaluates an answer. The value of its alert is the response time, where that is watched.
pub fn external(rule: &External, answer: Answer, state: State, moment: Moment) -> (State, Option<Event>) {
    let watches_time = rule.time_ms.warning.is_some() || rule.time_ms.critical.is_some();
    let value = match answer {
        Answer::Came { mean_ms, .. } if watches_time => mean_ms,
        _ => None,
    };
    let reading = match rule.worry(answer, moment.now) {
        Some((level, _)) => Reading::Bad { level, value },
        None => Reading::Good(value),
    };
    state.step(reading, rule.attempts, moment)
}
