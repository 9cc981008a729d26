//! Scales between time or value and device pixels.
//!
//! `project` and `invert` are inverse up to rounding, also outside the plot box. A range of no length
//! projects everything to the start and inverts everywhere to its one time or value; nothing is NaN.
//! Values very far outside the box are held at a distance that no picture reaches.

use series::{Time, TimeRange};

/// Farther away than any picture is large.
const FARTHEST_PX: f64 = 1e7;

/// Time to `x_px` and back; the range's ends are the edges of the plot box.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TimeScale {
    range: TimeRange,
    left_px: f64,
    width_px: f64,
}

/// Value to `y_px` and back; larger values lie higher.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ValueScale {
    low: f64,
    high: f64,
    curve: Curve,
    top_px: f64,
    height_px: f64,
    /// The upper end on the curve, and device pixels for a step of one on it.
    curved_high: f64,
    px_per_step: f64,
}

/// What values are before they become heights.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Curve {
    /// Themselves.
    Linear,
    /// Their logarithms.
    Log,
    /// Linear up to this distance from zero, logarithms beyond.
    Symlog(f64),
}

impl Curve {
    /// Lower than the logarithm of any number.
    const BELOW_ALL: f64 = -400.0;

    fn bend(self, value: f64) -> f64 {
        if self == Self::Linear { value } else { self.logarithm(value) }
    }

    /// Apart, so that the linear case is short enough to be written out wherever it is used.
    #[cold]
    fn logarithm(self, value: f64) -> f64 {
        match self {
            Self::Linear => value,
            Self::Log if value > 0.0 => value.log10(),
            Self::Log => Self::BELOW_ALL,
            Self::Symlog(linear) => (value.abs() / linear).ln_1p().copysign(value),
        }
    }

    fn straighten(self, bent: f64) -> f64 {
        match self {
            Self::Linear => bent,
            Self::Log => 10_f64.powf(bent),
            Self::Symlog(linear) => (bent.abs().exp_m1() * linear).copysign(bent),
        }
    }
}

impl TimeScale {
    /// A scale over a box; whole pixels keep its columns the same as those of the reduction.
    pub fn new(range: TimeRange, left_px: f64, width_px: f64) -> Self {
        Self { range, left_px, width_px }
    }

    /// The period.
    pub fn range(&self) -> TimeRange {
        self.range
    }

    /// Where a time lies.
    pub fn project(&self, time: Time) -> f64 {
        let span = self.range.secs();
        if span == 0 {
            return self.left_px;
        }
        // Multiplied first: the quotient then never reaches the next column by rounding.
        self.left_px + (time as f64 - self.range.from as f64) * self.width_px / span as f64
    }

    /// The time at a place, to the nearest second.
    pub fn invert(&self, x_px: f64) -> Time {
        if self.width_px <= 0.0 {
            return self.range.from;
        }
        let into = (x_px - self.left_px) / self.width_px * self.range.secs() as f64;
        self.range.from.saturating_add(into.round() as i64)
    }

    /// Device pixels that a second takes.
    pub fn px_per_sec(&self) -> f64 {
        match self.range.secs() {
            0 => 0.0,
            span => self.width_px / span as f64,
        }
    }
}

impl ValueScale {
    /// A scale over a box, `low` at its lower edge.
    pub fn new(low: f64, high: f64, top_px: f64, height_px: f64) -> Self {
        Self::curved(Curve::Linear, low, high, top_px, height_px)
    }

    pub(crate) fn curved(curve: Curve, low: f64, high: f64, top_px: f64, height_px: f64) -> Self {
        let curved_high = curve.bend(high);
        let span = curved_high - curve.bend(low);
        // Finite, so that the upper edge is no distance away from itself.
        let px_per_step = if span > 0.0 { (height_px / span).min(f64::MAX) } else { 0.0 };
        Self { low, high, curve, top_px, height_px, curved_high, px_per_step }
    }

    /// The value at the lower edge.
    pub fn low(&self) -> f64 {
        self.low
    }

    /// The value at the upper edge.
    pub fn high(&self) -> f64 {
        self.high
    }

