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

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::{Timestamp, Zoned, tz::TimeZone};

    /// Places where the clock goes forward and back, by an hour, by half of one, and at midnight.
    const CHANGES: [(&str, [Time; 2]); 5] = [
        ("America/New_York", [1_741_503_600, 1_762_063_200]),
        ("Europe/Berlin", [1_743_296_400, 1_761_440_400]),
        ("Asia/Tokyo", [1_743_296_400, 1_767_193_200]),
        ("Australia/Lord_Howe", [1_759_590_000, 1_743_865_200]),
        ("America/Havana", [1_741_496_400, 1_762_059_600]),
    ];

    #[test]
    fn no_boundary_is_left_out_and_none_is_made_up() {
        for (name, changes) in CHANGES {
            let tz = TimeZone::get(name).unwrap();
            let offset = |time: Time| tz.to_offset(Timestamp::from_second(time).unwrap()).seconds();
            for change in changes {
                let range = TimeRange::new(change - 40 * 3_600, change + 40 * 3_600);
                let minutes: Vec<Zoned> = (range.from..=range.to)
                    .step_by(60)
                    .map(|time| Timestamp::from_second(time).unwrap().to_zoned(tz.clone()))
                    .collect();
                for step in STEPS.into_iter().filter(|step| (900..=DAY_SECS).contains(&step.secs())) {
                    let found: Vec<Time> = ticks(range, step, &offset).iter().map(|tick| tick.time).collect();
                    assert_eq!(found, expected(&minutes, step), "{step:?} in {name} around {change}");
                }
            }
        }
    }

    fn expected(minutes: &[Zoned], step: Step) -> Vec<Time> {
        let mut kept: Vec<&Zoned> = Vec::new();
        for minute in minutes {
            let is_boundary = match step {
                Step::Secs(secs) => {
                    let of_day = i64::from(minute.hour()) * 3_600 + i64::from(minute.minute()) * 60;
                    of_day % secs == 0
                }
                _ => minute.start_of_day().unwrap() == *minute,
            };
            let is_again = kept.last().is_some_and(|last| minute.datetime() <= last.datetime());
            if is_boundary && !(is_again && step.secs() >= 3_600) {
                kept.push(minute);
            }
        }
        kept.into_iter().map(|minute| minute.timestamp().as_second()).collect()
    }

    #[test]
    fn weeks_begin_on_mondays_months_and_years_on_their_first() {
        let offset = |_: Time| 9 * 3_600;
        let local = |time: i64| time - 9 * 3_600;
        // 2025: the first Monday is 6 January, local midnight.
        let range = TimeRange::new(local(1_735_689_600), local(1_767_225_600));
        let first = |step| ticks(range, step, &offset).first().map(|tick| tick.local_secs);
        assert_eq!(first(Step::Days(7)), Some(1_736_121_600));
        for (step, count) in
            [(Step::Months(1), 13), (Step::Months(3), 5), (Step::Months(12), 2), (Step::Days(1), 366)]
        {
            let found = ticks(range, step, &offset);
            assert_eq!(found.len(), count, "{step:?}");
            assert_eq!(found[0].local_secs, 1_735_689_600, "{step:?}");
        }
    }

    #[test]
    fn ranges_without_length_or_sense_have_no_ticks() {
        let offset = |_: Time| 0;
        for step in STEPS {
            assert_eq!(ticks(TimeRange::new(10, 5), step, &offset), []);
            assert!(ticks(TimeRange::new(i64::MIN, i64::MAX), step, &offset).len() <= MOST_TICKS);
            assert!(ticks(TimeRange::new(i64::MAX - 5, i64::MAX), step, &offset).len() <= 6);
        }
    }
}
