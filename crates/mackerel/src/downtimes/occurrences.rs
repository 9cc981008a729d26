//! When a downtime is on.
//!
//! * It lasts from its beginning on, its end is not part of it.
//! * The last occurrence decides: an earlier one has ended earlier.
//! * A week begins on Sunday; days and months are Japan's. Periods over midnight of Sunday lose nothing.
//! * An interval of 0 and a kind that nobody knows never begin; one that is out of reach counts as the longest.

use super::calendar::{DAY_SECS, day_in_month, month_of, time, wall, weekday};
use super::{Downtime, Recurrence};
use series::Time;

/// The days as recurrences name them, Sunday first.
pub const WEEKDAYS: [&str; 7] =
    ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/// Longer intervals are beyond all calendars.
const LONGEST_INTERVAL: u64 = 100_000_000;

impl Downtime {
    /// How long each occurrence lasts, in seconds.
    pub fn length_secs(&self) -> i64 {
        i64::try_from(self.duration).unwrap_or(i64::MAX).saturating_mul(60)
    }

    /// Whether it is on at this time.
    pub fn is_on(&self, now: Time) -> bool {
        self.last_beginning(now).is_some_and(|beginning| now.saturating_sub(beginning) < self.length_secs())
    }

    /// The last beginning up to now.
    pub fn last_beginning(&self, now: Time) -> Option<Time> {
        let start = self.start;
        let Some(recurrence) = &self.recurrence else { return (start <= now).then_some(start) };
        let now = recurrence.until.map_or(now, |until| now.min(until));
        if now < start {
            return None;
        }
        match Pace::of(recurrence)? {
            Pace::Every(step) => Some(start + (now - start) / step * step),
            Pace::Weeks(interval) => {
                let (week, begins) = weeks(self, recurrence, interval, now);
                let last = [week, week - interval].into_iter();
                last.map(begins).find_map(|all| all.into_iter().rfind(|&begins| begins <= now))
            }
            Pace::Months(interval) => {
                let (passed, begins) = months(self, interval, now);
                let last = [passed, passed - interval].into_iter().filter(|&passed| passed >= 0);
                last.map(begins).find(|&begins| begins <= now)
            }
        }
    }

    /// The first beginning from this time on.
    pub fn next_beginning(&self, from: Time) -> Option<Time> {
        let start = self.start;
        let from = from.max(start);
        let Some(recurrence) = &self.recurrence else { return (from <= start).then_some(start) };
        let next = match Pace::of(recurrence)? {
            Pace::Every(step) => {
                let passed = from.saturating_sub(start);
                let steps = passed / step + i64::from(passed % step > 0);
                start.checked_add(steps.checked_mul(step)?)?
            }
            Pace::Weeks(interval) => {
                let (week, begins) = weeks(self, recurrence, interval, from);
                // The first week may have nothing after the start.
                let next = [week, week + interval, week + 2 * interval].into_iter();
                next.map(begins).find_map(|all| all.into_iter().find(|&begins| begins >= from))?
            }
            Pace::Months(interval) => {
                let (passed, begins) = months(self, interval, from);
                [passed, passed + interval].into_iter().map(begins).find(|&begins| begins >= from)?
            }
        };
        recurrence.until.is_none_or(|until| next <= until).then_some(next)
    }

    /// All beginnings from this time on, in order; of most downtimes that recur there is no last one.
    pub fn beginnings(&self, from: Time) -> impl Iterator<Item = Time> {
        std::iter::successors(self.next_beginning(from), |last| self.next_beginning(last.checked_add(1)?))
    }
}

/// How far apart occurrences are.
enum Pace {
    /// In seconds.
    Every(i64),
    /// In weeks, on some days of each.
    Weeks(i64),
    /// In months, on one day of each.
    Months(i64),
}

impl Pace {
    fn of(recurrence: &Recurrence) -> Option<Self> {
        let interval = i64::try_from(recurrence.interval.min(LONGEST_INTERVAL)).ok()?;
        if interval == 0 {
            return None;
        }
        Some(match recurrence.kind.as_str() {
            "hourly" => Self::Every(interval * 60 * 60),
            "daily" => Self::Every(interval * DAY_SECS),
            "weekly" => Self::Weeks(interval),
            "monthly" => Self::Months(interval),
            "yearly" => Self::Months(interval * 12),
            _ => return None,
        })
    }
}

