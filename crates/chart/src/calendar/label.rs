//! How ticks and times are written: 24 hours, a second part where the day, month or year changes.

use super::civil::{Civil, DAY_SECS};
use super::step::{Step, Tick};
use crate::Locale;
use series::{Time, TimeRange};

/// What stands below one tick.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Label {
    /// The time, date, month or year.
    pub primary: String,
    /// The larger part, at the first tick and where it changes.
    pub secondary: Option<String>,
    /// Whether a larger unit of the calendar is new here.
    pub is_rollover: bool,
    /// Whether the larger part alone says enough, because it begins exactly here.
    pub begins: bool,
}

/// How much of a time is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeDetail {
    /// Year, date and weekday.
    Day,
    /// Date, weekday, hour and minute.
    Minute,
    /// Date, weekday and the time to the second.
    Second,
    /// Year, date, weekday and the time to the second.
    Full,
}

/// Writes a time as the local clock shows it: `6/13 Fri 15:04`, in Japanese `6/13(金) 15:04`.
pub fn format_time(time: Time, utc_offset_secs: i32, locale: Locale, detail: TimeDetail) -> String {
    let civil = Civil::of(time.saturating_add(i64::from(utc_offset_secs)));
    let date = dated(civil, locale);
    let Civil { year, hour, minute, second, .. } = civil;
    match detail {
        TimeDetail::Day => format!("{year}/{date}"),
        TimeDetail::Minute => format!("{date} {hour:02}:{minute:02}"),
        TimeDetail::Second => format!("{date} {hour:02}:{minute:02}:{second:02}"),
        TimeDetail::Full => format!("{year}/{date} {hour:02}:{minute:02}:{second:02}"),
    }
}

/// Writes a time for machines, with its zone: `2026-06-13T15:04:00+09:00`.
pub fn iso_time(time: Time, utc_offset_secs: i32) -> String {
    let Civil { year, month, day, hour, minute, second, .. } =
        Civil::of(time.saturating_add(i64::from(utc_offset_secs)));
    let sign = if utc_offset_secs < 0 { '-' } else { '+' };
    let ahead_mins = utc_offset_secs.unsigned_abs() / 60;
    format!(
        "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{sign}{:02}:{:02}",
        ahead_mins / 60,
        ahead_mins % 60
    )
}

/// The label of each tick.
pub(crate) fn labels(ticks: &[Tick], step: Step, range: TimeRange, locale: Locale) -> Vec<Label> {
    let with_weekday = (DAY_SECS * 2..=DAY_SECS * 14).contains(&range.secs());
    let mut before: Option<Civil> = None;
    let mut written = Vec::with_capacity(ticks.len());
    for tick in ticks {
        let civil = Civil::of(tick.local_secs);
        let label = match step {
            Step::Secs(secs) => clock_label(civil, secs, before, with_weekday, locale),
            Step::Days(_) => {
                let date = if with_weekday { dated(civil, locale) } else { short_date(civil) };
                below_year(date, civil, before, civil.month == 1 && civil.day == 1, locale)
            }
            Step::Months(months) if months % 12 != 0 => {
                below_year(civil.month_name(locale), civil, before, civil.month == 1, locale)
            }
            Step::Months(_) => {
                Label { primary: year(civil, locale), secondary: None, is_rollover: false, begins: true }
            }
        };
        written.push(label);
        before = Some(civil);
    }
    written
}

fn clock_label(
    civil: Civil,
    step_secs: i64,
    before: Option<Civil>,
    with_weekday: bool,
    locale: Locale,
) -> Label {
    let Civil { hour, minute, second, .. } = civil;
    let primary = if step_secs < 60 {
        format!("{hour:02}:{minute:02}:{second:02}")
    } else {
        format!("{hour:02}:{minute:02}")
    };
    let begins = (hour, minute, second) == (0, 0, 0);
    let is_rollover = match before {
        Some(before) => (before.year, before.month, before.day) != (civil.year, civil.month, civil.day),
        None => begins,
    };
    let date = if with_weekday { dated(civil, locale) } else { short_date(civil) };
    let secondary = match before {
        Some(before) if before.year != civil.year => Some(format!("{}/{date}", civil.year)),
        Some(_) if !is_rollover => None,
        _ => Some(date),
    };
    Label { primary, secondary, is_rollover, begins }
}

fn below_year(
    primary: String,
    civil: Civil,
    before: Option<Civil>,
    is_first_of_year: bool,
    locale: Locale,
) -> Label {
    let is_rollover = before.map_or(is_first_of_year, |before| before.year != civil.year);
    let secondary = (is_rollover || before.is_none()).then(|| year(civil, locale));
    Label { primary, secondary, is_rollover, begins: is_first_of_year }
}

fn year(civil: Civil, locale: Locale) -> String {
    match locale {
        Locale::En => civil.year.to_string(),
        Locale::Ja => format!("{}年", civil.year),
    }
}

fn short_date(civil: Civil) -> String {
    format!("{}/{}", civil.month, civil.day)
}

fn dated(civil: Civil, locale: Locale) -> String {
    let (date, weekday) = (short_date(civil), civil.weekday_name(locale));
    match locale {
        Locale::En => format!("{date} {weekday}"),
        Locale::Ja => format!("{date}({weekday})"),
    }
}
