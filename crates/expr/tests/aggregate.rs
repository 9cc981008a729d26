//! Aggregates against brute force over a map from time to values.

use expr::{Aggregate, aggregate};
use proptest::prelude::*;
use series::Series;
use std::collections::BTreeMap;

/// Some on one grid, as metrics of one role are, some anywhere.
fn series() -> impl Strategy<Value = Vec<Series>> {
    let aligned = prop::collection::vec(-1e3..1e3, 12)
        .prop_map(|values| (0..).map(|minute| minute * 60).zip(values).collect::<Series>());
    let scattered = prop::collection::vec((0_i64..12, -1e3..1e3), 0..20)
        .prop_map(|points| points.into_iter().map(|(minute, value)| (minute * 60, value)).collect());
    prop::collection::vec(prop_oneof![aligned, scattered], 0..9)
}

fn expected(kind: Aggregate, values: &[f64]) -> f64 {
    match kind {
        Aggregate::Avg => values.iter().sum::<f64>() / values.len() as f64,
        Aggregate::Max => values.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        Aggregate::Min => values.iter().copied().fold(f64::INFINITY, f64::min),
        Aggregate::Sum => values.iter().sum(),
        Aggregate::Product => values.iter().product(),
    }
}

fn all_close(found: &Series, expected: &[f64]) -> bool {
    found.values().iter().zip(expected).all(|(one, other)| (one - other).abs() <= 1e-9 * other.abs().max(1.0))
}

proptest! {
    #[test]
    fn every_time_has_the_aggregate_of_what_is_there(series in series()) {
        let mut rows: BTreeMap<i64, Vec<f64>> = BTreeMap::new();
        for (time, value) in series.iter().flat_map(Series::iter) {
            rows.entry(time).or_default().push(value);
        }
        let series: Vec<&Series> = series.iter().collect();
        for kind in Aggregate::ALL {
            let found = aggregate(kind, &series);
            prop_assert_eq!(found.times(), rows.keys().copied().collect::<Vec<_>>());
            let wanted: Vec<f64> = rows.values().map(|values| expected(kind, values)).collect();
            prop_assert!(all_close(&found, &wanted), "{:?}: {:?} and {:?}", kind, found.values(), wanted);
        }
    }

    #[test]
    fn the_order_of_the_series_does_not_matter(series in series()) {
        let forwards: Vec<&Series> = series.iter().collect();
        let backwards: Vec<&Series> = series.iter().rev().collect();
        for kind in Aggregate::ALL {
            let (one, other) = (aggregate(kind, &forwards), aggregate(kind, &backwards));
            prop_assert_eq!(one.times(), other.times());
            prop_assert!(all_close(&one, other.values()), "{:?}", kind);
        }
    }

    #[test]
    fn averages_lie_between_the_extremes(values in prop::collection::vec(prop::num::f64::NORMAL, 1..9)) {
        let series: Vec<Series> = values.iter().map(|&value| Series::from_points([(0, value)])).collect();
        let series: Vec<&Series> = series.iter().collect();
        let at = |kind| aggregate(kind, &series).values()[0];
        prop_assert!(at(Aggregate::Min) <= at(Aggregate::Avg) && at(Aggregate::Avg) <= at(Aggregate::Max));
    }
}
