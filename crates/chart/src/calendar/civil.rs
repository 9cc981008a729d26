//! Between instants and the local clock, by nothing but the offset at an instant.

use crate::Locale;
use series::Time;
use time::OffsetDateTime;

pub(super) const DAY_SECS: i64 = 86_400;

/// What a local clock and calendar show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Civil {
    pub year: i32,
    pub month: u8,
    pub day: u8,
    pub hour: u8,
    pub minute: u8,
    pub second: u8,
    /// 0 is Sunday.
    weekday: u8,
}

impl Civil {
    /// Reads the calendar at seconds of local time; the calendar's ends stand for what lies beyond.
    pub(super) fn of(local_secs: i64) -> Self {
        let least = time::PrimitiveDateTime::MIN.assume_utc();
        let most = time::PrimitiveDateTime::MAX.assume_utc();
        let end = if local_secs < 0 { least } else { most };
        let date = OffsetDateTime::from_unix_timestamp(local_secs).unwrap_or(end);
        Self {
            year: date.year(),
            month: u8::from(date.month()),
            day: date.day(),
            hour: date.hour(),
            minute: date.minute(),
            second: date.second(),
            weekday: date.weekday().number_days_from_sunday(),
        }
    }

    pub(super) fn weekday_name(self, locale: Locale) -> &'static str {
        const EN: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
        const JA: [&str; 7] = ["日", "月", "火", "水", "木", "金", "土"];
        let names = match locale {
            Locale::En => EN,
            Locale::Ja => JA,
        };
        names[usize::from(self.weekday) % 7]
    }

    pub(super) fn month_name(self, locale: Locale) -> String {
        const EN: [&str; 12] =
            ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        match locale {
            Locale::En => EN[usize::from(self.month.saturating_sub(1)) % 12].to_owned(),
            Locale::Ja => format!("{}月", self.month),
        }
    }
}

/// Months since the year 0 began.
pub(super) fn month_index(civil: Civil) -> i64 {
    i64::from(civil.year) * 12 + i64::from(civil.month) - 1
}

/// Local seconds at which a month begins; `None` outside the calendar.
pub(super) fn month_start(index: i64) -> Option<i64> {
    let year = i32::try_from(index.div_euclid(12)).ok()?;
    let month = time::Month::try_from(index.rem_euclid(12) as u8 + 1).ok()?;
    let date = time::Date::from_calendar_date(year, month, 1).ok()?;
    Some(date.midnight().assume_utc().unix_timestamp())
}

pub(super) fn local_secs(time: Time, utc_offset_secs: &dyn Fn(Time) -> i32) -> i64 {
    time.saturating_add(i64::from(utc_offset_secs(time)))
}

/// The first instant at which the local clock shows this; where the clock skips it, the instant of the skip.
pub(super) fn instant(local: i64, utc_offset_secs: &dyn Fn(Time) -> i32) -> Time {
    let offset_near = |time: i64| i64::from(utc_offset_secs(time));
    let by_earlier = local.saturating_sub(offset_near(local.saturating_sub(DAY_SECS)));
    if local_secs(by_earlier, utc_offset_secs) == local {
        return by_earlier;
    }
    let by_later = local.saturating_sub(offset_near(local.saturating_add(DAY_SECS)));
    if local_secs(by_later, utc_offset_secs) == local { by_later } else { by_earlier }
}
