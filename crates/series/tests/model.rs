//! The series against a `BTreeMap`, the plainest thing that keeps one value for each time.

use proptest::prelude::*;
use series::{Error, Series, TimeRange};
use std::collections::BTreeMap;

type Model = BTreeMap<i64, u64>;

fn points() -> impl Strategy<Value = Vec<(i64, f64)>> {
    prop::collection::vec((-50_i64..50, prop_oneof![-1e6..1e6, Just(f64::NAN), Just(f64::INFINITY)]), 0..60)
}

fn model(points: &[(i64, f64)]) -> Model {
    points.iter().filter(|point| point.1.is_finite()).map(|&(time, value)| (time, value.to_bits())).collect()
}

fn contents(series: &Series) -> Model {
    series.iter().map(|(time, value)| (time, value.to_bits())).collect()
}

proptest! {
    #[test]
    fn any_points_become_an_ordered_series_where_the_last_wins(points in points()) {
        let series = Series::from_points(points.iter().copied());
        prop_assert_eq!(contents(&series), model(&points));
        prop_assert!(Series::new(series.times().to_vec(), series.values().to_vec()).is_ok());
    }

    #[test]
    fn merge_lets_the_newer_win(older in points(), newer in points()) {
        let merged = Series::from_points(older.iter().copied())
            .merge(&Series::from_points(newer.iter().copied()));
        let mut expected = model(&older);
        expected.extend(model(&newer));
        prop_assert_eq!(contents(&merged), expected);
        prop_assert!(merged.times().windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn window_keeps_both_ends(points in points(), from in -60_i64..60, to in -60_i64..60) {
        let window = Series::from_points(points.iter().copied()).window(TimeRange::new(from, to));
        let mut expected = model(&points);
        expected.retain(|time, _| (from..=to).contains(time));
        prop_assert_eq!(contents(&window), expected);
    }

    #[test]
    fn means_stay_between_the_extremes_and_keep_the_buckets(points in points(), step in 1_i64..30) {
        let series = Series::from_points(points.iter().copied());
        let means = series.mean_by_step(step);
        let mut buckets: Vec<i64> = series.times().iter().map(|time| time.div_euclid(step) * step).collect();
        buckets.dedup();
        prop_assert_eq!(means.times(), &buckets[..]);
        let low = series.values().iter().copied().fold(f64::INFINITY, f64::min);
        let high = series.values().iter().copied().fold(f64::NEG_INFINITY, f64::max);
        prop_assert!(means.values().iter().all(|&mean| mean >= low - 1e-6 && mean <= high + 1e-6));
    }

    #[test]
    fn mapped_values_keep_their_times_and_lose_what_is_no_number(points in points(), divisor in -3_i32..3) {
        let divisor = f64::from(divisor);
        let mapped = Series::from_points(points.iter().copied()).map_values(|value| value / divisor);
        let divided: Vec<_> = Series::from_points(points).iter().map(|(time, value)| (time, value / divisor)).collect();
        prop_assert_eq!(contents(&mapped), model(&divided));
    }

    #[test]
    fn shifting_keeps_order_and_values(points in points(), secs in prop_oneof![-99_i64..99, Just(i64::MIN), Just(i64::MAX)]) {
        let series = Series::from_points(points);
        let shifted = series.clone().shifted(secs);
        prop_assert_eq!(shifted.values(), series.values());
        prop_assert!(Series::new(shifted.times().to_vec(), shifted.values().to_vec()).is_ok());
        if secs.abs_diff(0) < 100 {
            let expected: Vec<i64> = series.times().iter().map(|time| time + secs).collect();
            prop_assert_eq!(shifted.times(), expected);
        }
    }

    #[test]
    fn nearest_is_as_near_as_any(points in points(), time in -80_i64..80) {
        let series = Series::from_points(points.iter().copied());
        let least = series.times().iter().map(|other| other.abs_diff(time)).min();
        prop_assert_eq!(series.nearest(time).map(|found| found.0.abs_diff(time)), least);
    }
}

#[test]
fn columns_that_are_no_series_are_refused_with_the_place() {
    let cases = [
        (vec![1, 2], vec![1.0], Error::LengthMismatch { times: 2, values: 1 }),
        (vec![1, 1], vec![1.0, 2.0], Error::NotIncreasing(1)),
        (vec![1, 2, 0], vec![1.0, 2.0, 3.0], Error::NotIncreasing(2)),
        (vec![1, 2], vec![1.0, f64::NAN], Error::NotFinite(1)),
    ];
    for (times, values, expected) in cases {
        assert_eq!(Series::new(times, values), Err(expected));
    }
}

#[test]
fn what_is_wrong_is_found_wherever_it_is() {
    let (times, values): (Vec<i64>, Vec<f64>) = (0..9_000).map(|at| (at, at as f64)).unzip();
    let good = Series::new(times.clone(), values.clone()).unwrap();
    for at in [0, 1, 4_094, 4_095, 4_096, 4_097, 8_191, 8_192, 8_999] {
        let mut broken = values.clone();
        broken[at] = f64::INFINITY;
        assert_eq!(good.beside(broken), Err(Error::NotFinite(at)));
        let mut equal = times.clone();
        if at > 0 {
            equal[at] = equal[at - 1];
            assert_eq!(Series::new(equal, values.clone()), Err(Error::NotIncreasing(at)));
        }
    }
    assert_eq!(good.beside(vec![1.0]), Err(Error::LengthMismatch { times: 9_000, values: 1 }));
}

#[test]
fn series_beside_each_other_share_their_times_until_one_is_shifted() {
    let one = Series::new(vec![60, 120], vec![1.0, 2.0]).unwrap();
    let other = one.beside(vec![3.0, 4.0]).unwrap();
    assert_eq!(one.times().as_ptr(), other.times().as_ptr());
    assert_eq!(other.shifted(60).times(), [120, 180]);
    assert_eq!(one.times(), [60, 120]);
}