/// The last week that counts up to a time, and the beginnings of a week, none of them before the start.
/// Weeks are counted from that of the start; without weekdays the day is that of the start.
fn weeks(
    downtime: &Downtime,
    recurrence: &Recurrence,
    interval: i64,
    at: Time,
) -> (i64, impl Fn(i64) -> Vec<Time>) {
    let start = downtime.start;
    let (first, second) = wall(start);
    let sunday = |day: i64| day - weekday(day);
    let week = (sunday(wall(at).0) - sunday(first)) / 7;
    let begins = move |week: i64| {
        let is_wanted = |day: i64| {
            let name = WEEKDAYS[weekday(day) as usize];
            let named = recurrence.weekdays.iter().any(|wanted| wanted == name);
            named || recurrence.weekdays.is_empty() && weekday(day) == weekday(first)
        };
        let sunday = sunday(first) + week * 7;
        let days = (sunday..sunday + 7).filter(|&day| is_wanted(day));
        days.map(|day| time((day, second))).filter(|&begins| begins >= start).collect()
    };
    (week / interval * interval, begins)
}

/// The last month that counts up to a time, and the beginning in a month. They are counted from that of the start.
fn months(downtime: &Downtime, interval: i64, at: Time) -> (i64, impl Fn(i64) -> Time) {
    let (first, second) = wall(downtime.start);
    let (month, place) = month_of(first);
    let passed = month_of(wall(at).0).0 - month;
    (passed / interval * interval, move |passed| time((day_in_month(month + passed, place), second)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const HOUR: i64 = 3_600;
    /// Sunday 2027-01-31 01:00 in Japan.
    const START: Time = 1_801_324_800;

    fn downtime(json: &str) -> Downtime {
        let mut fields: serde_json::Value = serde_json::from_str(json).expect(json);
        fields["name"] = "d".into();
        fields["start"] = START.into();
        serde_json::from_value(fields).expect(json)
    }

    #[test]
    fn a_downtime_is_on_from_each_of_its_beginnings() {
        const DAY: i64 = DAY_SECS;
        assert_eq!((wall(START).1, weekday(wall(START).0), month_of(wall(START).0).1), (HOUR, 0, 31));
        let once = r#"{"duration":60}"#;
        let hourly = r#"{"duration":10,"recurrence":{"type":"hourly","interval":2}}"#;
        let daily = r#"{"duration":60,"recurrence":{"type":"daily","interval":3}}"#;
        let weekly = r#"{"duration":60,"recurrence":{"type":"weekly","interval":1}}"#;
        let weekdays =
            r#"{"duration":60,"recurrence":{"type":"weekly","interval":2,"weekdays":["Sunday","Tuesday"]}}"#;
        let tuesdays =
            r#"{"duration":60,"recurrence":{"type":"weekly","interval":1,"weekdays":["Tuesday"]}}"#;
        let long = r#"{"duration":4320,"recurrence":{"type":"weekly","interval":1,"weekdays":["Sunday"]}}"#;
        let monthly = r#"{"duration":60,"recurrence":{"type":"monthly","interval":1}}"#;
        let yearly = r#"{"duration":60,"recurrence":{"type":"yearly","interval":1}}"#;
        let ended = format!(
            r#"{{"duration":60,"recurrence":{{"type":"daily","interval":1,"until":{}}}}}"#,
            START + 2 * DAY
        );
        for (json, after, expected) in [
            (once, -1, false),
            (once, 0, true),
            (once, HOUR - 1, true),
            (once, HOUR, false),
            (hourly, HOUR, false),
            (hourly, 2 * HOUR, true),
            (hourly, 2 * HOUR + 600, false),
            (daily, DAY, false),
            (daily, 3 * DAY, true),
            (weekly, 6 * DAY, false),
            (weekly, 7 * DAY, true),
            (weekdays, 0, true),
            (weekdays, 2 * DAY, true),
            (weekdays, 7 * DAY, false),
            (weekdays, 9 * DAY, false),
            (weekdays, 14 * DAY, true),
            (weekdays, 16 * DAY, true),
            (tuesdays, 0, false),
            (tuesdays, 2 * DAY, true),
            (tuesdays, 9 * DAY, true),
            // Three days from Sunday, over Monday, are three days.
            (long, 3 * DAY - 1, true),
            (long, 3 * DAY, false),
            (long, 10 * DAY - 1, true),
            // The 31st is the last day of February.
            (monthly, 27 * DAY, false),
            (monthly, 28 * DAY, true),
            (monthly, 59 * DAY, true),
            (yearly, 28 * DAY, false),
            (yearly, 365 * DAY, true),
            (&ended, 2 * DAY, true),
            (&ended, 3 * DAY, false),
        ] {
            assert_eq!(downtime(json).is_on(START + after), expected, "{json} after {after} s");
        }
        for json in [
            r#"{"duration":18446744073709551615,"recurrence":{"type":"yearly","interval":18446744073709551615}}"#,
            r#"{"duration":1,"recurrence":{"type":"weekly","interval":9223372036854775807}}"#,
            r#"{"duration":1,"recurrence":{"type":"monthly","interval":9223372036854775807}}"#,
            r#"{"duration":1,"recurrence":{"type":"hourly","interval":9223372036854775807}}"#,
        ] {
            for now in [START, START + 1_000 * DAY, 1_000_000_000_000_000] {
                let _answered = downtime(json).is_on(now);
                assert!(downtime(json).beginnings(now).take(3).count() <= 3);
            }
        }
    }

    /// Every beginning from the first on, one after the other.
    fn beginnings(downtime: &Downtime, end: Time) -> Vec<Time> {
        let Some(recurrence) = &downtime.recurrence else { return vec![downtime.start] };
        let (first, second) = wall(downtime.start);
        let (month, place) = month_of(first);
        let interval = recurrence.interval as i64;
        let named = |day: i64| recurrence.weekdays.iter().any(|name| name == WEEKDAYS[weekday(day) as usize]);
        let is_in_week = |day: i64| {
            let weeks = (day - weekday(day) - (first - weekday(first))) / 7;
            weeks % interval == 0
                && (named(day) || recurrence.weekdays.is_empty() && weekday(day) == weekday(first))
        };
        let all: Vec<Time> = match recurrence.kind.as_str() {
            "hourly" => (0..2_000).map(|n| downtime.start + n * interval * HOUR).collect(),
            "daily" => (0..500).map(|n| downtime.start + n * interval * DAY_SECS).collect(),
            "weekly" => {
                (first..first + 500).filter(|&day| is_in_week(day)).map(|day| time((day, second))).collect()
            }
            "monthly" => (0..30).map(|n| time((day_in_month(month + n * interval, place), second))).collect(),
            _ => (0..4).map(|n| time((day_in_month(month + n * interval * 12, place), second))).collect(),
        };
        let last = recurrence.until.unwrap_or(Time::MAX).min(end);
        all.into_iter().filter(|&begins| begins <= last).collect()
    }

    proptest! {
        #[test]
        fn a_downtime_is_on_when_one_of_its_periods_is(
            kind in prop::sample::select(vec!["hourly", "daily", "weekly", "monthly", "yearly"]),
            interval in 1_u64..4,
            weekdays in prop::collection::vec(prop::sample::select(WEEKDAYS.to_vec()), 0..4),
            start in START..START + 400 * DAY_SECS,
            minutes in prop::sample::select(vec![1_u64, 30, 60, 600, 3_000, 20_000]),
            after in -DAY_SECS..60 * DAY_SECS,
            until in prop::option::of(-DAY_SECS..60 * DAY_SECS),
        ) {
            let weekdays = if kind == "weekly" { weekdays } else { Vec::new() };
            let recurrence = Recurrence {
                kind: kind.to_owned(),
                interval,
                weekdays: weekdays.into_iter().map(str::to_owned).collect(),
                until: until.map(|until| start + until),
            };
            let downtime =
                Downtime { start, duration: minutes, recurrence: Some(recurrence), ..Downtime::default() };
            let now = start + after;
            let length = minutes as i64 * 60;
            let expected = beginnings(&downtime, now).iter().any(|&begins| begins <= now && now < begins + length);
            prop_assert_eq!(downtime.is_on(now), expected);
            let all = beginnings(&downtime, now + 90 * DAY_SECS);
            let expected: Vec<Time> = all.into_iter().filter(|&begins| begins >= now).take(5).collect();
            let found: Vec<Time> = downtime.beginnings(now).take(5).collect();
            // The model ends; what it lists is what comes next.
            prop_assert_eq!(&found[..expected.len()], &expected[..]);
            let ahead = found.iter().filter(|&&begins| begins <= now + 90 * DAY_SECS).count();
            prop_assert_eq!(ahead, expected.len());
        }
    }
}
