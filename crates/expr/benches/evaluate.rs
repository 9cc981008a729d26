//! What a wide dashboard asks for at once: 20 series of 30 days of minutes through the longest chains in use.
//! A browser has 40 ms for the stack and 120 ms for the percentile; natively both must be well below.
#![expect(clippy::unwrap_used, reason = "a measurement that cannot go on stops")]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use expr::{Expr, Fetched, Input, Node, Period, evaluate, parse};
use series::{Series, TimeRange};
use std::hint::black_box;
use std::sync::Arc;

const SERIES: i64 = 20;
const POINTS: i64 = 43_200;
const STEP_SECS: i64 = 60;
const TEXTS: [&str; 4] = [
    "stack(movingAverage(scale(role(shop:web, m), 100), 1h))",
    "percentile(role(shop:web, m), 95)",
    "avg(role(shop:web, m))",
    "linearRegression(role(shop:web, m), 1mo)",
];

/// Every leaf with as many series, of which some have a gap where others have none.
fn fetched(expr: &Expr, gap: bool) -> Fetched {
    let mut state = 1_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as f64 / f64::from(1_u32 << 31)
    };
    let mut input = |number: i64| {
        let is_there = |at: &i64| !gap || (at + number * 97) % 1_000 > 5;
        let points = (0..POINTS).filter(is_there).map(|at| (at * STEP_SECS, next()));
        Input { name: format!("web-{number}"), series: Arc::new(points.collect::<Series>()) }
    };
    let leaves = expr.leaves().into_iter().map(|(leaf, _)| leaf.clone());
    leaves.map(|leaf| (leaf, (0..SERIES).map(&mut input).collect())).collect()
}

fn measure(criterion: &mut Criterion) {
    let range = TimeRange::new(0, (POINTS - 1) * STEP_SECS);
    let period = Period::new(range, range.to, STEP_SECS);
    let mut group = criterion.benchmark_group("evaluate");
    group.sample_size(20).throughput(Throughput::Elements((SERIES * POINTS) as u64));
    for text in TEXTS {
        let expr = parse(text).unwrap();
        for (kind, gap) in [("whole", false), ("gappy", true)] {
            let fetched = fetched(&expr, gap);
            group.bench_function(format!("{} {kind}", expr.function().name), |bencher| {
                bencher.iter(|| evaluate(black_box(&expr), period, &fetched).unwrap());
            });
        }
    }
    // Minutes as means of five: the path of full resolution shown coarsely.
    let expr = parse("avg(role(shop:web, m))").unwrap();
    assert!(matches!(expr.node, Node::Aggregate(..)));
    let fetched = fetched(&expr, false);
    let coarse = Period::new(range, range.to, 300);
    group.bench_function("avg of means", |bencher| {
        bencher.iter(|| evaluate(black_box(&expr), coarse, &fetched).unwrap());
    });
    group.finish();
    let text = "group(alias(avg(role(shop:web, loadavg5)), 'now'), alias(timeShift(avg(role(shop:web, loadavg5)), 1w), 'then'))";
    criterion.bench_function("parse", |bencher| bencher.iter(|| parse(black_box(text)).unwrap()));
}

criterion_group!(benches, measure);
criterion_main!(benches);
