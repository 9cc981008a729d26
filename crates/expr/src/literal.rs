//! The literals of the language. Each can only hold what can be written, so that printing it gives it back.

use crate::limits::MOST_DURATION_SECS;
use std::fmt;

/// A number, or a fraction of two: `100`, `-1.5e3`, `1/86400`. Its value is finite.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Factor {
    numerator: f64,
    denominator: Option<f64>,
}

impl Factor {
    /// `None` when a part or the quotient is not finite, as after a division by 0.
    pub fn new(numerator: f64, denominator: Option<f64>) -> Option<Self> {
        let factor = Self { numerator, denominator };
        let parts_are_finite = numerator.is_finite() && denominator.is_none_or(f64::is_finite);
        (parts_are_finite && factor.value().is_finite()).then_some(factor)
    }

    /// The number that it stands for, divided before anything else is done with it.
    pub fn value(self) -> f64 {
        self.denominator.map_or(self.numerator, |denominator| self.numerator / denominator)
    }
}

impl fmt::Display for Factor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_number(f, self.numerator)?;
        self.denominator.map_or(Ok(()), |denominator| {
            f.write_str("/")?;
            write_number(f, denominator)
        })
    }
}

/// A rank in percent: between 0 and 100, both excluded.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Percent(f64);

impl Percent {
    /// `None` outside the bounds.
    pub fn new(percent: f64) -> Option<Self> {
        (percent > 0.0 && percent < 100.0).then_some(Self(percent))
    }

    /// The percentage.
    pub const fn value(self) -> f64 {
        self.0
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_number(f, self.0)
    }
}

/// A length of time as it is written: `90m` is not `1h` and a half. At most a century.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Duration {
    count: u64,
    unit: DurationUnit,
}

/// The unit of a duration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DurationUnit {
    /// 60 seconds.
    Minute,
    /// 60 minutes.
    Hour,
    /// 24 hours.
    Day,
    /// 7 days.
    Week,
    /// 30 days.
    Month,
    /// 365 days.
    Year,
}

impl DurationUnit {
    /// All units, the shortest first.
    pub const ALL: [Self; 6] = [Self::Minute, Self::Hour, Self::Day, Self::Week, Self::Month, Self::Year];

    /// What is written after the number.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Minute => "m",
            Self::Hour => "h",
            Self::Day => "d",
            Self::Week => "w",
            Self::Month => "mo",
            Self::Year => "y",
        }
    }

    /// How long one is.
    pub const fn secs(self) -> i64 {
        match self {
            Self::Minute => 60,
            Self::Hour => 3_600,
            Self::Day => 86_400,
            Self::Week => 7 * 86_400,
            Self::Month => 30 * 86_400,
            Self::Year => 365 * 86_400,
        }
    }
}

impl Duration {
    /// `None` when it is longer than a century.
    pub fn new(count: u64, unit: DurationUnit) -> Option<Self> {
        let secs = i64::try_from(count).ok()?.checked_mul(unit.secs())?;
        (secs <= MOST_DURATION_SECS).then_some(Self { count, unit })
    }

    /// How long it is.
    pub const fn secs(self) -> i64 {
        self.count as i64 * self.unit.secs()
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.count, self.unit.as_str())
    }
}

/// A name for people. As nothing is escaped within quotes, it cannot hold both kinds of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name(String);

impl Name {
    /// `None` when both kinds of quotes are in it.
    pub fn new(name: impl Into<String>) -> Option<Self> {
        let name = name.into();
        (!(name.contains('\'') && name.contains('"'))).then_some(Self(name))
    }

    /// The text without quotes.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let quote = if self.0.contains('\'') { '"' } else { '\'' };
        write!(f, "{quote}{}{quote}", self.0)
    }
}

/// The shortest text that reads as this very number; with an exponent where plain digits would be many.
fn write_number(f: &mut fmt::Formatter<'_>, number: f64) -> fmt::Result {
    let size = number.abs();
    if size == 0.0 || (1e-6..1e16).contains(&size) { write!(f, "{number}") } else { write!(f, "{number:e}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_refuse_what_cannot_be_written() {
        assert_eq!(Factor::new(1.0, Some(0.0)), None);
        assert_eq!(Factor::new(f64::NAN, None), None);
        assert_eq!(Factor::new(1.0, Some(f64::INFINITY)), None);
        assert_eq!(Factor::new(1e308, Some(1e-10)), None);
        assert_eq!(Factor::new(1.0, Some(4.0)).map(Factor::value), Some(0.25));
        for (percent, good) in [(0.0, false), (1e-9, true), (99.9, true), (100.0, false), (f64::NAN, false)] {
            assert_eq!(Percent::new(percent).is_some(), good, "{percent}");
        }
        assert_eq!(Duration::new(100, DurationUnit::Year).map(Duration::secs), Some(MOST_DURATION_SECS));
        assert_eq!(Duration::new(101, DurationUnit::Year), None);
        assert_eq!(Duration::new(u64::MAX, DurationUnit::Minute), None);
        assert_eq!(Name::new("it's \"so\""), None);
    }

    #[test]
    fn literals_print_as_people_write_them() {
        let factor = |numerator, denominator| Factor::new(numerator, denominator).unwrap().to_string();
        let cases = [
            (factor(100.0, None), "100"),
            (factor(-1.5e3, None), "-1500"),
            (factor(1.0, Some(86_400.0)), "1/86400"),
            (factor(0.1, None), "0.1"),
            (factor(2.5e-7, None), "2.5e-7"),
            (factor(1e300, Some(-2.0)), "1e300/-2"),
            (Percent::new(99.5).unwrap().to_string(), "99.5"),
            (Duration::new(3, DurationUnit::Month).unwrap().to_string(), "3mo"),
            (Name::new("last week").unwrap().to_string(), "'last week'"),
            (Name::new("it's").unwrap().to_string(), "\"it's\""),
            (Name::new("").unwrap().to_string(), "''"),
        ];
        for (printed, expected) in cases {
            assert_eq!(printed, expected);
        }
    }
}
