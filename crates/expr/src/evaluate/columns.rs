//! Points in order of time, as they come out of a function.

use series::{Series, Time};

/// Two columns that become a series. Times must increase; what is not finite is left out.
#[derive(Default)]
pub(super) struct Columns {
    times: Vec<Time>,
    values: Vec<f64>,
}

impl Columns {
    pub(super) fn with_room(points: usize) -> Self {
        Self { times: Vec::with_capacity(points), values: Vec::with_capacity(points) }
    }

    pub(super) fn push(&mut self, time: Time, value: f64) {
        if value.is_finite() {
            self.times.push(time);
            self.values.push(value);
        }
    }

    pub(super) fn into_series(self) -> Series {
        // Every function goes forward in time, so there is no other case.
        Series::new(self.times, self.values).unwrap_or_default()
    }
}
