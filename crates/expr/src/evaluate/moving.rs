//! Moving means in one pass: each point enters once and leaves once.
//!
//! Sums are only ever added to, never subtracted from, so that a large value leaves nothing behind when it has gone.

use super::columns::Columns;
use series::{Series, Time};

/// At each place the mean of the points in the window `(place - window_secs, place]`; a window without a point has no
/// value. A window of no length has the point at the place itself.
pub(super) fn average(series: Series, window_secs: i64, places: impl Iterator<Item = Time>) -> Series {
    let (times, mut values) = series.into_columns();
    let window_secs = window_secs.max(1);
    let mut means = Columns::with_room(times.len());
    // The window is `start..end`. From `turn` on its sum is added up as points come; before, each value has been
    // replaced by the sum of the values from there to `turn`, as nobody needs the value itself any more.
    let (mut start, mut turn, mut end) = (0, 0, 0);
    let mut sum_from_turn = 0.0;
    for place in places {
        while end < times.len() && times[end] <= place {
            sum_from_turn += values[end];
            end += 1;
        }
        while start < end && times[start] <= place - window_secs {
            start += 1;
        }
        if start == end {
            (turn, sum_from_turn) = (end, 0.0);
            continue;
        }
        if start >= turn {
            let mut sum = 0.0;
            for value in values[start..end].iter_mut().rev() {
                sum += *value;
                *value = sum;
            }
            (turn, sum_from_turn) = (end, 0.0);
        }
        means.push(place, (values[start] + sum_from_turn) / (end - start) as f64);
    }
    means.into_series()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_value_leaves_nothing_behind() {
        let values = [1.0, 1e17, 1.0, 1.0, 1.0, 2.0];
        let series: Series = (0..).map(|minute| minute * 60).zip(values).collect();
        let found = average(series, 120, (0..6).map(|minute| minute * 60));
        assert_eq!(found.values(), [1.0, 0.5 + 5e16, 5e16 + 0.5, 1.0, 1.0, 1.5]);
    }

    #[test]
    fn every_mean_is_the_one_of_its_window() {
        let gappy: Series = (0..200_i64)
            .filter(|at| at % 7 != 3 && at / 20 != 4)
            .map(|at| (at * 60, (at * at % 31) as f64))
            .collect();
        for window_secs in [0, 1, 60, 61, 300, 1_800, 100_000] {
            let places = (-5..220).map(|at| at * 60);
            let found = average(gappy.clone(), window_secs, places.clone());
            let slowly = places.filter_map(|place| {
                let within = |(time, _): &(Time, f64)| place - window_secs.max(1) < *time && *time <= place;
                let window: Vec<f64> = gappy.iter().filter(within).map(|point| point.1).collect();
                (!window.is_empty()).then(|| (place, window.iter().sum::<f64>() / window.len() as f64))
            });
            // Small whole numbers add up exactly in any order.
            assert_eq!(found, slowly.collect::<Series>(), "{window_secs}");
        }
    }
}
