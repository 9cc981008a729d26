//! A downtime in words: when it is, and what it is for.

use super::draft::Problem;
use crate::clock::use_clock;
use crate::i18n::{fill, t};
use crate::moment;
use mackerel::downtimes::{Downtime, WEEKDAYS};

/// When it is: how it repeats, and for how long.
pub fn when(downtime: &Downtime) -> String {
    let texts = &t().downtimes;
    let now = use_clock().now();
    let length = moment::duration(downtime.length_secs());
    let Some(recurrence) = &downtime.recurrence else {
        return fill(texts.lasting, &[&moment::short(downtime.start, now), &length]);
    };
    let (one, many) = match recurrence.kind.as_str() {
        "hourly" => (texts.hourly, texts.every_hours),
        "daily" => (texts.daily, texts.every_days),
        "weekly" => (texts.weekly, texts.every_weeks),
        "monthly" => (texts.monthly, texts.every_months),
        _ => (texts.yearly, texts.every_years),
    };
    let often = if recurrence.interval == 1 { one.to_owned() } else { fill(many, &[&recurrence.interval]) };
    let days: Vec<&str> = recurrence.weekdays.iter().map(|day| weekday(day)).collect();
    let often = if days.is_empty() {
        often
    } else {
        fill(texts.on_days, &[&often, &days.join(t().monitors.separator)])
    };
    let lasting = fill(texts.lasting, &[&often, &length]);
    match recurrence.until {
        Some(until) => fill(texts.until_then, &[&lasting, &moment::short(until, now)]),
        None => lasting,
    }
}

/// What it is for; `name` gives the name of a monitor.
pub fn scope(downtime: &Downtime, name: impl Fn(&str) -> String) -> String {
    let texts = &t().downtimes;
    let list = |names: Vec<String>| (!names.is_empty()).then(|| names.join(t().monitors.separator));
    let named = |ids: &[String]| list(ids.iter().map(|id| name(id)).collect());
    let plain = |names: &[String]| list(names.to_vec());
    let within =
        [plain(&downtime.service_scopes), plain(&downtime.role_scopes), named(&downtime.monitor_scopes)];
    let within: Vec<String> = within.into_iter().flatten().collect();
    let within = if within.is_empty() { texts.everything.to_owned() } else { within.join(texts.and) };
    let without = [
        plain(&downtime.service_exclude_scopes),
        plain(&downtime.role_exclude_scopes),
        named(&downtime.monitor_exclude_scopes),
    ];
    match list(without.into_iter().flatten().collect()) {
        Some(without) => fill(texts.but_not, &[&within, &without]),
        None => within,
    }
}

/// A day of the API in the language shown.
pub fn weekday(day: &str) -> &'static str {
    let texts = &t().downtimes;
    let names = [
        texts.sunday,
        texts.monday,
        texts.tuesday,
        texts.wednesday,
        texts.thursday,
        texts.friday,
        texts.saturday,
    ];
    WEEKDAYS.iter().position(|one| *one == day).map_or("", |at| names[at])
}

/// What is wrong with a form.
pub fn problem(problem: &Problem) -> String {
    let texts = &t().downtimes;
    match problem {
        Problem::Name => texts.bad_name.to_owned(),
        Problem::Memo => texts.bad_memo.to_owned(),
        Problem::Start => texts.bad_start.to_owned(),
        Problem::Minutes => texts.bad_minutes.to_owned(),
        Problem::Interval => texts.bad_interval.to_owned(),
        Problem::Until => texts.bad_until.to_owned(),
        Problem::Twice(name) => fill(texts.bad_twice, &[name]),
    }
}
