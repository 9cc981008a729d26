//! Moments and spans as people read them: local time, 24 hours, in the language shown.
//!
//! The year appears only where it is not this one; a span has at most two units, the largest first.

use crate::i18n::{Lang, fill, lang, t};
use js_sys::Date;
use series::{Time, TimeRange};
use wasm_bindgen::JsValue;

/// A moment on the local calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Civil {
    year: u32,
    month: u32,
    day: u32,
    weekday: u32,
    hour: u32,
    minute: u32,
}

/// Day and minute: `Jun 12 09:00`, `6/12 09:00`.
pub fn short(time: Time, now: Time) -> String {
    stamp(local(time), local(now), lang())
}

/// The day alone: `Jun 12`, `6/12`.
pub fn day_of(time: Time, now: Time) -> String {
    day(local(time), local(now), lang())
}

/// Weekday, year and minute, for a tooltip.
pub fn full(time: Time) -> String {
    full_stamp(local(time), lang())
}

/// Both ends of a period; the day once when it is the same.
pub fn span(range: TimeRange, now: Time) -> String {
    span_stamp(local(range.from), local(range.to), local(now), lang())
}

/// How long ago, or how far ahead: `5 min ago`.
pub fn ago(time: Time, now: Time) -> String {
    let texts = &t().shell;
    match now - time {
        -59..=59 => texts.ago_now.to_owned(),
        past @ 60.. => fill(texts.ago, &[&largest(past)]),
        ahead => fill(texts.ahead, &[&largest(-ahead)]),
    }
}

/// A span in its largest unit: `3 h`.
pub fn largest(secs: i64) -> String {
    let (count, unit) = units(secs)[0];
    name(count, unit)
}

/// A span in at most two units: `2 h 5 min`.
pub fn duration(secs: i64) -> String {
    let separator = match lang() {
        Lang::En => " ",
        Lang::Ja => "",
    };
    units(secs).into_iter().map(|(count, unit)| name(count, unit)).collect::<Vec<_>>().join(separator)
}

/// What a `datetime-local` field holds for this moment.
pub fn field(time: Time) -> String {
    let at = local(time);
    format!("{:04}-{:02}-{:02}T{:02}:{:02}", at.year, at.month, at.day, at.hour, at.minute)
}

/// The moment that a `datetime-local` field holds; `None` when it is empty or no date.
pub fn from_field(text: &str) -> Option<Time> {
    // Without a zone the text is read as local time.
    let millis = Date::new(&JsValue::from_str(text)).get_time();
    millis.is_finite().then_some((millis / 1_000.0) as Time)
}

/// The moment for machines, as in `<time datetime>`.
pub fn iso(time: Time) -> String {
    let date = Date::new(&JsValue::from_f64(time as f64 * 1_000.0));
    if date.get_time().is_finite() { date.to_iso_string().into() } else { String::new() }
}

