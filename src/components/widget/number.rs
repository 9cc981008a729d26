//! A value as a value widget writes it: so many decimals, thousands in groups.
//!
//! Decimals beyond 16 count as 16; nothing is written as minus nought; what would be longer than a line is written
//! with an exponent.

/// Decimals when a widget does not say.
pub(super) const USUAL_DECIMALS: u8 = 2;

const MOST_DECIMALS: u8 = 16;

/// Where plain digits stop telling anything.
const HUGE: f64 = 1e15;

/// The number as text.
pub(super) fn decimal(value: f64, decimals: u8) -> String {
    let decimals = usize::from(decimals.min(MOST_DECIMALS));
    if value.abs() >= HUGE {
        return format!("{value:.3e}");
    }
    let text = format!("{:.decimals$}", value.abs());
    let is_nought = !text.contains(|digit: char| ('1'..='9').contains(&digit));
    let sign = if value < 0.0 && !is_nought { "-" } else { "" };
    let (whole, rest) = text.find('.').map_or((text.as_str(), ""), |dot| text.split_at(dot));
    format!("{sign}{}{rest}", grouped(whole))
}

fn grouped(digits: &str) -> String {
    let mut out = String::with_capacity(digits.len() * 4 / 3 + 1);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_become_text() {
        let cases = [
            (0.0, 2, "0.00"),
            (-0.0, 0, "0"),
            (-0.001, 2, "0.00"),
            (-0.006, 2, "-0.01"),
            (1.5, 0, "2"),
            (2.345, 1, "2.3"),
            (999.0, 0, "999"),
            (1_000.0, 0, "1,000"),
            (-1_234_567.891, 2, "-1,234,567.89"),
            (999_999.999, 2, "1,000,000.00"),
            (0.1, 16, "0.1000000000000000"),
            (0.1, 255, "0.1000000000000000"),
            (1e15, 0, "1.000e15"),
            (-2.5e300, 2, "-2.500e300"),
            (1e-300, 2, "0.00"),
        ];
        for (value, decimals, text) in cases {
            assert_eq!(decimal(value, decimals), text, "{value} {decimals}");
        }
    }
}
