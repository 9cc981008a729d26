//! What a person waits for while a threshold is dragged, a deploy is clicked or a month of alerts is counted.

use analysis::evaluate::{Missing, Operator, Points, Rule, Threshold};
use analysis::hygiene::{Alert, hygiene};
use analysis::impact::impact;
use analysis::replay::{Lasted, NEAR_SECS, compare, replay};
use criterion::{Criterion, criterion_group, criterion_main};
use series::{Series, TimeRange};
use std::hint::black_box;

const DAY: i64 = 86_400;

/// A point a minute that wanders between 0 and 100.
fn load(days: i64) -> Series {
    let mut state = 1_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as f64 / f64::from(1_u32 << 31)
    };
    let mut level = 50.0;
    (0..days * 1_440)
        .map(|minute| {
            level = (level + 6.0 * (next() - 0.5)).clamp(0.0, 100.0);
            (minute * 60, level)
        })
        .collect()
}

fn waits(criterion: &mut Criterion) {
    let month = load(30);
    let period = TimeRange::new(0, 30 * DAY);
    let threshold = Threshold { operator: Operator::Above, warning: Some(80.0), critical: Some(90.0) };
    let plain = Rule::new(threshold);
    let missing = Missing { warning_secs: Some(600), critical_secs: Some(1_800) };
    let heavy = Rule { points: 10, attempts: 3, missing, ..plain };
    let real: Vec<Lasted> =
        replay(&plain, Points::of(&month), period).iter().map(|raised| raised.lasted).collect();
    for (name, rule) in [("replay 30 days", plain), ("replay 30 days, mean of 10, 3 attempts", heavy)] {
        criterion.bench_function(name, |bencher| {
            bencher.iter(|| {
                let raised = replay(black_box(&rule), Points::of(&month), period);
                compare(&real, &raised, NEAR_SECS)
            });
        });
    }
    criterion.bench_function("impact, 6 h on both sides", |bencher| {
        bencher.iter(|| impact(black_box(&month), TimeRange::new(20 * DAY, 20 * DAY), 6 * 3_600));
    });
    let names: Vec<String> = (0..100).map(|name| format!("monitor-{name}")).collect();
    let alerts: Vec<Alert<'_>> = (0..15_000_i64)
        .map(|place| Alert {
            monitor: &names[(place * place % 100) as usize],
            kind: "host",
            opened_at: place * 172,
            closed_at: Some(place * 172 + place % 50 * 60),
            has_memo: place % 3 == 0,
            has_reason: place % 7 == 0,
        })
        .collect();
    criterion.bench_function("hygiene of 15 000 alerts", |bencher| {
        bencher.iter(|| hygiene(black_box(&alerts), &[], period, 30 * DAY, |_| 32_400));
    });
}

criterion_group!(benches, waits);
criterion_main!(benches);
