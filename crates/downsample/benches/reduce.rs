//! What a look at every sample costs, and what a pyramid saves of it. Read ratios, and compare in one run.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use downsample::{Occupied, Pick, Pyramid, extent};
use std::hint::black_box;

/// As many columns as a wide picture has.
const COLUMNS: usize = 1_900;
const STEP_SECS: i64 = 60;

fn samples(count: usize) -> (Vec<i64>, Vec<f64>) {
    let mut state = 1_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as f64 / f64::from(1_u32 << 31)
    };
    (0..count as i64).map(|at| (at * STEP_SECS, next())).unzip()
}

fn reduce(criterion: &mut Criterion) {
    for count in [100_000, 525_600, 10_000_000] {
        let (times, values) = samples(count);
        let to = times.last().copied().unwrap_or(0);
        let pyramid = Pyramid::of(&values);
        let mut group = criterion.benchmark_group(count.to_string());
        group.sample_size(10);
        group.bench_function("columns by pyramid", |bencher| {
            bencher.iter(|| {
                Occupied::new(&times, 0, to, COLUMNS)
                    .filter_map(|(_, span)| pyramid.extent(&values, span))
                    .map(|reach| reach.high - reach.low)
                    .sum::<f64>()
            });
        });
        group.bench_function("columns' edges alone", |bencher| {
            bencher.iter(|| Occupied::new(&times, 0, to, COLUMNS).map(|(_, span)| span.end).max());
        });
        group.throughput(Throughput::Elements(count as u64));
        group.bench_function("extent", |bencher| bencher.iter(|| extent(black_box(&values))));
        group.bench_function("pyramid", |bencher| bencher.iter(|| Pyramid::of(black_box(&values))));
        let mut out = Vec::new();
        for pick in Pick::ALL {
            group.bench_function(pick.name(), |bencher| {
                bencher.iter(|| pick.pick(&times, &values, 0, to, COLUMNS, &mut out));
            });
        }
    }
}

criterion_group!(benches, reduce);
criterion_main!(benches);
