//! Whether a downtime applies at a time, to a host or a service.
//!
//! * It lasts from its beginning on, its end is not part of it.
//! * The last occurrence decides: an earlier one has ended earlier.
//! * A week begins on Sunday; days and months are Japan's. Periods over midnight of Sunday lose nothing.
//! * Kinds of scope are joined by and, the scopes of one kind by or; what is excluded never applies.

use super::calendar::{DAY_SECS, day_in_month, month_of, time, wall, weekday};
use mackerel::downtimes::{Downtime, Recurrence};
use mackerel::names::RoleFullName;
use series::Time;
use std::collections::BTreeMap;

/// What an alert would be about.
#[derive(Debug, Clone, Copy)]
pub(super) struct Target<'a> {
    /// The monitor or check.
    pub(super) monitor: &'a str,
    /// Its service, or none.
    pub(super) service: Option<&'a str>,
    /// The host's services and their roles, or none.
    pub(super) roles: &'a BTreeMap<String, Vec<String>>,
}

const WEEKDAYS: [&str; 7] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/// Whether it applies.
pub(super) fn applies(downtime: &Downtime, target: Target<'_>, now: Time) -> bool {
    is_on(downtime, now) && covers(downtime, target)
}

fn covers(downtime: &Downtime, target: Target<'_>) -> bool {
    let service = |name: &String| {
        target.service.is_some_and(|service| service == name) || target.roles.contains_key(name)
    };
    let role = |name: &String| {
        name.parse().is_ok_and(|RoleFullName { service, role }| {
            target.roles.get(&service).is_some_and(|roles| roles.contains(&role))
        })
    };
    let monitor = |id: &String| id == target.monitor;
    let within =
        |scopes: &[String], is_in: &dyn Fn(&String) -> bool| scopes.is_empty() || scopes.iter().any(is_in);
    within(&downtime.service_scopes, &service)
        && within(&downtime.role_scopes, &role)
        && within(&downtime.monitor_scopes, &monitor)
        && !downtime.service_exclude_scopes.iter().any(service)
        && !downtime.role_exclude_scopes.iter().any(role)
        && !downtime.monitor_exclude_scopes.iter().any(monitor)
}

fn is_on(downtime: &Downtime, now: Time) -> bool {
    let length = i64::try_from(downtime.duration).unwrap_or(i64::MAX).saturating_mul(60);
    last_beginning(downtime, now).is_some_and(|beginning| now.saturating_sub(beginning) < length)
}

/// The last beginning up to now.
fn last_beginning(downtime: &Downtime, now: Time) -> Option<Time> {
    let start = downtime.start;
    if now < start {
        return None;
    }
    let Some(recurrence) = &downtime.recurrence else { return Some(start) };
    let now = recurrence.until.map_or(now, |until| now.min(until));
    if now < start {
        return None;
    }
    let interval = i64::try_from(recurrence.interval).ok().filter(|&interval| interval > 0)?;
    match recurrence.kind.as_str() {
        "hourly" => Some(last_multiple(start, interval.saturating_mul(60 * 60), now)),
        "daily" => Some(last_multiple(start, interval.saturating_mul(DAY_SECS), now)),
        "weekly" => last_weekday(start, interval, recurrence, now),
        "monthly" => last_month(start, interval, now),
        "yearly" => last_month(start, interval.saturating_mul(12), now),
        _ => None,
    }
}

fn last_multiple(start: Time, step: i64, now: Time) -> Time {
    start + (now - start) / step * step
}

/// Without weekdays it is that of the start.
fn last_weekday(start: Time, interval: i64, recurrence: &Recurrence, now: Time) -> Option<Time> {
    let (first, second) = wall(start);
    let is_wanted = |day: i64| {
        let name = WEEKDAYS[weekday(day) as usize];
        let named = recurrence.weekdays.iter().any(|wanted| wanted == name);
        named || recurrence.weekdays.is_empty() && weekday(day) == weekday(first)
    };
    let sunday = |day: i64| day - weekday(day);
    let weeks = |day: i64| (sunday(day) - sunday(first)) / 7;
    let (today, _) = wall(now);
    // Weeks in between have nothing: only the last one that counts is looked at, and the one before it.
    let week = weeks(today) / interval * interval;
    [week, week - interval].into_iter().find_map(|week| {
        let sunday = sunday(first).checked_add(week.checked_mul(7)?)?;
        let days = (sunday..sunday + 7).rev().filter(|&day| is_wanted(day));
        days.map(|day| time((day, second))).find(|&begins| begins <= now && begins >= start)
    })
}

fn last_month(start: Time, interval: i64, now: Time) -> Option<Time> {
    let (first, second) = wall(start);
    let (month, place) = month_of(first);
    let passed = (month_of(wall(now).0).0 - month) / interval * interval;
    [passed, passed - interval].into_iter().filter(|&passed| passed >= 0).find_map(|passed| {
        let begins = time((day_in_month(month + passed, place), second));
        (begins <= now).then_some(begins)
    })
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
            assert_eq!(is_on(&downtime(json), START + after), expected, "{json} after {after} s");
        }
        for json in [
            r#"{"duration":18446744073709551615,"recurrence":{"type":"yearly","interval":18446744073709551615}}"#,
            r#"{"duration":1,"recurrence":{"type":"weekly","interval":9223372036854775807}}"#,
            r#"{"duration":1,"recurrence":{"type":"monthly","interval":9223372036854775807}}"#,
            r#"{"duration":1,"recurrence":{"type":"hourly","interval":9223372036854775807}}"#,
        ] {
            for now in [START, START + 1_000 * DAY, 1_000_000_000_000_000] {
                let _answered = is_on(&downtime(json), now);
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
            prop_assert_eq!(is_on(&downtime, now), expected);
        }
    }

    #[test]
    fn a_downtime_is_for_what_its_scopes_say() {
        let web = BTreeMap::from([("shop".to_owned(), vec!["web".to_owned()])]);
        let none = BTreeMap::new();
        let host = Target { monitor: "2m", service: None, roles: &web };
        let service = Target { monitor: "2m", service: Some("shop"), roles: &none };
        for (json, target, expected) in [
            (r#"{"duration":1}"#, host, true),
            (r#"{"duration":1}"#, service, true),
            (r#"{"duration":1,"serviceScopes":["shop"]}"#, host, true),
            (r#"{"duration":1,"serviceScopes":["shop"]}"#, service, true),
            (r#"{"duration":1,"serviceScopes":["blog"]}"#, host, false),
            (r#"{"duration":1,"roleScopes":["shop: web"]}"#, host, true),
            (r#"{"duration":1,"roleScopes":["shop:db"]}"#, host, false),
            (r#"{"duration":1,"roleScopes":["shop: web"]}"#, service, false),
            (r#"{"duration":1,"monitorScopes":["2m"],"serviceScopes":["shop"]}"#, host, true),
            (r#"{"duration":1,"monitorScopes":["2x"],"serviceScopes":["shop"]}"#, host, false),
            (r#"{"duration":1,"serviceExcludeScopes":["shop"]}"#, service, false),
            (r#"{"duration":1,"serviceScopes":["shop"],"roleExcludeScopes":["shop: web"]}"#, host, false),
            (r#"{"duration":1,"monitorExcludeScopes":["2m"]}"#, host, false),
        ] {
            assert_eq!(applies(&downtime(json), target, START), expected, "{json}");
        }
    }
}
