//! What is too complex is an error with a place, and costs next to nothing to refuse.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use expr::limits::{MOST_BYTES, MOST_ERRORS, MOST_LEVELS, MOST_PLACES, MOST_SERIES};
use expr::{Error, Fetched, Input, Leaf, Period, Problem, Source, evaluate, parse};
use series::{Series, TimeRange};
use std::sync::Arc;

fn nested(levels: usize) -> String {
    format!("{}host(a, m){}", "avg(".repeat(levels - 1), ")".repeat(levels - 1))
}

fn group(names: impl Iterator<Item = usize>) -> String {
    let leaves: Vec<String> = names.map(|name| format!("host(h{name}, m)")).collect();
    format!("group({})", leaves.join(", "))
}

fn problem(text: &str) -> Option<Problem> {
    parse(text).err().map(|errors| errors[0].problem.clone())
}

#[test]
fn texts_have_limits() {
    let long = |bytes: usize| {
        let text = "alias(host(a, m), '')";
        text.replace("''", &format!("'{}'", "x".repeat(bytes - text.len())))
    };
    let cases = [
        (nested(MOST_LEVELS), None),
        (nested(MOST_LEVELS + 1), Some(Problem::TooDeep)),
        (nested(10_000), Some(Problem::TooDeep)),
        (group(0..MOST_SERIES), None),
        (group(0..=MOST_SERIES), Some(Problem::TooManySeries)),
        // What is read once counts once.
        (group((0..3_000).map(|leaf| leaf % 7)), None),
        (long(MOST_BYTES), None),
        (long(MOST_BYTES + 1), Some(Problem::TextTooLong)),
        ("語".repeat(MOST_BYTES), Some(Problem::TextTooLong)),
    ];
    for (text, expected) in cases {
        assert_eq!(problem(&text), expected, "{}…", text.chars().take(60).collect::<String>());
    }
    assert_eq!(parse(&"group(,".repeat(9_000)).unwrap_err().len(), MOST_ERRORS);
}

/// The lines of an expression over a role of so many hosts, each with so many minutes.
fn lines(text: &str, hosts: usize, minutes: i64) -> Result<usize, Error> {
    let role = Source::Role { service: "shop".to_owned(), role: "web".to_owned() };
    let series: Arc<Series> = Arc::new((0..minutes).map(|at| (at * 60, 1.0)).collect());
    let inputs = (0..hosts).map(|host| Input { name: host.to_string(), series: Arc::clone(&series) });
    let fetched: Fetched = [(Leaf::new(role, "m").unwrap(), inputs.collect())].into_iter().collect();
    let period = Period::new(TimeRange::new(0, (minutes - 1) * 60), minutes * 60, 60);
    evaluate(&parse(text).unwrap(), period, &fetched).map(|lines| lines.len())
}

#[test]
fn evaluation_has_limits() {
    let leaf = "role(shop:web, m)";
    let many = |count: usize| format!("group({})", vec![leaf; count].join(", "));
    let year = 365 * 1_440;
    let cases = [
        (leaf.to_owned(), MOST_SERIES, 10, Ok(MOST_SERIES)),
        (leaf.to_owned(), MOST_SERIES + 1, 10, Err(Problem::TooManySeries)),
        // A year of minutes is fine; a window of two years is not.
        (format!("max(movingAverage({leaf}, 1d))"), 2, year, Ok(1)),
        (format!("movingAverage({leaf}, 2y)"), 1, year, Err(Problem::TooMuchWork)),
        (leaf.to_owned(), 1, MOST_PLACES, Ok(1)),
        (leaf.to_owned(), 1, MOST_PLACES + 1, Err(Problem::TooMuchWork)),
        // Five hundred times the same, and nearly nothing very often.
        (format!("sum({})", many(500)), MOST_SERIES, 1_440, Err(Problem::TooMuchWork)),
        (many(3_000), MOST_SERIES, 1, Err(Problem::TooMuchWork)),
    ];
    for (text, hosts, minutes, expected) in cases {
        let found = lines(&text, hosts, minutes).map_err(|error| error.problem);
        assert_eq!(found, expected, "{}…", text.chars().take(60).collect::<String>());
    }
}
