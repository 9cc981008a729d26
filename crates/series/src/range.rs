//! A span of time with both ends included.

use crate::Time;

/// From the first second to the last, both included. `from > to` is an empty range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TimeRange {
    /// First second.
    pub from: Time,
    /// Last second.
    pub to: Time,
}

impl TimeRange {
    /// A range from `from` to `to`.
    pub const fn new(from: Time, to: Time) -> Self {
        Self { from, to }
    }

    /// Length in seconds, 0 for an empty range.
    pub const fn secs(self) -> i64 {
        let secs = self.to.saturating_sub(self.from);
        if secs < 0 { 0 } else { secs }
    }

    /// Whether the time lies inside.
    pub const fn contains(self, time: Time) -> bool {
        self.from <= time && time <= self.to
    }

    /// Whether every second of `other` lies inside.
    pub const fn covers(self, other: Self) -> bool {
        self.from <= other.from && other.to <= self.to
    }

    /// Whether the two share a second.
    pub const fn intersects(self, other: Self) -> bool {
        self.from <= other.to && other.from <= self.to
    }
}
