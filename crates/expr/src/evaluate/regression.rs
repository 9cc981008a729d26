//! The straight line that is nearest to some points (least squares), and when it meets a value.

use super::columns::Columns;
use series::{Series, Time, TimeRange};

/// What deviates by less than this share of the largest value is rounding: the line is flat.
const FLAT: f64 = 1e-12;

/// A straight line through the middle of its points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Straight {
    /// The middle: when, and how much. Seconds are counted from `origin`, so that nothing is lost to their size.
    origin: Time,
    middle_secs: f64,
    middle: f64,
    /// Change of the value in a second.
    slope: f64,
}

/// The line through the points of a range; `None` with fewer than two points.
pub(super) fn fit(series: &Series, range: TimeRange) -> Option<Straight> {
    let span = series.span(range);
    let (times, values) = (&series.times()[span.clone()], &series.values()[span]);
    if times.len() < 2 {
        return None;
    }
    let (origin, count) = (times[0], times.len() as f64);
    let secs = |time: &Time| (time - origin) as f64;
    let middle_secs = times.iter().map(secs).sum::<f64>() / count;
    let middle = values.iter().map(|value| value / count).sum::<f64>();
    let (mut rise, mut run, mut deviation, mut size) = (0.0, 0.0, 0.0_f64, 0.0_f64);
    for (time, value) in times.iter().zip(values) {
        let (along, up) = (secs(time) - middle_secs, value - middle);
        rise += along * up;
        run += along * along;
        deviation = deviation.max(up.abs());
        size = size.max(value.abs());
    }
    let slope = if deviation <= FLAT * size { 0.0 } else { rise / run };
    Some(Straight { origin, middle_secs, middle, slope })
}

impl Straight {
    /// The line at each place.
    pub(super) fn drawn(self, places: impl Iterator<Item = Time>) -> Series {
        let mut columns = Columns::default();
        for place in places {
            let along = (place - self.origin) as f64 - self.middle_secs;
            columns.push(place, self.middle + self.slope * along);
        }
        columns.into_series()
    }

    /// At each place the seconds until the line meets a value. A flat line never does; what is past is no time left.
    pub(super) fn time_left(self, threshold: f64, places: impl Iterator<Item = Time>) -> Series {
        let meets_secs = self.middle_secs + (threshold - self.middle) / self.slope;
        let mut columns = Columns::default();
        for place in places {
            let left_secs = meets_secs - (place - self.origin) as f64;
            if self.slope != 0.0 && left_secs >= 0.0 {
                columns.push(place, left_secs);
            }
        }
        columns.into_series()
    }
}
