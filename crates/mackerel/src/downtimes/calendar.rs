//! Days and months of downtimes, in Japan's time (UTC+9, no daylight saving) as in the product.
//!
//! Days are counted from 1970-01-01 and may be negative; every function holds for them too.

use series::Time;

/// Seconds of a day.
pub(super) const DAY_SECS: i64 = 24 * 60 * 60;

const JAPAN_SECS: i64 = 9 * 60 * 60;

/// A second of the clock on the wall: a day, and the seconds since its midnight.
pub(super) const fn wall(time: Time) -> (i64, i64) {
    let wall = time.saturating_add(JAPAN_SECS);
    (wall.div_euclid(DAY_SECS), wall.rem_euclid(DAY_SECS))
}

/// The time at which the wall says so.
pub(super) const fn time((day, second): (i64, i64)) -> Time {
    day * DAY_SECS + second - JAPAN_SECS
}

/// Sunday is 0.
pub(super) const fn weekday(day: i64) -> i64 {
    // The first day of all was a Thursday.
    (day + 4).rem_euclid(7)
}

/// A day's month, counted from January of the year 0, and its place in it from 1.
pub(super) const fn month_of(day: i64) -> (i64, i64) {
    // Years that begin in March put the leap day last.
    let shifted = day + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let months = (era * 400 + year_of_era) * 12 + month_from_march + 2;
    (months, day_of_year - (153 * month_from_march + 2) / 5 + 1)
}

/// A day of a month by its place in it; one that the month does not have is its last.
pub(super) fn day_in_month(month: i64, place: i64) -> i64 {
    let first = first_of(month);
    (first + place - 1).min(first_of(month + 1) - 1)
}

fn first_of(month: i64) -> i64 {
    let from_march = month - 2;
    let (year, month_from_march) = (from_march.div_euclid(12), from_march.rem_euclid(12));
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * month_from_march + 2) / 5;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_and_days_agree() {
        for (seconds, year, month, place, weekday_of) in [
            (0, 1970, 1, 1, 4),
            (15 * 3_600, 1970, 1, 2, 5),
            (951_750_000, 2000, 2, 29, 2),
            (951_836_400, 2000, 3, 1, 3),
            (1_767_193_200, 2026, 1, 1, 4),
            (-DAY_SECS * 365, 1969, 1, 1, 3),
        ] {
            let (day, second) = wall(seconds);
            assert_eq!(month_of(day), (year * 12 + month - 1, place), "{seconds}");
            assert_eq!(weekday(day), weekday_of, "{seconds}");
            assert_eq!(time((day, second)), seconds);
        }
        for day in -200_000..200_000 {
            let (month, place) = month_of(day);
            assert_eq!(day_in_month(month, place), day);
        }
    }

    #[test]
    fn a_day_that_a_month_lacks_is_its_last() {
        for (year, month, place, expected) in
            [(2027, 2, 31, 28), (2028, 2, 30, 29), (2027, 4, 31, 30), (2027, 5, 31, 31), (2027, 12, 31, 31)]
        {
            let day = day_in_month(year * 12 + month - 1, place);
            assert_eq!(month_of(day), (year * 12 + month - 1, expected), "{year}-{month}-{place}");
        }
    }
}
