//! What all threads of the store share, and what it counts about itself.

use super::points::Tails;
use series::Time;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Damaged chunks that are remembered one by one; beyond, no more are counted.
const MOST_DAMAGED: usize = 10_000;

/// Upper ends of the classes of commit durations, in milliseconds.
pub const COMMIT_CLASSES_MS: [u64; 8] = [1, 3, 10, 30, 100, 300, 1_000, 3_000];

/// One for each store.
#[derive(Debug, Default)]
pub(super) struct Shared {
    pub(super) tails: Tails,
    damaged: Mutex<BTreeSet<i64>>,
    /// Days that upkeep cannot merge, because a page of the file is damaged.
    left: Mutex<BTreeSet<Time>>,
    waiting: AtomicU64,
    refused: AtomicU64,
    points: AtomicU64,
    commits: [AtomicU64; COMMIT_CLASSES_MS.len() + 1],
    commit_micros: AtomicU64,
    lost: AtomicU64,
    sealed: AtomicU64,
    merged: AtomicU64,
    thinned: AtomicU64,
}

/// What the store counts, since it was opened.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Writes that wait for the writing thread now.
    pub waiting: u64,
    /// Writes that were refused because too many waited.
    pub refused: u64,
    /// Points saved.
    pub points: u64,
    /// Transactions that took at most so long, each class without the ones before; the last has no upper end.
    pub commits: [u64; COMMIT_CLASSES_MS.len() + 1],
    /// How long all of them took together.
    pub commit_micros: u64,
    /// Transactions that could not be saved.
    pub lost: u64,
    /// Chunks of two hours made.
    pub sealed: u64,
    /// Chunks of a day made.
    pub merged: u64,
    /// Days made a mean.
    pub thinned: u64,
    /// Damaged chunks that reads met.
    pub damaged: u64,
}

/// What upkeep made.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Made {
    pub(super) sealed: u64,
    pub(super) merged: u64,
    pub(super) thinned: u64,
}

impl Shared {
    /// A read met a chunk that is not what was written.
    pub(super) fn found_damage(&self, id: i64) {
        let mut damaged = self.damaged.lock().unwrap_or_else(PoisonError::into_inner);
        if damaged.len() < MOST_DAMAGED && damaged.insert(id) {
            tracing::error!(id, "a chunk of points is damaged and read as a gap");
        }
    }

    /// Upkeep leaves a day as it is.
    pub(super) fn leave(&self, day: Time) {
        if self.left.lock().unwrap_or_else(PoisonError::into_inner).insert(day) {
            tracing::error!(day, "a day of points lies on a damaged page and is left as it is");
        }
    }

    /// Whether upkeep leaves a day as it is.
    pub(super) fn is_left(&self, day: Time) -> bool {
        self.left.lock().unwrap_or_else(PoisonError::into_inner).contains(&day)
    }

    pub(super) fn queued(&self) {
        self.waiting.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn taken(&self) {
        self.waiting.fetch_sub(1, Ordering::Relaxed);
    }

    pub(super) fn refused(&self) {
        self.taken();
        self.refused.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn committed(&self, points: usize, took: Duration) {
        let class = COMMIT_CLASSES_MS.partition_point(|end| took > Duration::from_millis(*end));
        if let Some(class) = self.commits.get(class) {
            class.fetch_add(1, Ordering::Relaxed);
        }
        self.commit_micros.fetch_add(took.as_micros() as u64, Ordering::Relaxed);
        self.points.fetch_add(points as u64, Ordering::Relaxed);
    }

    pub(super) fn lost(&self) {
        self.lost.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn made(&self, made: Made) {
        self.sealed.fetch_add(made.sealed, Ordering::Relaxed);
        self.merged.fetch_add(made.merged, Ordering::Relaxed);
        self.thinned.fetch_add(made.thinned, Ordering::Relaxed);
    }

    pub(super) fn counts(&self) -> Counts {
        let read = |count: &AtomicU64| count.load(Ordering::Relaxed);
        Counts {
            waiting: read(&self.waiting),
            refused: read(&self.refused),
            points: read(&self.points),
            commits: self.commits.each_ref().map(read),
            commit_micros: read(&self.commit_micros),
            lost: read(&self.lost),
            sealed: read(&self.sealed),
            merged: read(&self.merged),
            thinned: read(&self.thinned),
            damaged: self.damaged.lock().unwrap_or_else(PoisonError::into_inner).len() as u64,
        }
    }
}
