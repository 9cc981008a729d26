//! The nine units of the API and the one formatter of numbers that axis, legend and tooltip share.
//!
//! What it promises: labels of one axis have one prefix and differ from each other; trailing zeros and
//! a negative zero are never written; what is not finite is a dash. Bytes use K, M, G with base 1024,
//! everything else base 1000; seconds and milliseconds are written as durations.

mod duration;

/// What a number measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Unit {
    /// A plain number.
    #[default]
    Float,
    /// A count.
    Integer,
    /// Percent, 0 to 100.
    Percentage,
    /// A duration in seconds.
    Seconds,
    /// A duration in milliseconds.
    Milliseconds,
    /// A size.
    Bytes,
    /// A rate of data.
    BytesPerSec,
    /// A rate of data, in bits.
    BitsPerSec,
    /// Operations per second.
    Iops,
}

/// How many digits a single number gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Precision {
    /// Three significant digits, for legends and chips.
    Short,
    /// Six significant digits, for a tooltip or a table.
    Long,
}

/// How steps between ticks are chosen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Steps {
    /// 1, 2, 5 times powers of ten, not below the least.
    Decimal { least: f64 },
    /// Powers of two from one upward, decimal below.
    Binary,
    /// Clock steps; so many units make a second.
    Duration { per_sec: f64 },
}

const PREFIXES: [&str; 7] = ["", "K", "M", "G", "T", "P", "E"];

impl Unit {
    /// Every unit.
    pub const ALL: [Self; 9] = [
        Self::Float,
        Self::Integer,
        Self::Percentage,
        Self::Seconds,
        Self::Milliseconds,
        Self::Bytes,
        Self::BytesPerSec,
        Self::BitsPerSec,
        Self::Iops,
    ];

    /// One number with its unit.
    pub fn format(self, value: f64, precision: Precision) -> String {
        if !value.is_finite() {
            return "–".to_owned();
        }
        let digits = match precision {
            Precision::Short => 3,
            Precision::Long => 6,
        };
        if let Steps::Duration { per_sec } = self.steps() {
            return duration::format(value / per_sec, digits);
        }
        let least_prefixed = match (self, precision) {
            (Self::Float | Self::Integer | Self::Iops, Precision::Short) => 100_000.0,
            (Self::Float | Self::Integer | Self::Iops, Precision::Long) => 1e15,
            (Self::Percentage, _) => f64::INFINITY,
            _ => self.base(),
        };
        let power = if value.abs() >= least_prefixed { self.power_of(value) } else { 0 };
        let scaled = value / self.base().powi(power as i32);
        let decimals = if self == Self::Integer && power == 0 { 0 } else { decimals_for(scaled, digits) };
        let number = trimmed(scaled, decimals);
        // Rounding may reach the next prefix: 1023.99 K is 1 M.
        if number.parse::<f64>().is_ok_and(|rounded| rounded.abs() >= self.base())
            && value.abs() >= least_prefixed
            && power + 1 < PREFIXES.len()
        {
            return format!(
                "{}{}",
                trimmed(scaled / self.base(), digits - 1),
                self.suffix(PREFIXES[power + 1])
            );
        }
        format!("{}{}", grouped(&number), self.suffix(PREFIXES[power]))
    }

    /// The labels of an axis: one prefix for all, as many decimals as it takes to tell each tick truly.
    pub fn tick_labels(self, ticks: &[f64]) -> Vec<String> {
        let highest = ticks.iter().fold(0.0_f64, |highest, tick| highest.max(tick.abs()));
        let (divisor, suffix) = match self.steps() {
            Steps::Duration { per_sec } => {
                let (secs, name) = duration::axis_unit(highest / per_sec);
                (secs * per_sec, format!(" {name}"))
            }
            _ if self == Self::Percentage => (1.0, "%".to_owned()),
            _ => {
                let power = self.power_of(highest);
                (self.base().powi(power as i32), PREFIXES[power].to_owned())
            }
        };
        let scaled: Vec<f64> = ticks.iter().map(|tick| tick / divisor).collect();
        let decimals = decimals_that_tell(&scaled);
        let label = |tick: &f64| match trimmed_zero(&format!("{tick:.decimals$}")) {
            zero if zero == "0" && self != Self::Percentage => zero,
            number => format!("{}{suffix}", grouped(&number)),
        };
        scaled.iter().map(label).collect()
    }

