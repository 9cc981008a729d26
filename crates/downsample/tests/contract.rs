//! The promises of the crate's header, for every method, by table and against brute force.

use downsample::{Stats, column_of, m4, min_max};
use proptest::prelude::*;

type Case = (&'static str, &'static [i64], &'static [f64], (i64, i64), usize, &'static [u32]);

const CASES: &[Case] = &[
    ("no sample", &[], &[], (0, 100), 10, &[]),
    ("no column", &[0, 1], &[1.0, 2.0], (0, 100), 0, &[]),
    ("empty range", &[0, 1], &[1.0, 2.0], (100, 0), 10, &[]),
    ("one sample", &[50], &[7.0], (0, 100), 10, &[0]),
    ("one second", &[5, 6, 7], &[1.0, 2.0, 3.0], (6, 6), 4, &[1]),
    ("two in one column", &[0, 1], &[2.0, 1.0], (0, 100), 1, &[0, 1]),
    ("flat keeps both ends", &[0, 1, 2, 3], &[4.0; 4], (0, 3), 1, &[0, 3]),
    ("all four", &[0, 1, 2, 3, 4], &[2.0, 1.0, 5.0, 4.0, 3.0], (0, 4), 1, &[0, 1, 2, 4]),
    ("high before low", &[0, 1, 2, 3, 4], &[2.0, 5.0, 1.0, 4.0, 3.0], (0, 4), 1, &[0, 1, 2, 4]),
    ("the inner ones go", &[0, 1, 2, 3, 4, 5], &[0.0, 3.0, 2.0, 9.0, 2.0, 1.0], (0, 5), 1, &[0, 3, 5]),
    ("outside is not looked at", &[-5, 0, 5, 10, 15], &[99.0, 1.0, 2.0, 3.0, -9.0], (0, 10), 1, &[1, 3]),
    ("the right edge is in the last column", &[0, 5, 10], &[1.0, 2.0, 3.0], (0, 10), 2, &[0, 1, 2]),
    ("earliest of equals", &[0, 1, 2, 3, 4], &[1.0, 5.0, 5.0, 0.0, 0.0], (0, 4), 1, &[0, 1, 3, 4]),
    ("a short column of values", &[0, 1, 2], &[1.0, 2.0], (0, 2), 1, &[0, 1]),
];

#[test]
fn m4_keeps_its_promises_at_the_edges() {
    let mut out = vec![77];
    for &(name, times, values, (from, to), columns, expected) in CASES {
        m4(times, values, from, to, columns, &mut out);
        assert_eq!(out, expected, "{name}");
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
    let cases: &[(&[f64], Stats)] = &[
        (&[3.0], Stats { last: 3.0, min: 3.0, avg: 3.0, max: 3.0, sum: 3.0, count: 1 }),
        (&[1.0, 5.0, 3.0], Stats { last: 3.0, min: 1.0, avg: 3.0, max: 5.0, sum: 9.0, count: 3 }),
        (&[-2.0, -4.0], Stats { last: -4.0, min: -4.0, avg: -3.0, max: -2.0, sum: -6.0, count: 2 }),
        (
            &[f64::MAX, f64::MAX],
            Stats {
                last: f64::MAX,
                min: f64::MAX,
                avg: f64::MAX,
                max: f64::MAX,
                sum: f64::INFINITY,
                count: 2,
            },
        ),
    ];
    for (values, expected) in cases {
        assert_eq!(Stats::of(values).as_ref(), Some(expected), "{values:?}");
    }
}

#[test]
fn the_lowest_and_highest_are_the_earliest_of_equals() {
    assert_eq!(min_max(&[]), None);
    assert_eq!(min_max(&[2.0]), Some((0, 0)));
    assert_eq!(min_max(&[2.0, 1.0, 1.0, 3.0, 3.0]), Some((1, 3)));
}

fn samples() -> impl Strategy<Value = (Vec<i64>, Vec<f64>)> {
    prop::collection::vec((1_i64..40, -5_i32..5), 0..300).prop_map(|steps| {
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

proptest! {
    #[test]
    fn m4_is_the_brute_force_of_every_column(
        (times, values) in samples(), from in -300_i64..3_000, secs in -10_i64..6_000, columns in 0_usize..200,
    ) {
        let to = from + secs;
        let mut out = Vec::new();
        m4(&times, &values, from, to, columns, &mut out);

        let mut expected = Vec::new();
        for column in 0..columns {
            let inside: Vec<usize> = (0..times.len())
                .filter(|&at| from <= times[at] && times[at] <= to)
                .filter(|&at| column_of(times[at], from, to, columns) == column)
                .collect();
            let (Some(&first), Some(&last)) = (inside.first(), inside.last()) else { continue };
            let earliest = |better: fn(f64, f64) -> bool| {
                inside.iter().copied().fold(first, |best, at| if better(values[at], values[best]) { at } else { best })
            };
            let mut kept = vec![first, earliest(|one, best| one < best), earliest(|one, best| one > best), last];
            kept.sort_unstable();
            kept.dedup();
            expected.extend(kept.into_iter().map(|at| at as u32));
        }
        prop_assert!(out.windows(2).all(|pair| pair[0] < pair[1]));
        prop_assert!(out.len() <= 4 * columns);
        prop_assert_eq!(out, expected);
    }

    #[test]
    fn the_mean_lies_between_the_lowest_and_the_highest(values in prop::collection::vec(any::<f64>(), 1..50)) {
        prop_assume!(values.iter().all(|value| value.is_finite()));
        let stats = Stats::of(&values).unwrap();
        prop_assert!(stats.min <= stats.avg && stats.avg <= stats.max, "{:?}", stats);
        prop_assert_eq!(stats.count, values.len());
    }
}
