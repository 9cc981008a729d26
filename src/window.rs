//! The shown period, and its two words in the URL: `from` and `to`. Pure.
//!
//! Words are `now`, `now-6h` (units `s m h d w`), or seconds since the epoch.
//! Anything else is refused with the word that was wrong, and the caller falls back to the default.

use series::{Time, TimeRange};
use std::fmt;

/// Longest period that can be shown: what the stores keep at one minute, and a little.
const LONGEST_SECS: i64 = 800 * 86_400;
/// Shortest: five samples.
const SHORTEST_SECS: i64 = 300;

/// A period: moving with the clock or standing still.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeWindow {
    /// The last so many seconds.
    Last(i64),
    /// From and to.
    Fixed(TimeRange),
}

impl Default for TimeWindow {
    fn default() -> Self {
        Self::Last(6 * 3_600)
    }
}

/// A word of the URL that is no time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadWindow(pub String);

impl TimeWindow {
    /// The buttons: label and seconds.
    pub const PRESETS: [(&'static str, i64); 8] = [
        ("30m", 1_800),
        ("1h", 3_600),
        ("6h", 21_600),
        ("12h", 43_200),
        ("24h", 86_400),
        ("3d", 259_200),
        ("7d", 604_800),
        ("30d", 2_592_000),
    ];

    /// Reads the two words. Both absent is the default; `from` alone reaches to now.
    pub fn parse(from: Option<&str>, to: Option<&str>) -> Result<Self, BadWindow> {
        let (Some(from), to) = (from, to.unwrap_or("now")) else {
            return match to {
                None => Ok(Self::default()),
                Some(to) => Err(BadWindow(to.to_owned())),
            };
        };
        match (word(from)?, word(to)?) {
            (Word::Ago(secs), Word::Ago(0)) if secs > 0 => Ok(Self::last(secs)),
            (Word::At(from), Word::At(to)) if from < to => Ok(Self::fixed(TimeRange::new(from, to))),
            _ => Err(BadWindow(format!("{from}..{to}"))),
        }
    }

    /// Reads what a person typed: `36h`, `now-36h`, or two words as in the URL.
    pub fn parse_typed(text: &str) -> Result<Self, BadWindow> {
        let mut words = text.split_whitespace();
        let (Some(from), to, None) = (words.next(), words.next(), words.next()) else {
            return Err(BadWindow(text.trim().to_owned()));
        };
        let bare = || Self::parse(Some(&format!("now-{from}")), to);
        Self::parse(Some(from), to).or_else(|bad| bare().map_err(|_| bad))
    }

    /// A moving period, clamped to what can be shown.
    pub fn last(secs: i64) -> Self {
        Self::Last(secs.clamp(SHORTEST_SECS, LONGEST_SECS))
    }

    /// A standing period, clamped around its middle to what can be shown.
    pub fn fixed(range: TimeRange) -> Self {
        let secs = range.secs().clamp(SHORTEST_SECS, LONGEST_SECS);
        let from = range.from + (range.secs() - secs) / 2;
        Self::Fixed(TimeRange::new(from, from + secs))
    }

    /// The two words of the URL, `from` and `to`.
    pub fn words(self) -> (String, String) {
        match self {
            Self::Last(secs) => (format!("now-{}", Duration(secs)), "now".to_owned()),
            Self::Fixed(range) => (range.from.to_string(), range.to.to_string()),
        }
    }

    /// The period at this moment.
    pub fn range(self, now: Time) -> TimeRange {
        match self {
            Self::Last(secs) => TimeRange::new(now - secs, now),
            Self::Fixed(range) => range,
        }
    }

    /// As long, moved by a half of itself: -1 is earlier, 1 later.
    #[must_use]
    pub fn shifted(self, now: Time, halves: i64) -> Self {
        let range = self.range(now);
        let by = range.secs() / 2 * halves;
        Self::fixed(TimeRange::new(range.from + by, range.to + by))
    }

    /// Twice as long: what follows the clock goes on doing so, what stands still keeps its middle unless that would
    /// show more of the future.
    #[must_use]
    pub fn widened(self, now: Time) -> Self {
        match self {
            Self::Last(secs) => Self::last(secs.saturating_mul(2)),
            Self::Fixed(range) => {
                let to = (range.to + range.secs() / 2).min(now.max(range.to));
                Self::fixed(TimeRange::new(to - range.secs() * 2, to))
            }
        }
    }
}

/// A single moment, in the same words; `None` for what is none.
pub fn moment(text: &str, now: Time) -> Option<Time> {
    match word(text.trim()).ok()? {
        Word::Ago(secs) => Some(now - secs),
        Word::At(time) => Some(time),
    }
}

enum Word {
    Ago(i64),
    At(Time),
}

fn word(text: &str) -> Result<Word, BadWindow> {
    let bad = || BadWindow(text.to_owned());
    if let Some(rest) = text.strip_prefix("now") {
        if rest.is_empty() {
            return Ok(Word::Ago(0));
        }
        return rest.strip_prefix('-').and_then(duration_secs).map(Word::Ago).ok_or_else(bad);
    }
    let number: i64 = text.parse().map_err(|_| bad())?;
    // Older links of other tools carry milliseconds.
    let secs = if number > 100_000_000_000 { number / 1_000 } else { number };
    if (0..=100_000_000_000).contains(&secs) { Ok(Word::At(secs)) } else { Err(bad()) }
}

const UNITS: [(char, i64); 5] = [('w', 604_800), ('d', 86_400), ('h', 3_600), ('m', 60), ('s', 1)];

fn duration_secs(text: &str) -> Option<i64> {
    let unit = text.chars().next_back()?;
    let secs = UNITS.iter().find(|row| row.0 == unit)?.1;
    let count: i64 = text.strip_suffix(unit)?.parse().ok()?;
    count.checked_mul(secs).filter(|total| (1..=LONGEST_SECS).contains(total))
}

struct Duration(i64);

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Days read better than weeks from the buttons' point of view.
        let (unit, secs) = UNITS[1..].iter().find(|row| self.0 % row.1 == 0).unwrap_or(&('s', 1));
        write!(f, "{}{unit}", self.0 / secs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_become_windows() {
        let fixed = |from, to| Ok(TimeWindow::Fixed(TimeRange::new(from, to)));
        let bad = |text: &str| Err(BadWindow(text.to_owned()));
        let cases = [
            (None, None, Ok(TimeWindow::default())),
            (Some("now-30d"), None, Ok(TimeWindow::Last(2_592_000))),
            (Some("now-2w"), Some("now"), Ok(TimeWindow::Last(1_209_600))),
            (Some("now-1s"), Some("now"), Ok(TimeWindow::Last(300))),
            (Some("1000000"), Some("1003600"), fixed(1_000_000, 1_003_600)),
            (Some("1767225600000"), Some("1767229200000"), fixed(1_767_225_600, 1_767_229_200)),
            (None, Some("now"), bad("now")),
            (Some("now-6"), None, bad("now-6")),
            (Some("now-99999999999999999d"), None, bad("now-99999999999999999d")),
            (Some("yesterday"), None, bad("yesterday")),
            (Some("2000"), Some("1000"), bad("2000..1000")),
            (Some("-5"), Some("1000"), bad("-5")),
        ];
        for (from, to, expected) in cases {
            assert_eq!(TimeWindow::parse(from, to), expected, "{from:?} {to:?}");
        }
    }

    #[test]
    fn typed_words_may_leave_out_now() {
        let bad = |text: &str| Err(BadWindow(text.to_owned()));
        let cases = [
            ("36h", Ok(TimeWindow::Last(129_600))),
            (" now-2w now ", Ok(TimeWindow::Last(1_209_600))),
            ("1000000 1003600", Ok(TimeWindow::Fixed(TimeRange::new(1_000_000, 1_003_600)))),
            ("", bad("")),
            ("lunch", bad("lunch")),
            ("1h now please", bad("1h now please")),
        ];
        for (text, expected) in cases {
            assert_eq!(TimeWindow::parse_typed(text), expected, "{text:?}");
        }
    }

    #[test]
    fn widening_shows_more_of_the_past_rather_than_of_the_future() {
        let fixed = |from, to| TimeWindow::Fixed(TimeRange::new(from, to));
        let cases = [
            (TimeWindow::Last(3_600), TimeWindow::Last(7_200)),
            (TimeWindow::Last(LONGEST_SECS), TimeWindow::Last(LONGEST_SECS)),
            (fixed(10_000, 20_000), fixed(5_000, 25_000)),
            (fixed(90_000, 100_000), fixed(80_000, 100_000)),
            (fixed(98_000, 102_000), fixed(94_000, 102_000)),
        ];
        for (window, expected) in cases {
            assert_eq!(window.widened(100_000), expected, "{window:?}");
        }
    }

    proptest! {
        #[test]
        fn any_words_are_read_or_refused(from in "\\PC{0,20}", to in "\\PC{0,20}") {
            let _ = TimeWindow::parse(Some(&from), Some(&to));
            let _ = TimeWindow::parse_typed(&format!("{from} {to}"));
        }

        #[test]
        fn a_window_survives_its_words(from in 0_i64..2_000_000_000, secs in 300_i64..69_000_000, last in 300_i64..69_000_000) {
            for window in [TimeWindow::fixed(TimeRange::new(from, from + secs)), TimeWindow::last(last)] {
                let (from, to) = window.words();
                prop_assert_eq!(TimeWindow::parse(Some(&from), Some(&to)), Ok(window));
            }
        }
    }
}
