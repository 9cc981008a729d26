//! What time it is: the system's, or in tests a fixed one. Handlers ask this and nothing else.

use series::Time;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A source of the present second.
#[derive(Debug, Clone, Default)]
pub struct Clock {
    fixed: Option<Arc<AtomicI64>>,
}

impl Clock {
    /// The system's clock. Before 1970 it says 0.
    pub fn system() -> Self {
        Self::default()
    }

    /// A clock that stands still until it is [`set`](Self::set).
    pub fn fixed(now: Time) -> Self {
        Self { fixed: Some(Arc::new(AtomicI64::new(now))) }
    }

    /// The present second.
    pub fn now(&self) -> Time {
        match &self.fixed {
            Some(fixed) => fixed.load(Ordering::Relaxed),
            None => SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs() as Time),
        }
    }

    /// How long to sleep to be just past the next whole minute; for a clock that stands still, a minute.
    pub fn until_next_minute(&self) -> Duration {
        // A timer and the system's clock differ by a little; a hair too early would be the old minute again.
        const MARGIN: Duration = Duration::from_millis(100);
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let into_minute = if self.fixed.is_some() {
            Duration::ZERO
        } else {
            Duration::new(since.as_secs() % 60, since.subsec_nanos())
        };
        Duration::from_mins(1).saturating_sub(into_minute) + MARGIN
    }

    /// Moves a fixed clock and its clones; the system's clock stays as it is.
    pub fn set(&self, now: Time) {
        if let Some(fixed) = &self.fixed {
            fixed.store(now, Ordering::Relaxed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fixed_clock_and_its_clones_say_what_was_set() {
        let clock = Clock::fixed(100);
        let clone = clock.clone();
        clock.set(160);
        assert_eq!((clone.now(), clone.until_next_minute().as_secs()), (160, 60));
        let system = Clock::system();
        system.set(0);
        assert!(system.now() > 1_700_000_000);
    }

    #[test]
    fn the_next_minute_is_just_passed_after_the_pause() {
        let pause = Clock::system().until_next_minute();
        assert!(pause > Duration::from_millis(99) && pause <= Duration::from_millis(60_100), "{pause:?}");
    }
}
