//! What is true of one alert: which numbers it stands behind.

use super::Alert;
use series::{Time, TimeRange};

/// An alert that closes by itself this soon flaps.
const FLAP_SECS: i64 = 5 * 60;
/// The night begins at this hour.
const NIGHT_FROM: usize = 22;
/// And ends before this one.
const NIGHT_UNTIL: usize = 6;
/// Monday is 0.
const SATURDAY: usize = 5;

const HOUR_SECS: i64 = 60 * 60;
const DAY_SECS: i64 = 24 * HOUR_SECS;

/// Which numbers of a period an alert stands behind. Those from `is_flapping` on are of counted alerts only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a column of the page, independent of the others")]
pub struct Mark {
    /// It opened in the period.
    pub is_counted: bool,
    /// It was open at some moment of the period.
    pub was_open: bool,
    /// For so long it was open in the period.
    pub open_secs: i64,
    /// So long it took to close.
    pub close_secs: Option<i64>,
    /// It closed by itself soon.
    pub is_flapping: bool,
    /// It has neither memo nor reason.
    pub is_unattended: bool,
    /// It opened at night.
    pub at_night: bool,
    /// It opened on a Saturday or Sunday.
    pub on_weekend: bool,
    /// The day of the week on which it opened, from 0 for Monday to 6.
    pub weekday: usize,
    /// The hour in which it opened, from 0 to 23.
    pub hour: usize,
}

/// Looks at one alert, given how far local time was ahead of UTC when it opened.
pub fn mark(alert: &Alert<'_>, period: TimeRange, now: Time, offset_secs: i64) -> Mark {
    let is_counted = period.contains(alert.opened_at);
    let end = alert.closed_at.unwrap_or(now).max(alert.opened_at);
    let was_open = period.from <= period.to && period.intersects(TimeRange::new(alert.opened_at, end));
    let open_secs = end.min(period.to).saturating_sub(alert.opened_at.max(period.from));
    let closed = alert.closed_at.map(|_| end.saturating_sub(alert.opened_at));
    let is_soon = closed.is_some_and(|secs| secs <= FLAP_SECS);
    let (weekday, hour) = local(alert.opened_at.saturating_add(offset_secs));
    Mark {
        is_counted,
        was_open,
        open_secs: open_secs.max(0),
        close_secs: closed.filter(|_| is_counted),
        is_flapping: is_counted && is_soon && !alert.has_reason,
        is_unattended: is_counted && !alert.has_memo && !alert.has_reason,
        at_night: is_counted && !(NIGHT_UNTIL..NIGHT_FROM).contains(&hour),
        on_weekend: is_counted && weekday >= SATURDAY,
        weekday,
        hour,
    }
}

/// The day of the week, from 0 for Monday, and the hour.
fn local(time: Time) -> (usize, usize) {
    // The epoch began on a Thursday.
    let weekday = (time.div_euclid(DAY_SECS) + 3).rem_euclid(7);
    let hour = time.rem_euclid(DAY_SECS) / HOUR_SECS;
    (weekday as usize, hour as usize)
}
