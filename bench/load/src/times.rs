//! How long things took.

use crate::Outcome;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Durations of one kind.
#[derive(Debug, Default)]
pub(crate) struct Times {
    all: Vec<Duration>,
}

impl Times {
    pub(crate) fn count(&self) -> usize {
        self.all.len()
    }
}

impl std::fmt::Display for Times {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut sorted = self.all.clone();
        sorted.sort_unstable();
        let at = |share: f64| {
            let index = ((sorted.len() as f64 * share) as usize).min(sorted.len().saturating_sub(1));
            sorted.get(index).map_or(0.0, |time| time.as_secs_f64() * 1_000.0)
        };
        write!(
            f,
            "p50 {:.1} ms, p99 {:.1} ms, longest {:.1} ms of {}",
            at(0.5),
            at(0.99),
            at(1.0),
            sorted.len()
        )
    }
}

/// Does something and adds how long it took, or counts that it failed.
pub(crate) fn measure(
    times: &Mutex<Times>,
    failed: &AtomicUsize,
    what: impl FnOnce() -> Outcome<()>,
) -> bool {
    let began = Instant::now();
    let done = what();
    match &done {
        Ok(()) => times.lock().unwrap_or_else(PoisonError::into_inner).all.push(began.elapsed()),
        Err(error) => {
            if failed.fetch_add(1, Ordering::Relaxed) == 0 {
                eprintln!("the first failure: {error}");
            }
        }
    }
    done.is_ok()
}

/// What was measured.
pub(crate) fn take(times: Mutex<Times>) -> Times {
    times.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// The present second.
pub(crate) fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs() as i64)
}
