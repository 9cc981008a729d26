//! When the store's upkeep runs: each minute, until nothing is due.
//!
//! Points are thinned only while the clock can be trusted: not within the first hour after a start, and never again
//! until the next one when the clock was moved by more than a day.

use crate::State;
use crate::store::{Error, Retention};
use series::Time;
use std::time::{Duration, Instant};

/// How long after the start nothing is thinned, so that a wrong clock can be noticed.
const TRUST_AFTER: Duration = Duration::from_hours(1);

/// How far the clock may be from where it was at the start and the time since.
const TRUSTED_SECS: u64 = 24 * 60 * 60;

/// How long a failed pass waits before the next one.
const PAUSE: Duration = Duration::from_mins(1);

/// Keeps the store in order for as long as it is open.
pub(crate) async fn run(state: State, retention: Retention) {
    let (began, began_at) = (Instant::now(), state.clock.now());
    loop {
        let now = state.clock.now();
        let trusted = is_trusted(began.elapsed(), began_at, now);
        loop {
            match state.store.upkeep(now, trusted.then_some(retention)).await {
                Ok(true) => {}
                Ok(false) => break,
                Err(Error::Closed) => return,
                Err(error) => {
                    tracing::warn!(%error, "the upkeep of points stopped and goes on later");
                    break;
                }
            }
        }
        tokio::time::sleep(PAUSE).await;
    }
}

fn is_trusted(running: Duration, began_at: Time, now: Time) -> bool {
    let expected = began_at.saturating_add_unsigned(running.as_secs());
    running >= TRUST_AFTER && now.abs_diff(expected) <= TRUSTED_SECS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_thinned_soon_after_a_start_or_when_the_clock_was_moved() {
        for (running, now, expected) in [
            (3_599, 3_599, false),
            (3_600, 3_600, true),
            (36_000, 36_000 + 80_000, true),
            (36_000, 36_000 + 90_000, false),
            (36_000, 36_000 - 90_000, false),
            (36_000, 366 * 86_400, false),
        ] {
            let (began, running) = (1_000_000_000, Duration::from_secs(running));
            assert_eq!(is_trusted(running, began, began + now), expected, "{running:?}");
        }
    }
}
