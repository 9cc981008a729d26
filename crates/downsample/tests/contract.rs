//! The promises of the crate's header, for every method, by table and against brute force.

use downsample::{Column, Fold, Occupied, Pick, Pyramid, Stats, column_of, min_max, percentile};
use proptest::prelude::*;
use std::ops::Range;

/// What each of `Pick::ALL` picks, in its order: M4, min-max, LTTB, `MinMaxLTTB`, last.
type Picked = [&'static [u32]; 5];
type Case = (&'static str, &'static [i64], &'static [f64], (i64, i64), usize, Picked);

const CASES: &[Case] = &[
    ("no sample", &[], &[], (0, 100), 10, [&[]; 5]),
    ("no column", &[0, 1], &[1.0, 2.0], (0, 100), 0, [&[]; 5]),
    ("empty range", &[0, 1], &[1.0, 2.0], (100, 0), 10, [&[]; 5]),
    ("one sample", &[50], &[7.0], (0, 100), 10, [&[0]; 5]),
    ("one second", &[5, 6, 7], &[1.0, 2.0, 3.0], (6, 6), 4, [&[1]; 5]),
    ("two in one column", &[0, 1], &[2.0, 1.0], (0, 100), 1, [&[0, 1], &[0, 1], &[0, 1], &[0, 1], &[1]]),
    ("flat", &[0, 1, 2, 3], &[4.0; 4], (0, 3), 1, [&[0, 3], &[0], &[0, 1, 3], &[0, 1, 3], &[3]]),
    (
        "the inner ones go",
        &[0, 1, 2, 3, 4, 5],
        &[0.0, 3.0, 2.0, 9.0, 2.0, 1.0],
        (0, 5),
        1,
        [&[0, 3, 5], &[0, 3], &[0, 3, 5], &[0, 3, 5], &[5]],
    ),
    (
        "high before low",
        &[0, 1, 2, 3, 4],
        &[2.0, 5.0, 1.0, 4.0, 3.0],
        (0, 4),
        1,
        [&[0, 1, 2, 4], &[1, 2], &[0, 1, 4], &[0, 1, 4], &[4]],
    ),
    (
        "outside is not looked at",
        &[-5, 0, 5, 10, 15],
        &[99.0, 1.0, 2.0, 3.0, -9.0],
        (0, 10),
        1,
        [&[1, 3], &[1, 3], &[1, 2, 3], &[1, 2, 3], &[3]],
    ),
    (
        "the right edge is in the last column",
        &[0, 5, 10],
        &[1.0, 2.0, 3.0],
        (0, 10),
        2,
        [&[0, 1, 2], &[0, 1, 2], &[0, 1, 2], &[0, 1, 2], &[0, 2]],
    ),
    (
        "earliest of equals",
        &[0, 1, 2, 3, 4],
        &[1.0, 5.0, 5.0, 0.0, 0.0],
        (0, 4),
        1,
        [&[0, 1, 3, 4], &[1, 3], &[0, 2, 4], &[0, 2, 4], &[4]],
    ),
    (
        "a gap is an empty column",
        &[0, 1, 98, 99],
        &[1.0, 2.0, 3.0, 4.0],
        (0, 100),
        4,
        [&[0, 1, 2, 3], &[0, 1, 2, 3], &[0, 1, 2, 3], &[0, 1, 2, 3], &[1, 3]],
    ),
    (
        "a short column of values",
        &[0, 1, 2],
        &[1.0, 2.0],
        (0, 2),
        1,
        [&[0, 1], &[0, 1], &[0, 1], &[0, 1], &[1]],
    ),
];

#[test]
fn every_pick_keeps_its_promises_at_the_edges() {
    let mut out = vec![77];
    for &(name, times, values, (from, to), columns, expected) in CASES {
        for (pick, expected) in Pick::ALL.into_iter().zip(expected) {
            pick.pick(times, values, from, to, columns, &mut out);
            assert_eq!(out, expected, "{name} by {}", pick.name());
        }
    }
}

#[test]
fn every_fold_says_nothing_of_an_empty_column() {
    type Case = (&'static [i64], &'static [f64], (i64, i64), usize, &'static [(usize, [f64; 4])]);
    let cases: &[Case] = &[
        (&[], &[], (0, 100), 10, &[]),
        (&[0, 1], &[1.0, 2.0], (0, 100), 0, &[]),
        (&[0, 1], &[1.0, 2.0], (100, 0), 10, &[]),
        (&[6], &[3.0], (6, 6), 4, &[(0, [3.0; 4])]),
        (
            &[-1, 0, 1, 98, 99],
            &[50.0, 1.0, 2.0, -3.0, 4.0],
            (0, 100),
            4,
            &[(0, [1.5, 3.0, 1.0, 2.0]), (3, [0.5, 1.0, -3.0, 4.0])],
        ),
    ];
    let mut out = vec![Column { column: 9, value: 9.0 }];
    for &(times, values, (from, to), columns, expected) in cases {
        for pyramid in [Pyramid::default(), Pyramid::of(values)] {
            for (at, fold) in Fold::ALL.into_iter().enumerate() {
                fold.fold(times, values, &pyramid, from, to, columns, &mut out);
                let expected: Vec<Column> =
                    expected.iter().map(|&(column, values)| Column { column, value: values[at] }).collect();
                assert_eq!(out, expected, "{} of {times:?}", fold.name());
            }
        }
    }
}

#[test]
fn a_column_holds_its_left_edge_and_the_last_one_the_end() {
    let cases = [
        (0, (0, 100), 10, 0),
        (9, (0, 100), 10, 0),
        (10, (0, 100), 10, 1),
        (99, (0, 100), 10, 9),
        (100, (0, 100), 10, 9),
        (-5, (0, 100), 10, 0),
        (500, (0, 100), 10, 9),
        (5, (5, 5), 3, 0),
        (5, (0, 10), 0, 0),
        (i64::MAX, (i64::MIN, i64::MAX), 1_000, 999),
    ];
    for (time, (from, to), columns, expected) in cases {
        assert_eq!(column_of(time, from, to, columns), expected, "{time} in {from}..={to} by {columns}");
    }
}

#[test]
fn statistics_come_from_every_value() {
    assert_eq!(Stats::of(&[]), None);
    let most = f64::MAX;
    let cases: &[(&[f64], Stats)] = &[
        (&[3.0], Stats { last: 3.0, min: 3.0, avg: 3.0, max: 3.0, sum: 3.0, count: 1 }),
        (&[1.0, 5.0, 3.0], Stats { last: 3.0, min: 1.0, avg: 3.0, max: 5.0, sum: 9.0, count: 3 }),
        (&[-2.0, -4.0], Stats { last: -4.0, min: -4.0, avg: -3.0, max: -2.0, sum: -6.0, count: 2 }),
        (&[most, most], Stats { last: most, min: most, avg: most, max: most, sum: f64::INFINITY, count: 2 }),
    ];
    for (values, expected) in cases {
        assert_eq!(Stats::of(values).as_ref(), Some(expected), "{values:?}");
    }
}

#[test]
fn percentiles_lie_between_the_nearest_values() {
    let values = [40.0, 10.0, 20.0, 30.0];
    let cases = [(0.0, 10.0), (0.5, 25.0), (0.95, 38.5), (1.0, 40.0), (-1.0, 10.0), (7.0, 40.0)];
    for (share, expected) in cases {
        assert_eq!(percentile(&values, share), Some(expected), "{share}");
    }
    assert_eq!(percentile(&[], 0.5), None);
    assert_eq!(percentile(&[7.0], 0.95), Some(7.0));
    for share in [0.1, 0.3, 0.45, 0.7] {
        assert_eq!(percentile(&[f64::MAX; 4], share), Some(f64::MAX), "{share}");
    }
}

#[test]
fn the_lowest_and_highest_are_the_earliest_of_equals() {
    assert_eq!(min_max(&[]), None);
    assert_eq!(min_max(&[2.0]), Some((0, 0)));
    assert_eq!(min_max(&[2.0, 1.0, 1.0, 3.0, 3.0]), Some((1, 3)));
    assert_eq!(min_max(&[0.0, -0.0, 0.0]), Some((0, 0)));
}

fn samples() -> impl Strategy<Value = (Vec<i64>, Vec<f64>)> {
    let even =
        (1_i64..40).prop_flat_map(|step| prop::collection::vec((Just(step), -5_i32..5), 0..300).boxed());
    let uneven = prop::collection::vec((prop_oneof![8 => 1_i64..40, 1 => 500_i64..2_000], -5_i32..5), 0..300);
    prop_oneof![even, uneven.boxed()].prop_map(|steps| {
        let mut time = -200;
        steps
            .into_iter()
            .map(|(step, value)| {
                time += step;
                (time, f64::from(value))
            })
            .unzip()
    })
}

/// Indices of the samples of each column that has any.
fn by_brute_force(times: &[i64], from: i64, to: i64, columns: usize) -> Vec<(usize, Range<usize>)> {
    let mut found: Vec<(usize, Range<usize>)> = Vec::new();
    for (at, &time) in times.iter().enumerate().filter(|(_, time)| (from..=to).contains(time)) {
        if columns == 0 {
            continue;
        }
        let column = column_of(time, from, to, columns);
        match found.last_mut() {
            Some((last, span)) if *last == column => span.end = at + 1,
            _ => found.push((column, at..at + 1)),
        }
    }
    found
}

proptest! {
    #[test]
    fn every_sample_is_in_the_column_of_its_time(
        (times, _) in samples(), from in -300_i64..3_000, secs in -10_i64..6_000, columns in 0_usize..900,
    ) {
        let found: Vec<_> = Occupied::new(&times, from, from + secs, columns).collect();
        prop_assert_eq!(found, by_brute_force(&times, from, from + secs, columns));
    }

    #[test]
    fn columns_of_huge_ranges_are_the_same(
        times in prop::collection::btree_set(any::<i64>(), 0..40), from in any::<i64>(), to in any::<i64>(), columns in 0_usize..50,
    ) {
        let times: Vec<i64> = times.into_iter().collect();
        let found: Vec<_> = Occupied::new(&times, from, to, columns).collect();
        prop_assert_eq!(found, by_brute_force(&times, from, to, columns));
    }

    #[test]
    fn picks_are_in_order_few_and_keep_what_they_say(
        (times, values) in samples(), from in -300_i64..3_000, secs in -10_i64..6_000, columns in 0_usize..200,
    ) {
        let to = from + secs;
        let occupied = by_brute_force(&times, from, to, columns);
        for pick in Pick::ALL {
            let mut out = Vec::new();
            pick.pick(&times, &values, from, to, columns, &mut out);
            let name = pick.name();
            prop_assert!(out.windows(2).all(|pair| pair[0] < pair[1]), "{name}");
            prop_assert!(out.iter().all(|&at| (from..=to).contains(&times[at as usize])), "{name}");
            prop_assert!(out.len() <= pick.most_per_column() * occupied.len() + 2, "{name}");
            for (column, span) in &occupied {
                let picked: Vec<usize> =
                    out.iter().map(|&at| at as usize).filter(|at| span.contains(at)).collect();
                prop_assert!(!picked.is_empty(), "{name} leaves column {column} out");
                let earliest = |better: fn(f64, f64) -> bool| {
                    span.clone().reduce(|best, at| if better(values[at], values[best]) { at } else { best }).unwrap()
                };
                let (low, high) = (earliest(|one, best| one < best), earliest(|one, best| one > best));
                if pick.keeps_spikes() {
                    prop_assert!(picked.contains(&low) && picked.contains(&high), "{name} loses a spike");
                }
                let mut expected = vec![span.start, low, high, span.end - 1];
                expected.sort_unstable();
                expected.dedup();
                match pick {
                    Pick::M4 => prop_assert_eq!(picked, expected),
                    Pick::Last => prop_assert_eq!(picked, [span.end - 1]),
                    Pick::MinMax | Pick::Lttb | Pick::MinMaxLttb => {}
                }
            }
        }
    }

    #[test]
    fn folds_are_the_brute_force_of_every_column(
        (times, values) in samples(), from in -300_i64..3_000, secs in -10_i64..6_000, columns in 0_usize..60,
    ) {
        let to = from + secs;
        for fold in Fold::ALL {
            let expected: Vec<Column> = by_brute_force(&times, from, to, columns)
                .into_iter()
                .map(|(column, span)| {
                    let inside = &values[span];
                    // Small whole numbers, so that no order of addition rounds.
                    let sum: f64 = inside.iter().sum();
                    let value = match fold {
                        Fold::Sum => sum,
                        Fold::Mean => sum / inside.len() as f64,
                        Fold::Low => inside.iter().copied().fold(f64::INFINITY, f64::min),
                        Fold::High => inside.iter().copied().fold(f64::NEG_INFINITY, f64::max),
                    };
                    Column { column, value }
                })
                .collect();
            for pyramid in [Pyramid::default(), Pyramid::of(&values)] {
                let mut out = Vec::new();
                fold.fold(&times, &values, &pyramid, from, to, columns, &mut out);
                prop_assert_eq!(&out, &expected);
            }
        }
    }

    #[test]
    fn the_mean_lies_between_the_lowest_and_the_highest(values in prop::collection::vec(any::<f64>(), 1..50)) {
        prop_assume!(values.iter().all(|value| value.is_finite()));
        let stats = Stats::of(&values).unwrap();
        prop_assert!(stats.min <= stats.avg && stats.avg <= stats.max, "{:?}", stats);
        prop_assert_eq!(stats.count, values.len());
    }
}