    /// What the axis says once, where the tick labels do not say it.
    pub fn axis_label(self) -> Option<&'static str> {
        match self {
            Self::Bytes => Some("B"),
            Self::BytesPerSec => Some("B/s"),
            Self::BitsPerSec => Some("bit/s"),
            Self::Iops => Some("IOPS"),
            Self::Float | Self::Integer | Self::Percentage | Self::Seconds | Self::Milliseconds => None,
        }
    }

    pub(crate) fn steps(self) -> Steps {
        match self {
            Self::Bytes | Self::BytesPerSec => Steps::Binary,
            Self::Integer => Steps::Decimal { least: 1.0 },
            Self::Seconds => Steps::Duration { per_sec: 1.0 },
            Self::Milliseconds => Steps::Duration { per_sec: 1_000.0 },
            Self::Float | Self::Percentage | Self::BitsPerSec | Self::Iops => Steps::Decimal { least: 0.0 },
        }
    }

    fn base(self) -> f64 {
        if self.steps() == Steps::Binary { 1024.0 } else { 1000.0 }
    }

    fn power_of(self, value: f64) -> usize {
        let mut rest = value.abs();
        let mut power = 0;
        while rest >= self.base() && power + 1 < PREFIXES.len() {
            rest /= self.base();
            power += 1;
        }
        power
    }

    fn suffix(self, prefix: &str) -> String {
        match self {
            Self::Percentage => "%".to_owned(),
            Self::Bytes => format!(" {prefix}B"),
            Self::BytesPerSec => format!(" {prefix}B/s"),
            Self::BitsPerSec => format!(" {prefix}bit/s"),
            Self::Iops if prefix.is_empty() => " IOPS".to_owned(),
            Self::Iops => format!("{prefix} IOPS"),
            Self::Float | Self::Integer | Self::Seconds | Self::Milliseconds => prefix.to_owned(),
        }
    }
}

/// Decimals that give so many significant digits; never fewer than none.
fn decimals_for(value: f64, digits: usize) -> usize {
    if value == 0.0 {
        return 0;
    }
    let leading = value.abs().log10().floor() as i32;
    (digits as i32 - 1 - leading).clamp(0, 12) as usize
}

/// The least decimals with which every number is written without loss.
fn decimals_that_tell(numbers: &[f64]) -> usize {
    let spacing = numbers.windows(2).map(|pair| (pair[1] - pair[0]).abs()).fold(f64::INFINITY, f64::min);
    let tolerance = if spacing.is_finite() { spacing * 1e-6 } else { 1e-9 };
    (0..=12)
        .find(|&decimals| {
            let factor = 10_f64.powi(decimals);
            numbers.iter().all(|number| ((number * factor).round() / factor - number).abs() <= tolerance)
        })
        .unwrap_or(12) as usize
}

fn trimmed(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    trimmed_zero(text)
}

fn trimmed_zero(text: &str) -> String {
    let is_zero = text.chars().all(|digit| matches!(digit, '0' | '.' | '-'));
    if is_zero { "0".to_owned() } else { text.to_owned() }
}

