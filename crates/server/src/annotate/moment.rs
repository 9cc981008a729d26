//! Moments on the command line: seconds since 1970, a date with its zone, `now`, or how long ago.

use series::Time;

/// What is no moment.
#[derive(Debug, thiserror::Error)]
#[error("{0:?} is no moment such as 1800000000, 2026-11-21T17:49:00Z, now or 5m")]
pub(super) struct NoMoment(String);

const UNITS: [(char, i64); 5] = [('s', 1), ('m', 60), ('h', 3_600), ('d', 86_400), ('w', 604_800)];
/// Later moments are mistakes, such as milliseconds.
const LATEST: Time = 100_000_000_000;

/// Reads a moment.
pub(super) fn parse(text: &str, now: Time) -> Result<Time, NoMoment> {
    let text = text.trim();
    let rest = text.strip_prefix("now-").unwrap_or(text);
    let found = match text {
        "now" => Some(now),
        _ => text.parse().ok().or_else(|| ago(rest).map(|secs| now - secs)).or_else(|| date(text)),
    };
    found.filter(|time| (0..=LATEST).contains(time)).ok_or_else(|| NoMoment(text.to_owned()))
}

fn ago(text: &str) -> Option<i64> {
    let unit = text.chars().next_back()?;
    let secs = UNITS.iter().find(|row| row.0 == unit)?.1;
    let count = text.strip_suffix(unit)?;
    let is_count = !count.is_empty() && count.bytes().all(|byte| byte.is_ascii_digit());
    if is_count { count.parse::<i64>().ok()?.checked_mul(secs).filter(|secs| *secs <= LATEST) } else { None }
}

/// `2026-11-21T17:49:00+09:00`; seconds may be left out, the zone may not.
pub(crate) fn date(text: &str) -> Option<Time> {
    let (day, clock) = text.split_once(['T', ' '])?;
    let (clock, offset_secs) = if let Some(clock) = clock.strip_suffix(['Z', 'z']) {
        (clock, 0)
    } else {
        let at = clock.rfind(['+', '-'])?;
        let sign = if clock[at..].starts_with('-') { -1 } else { 1 };
        let (hours, minutes) = clock[at + 1..].split_once(':')?;
        (&clock[..at], sign * (number(hours, 14)? * 3_600 + number(minutes, 59)? * 60))
    };
    let mut days = day.split('-');
    let (year, month, day) =
        (number(days.next()?, 4_000)?, number(days.next()?, 12)?, number(days.next()?, 31)?);
    let mut parts = clock.split(':');
    let (hour, minute) = (number(parts.next()?, 23)?, number(parts.next()?, 59)?);
    let second = parts.next().map_or(Some(0), |text| number(text, 60))?;
    if month == 0 || day == 0 || year < 1_970 || days.next().is_some() || parts.next().is_some() {
        return None;
    }
    let (next_year, next_month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    if day > epoch_day(next_year, next_month, 1) - epoch_day(year, month, 1) {
        return None;
    }
    Some(epoch_day(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second - offset_secs)
}

fn number(text: &str, most: i64) -> Option<i64> {
    let digits = !text.is_empty() && text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|number| digits && *number <= most)
}

/// Days since 1970. Years begin in March here, so that the leap day is the last.
fn epoch_day(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let leaps = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    365 * year + leaps + (153 * month + 2) / 5 + day - 1 - 719_468
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn words_become_moments() {
        const NOW: i64 = 1_800_000_000;
        let cases = [
            ("now", Some(NOW)),
            ("5m", Some(NOW - 300)),
            ("now-2h", Some(NOW - 7_200)),
            ("1d", Some(NOW - 86_400)),
            ("1700000000", Some(1_700_000_000)),
            ("0", Some(0)),
            ("1970-01-01T00:00:00Z", Some(0)),
            ("2000-02-29T00:00Z", Some(951_782_400)),
            ("2026-11-21T17:49:17Z", Some(1_795_283_357)),
            ("2026-11-22T02:49:17+09:00", Some(1_795_283_357)),
            ("2026-11-21 12:49:17-05:00", Some(1_795_283_357)),
            ("2026-11-21T17:49:17", None),
            ("2026-13-21T17:49:17Z", None),
            ("2026-11-21T24:00:00Z", None),
            ("1800000000000", None),
            ("-5", None),
            ("-5m", None),
            ("99999999999999999999d", None),
            ("9999999999w", None),
            ("lunch", None),
            ("日", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(parse(text, NOW).ok(), expected, "{text}");
        }
    }
}
