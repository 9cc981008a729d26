//! What a wide dashboard asks for at once, natively. `make bench-expressions` measures the same in a browser.
#![expect(clippy::unwrap_used, reason = "a measurement that cannot go on stops")]

#[path = "evaluate/work.rs"]
mod work;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use expr::{Node, evaluate, parse};
use std::hint::black_box;
use work::{Gap, POINTS, SERIES, STEP_SECS, TEXTS, fetched, period};

fn measure(criterion: &mut Criterion) {
    let minutes = period(STEP_SECS);
    let mut group = criterion.benchmark_group("evaluate");
    group.sample_size(20).throughput(Throughput::Elements((SERIES * POINTS) as u64));
    for text in TEXTS {
        let expr = parse(text).unwrap();
        for (kind, gap) in [("whole", Gap::None), ("gappy", Gap::Each)] {
            let fetched = fetched(&expr, gap);
            group.bench_function(format!("{} {kind}", expr.function().name), |bencher| {
                bencher.iter(|| evaluate(black_box(&expr), minutes, &fetched).unwrap());
            });
        }
    }
    // Minutes as means of five: the path of full resolution shown coarsely.
    let expr = parse("avg(role(shop:web, m))").unwrap();
    assert!(matches!(expr.node, Node::Aggregate(..)));
    let fetched = fetched(&expr, Gap::None);
    let coarse = period(300);
    group.bench_function("avg of means", |bencher| {
        bencher.iter(|| evaluate(black_box(&expr), coarse, &fetched).unwrap());
    });
    group.finish();
    let text = "group(alias(avg(role(shop:web, loadavg5)), 'now'), alias(timeShift(avg(role(shop:web, loadavg5)), 1w), 'then'))";
    criterion.bench_function("parse", |bencher| bencher.iter(|| parse(black_box(text)).unwrap()));
}

criterion_group!(benches, measure);
criterion_main!(benches);
