//! The literals, bare or in quotes: the same rules but for numbers, which have no quotes, and names.

use super::arguments::Argument;
use crate::error::{Error, Problem, Wanted};
use crate::kind::Kind;
use crate::literal::{Duration, DurationUnit, Factor, Name, Percent};
use crate::span::Span;
use crate::token::is_blank;

/// What stands between quotes.
pub(super) fn quoted(kind: Kind, text: &str, span: Span) -> Result<Argument, Error> {
    match kind {
        Kind::Factor | Kind::Percent => Err(Error { span, problem: Problem::QuotedNumber }),
        _ => word(kind, text, span),
    }
}

/// What stands without quotes.
pub(super) fn bare(kind: Kind, text: &str, span: Span) -> Result<Argument, Error> {
    if kind == Kind::Name && text.contains(['\t', '\n', '\r']) {
        return Err(Error { span, problem: Problem::BrokenName });
    }
    word(kind, text, span)
}

fn word(kind: Kind, text: &str, span: Span) -> Result<Argument, Error> {
    match kind {
        Kind::Role => role(text, span),
        Kind::Factor => factor(text, span).map(Argument::Factor),
        Kind::Percent => percent(text, span).map(Argument::Percent),
        Kind::Duration => duration(text, span).map(Argument::Duration),
        Kind::Name => Name::new(text).map(Argument::Name).ok_or_else(|| expected(kind, text, span)),
        Kind::HostId | Kind::Service | Kind::Metric => {
            all_allowed(kind, text, span).map(|()| Argument::Word(text.to_owned()))
        }
        Kind::Series | Kind::SeriesList => Err(expected(kind, text, span)),
    }
}

fn role(text: &str, span: Span) -> Result<Argument, Error> {
    let Some((service, role)) = text.split_once(':') else {
        all_allowed(Kind::Role, text, span)?;
        return Err(expected(Kind::Role, text, span));
    };
    let role = role.trim_start_matches(' ');
    if service.is_empty() || role.is_empty() {
        return Err(expected(Kind::Role, text, span));
    }
    all_allowed(Kind::Role, service, Span::new(span.start, span.start + service.len()))?;
    all_allowed(Kind::Role, role, Span::new(span.end - role.len(), span.end))?;
    Ok(Argument::Role(service.to_owned(), role.to_owned()))
}

fn all_allowed(kind: Kind, text: &str, span: Span) -> Result<(), Error> {
    if text.is_empty() {
        return Err(expected(kind, text, span));
    }
    let Some((at, found)) = text.char_indices().find(|(_, c)| !kind.allows(*c)) else { return Ok(()) };
    if kind == Kind::Metric && matches!(found, '{' | '}') {
        return Err(Error { span, problem: Problem::Braces });
    }
    let start = span.start + at;
    let span = Span::new(start, start + found.len_utf8());
    Err(Error { span, problem: Problem::Character { kind, found } })
}

fn factor(text: &str, span: Span) -> Result<Factor, Error> {
    let (above, below) = match text.split_once('/') {
        None => (text, None),
        Some((above, below)) => (above.trim_end_matches(is_blank), Some(below.trim_start_matches(is_blank))),
    };
    let parts = number(above).zip(match below {
        None => Some(None),
        Some(below) => number(below).map(Some),
    });
    let Some((above, below)) = parts else { return Err(expected(Kind::Factor, text, span)) };
    if below == Some(0.0) {
        return Err(Error { span, problem: Problem::DivisionByZero });
    }
    Factor::new(above, below).ok_or(Error { span, problem: Problem::NumberTooLarge })
}

fn percent(text: &str, span: Span) -> Result<Percent, Error> {
    let value = number(text).ok_or_else(|| expected(Kind::Percent, text, span))?;
    Percent::new(value).ok_or(Error { span, problem: Problem::PercentOutOfRange })
}

fn duration(text: &str, span: Span) -> Result<Duration, Error> {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (count, unit) = text.split_at(digits);
    let unit = DurationUnit::ALL.into_iter().find(|known| known.as_str() == unit);
    let Some(unit) = unit.filter(|_| digits > 0) else { return Err(expected(Kind::Duration, text, span)) };
    // Digits alone fail to be a number only when they are too many.
    let duration = count.parse().ok().and_then(|count| Duration::new(count, unit));
    duration.ok_or(Error { span, problem: Problem::DurationTooLong })
}

/// A number as the grammar has it: no plus sign, no words for infinity. Too large ones are infinite.
fn number(text: &str) -> Option<f64> {
    let digits = |text: &str| text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let whole = digits(unsigned);
    let mut rest = &unsigned[whole..];
    let mut fraction = 0;
    if let Some(after) = rest.strip_prefix('.') {
        fraction = digits(after);
        rest = &after[fraction..];
    }
    if whole + fraction == 0 {
        return None;
    }
    if let Some(exponent) = rest.strip_prefix(['e', 'E']) {
        let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        if exponent.is_empty() || digits(exponent) < exponent.len() {
            return None;
        }
    } else if !rest.is_empty() {
        return None;
    }
    text.parse().ok()
}

fn expected(kind: Kind, text: &str, span: Span) -> Error {
    let problem = Problem::Expected { wanted: Wanted::Argument(kind), found: Some(text.to_owned()) };
    Error { span, problem }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_those_of_the_grammar() {
        let cases = [
            ("0", Some(0.0)),
            ("-0", Some(0.0)),
            ("007", Some(7.0)),
            ("1.", Some(1.0)),
            (".5", Some(0.5)),
            ("-.5", Some(-0.5)),
            ("1.25e2", Some(125.0)),
            ("1E+2", Some(100.0)),
            ("1.e-2", Some(0.01)),
            ("1e400", Some(f64::INFINITY)),
            ("", None),
            ("-", None),
            (".", None),
            ("+1", None),
            ("--1", None),
            ("1e", None),
            ("1e+", None),
            ("1e2.5", None),
            ("1_000", None),
            ("1,5", None),
            ("0x10", None),
            ("inf", None),
            ("NaN", None),
            ("１", None),
        ];
        for (text, expected) in cases {
            assert_eq!(number(text), expected, "{text}");
        }
    }
}
