//! The time that an expression is evaluated for, and how each function looks into another time.
//!
//! All series of an expression lie on one grid: places one step apart. Within `timeShift` the grid is moved along, so
//! that moving by what is no multiple of the step moves exactly. Times beyond ±300,000 years are brought back to there.

use crate::limits::MOST_PLACES;
use series::{Time, TimeRange};

/// No arithmetic on times within this overflows, and every one is exact as a floating point number.
const FAR: Time = 10_000_000_000_000;

/// What is shown, in which steps, and what time it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// What is shown.
    pub range: TimeRange,
    /// The present: regressions look back from the end of the range, but never from later than now.
    pub now: Time,
    /// The distance of all points, in seconds. The caller takes it from the length of the shown range, or one minute
    /// for full resolution.
    pub step_secs: i64,
}

impl Period {
    /// A step of less than a second is one of a second.
    pub fn new(range: TimeRange, now: Time, step_secs: i64) -> Self {
        let near = |time: Time| time.clamp(-FAR, FAR);
        let range = TimeRange::new(near(range.from), near(range.to));
        Self { range, now: near(now), step_secs: step_secs.clamp(1, FAR) }
    }

    pub(crate) const fn frame(self) -> Frame {
        Frame { range: self.range, phase: 0 }
    }
}

/// A part of time that some expression is asked about, and where its grid lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Frame {
    pub(crate) range: TimeRange,
    /// Places of the grid are this plus multiples of the step.
    phase: Time,
}

impl Frame {
    /// The same so many seconds ago.
    pub(crate) const fn earlier(self, secs: i64) -> Self {
        let range = TimeRange::new(self.range.from - secs, self.range.to - secs);
        Self { range, phase: self.phase - secs }
    }

    /// The same with so many seconds before it.
    pub(crate) const fn with_past(self, secs: i64) -> Self {
        Self { range: TimeRange::new(self.range.from - secs, self.range.to), ..self }
    }

    /// So many seconds up to the end, or up to now when the end is still to come.
    pub(crate) fn past(self, secs: i64, now: Time) -> Self {
        let base = self.range.to.min(now);
        Self { range: TimeRange::new(base - secs, base), ..self }
    }

    /// The first place: the one whose step has the beginning.
    pub(crate) const fn first(self, step_secs: i64) -> Time {
        floor(self.range.from, self.phase, step_secs)
    }

    /// The last place: the one whose step has the end.
    pub(crate) const fn last(self, step_secs: i64) -> Time {
        floor(self.range.to, self.phase, step_secs)
    }

    /// What has to be read, and what is looked at: from the first place up to the end.
    pub(crate) const fn read(self, step_secs: i64) -> TimeRange {
        TimeRange::new(self.first(step_secs), self.range.to)
    }

    /// All places in order. None when the end lies before the beginning.
    pub(crate) fn places(self, step_secs: i64) -> impl Iterator<Item = Time> {
        let (first, last) = (self.first(step_secs), self.last(step_secs));
        (0..self.count(step_secs))
            .map(move |place| first + place * step_secs)
            .take_while(move |at| *at <= last)
    }

    /// How many places there are.
    pub(crate) const fn count(self, step_secs: i64) -> i64 {
        if self.range.from > self.range.to {
            return 0;
        }
        (self.last(step_secs) - self.first(step_secs)) / step_secs + 1
    }

    pub(crate) const fn is_too_long(self, step_secs: i64) -> bool {
        self.count(step_secs) > MOST_PLACES
    }
}

const fn floor(time: Time, phase: Time, step_secs: i64) -> Time {
    (time - phase).div_euclid(step_secs) * step_secs + phase
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_look_where_their_function_does() {
        let frame = Period::new(TimeRange::new(600, 1_250), 1_000, 300).frame();
        let cases = [
            ("as shown", frame, vec![600, 900, 1_200]),
            ("a step ago", frame.earlier(300), vec![300, 600, 900]),
            ("a minute ago", frame.earlier(60), vec![540, 840, 1_140]),
            ("with an hour's past", frame.with_past(400), vec![0, 300, 600, 900, 1_200]),
            ("up to now", frame.past(500, 1_000), vec![300, 600, 900]),
            ("up to the end", frame.past(500, 9_000), vec![600, 900, 1_200]),
        ];
        for (case, frame, places) in cases {
            assert_eq!(frame.places(300).collect::<Vec<_>>(), places, "{case}");
            assert_eq!(frame.count(300), places.len() as i64, "{case}");
        }
        assert_eq!(frame.earlier(60).read(300), TimeRange::new(540, 1_190));
        let backwards = Period::new(TimeRange::new(600, 0), 0, 60).frame();
        assert_eq!((backwards.count(60), backwards.places(60).count()), (0, 0));
    }

    #[test]
    fn the_ends_of_time_do_not_overflow() {
        let period = Period::new(TimeRange::new(i64::MIN, i64::MAX), i64::MAX, 0);
        let mut frame = period.frame();
        for _ in 0..crate::limits::MOST_LEVELS {
            frame =
                frame.earlier(crate::limits::MOST_DURATION_SECS).with_past(crate::limits::MOST_DURATION_SECS);
        }
        assert!(frame.is_too_long(period.step_secs));
    }
}