fn local(time: Time) -> Civil {
    let date = Date::new(&JsValue::from_f64(time as f64 * 1_000.0));
    Civil {
        year: date.get_full_year(),
        month: date.get_month() + 1,
        day: date.get_date(),
        weekday: date.get_day(),
        hour: date.get_hours(),
        minute: date.get_minutes(),
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Secs,
    Mins,
    Hours,
    Days,
}

const UNITS: [(Unit, i64); 4] =
    [(Unit::Days, 86_400), (Unit::Hours, 3_600), (Unit::Mins, 60), (Unit::Secs, 1)];

/// One or two units; the smaller one is left out where it is zero, below a minute, or beside three days or more.
fn units(secs: i64) -> Vec<(i64, Unit)> {
    let secs = secs.max(0);
    let place = UNITS.iter().position(|row| secs >= row.1).unwrap_or(UNITS.len() - 1);
    let (unit, size) = UNITS[place];
    let mut parts = vec![(secs / size, unit)];
    let smaller = UNITS.get(place + 1).filter(|row| row.0 != Unit::Secs);
    if let Some((unit, small)) = smaller
        && secs < 3 * 86_400
        && secs % size / small > 0
    {
        parts.push((secs % size / small, *unit));
    }
    parts
}

fn name(count: i64, unit: Unit) -> String {
    let texts = &t().shell;
    let template = match unit {
        Unit::Secs => texts.secs,
        Unit::Mins => texts.mins,
        Unit::Hours => texts.hours,
        Unit::Days => texts.days,
    };
    fill(template, &[&count])
}

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const WEEKDAYS: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const WEEKDAYS_JA: [&str; 7] = ["日", "月", "火", "水", "木", "金", "土"];

fn clock(at: Civil) -> String {
    format!("{:02}:{:02}", at.hour, at.minute)
}

fn day(at: Civil, now: Civil, lang: Lang) -> String {
    let Civil { year, month, day, .. } = at;
    let month_name = MONTHS.get(month as usize - 1).copied().unwrap_or_default();
    match (lang, year == now.year) {
        (Lang::En, true) => format!("{month_name} {day}"),
        (Lang::En, false) => format!("{month_name} {day}, {year}"),
        (Lang::Ja, true) => format!("{month}/{day}"),
        (Lang::Ja, false) => format!("{year}/{month}/{day}"),
    }
}

fn stamp(at: Civil, now: Civil, lang: Lang) -> String {
    format!("{} {}", day(at, now, lang), clock(at))
}

fn full_stamp(at: Civil, lang: Lang) -> String {
    let Civil { year, month, day, .. } = at;
    let weekday = at.weekday as usize % 7;
    let date = match lang {
        Lang::En => {
            let month_name = MONTHS.get(month as usize - 1).copied().unwrap_or_default();
            format!("{}, {month_name} {day}, {year}", WEEKDAYS[weekday])
        }
        Lang::Ja => format!("{year}/{month}/{day}({})", WEEKDAYS_JA[weekday]),
    };
    format!("{date} {}", clock(at))
}

fn span_stamp(from: Civil, to: Civil, now: Civil, lang: Lang) -> String {
    let same_day = (from.year, from.month, from.day) == (to.year, to.month, to.day);
    let end = if same_day { clock(to) } else { stamp(to, now, lang) };
    format!("{} – {end}", stamp(from, now, lang))
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn civil(year: u32, month: u32, day: u32, weekday: u32, hour: u32, minute: u32) -> Civil {
        Civil { year, month, day, weekday, hour, minute }
    }

    const NOW: Civil = civil(2026, 6, 14, 0, 8, 0);
    const FRIDAY: Civil = civil(2026, 6, 12, 5, 9, 5);
    const LAST_YEAR: Civil = civil(2025, 12, 31, 3, 23, 59);

    #[test]
    fn stamps_say_the_year_only_where_it_differs() {
        let cases = [
            (FRIDAY, Lang::En, "Jun 12 09:05", "Fri, Jun 12, 2026 09:05"),
            (FRIDAY, Lang::Ja, "6/12 09:05", "2026/6/12(金) 09:05"),
            (LAST_YEAR, Lang::En, "Dec 31, 2025 23:59", "Wed, Dec 31, 2025 23:59"),
            (LAST_YEAR, Lang::Ja, "2025/12/31 23:59", "2025/12/31(水) 23:59"),
        ];
        for (at, lang, short, full) in cases {
            assert_eq!(stamp(at, NOW, lang), short);
            assert_eq!(full_stamp(at, lang), full);
        }
    }

    #[test]
    fn a_span_of_one_day_names_it_once() {
        let later = Civil { hour: 15, ..FRIDAY };
        assert_eq!(span_stamp(FRIDAY, later, NOW, Lang::En), "Jun 12 09:05 – 15:05");
        assert_eq!(span_stamp(LAST_YEAR, FRIDAY, NOW, Lang::Ja), "2025/12/31 23:59 – 6/12 09:05");
    }

    #[test]
    fn spans_have_at_most_two_units() {
        use Unit::{Days, Hours, Mins, Secs};
        let cases: [(i64, &[(i64, Unit)]); 9] = [
            (-5, &[(0, Secs)]),
            (0, &[(0, Secs)]),
            (59, &[(59, Secs)]),
            (61, &[(1, Mins)]),
            (3_600, &[(1, Hours)]),
            (7_500, &[(2, Hours), (5, Mins)]),
            (90_000, &[(1, Days), (1, Hours)]),
            (86_400 + 60, &[(1, Days)]),
            (10 * 86_400 + 3_600, &[(10, Days)]),
        ];
        for (secs, expected) in cases {
            assert_eq!(units(secs), expected, "{secs}");
        }
    }
}
