//! One case: evaluated, planned, printed or refused, and compared row by row.

use super::Case;
use super::cases::{Expected, expand};
use expr::{Error, Expr, Fetched, Input, Language, Leaf, Line, Node, Period, evaluate, parse, plan};
use series::{Series, TimeRange};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Says what was found where it is not what is expected.
pub fn run(case: &Case) -> Result<(), String> {
    let period = Period::new(TimeRange::new(case.from, case.to), case.now, case.step);
    let parsed = parse(&case.expr);
    match &case.expected {
        Expected::Errors(rows) => {
            let errors = match parsed {
                Err(errors) => errors,
                Ok(expr) => match evaluate(&expr, period, &fetched(case)) {
                    Err(error) => vec![error],
                    Ok(lines) => return Err(format!("  no error but\n{}", shown(&lines, case))),
                },
            };
            let found: Vec<String> = errors.iter().map(|error| marked(error, &case.expr)).collect();
            let expected = rows.join("\n");
            same(&expected, &found.join("\n"))
        }
        Expected::Print(expected) => same(expected, &good(parsed, case)?.to_string()),
        Expected::Plan(rows) => {
            let fetches = plan(&good(parsed, case)?, period);
            let rows_found: Vec<String> = fetches
                .iter()
                .map(|fetch| {
                    let ranges = fetch.ranges.iter().map(|range| format!(" {}..{}", range.from, range.to));
                    format!("{} |{}", fetch.leaf, ranges.collect::<String>())
                })
                .collect();
            same(&rows.join("\n"), &rows_found.join("\n"))
        }
        Expected::Lines(rows) => {
            let lines = evaluate(&good(parsed, case)?, period, &fetched(case))
                .map_err(|error| marked(&error, &case.expr))?;
            let equal =
                rows.len() == lines.len() && rows.iter().zip(&lines).all(|(row, line)| is(row, line, case));
            if equal {
                Ok(())
            } else {
                Err(format!("  found\n{}\n  expected\n{}", shown(&lines, case), rows.join("\n")))
            }
        }
    }
}

fn good(parsed: Result<Expr, Vec<Error>>, case: &Case) -> Result<Expr, String> {
    parsed
        .map_err(|errors| errors.iter().map(|error| marked(error, &case.expr)).collect::<Vec<_>>().join("\n"))
}

fn fetched(case: &Case) -> Fetched {
    let (mut inputs, mut unread) = (BTreeMap::<Leaf, Vec<Input>>::new(), Vec::new());
    for one in case.loaded.iter() {
        let Node::Leaf(leaf) = parse(&one.leaf).unwrap().node else { panic!("{} is no leaf", one.leaf) };
        // Without a name there is no series; `unread` is one that could not be read.
        let inputs = inputs.entry(leaf.clone()).or_default();
        if one.name == "unread" {
            unread.push(leaf);
        } else if !one.name.is_empty() {
            inputs.push(Input { name: one.name.clone(), series: Arc::new(one.series.clone()) });
        }
    }
    let mut fetched: Fetched = inputs.into_iter().collect();
    for leaf in unread {
        fetched.unread(leaf);
    }
    fetched
}

/// `"the text of the place": message`
fn marked(error: &Error, text: &str) -> String {
    let Error { span, .. } = error;
    let place =
        if span.start == span.end { format!("{}", span.start) } else { format!("“{}”", span.of(text)) };
    assert!(!error.message(Language::Japanese).is_ascii(), "every message is said in Japanese");
    format!("{place}: {}", error.message(Language::English)).replace('\n', "⏎")
}

/// `name | values | stacked`, whose values are those of the grid; missing ones at the end may be left away.
fn is(row: &str, line: &Line, case: &Case) -> bool {
    let columns: Vec<&str> = row.split('|').map(str::trim).collect();
    let values: Vec<Option<f64>> = columns[1].split_whitespace().flat_map(expand).collect();
    let stacked = columns.get(2) == Some(&"stacked");
    let found = on_grid(&line.series, case);
    let longest = values.len().max(found.len());
    let close =
        (0..longest).all(|at| match (values.get(at).copied().flatten(), found.get(at).copied().flatten()) {
            (Some(one), Some(other)) => (one - other).abs() <= 1e-9 * one.abs().max(1.0),
            (one, other) => one.is_none() && other.is_none(),
        });
    columns[0] == line.name && stacked == line.stacked && close
}

/// The values of a line at the places of the grid. Points beside them would be a mistake.
fn on_grid(series: &Series, case: &Case) -> Vec<Option<f64>> {
    let first = case.from.div_euclid(case.step) * case.step;
    let places: Vec<i64> = (first..=case.to).step_by(case.step as usize).collect();
    assert!(
        series.times().iter().all(|time| places.contains(time)),
        "{:?} is not on the grid",
        series.times()
    );
    let values: BTreeMap<i64, f64> = series.iter().collect();
    places.iter().map(|time| values.get(time).copied()).collect()
}

fn shown(lines: &[Line], case: &Case) -> String {
    let row = |line: &Line| {
        let values = on_grid(&line.series, case).into_iter();
        let values: Vec<String> =
            values.map(|value| value.map_or("_".to_owned(), |value| value.to_string())).collect();
        format!("{} | {}{}", line.name, values.join(" "), if line.stacked { " | stacked" } else { "" })
    };
    lines.iter().map(row).collect::<Vec<_>>().join("\n")
}

fn same(expected: &str, found: &str) -> Result<(), String> {
    if expected == found { Ok(()) } else { Err(format!("  found\n{found}\n  expected\n{expected}")) }
}
