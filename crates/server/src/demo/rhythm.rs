//! How busy a service is through the day and the week: a table with one level for each minute of the week.
//!
//! Levels lie between 0 and 1; the week wraps without a step.

use super::calendar::{SATURDAY, WEEK_MINUTES, minute_of_week};

/// Levels by minute of the week.
#[derive(Debug)]
pub(super) struct Rhythm {
    week: Vec<f64>,
}

/// `(hour, level)` through one day; the last joins the first of the next.
type Day = &'static [(f64, f64)];

const SHOPPERS_WEEKDAY: Day = &[
    (0.0, 0.50),
    (2.0, 0.18),
    (4.5, 0.10),
    (7.5, 0.38),
    (9.5, 0.34),
    (12.3, 0.66),
    (14.5, 0.46),
    (18.0, 0.58),
    (21.2, 0.88),
    (23.0, 0.70),
];
const SHOPPERS_WEEKEND: Day = &[
    (0.0, 0.52),
    (2.5, 0.22),
    (5.0, 0.12),
    (9.0, 0.42),
    (11.5, 0.72),
    (15.0, 0.78),
    (18.0, 0.70),
    (20.8, 0.97),
    (23.0, 0.74),
];
const OFFICE_WEEKDAY: Day = &[
    (0.0, 0.14),
    (5.0, 0.10),
    (8.0, 0.34),
    (10.0, 0.92),
    (11.8, 0.96),
    (12.5, 0.68),
    (13.6, 0.95),
    (16.5, 0.97),
    (18.5, 0.60),
    (21.0, 0.26),
];
const OFFICE_WEEKEND: Day = &[(0.0, 0.13), (5.0, 0.10), (11.0, 0.24), (16.0, 0.26), (21.0, 0.20)];
const NIGHT: Day = &[
    (0.0, 0.30),
    (1.0, 0.82),
    (4.5, 0.90),
    (6.0, 0.35),
    (9.0, 0.22),
    (13.0, 0.30),
    (18.0, 0.24),
    (22.0, 0.20),
];

impl Rhythm {
    /// A shop: lunch, evening, and busier at weekends.
    pub(super) fn shoppers() -> Self {
        Self::of(SHOPPERS_WEEKDAY, SHOPPERS_WEEKEND)
    }

    /// Business customers: office hours.
    pub(super) fn office() -> Self {
        Self::of(OFFICE_WEEKDAY, OFFICE_WEEKEND)
    }

    /// Jobs that wait for the night.
    pub(super) fn night() -> Self {
        Self::of(NIGHT, NIGHT)
    }

    fn of(weekday: Day, weekend: Day) -> Self {
        let day = |number: i64| if number.rem_euclid(7) < SATURDAY { weekday } else { weekend };
        let level = |minute: i64| {
            let number = minute / (24 * 60);
            let hour = (minute % (24 * 60)) as f64 / 60.0;
            let today = day(number);
            let next = today.iter().position(|point| point.0 > hour);
            let before = today[next.unwrap_or(today.len()) - 1];
            let after = next.map_or((24.0, day(number + 1)[0].1), |next| today[next]);
            let part = (hour - before.0) / (after.0 - before.0);
            before.1 + (after.1 - before.1) * part * part * (3.0 - 2.0 * part)
        };
        Self { week: (0..WEEK_MINUTES).map(level).collect() }
    }

    /// The level at a minute since the epoch.
    pub(super) fn at(&self, minute: i64) -> f64 {
        self.week[minute_of_week(minute) as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_stay_between_zero_and_one_and_never_jump() {
        for (name, rhythm) in
            [("shoppers", Rhythm::shoppers()), ("office", Rhythm::office()), ("night", Rhythm::night())]
        {
            for minute in 0..WEEK_MINUTES {
                let (here, next) = (rhythm.at(minute), rhythm.at(minute + 1));
                assert!((0.0..=1.0).contains(&here), "{name} at {minute}: {here}");
                assert!((here - next).abs() < 0.015, "{name} at {minute}: {here} to {next}");
                assert_eq!(here, rhythm.at(minute + WEEK_MINUTES));
            }
        }
    }

    #[test]
    fn each_service_is_busy_when_its_people_are() {
        let monday = 4 * 24 * 60 - 9 * 60;
        let at = |rhythm: &Rhythm, day: i64, hour: i64| rhythm.at(monday + (day * 24 + hour) * 60);
        let (shoppers, office, night) = (Rhythm::shoppers(), Rhythm::office(), Rhythm::night());
        for (busy, quiet) in [
            (at(&shoppers, 1, 21), at(&shoppers, 1, 4)),
            (at(&shoppers, 5, 15), at(&shoppers, 2, 15)),
            (at(&office, 2, 11), at(&office, 2, 22)),
            (at(&office, 2, 11), at(&office, 6, 11)),
            (at(&night, 2, 3), at(&night, 2, 15)),
        ] {
            assert!(busy > 1.3 * quiet, "{busy} against {quiet}");
        }
    }
}