/// Groups of three digits from ten thousand upward.
fn grouped(number: &str) -> String {
    let (sign, rest) = number.strip_prefix('-').map_or(("", number), |rest| ("-", rest));
    let (whole, fraction) = rest.split_once('.').map_or((rest, None), |(whole, rest)| (whole, Some(rest)));
    if whole.len() < 5 || !whole.bytes().all(|digit| digit.is_ascii_digit()) {
        return number.to_owned();
    }
    let mut text = String::from(sign);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if let Some(fraction) = fraction {
        text.push('.');
        text.push_str(fraction);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn single_numbers_carry_their_unit() {
        let cases = [
            (Unit::Float, 0.0, "0", "0"),
            (Unit::Float, -0.0, "0", "0"),
            (Unit::Float, 0.012_345_678, "0.0123", "0.0123457"),
            (Unit::Float, 41.234_56, "41.2", "41.2346"),
            (Unit::Float, 1_234.5, "1234", "1234.5"),
            (Unit::Float, 12_345.6, "12,346", "12,345.6"),
            (Unit::Float, -1_234_567.0, "-1.23M", "-1,234,567"),
            (Unit::Float, f64::NAN, "–", "–"),
            (Unit::Float, f64::INFINITY, "–", "–"),
            (Unit::Integer, 3.0, "3", "3"),
            (Unit::Integer, 99_999.0, "99,999", "99,999"),
            (Unit::Integer, 662_400.0, "662K", "662,400"),
            (Unit::Percentage, 97.44, "97.4%", "97.44%"),
            (Unit::Percentage, 400.0, "400%", "400%"),
            (Unit::Bytes, 512.0, "512 B", "512 B"),
            (Unit::Bytes, 1_536.0, "1.5 KB", "1.5 KB"),
            (Unit::Bytes, 1_048_575.0, "1 MB", "1 MB"),
            (Unit::Bytes, 16.0 * 1024.0 * 1024.0 * 1024.0, "16 GB", "16 GB"),
            (Unit::BytesPerSec, 2_500_000.0, "2.38 MB/s", "2.38419 MB/s"),
            (Unit::BitsPerSec, 2_500_000.0, "2.5 Mbit/s", "2.5 Mbit/s"),
            (Unit::Iops, 350.4, "350 IOPS", "350.4 IOPS"),
            (Unit::Iops, 1_250_000.0, "1.25M IOPS", "1,250,000 IOPS"),
            (Unit::Seconds, 0.35, "350 ms", "350 ms"),
            (Unit::Milliseconds, 350.0, "350 ms", "350 ms"),
            (Unit::Milliseconds, 1_500.0, "1.5 s", "1.5 s"),
        ];
        for (unit, value, short, long) in cases {
            assert_eq!(unit.format(value, Precision::Short), short, "{value} {unit:?} short");
            assert_eq!(unit.format(value, Precision::Long), long, "{value} {unit:?} long");
        }
    }

    #[test]
    fn tick_labels_have_one_prefix_and_differ() {
        const MIB: f64 = 1024.0 * 1024.0;
        let cases: &[(Unit, &[f64], &[&str])] = &[
            (Unit::Float, &[], &[]),
            (Unit::Float, &[0.0, 0.5, 1.0], &["0", "0.5", "1.0"]),
            (Unit::Float, &[0.0, 0.25, 0.5], &["0", "0.25", "0.50"]),
            (Unit::Float, &[1000.2, 1000.4], &["1.0002K", "1.0004K"]),
            (Unit::Float, &[-2.0, 0.0, 2.0], &["-2", "0", "2"]),
            (Unit::Integer, &[0.0, 500.0, 1000.0, 1500.0], &["0", "0.5K", "1.0K", "1.5K"]),
            (Unit::Percentage, &[0.0, 20.0, 40.0], &["0%", "20%", "40%"]),
            (Unit::Bytes, &[0.0, 0.5 * MIB, MIB, 1.5 * MIB], &["0", "0.5M", "1.0M", "1.5M"]),
            (Unit::Bytes, &[0.0, 256.0, 512.0], &["0", "256", "512"]),
            (Unit::Seconds, &[0.0, 0.1, 0.2], &["0", "100 ms", "200 ms"]),
            (Unit::Milliseconds, &[0.0, 500.0, 1000.0], &["0", "500 ms", "1000 ms"]),
            (Unit::Seconds, &[0.0, 1800.0, 3600.0, 5400.0], &["0", "30 min", "60 min", "90 min"]),
            (Unit::Seconds, &[0.0, 10_800.0, 21_600.0], &["0", "3 h", "6 h"]),
        ];
        for (unit, ticks, expected) in cases {
            assert_eq!(&unit.tick_labels(ticks), expected, "{ticks:?} {unit:?}");
        }
    }
}
