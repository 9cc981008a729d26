//! Days, weeks and months in Japan's time (UTC+9, no daylight saving): the story happens in office hours there.
//!
//! Days are counted from 1970-01-01 and may be negative; every function holds for them too.

use series::Time;

pub(super) const MINUTE: i64 = 60;
pub(super) const HOUR: i64 = 60 * MINUTE;
pub(super) const DAY: i64 = 24 * HOUR;
/// Minutes of a week.
pub(super) const WEEK_MINUTES: i64 = 7 * 24 * 60;

/// Days of the week as [`weekday`] counts them.
pub(super) const THURSDAY: i64 = 3;
pub(super) const SATURDAY: i64 = 5;

const JAPAN_SECS: i64 = 9 * HOUR;

/// A day of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Date {
    pub(super) year: i64,
    pub(super) month: i64,
    pub(super) day: i64,
}

/// The day that this second belongs to.
pub(super) const fn day_of(time: Time) -> i64 {
    (time + JAPAN_SECS).div_euclid(DAY)
}

/// The first second of a day.
pub(super) const fn start_of(day: i64) -> Time {
    day * DAY - JAPAN_SECS
}

/// The second at which the clock on the wall says `hour:minute`.
pub(super) const fn at(day: i64, hour: i64, minute: i64) -> Time {
    start_of(day) + hour * HOUR + minute * MINUTE
}

/// Monday is 0.
pub(super) const fn weekday(day: i64) -> i64 {
    // The first day of all was a Thursday.
    (day + THURSDAY).rem_euclid(7)
}

/// The last day before `day` that falls on a weekday.
pub(super) const fn last_before(day: i64, wanted: i64) -> i64 {
    day - 1 - (weekday(day - 1) - wanted).rem_euclid(7)
}

/// Which minute of the week, from Monday 00:00, a minute since the epoch is.
pub(super) const fn minute_of_week(minute: i64) -> i64 {
    (minute + JAPAN_SECS / MINUTE + THURSDAY * 24 * 60).rem_euclid(WEEK_MINUTES)
}

/// The date of a day.
pub(super) const fn date(day: i64) -> Date {
    // Years that begin in March put the leap day last.
    let shifted = day + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + if month <= 2 { 1 } else { 0 };
    Date { year, month, day: day_of_year - (153 * shifted_month + 2) / 5 + 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_weekdays_and_seconds_agree() {
        for (time, year, month, day, weekday_of) in [
            (0, 1970, 1, 1, 3),
            (15 * HOUR - 1, 1970, 1, 1, 3),
            (15 * HOUR, 1970, 1, 2, 4),
            (951_750_000, 2000, 2, 29, 1),
            (951_836_400, 2000, 3, 1, 2),
            (1_767_193_200, 2026, 1, 1, 3),
            (-DAY * 365, 1969, 1, 1, 2),
        ] {
            let number = day_of(time);
            assert_eq!(date(number), Date { year, month, day }, "{time}");
            assert_eq!(weekday(number), weekday_of, "{time}");
            assert!(start_of(number) <= time && time < start_of(number + 1));
        }
    }

    #[test]
    fn the_last_weekday_before_a_day_is_one_to_seven_days_ago() {
        for day in 20_000..20_014 {
            let found = last_before(day, THURSDAY);
            assert_eq!(weekday(found), THURSDAY);
            assert!((1..=7).contains(&(day - found)), "{day}");
        }
    }

    #[test]
    fn the_week_begins_on_monday_at_midnight() {
        let monday = last_before(20_000, 0);
        assert_eq!(minute_of_week(start_of(monday) / MINUTE), 0);
        assert_eq!(minute_of_week(start_of(monday) / MINUTE - 1), WEEK_MINUTES - 1);
        assert_eq!(minute_of_week(at(monday + 1, 14, 5) / MINUTE), 24 * 60 + 14 * 60 + 5);
    }
}
