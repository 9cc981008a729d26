//! Any text: it is read, marked, completed, printed and evaluated without a panic, and what is printed says the same.
#![no_main]

use expr::{Fetched, Input, Period, complete, evaluate, marks, parse, plan};
use libfuzzer_sys::fuzz_target;
use series::{Series, TimeRange};
use std::sync::Arc;

fuzz_target!(|text: &str| {
    for mark in marks(text) {
        assert!(!mark.span.of(text).is_empty());
    }
    let completion = complete(text, text.len() / 2);
    assert!(text.get(completion.replace.start..completion.replace.end).is_some());
    let expr = match parse(text) {
        Ok(expr) => expr,
        Err(errors) => {
            assert!(!errors.is_empty());
            assert!(errors.iter().all(|error| text.get(error.span.start..error.span.end).is_some()));
            return;
        }
    };
    assert_eq!(parse(&expr.to_string()).as_ref(), Ok(&expr));
    let period = Period::new(TimeRange::new(0, 3_600), 3_000, 60);
    let inputs = |count: usize| {
        let series = |one: usize| {
            (0..90).map(|at| (at * 60 - 1_000, (at * one as i64 % 7) as f64)).collect::<Series>()
        };
        (0..count).map(|one| Input { name: one.to_string(), series: Arc::new(series(one)) }).collect()
    };
    let fetches = plan(&expr, period).into_iter().enumerate();
    let fetched: Fetched = fetches.map(|(count, fetch)| (fetch.leaf, inputs(count % 4))).collect();
    for line in evaluate(&expr, period, &fetched).unwrap_or_default() {
        assert!(line.series.values().iter().all(|value| value.is_finite()));
        assert!(line.series.times().iter().all(|time| (0..=3_600).contains(time) && time % 60 == 0));
    }
});