    /// Where a value lies.
    pub fn project(&self, value: f64) -> f64 {
        if self.low >= self.high {
            return self.top_px + self.height_px;
        }
        let y_px = self.top_px + (self.curved_high - self.curve.bend(value)) * self.px_per_step;
        y_px.clamp(-FARTHEST_PX, FARTHEST_PX)
    }

    /// The value at a place.
    pub fn invert(&self, y_px: f64) -> f64 {
        if self.height_px <= 0.0 {
            return self.low;
        }
        let part = (y_px - self.top_px) / self.height_px;
        self.curve.straighten(self.curved_high - part * (self.curved_high - self.curve.bend(self.low)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_are_edges_and_inversion_returns() {
        let scale = TimeScale::new(TimeRange::new(1_000, 4_600), 50.0, 720.0);
        let cases = [(1_000, 50.0), (4_600, 770.0), (2_800, 410.0), (400, -70.0)];
        for (time, x_px) in cases {
            assert_eq!(scale.project(time), x_px, "{time}");
            assert_eq!(scale.invert(x_px), time, "{x_px}");
        }
        let scale = ValueScale::new(-10.0, 30.0, 20.0, 200.0);
        for (value, y_px) in [(-10.0, 220.0), (30.0, 20.0), (0.0, 170.0)] {
            assert_eq!(scale.project(value), y_px, "{value}");
            assert_eq!(scale.invert(y_px), value, "{y_px}");
        }
    }

    #[test]
    fn curved_scales_return_and_keep_the_order() {
        let log = ValueScale::curved(Curve::Log, 0.1, 1_000.0, 20.0, 200.0);
        let symlog = ValueScale::curved(Curve::Symlog(1.0), -1_000.0, 1_000.0, 20.0, 200.0);
        let cases = [
            (log, 0.1, 220.0),
            (log, 10.0, 120.0),
            (log, 1_000.0, 20.0),
            (symlog, 0.0, 120.0),
            (symlog, -1_000.0, 220.0),
        ];
        for (scale, value, y_px) in cases {
            assert!((scale.project(value) - y_px).abs() < 1e-9, "{value}: {}", scale.project(value));
            assert!((scale.invert(y_px) - value).abs() < 1e-9, "{y_px}: {}", scale.invert(y_px));
        }
        for scale in [log, symlog] {
            let values = [f64::MIN, -1e9, -3.0, -0.0, 0.0, 1e-300, 0.5, 3.0, 999.0, 1e9, f64::MAX];
            let places: Vec<f64> = values.iter().map(|&value| scale.project(value)).collect();
            assert!(places.iter().all(|place| place.is_finite()), "{places:?}");
            assert!(places.windows(2).all(|pair| pair[0] >= pair[1]), "{places:?}");
        }
        assert!(log.project(0.0) > 220.0, "zero lies below a logarithmic axis");
    }

    #[test]
    fn a_range_of_no_length_is_no_trouble() {
        for range in [TimeRange::new(7, 7), TimeRange::new(9, 7)] {
            let scale = TimeScale::new(range, 50.0, 720.0);
            assert_eq!(scale.project(7), 50.0);
            assert_eq!(scale.invert(400.0), range.from);
            assert_eq!(scale.px_per_sec(), 0.0);
        }
        let scale = ValueScale::new(3.0, 3.0, 20.0, 200.0);
        assert_eq!(scale.project(3.0), 220.0);
        assert_eq!(scale.invert(100.0), 3.0);
        assert_eq!(TimeScale::new(TimeRange::new(0, 10), 5.0, 0.0).invert(5.0), 0);
    }

    #[test]
    fn the_column_of_the_drawing_is_the_column_of_the_reduction() {
        for (secs, width_px) in [(3_600, 811), (86_400 * 460, 1_600), (997, 3_200), (10, 800)] {
            let range = TimeRange::new(1_749_772_803, 1_749_772_803 + secs);
            let scale = TimeScale::new(range, 53.0, f64::from(width_px));
            for at in 0..5_000 {
                let time = range.from + secs * at / 5_000;
                let column = downsample::column_of(time, range.from, range.to, width_px as usize);
                assert_eq!((scale.project(time) - 53.0).floor() as usize, column, "{time}");
            }
        }
    }
}
