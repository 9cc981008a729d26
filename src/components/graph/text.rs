//! Numbers and times as a card writes them.

use super::picture::locale;
use crate::clock::utc_offset_secs;
use crate::i18n::{Lang, fill, lang};
use chart::{TimeDetail, format_time};
use series::{Time, TimeRange};

/// Groups of three digits: `662,400`.
pub(crate) fn grouped(count: usize) -> String {
    let digits = count.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A moment with its weekday, in the language shown.
pub(crate) fn moment(time: Time) -> String {
    format_time(time, utc_offset_secs(time), locale(lang()), TimeDetail::Minute)
}

/// Both ends of a period.
pub(crate) fn span(range: TimeRange) -> String {
    format!("{} – {}", moment(range.from), moment(range.to))
}

/// Hour and minute alone.
pub(crate) fn clock(time: Time) -> String {
    let into_day = (time + i64::from(utc_offset_secs(time))).rem_euclid(86_400);
    format!("{:02}:{:02}", into_day / 3_600, into_day % 3_600 / 60)
}

/// A step in its largest whole unit.
pub(crate) fn step(step_secs: i64) -> String {
    step_in(step_secs, lang())
}

/// The same in a language that is known already.
pub(crate) fn step_in(step_secs: i64, lang: Lang) -> String {
    let texts = &lang.texts().graph;
    match step_secs {
        secs if secs % 86_400 == 0 => fill(texts.days, &[&(secs / 86_400)]),
        secs if secs % 3_600 == 0 => fill(texts.hours, &[&(secs / 3_600)]),
        secs => fill(texts.minutes, &[&(secs / 60)]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_come_in_threes() {
        for (count, text) in
            [(0, "0"), (999, "999"), (1_000, "1,000"), (662_400, "662,400"), (1_234_567, "1,234,567")]
        {
            assert_eq!(grouped(count), text);
        }
    }
}
