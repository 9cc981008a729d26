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

    /// The same in pieces of at most this many seconds, in order and without a gap. An empty range has none.
    pub fn pieces(self, longest_secs: i64) -> impl Iterator<Item = Self> {
        let length = longest_secs.max(1);
        let starts = std::iter::successors(Some(self.from), move |from| from.checked_add(length));
        let piece = move |from: Time| Self::new(from, self.to.min(from.saturating_add(length - 1)));
        starts.take_while(move |from| *from <= self.to).map(piece)
    }

    /// Whether the two share a second.
    pub const fn intersects(self, other: Self) -> bool {
        self.from <= other.to && other.from <= self.to
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_cover_a_range_once() {
        let cases = [
            ((0, 9), 4, vec![(0, 3), (4, 7), (8, 9)]),
            ((0, 7), 4, vec![(0, 3), (4, 7)]),
            ((5, 5), 4, vec![(5, 5)]),
            ((0, 2), 0, vec![(0, 0), (1, 1), (2, 2)]),
            ((1, 0), 4, vec![]),
            ((Time::MAX - 1, Time::MAX), 9, vec![(Time::MAX - 1, Time::MAX)]),
        ];
        for ((from, to), longest_secs, expected) in cases {
            let pieces = TimeRange::new(from, to).pieces(longest_secs);
            let found: Vec<_> = pieces.map(|piece| (piece.from, piece.to)).collect();
            assert_eq!(found, expected, "{from}..{to} by {longest_secs}");
        }
    }
}
