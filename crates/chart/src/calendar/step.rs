//! The table of steps and the ticks that a step puts into a range.

use super::civil::{Civil, DAY_SECS, instant, local_secs, month_index, month_start};
use series::{Time, TimeRange};

/// A multiple of a unit of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// Seconds, up to half a day.
    Secs(i64),
    /// Days; multiples of 7 begin on Mondays.
    Days(i64),
    /// Months; multiples of 12 are years.
    Months(i64),
}

/// One place on the axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tick {
    /// When.
    pub time: Time,
    /// What the local clock shows then, in seconds.
    pub local_secs: i64,
}

/// From the finest to the coarsest.
pub(crate) const STEPS: [Step; 32] = [
    Step::Secs(1),
    Step::Secs(2),
    Step::Secs(5),
    Step::Secs(10),
    Step::Secs(15),
    Step::Secs(30),
    Step::Secs(60),
    Step::Secs(2 * 60),
    Step::Secs(5 * 60),
    Step::Secs(10 * 60),
    Step::Secs(15 * 60),
    Step::Secs(30 * 60),
    Step::Secs(3_600),
    Step::Secs(2 * 3_600),
    Step::Secs(3 * 3_600),
    Step::Secs(6 * 3_600),
    Step::Secs(12 * 3_600),
    Step::Days(1),
    Step::Days(2),
    Step::Days(7),
    Step::Days(14),
    Step::Months(1),
    Step::Months(2),
    Step::Months(3),
    Step::Months(6),
    Step::Months(12),
    Step::Months(24),
    Step::Months(60),
    Step::Months(120),
    Step::Months(240),
    Step::Months(600),
    Step::Months(1_200),
];

/// More ticks than any screen has room for.
const MOST_TICKS: usize = 400;

impl Step {
    /// Its usual length.
    pub(crate) fn secs(self) -> i64 {
        match self {
            Self::Secs(secs) => secs,
            Self::Days(days) => days * DAY_SECS,
            Self::Months(months) => months * 2_629_746,
        }
    }
}

/// The ticks of a step inside a range, both ends included.
pub(crate) fn ticks(range: TimeRange, step: Step, utc_offset_secs: &dyn Fn(Time) -> i32) -> Vec<Tick> {
    let first_local = local_secs(range.from, utc_offset_secs);
    let on = |time: Time| Tick { time, local_secs: local_secs(time, utc_offset_secs) };
    let mut found: Vec<Tick> = match step {
        Step::Secs(secs) => {
            let first = aligned_from(range.from, secs, utc_offset_secs);
            let next = |time: &Time| Some(aligned_from(time.saturating_add(1), secs, utc_offset_secs));
            std::iter::successors(Some(first), next)
                .take_while(|time| *time <= range.to)
                .take(MOST_TICKS)
                .map(on)
                .collect()
        }
        Step::Days(days) => {
            // The first day of 1970 was a Thursday, so Mondays are three days off a multiple of seven.
            let monday = if days % 7 == 0 { 3 } else { 0 };
            let first = (first_local.div_euclid(DAY_SECS) + monday).div_euclid(days) * days - monday;
            (0..)
                .map(|at| instant((first + at * days).saturating_mul(DAY_SECS), utc_offset_secs))
                .take_while(|time| *time <= range.to)
                .take(MOST_TICKS)
                .map(on)
                .collect()
        }
        Step::Months(months) => {
            let first = month_index(Civil::of(first_local)).div_euclid(months) * months;
            (0..)
                .map_while(|at| month_start(first + at * months))
                .map(|local| instant(local, utc_offset_secs))
                .take_while(|time| *time <= range.to)
                .take(MOST_TICKS)
                .map(on)
                .collect()
        }
    };
    found.retain(|tick| range.contains(tick.time));
    // An hour that the clock shows twice has its ticks twice only where they are finer than the hour.
    let is_coarse = step.secs() >= 3_600;
    found.dedup_by(|tick, before| {
        tick.time == before.time || is_coarse && tick.local_secs <= before.local_secs
    });
    found
}

/// The first instant from `time` on at which the local clock shows a multiple of the step.
fn aligned_from(time: Time, step_secs: i64, utc_offset_secs: &dyn Fn(Time) -> i32) -> Time {
    let rest = |time: Time| local_secs(time, utc_offset_secs).rem_euclid(step_secs);
    let guess = time.saturating_add((step_secs - rest(time)) % step_secs);
    let over = rest(guess);
    if over == 0 {
        return guess;
    }
    // The clock was changed on the way: the boundary lies a little before or after.
    let back = guess.saturating_sub(over);
    if back >= time && rest(back) == 0 {
        return back;
    }
    guess.saturating_add(step_secs - over)
}
