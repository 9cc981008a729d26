//! The work of the benches: 20 series of 30 days of minutes, and the longest chains in use.

use expr::{Expr, Fetched, Input, Period};
use series::{Series, TimeRange};
use std::sync::Arc;

/// Series behind each leaf.
pub(crate) const SERIES: i64 = 20;
/// Points of each series.
pub(crate) const POINTS: i64 = 43_200;
/// Seconds between them.
pub(crate) const STEP_SECS: i64 = 60;
/// A browser has 40 ms for the first and 120 ms for the second; natively both must be well below.
pub(crate) const TEXTS: [&str; 4] = [
    "stack(movingAverage(scale(role(shop:web, m), 100), 1h))",
    "percentile(role(shop:web, m), 95)",
    "avg(role(shop:web, m))",
    "linearRegression(role(shop:web, m), 1mo)",
];

/// Everything, at this step.
pub(crate) fn period(step_secs: i64) -> Period {
    let range = TimeRange::new(0, (POINTS - 1) * STEP_SECS);
    Period::new(range, range.to, step_secs)
}

/// Every leaf with as many series, of which with `gap` some have one where others have none.
pub(crate) fn fetched(expr: &Expr, gap: Gap) -> Fetched {
    let mut state = 1_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as f64 / f64::from(1_u32 << 31)
    };
    let mut input = |number: i64| {
        let is_there = |at: &i64| gap == Gap::None || (at + number * 97) % 1_000 > 5;
        let points = (0..POINTS).filter(is_there).map(|at| (at * STEP_SECS, next()));
        Input { name: format!("web-{number}"), series: Arc::new(points.collect::<Series>()) }
    };
    let leaves = expr.leaves().into_iter().map(|(leaf, _)| leaf.clone());
    leaves.map(|leaf| (leaf, (0..SERIES).map(&mut input).collect())).collect()
}

/// Whether series have gaps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gap {
    /// All have every point.
    None,
    /// Each lacks a few now and then, at times of its own.
    Each,
}
