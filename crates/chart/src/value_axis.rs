//! The ends of a value axis and its ticks; those of logarithmic axes are in [`curved`].
//!
//! What it promises: fixed ends are kept; a free end lies on a tick; no data, one value and flat lines give
//! an axis of some height; zero is included unless plain numbers vary by less than a quarter of their size;
//! percent is 0 to 100 if everything fits; thresholds are in view. Four to six ticks where the height allows.

mod curved;

use crate::scale::Curve;
use crate::{Precision, ReferenceLine, Spacing, Unit, ValueScale, unit::Steps};

/// Larger values would overflow the arithmetic of an axis.
const LARGEST: f64 = 1e300;

/// What decides the axis.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wanted<'a> {
    /// Lowest and highest value in view.
    pub data: Option<(f64, f64)>,
    /// What the values measure.
    pub unit: Unit,
    /// A fixed lower end.
    pub y_min: Option<f64>,
    /// A fixed upper end.
    pub y_max: Option<f64>,
    /// Lines to keep in view.
    pub reference_lines: &'a [ReferenceLine<'a>],
    /// How values are spread.
    pub spacing: Spacing,
    /// How many labels there is room for.
    pub most_ticks: usize,
}

/// The axis: its ends and the values that get a label.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ValueAxis {
    /// Lower end.
    pub low: f64,
    /// Upper end, above the lower one.
    pub high: f64,
    /// What lies between them.
    pub curve: Curve,
    /// Ascending, inside the ends.
    pub ticks: Vec<f64>,
}

impl ValueAxis {
    /// The axis over a box.
    pub(crate) fn scale(&self, top_px: f64, height_px: f64) -> ValueScale {
        ValueScale::curved(self.curve, self.low, self.high, top_px, height_px)
    }

    /// What is written at the ticks.
    pub(crate) fn labels(&self, unit: Unit) -> Vec<String> {
        match self.curve {
            Curve::Linear => unit.tick_labels(&self.ticks),
            // Ticks that are a thousandfold of each other cannot share a prefix.
            Curve::Log | Curve::Symlog(_) => {
                self.ticks.iter().map(|&tick| unit.format(tick, Precision::Short)).collect()
            }
        }
    }
}

/// Chooses the axis.
pub(crate) fn value_axis(wanted: &Wanted<'_>) -> ValueAxis {
    match wanted.spacing {
        Spacing::Linear => linear(wanted),
        Spacing::Log => curved::log(wanted),
        Spacing::Symlog => curved::symlog(wanted),
    }
}

fn linear(wanted: &Wanted<'_>) -> ValueAxis {
    let fixed_low = wanted.y_min.filter(|value| value.is_finite()).map(bounded);
    let fixed_high = wanted.y_max.filter(|value| value.is_finite()).map(bounded);
    let (mut low, mut high) = free_ends(wanted);
    low = fixed_low.unwrap_or(low);
    high = fixed_high.unwrap_or(high);
    if is_flat(low, high) {
        // Room on the side that is free; with two useless fixed ends the upper one gives way.
        let room = |end: f64| (end.abs() / 2.0).max(empty_height(wanted.unit));
        if fixed_low.is_none() && (fixed_high.is_some() || low > 0.0) {
            low = high - room(high);
        } else {
            high = low + room(low);
        }
    }
    // Two intervals at least: an axis on both sides of zero cannot have fewer.
    let intervals = wanted.most_ticks.clamp(3, 6) - 1;
    let steps = wanted.unit.steps();
    let ends = |step: f64| {
        let start = if fixed_low.is_some() { low } else { (low / step + 1e-9).floor() * step };
        let end = if fixed_high.is_some() { high } else { (high / step - 1e-9).ceil() * step };
        // A spread that is nothing beside the step still gets one.
        let end = if start < end { end } else { start + step };
        (start, end, (end - start) / step)
    };
    let mut step = nice_step((high - low) / intervals as f64, steps);
    while ends(step).2 > intervals as f64 + 1e-6 {
        step = nice_step(step * 1.01, steps);
    }
    // Rounding both ends outward can leave two intervals only; half the step is then four at most.
    if intervals == 5 && ends(step).2 < 2.5 && is_whole_enough(step / 2.0, steps) {
        step /= 2.0;
    }
    let (start, end, _) = ends(step);
    ValueAxis { low: start, high: end, curve: Curve::Linear, ticks: multiples(start, end, step) }
}

fn is_whole_enough(step: f64, steps: Steps) -> bool {
    match steps {
        Steps::Decimal { least } => least == 0.0 || step.fract() == 0.0,
        Steps::Binary | Steps::Duration { .. } => true,
    }
}

fn free_ends(wanted: &Wanted<'_>) -> (f64, f64) {
    let Some((low, high)) = seen(wanted) else { return (0.0, empty_height(wanted.unit)) };
    if wanted.unit == Unit::Percentage && low >= 0.0 && high <= 100.0 {
        return (0.0, 100.0);
    }
    let spread = high - low;
    if spread <= 0.0 {
        // A flat line lies below the upper edge, not on it.
        return (low.min(low * 1.2).min(0.0), high.max(high * 1.2).max(0.0));
    }
    let floats = wanted.unit == Unit::Float && spread < 0.25 * low.abs().max(high.abs());
    if floats { (low, high) } else { (low.min(0.0), high.max(0.0)) }
}

/// Lowest and highest of what is to be in view.
fn seen(wanted: &Wanted<'_>) -> Option<(f64, f64)> {
    let values = wanted.reference_lines.iter().map(|line| line.value).filter(|value| value.is_finite());
    let data = wanted.data.map(|(low, high)| (bounded(low), bounded(high)));
    values.fold(data, |ends, value| {
        let value = bounded(value);
        Some(ends.map_or((value, value), |(low, high)| (low.min(value), high.max(value))))
    })
}

fn bounded(value: f64) -> f64 {
    value.clamp(-LARGEST, LARGEST)
}

fn is_flat(low: f64, high: f64) -> bool {
    let size = low.abs().max(high.abs());
    high - low <= (size * 1e-9).max(1e-290)
}

fn empty_height(unit: Unit) -> f64 {
    match unit {
        Unit::Percentage => 100.0,
        Unit::Integer | Unit::Iops => 4.0,
        Unit::Bytes | Unit::BytesPerSec | Unit::BitsPerSec => 1024.0,
        Unit::Float | Unit::Seconds | Unit::Milliseconds => 1.0,
    }
}

/// The least nice step that is not below the wanted one.
fn nice_step(wanted: f64, steps: Steps) -> f64 {
    const CLOCK_SECS: [f64; 18] = [
        1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 900.0, 1_800.0, 3_600.0, 7_200.0,
        10_800.0, 21_600.0, 43_200.0, 86_400.0,
    ];
    match steps {
        Steps::Decimal { least } => decimal(wanted.max(least)),
        Steps::Binary if wanted < 1.0 => decimal(wanted),
        Steps::Binary => 2_f64.powi((wanted.log2() - 1e-9).ceil() as i32),
        Steps::Duration { per_sec } => {
            let secs = wanted / per_sec;
            let step = if secs <= 0.5 {
                decimal(secs)
            } else {
                let found = CLOCK_SECS.iter().copied().find(|step| *step >= secs * (1.0 - 1e-9));
                found.unwrap_or_else(|| 86_400.0 * decimal(secs / 86_400.0))
            };
            step * per_sec
        }
    }
}

fn decimal(wanted: f64) -> f64 {
    let magnitude = 10_f64.powi(wanted.log10().floor() as i32);
    let factor = [1.0, 2.0, 5.0].into_iter().find(|factor| factor * magnitude >= wanted * (1.0 - 1e-9));
    factor.unwrap_or(10.0) * magnitude
}

fn multiples(low: f64, high: f64, step: f64) -> Vec<f64> {
    let first = (low / step - 1e-6).ceil();
    let count = ((high / step + 1e-6).floor() - first).clamp(-1.0, 50.0) as i32;
    // Adding zero turns a negative zero into a plain one.
    (0..=count).map(|at| (first + f64::from(at)) * step + 0.0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(data: Option<(f64, f64)>, unit: Unit) -> Wanted<'static> {
        Wanted {
            data,
            unit,
            y_min: None,
            y_max: None,
            reference_lines: &[],
            spacing: Spacing::Linear,
            most_ticks: 6,
        }
    }

    #[test]
    fn the_ends_follow_data_and_unit() {
        const GIB: f64 = 1024.0 * 1024.0 * 1024.0;
        type Ends = (f64, f64);
        let cases: &[(Unit, Option<Ends>, Ends)] = &[
            (Unit::Float, None, (0.0, 1.0)),
            (Unit::Float, Some((0.0, 0.0)), (0.0, 1.0)),
            (Unit::Float, Some((5.0, 5.0)), (0.0, 6.0)),
            (Unit::Float, Some((-3.0, -3.0)), (-4.0, 0.0)),
            (Unit::Float, Some((1.0, 9.0)), (0.0, 10.0)),
            (Unit::Float, Some((1_000.0, 1_020.0)), (1_000.0, 1_020.0)),
            (Unit::Float, Some((-7.0, 12.0)), (-10.0, 15.0)),
            (Unit::Integer, None, (0.0, 4.0)),
            (Unit::Integer, Some((2.0, 3.0)), (0.0, 3.0)),
            (Unit::Percentage, None, (0.0, 100.0)),
            (Unit::Percentage, Some((3.0, 7.0)), (0.0, 100.0)),
            (Unit::Percentage, Some((0.0, 380.0)), (0.0, 400.0)),
            (Unit::Percentage, Some((-5.0, 7.0)), (-5.0, 10.0)),
            (Unit::Bytes, Some((0.0, 13.0 * GIB)), (0.0, 16.0 * GIB)),
            (Unit::Seconds, Some((0.0, 100.0)), (0.0, 120.0)),
            (Unit::Milliseconds, Some((0.0, 730.0)), (0.0, 800.0)),
        ];
        for (unit, data, expected) in cases {
            let axis = value_axis(&wanted(*data, *unit));
            assert_eq!((axis.low, axis.high), *expected, "{data:?} {unit:?}: {:?}", axis.ticks);
        }
    }

    #[test]
    fn little_height_means_few_ticks() {
        for (most_ticks, data) in [(0, (-3.0, 8.0)), (2, (-3.0, 8.0)), (3, (0.0, 70.0)), (3, (-1e300, 1e299))]
        {
            let axis = value_axis(&Wanted { most_ticks, ..wanted(Some(data), Unit::Float) });
            assert!(axis.low <= data.0 && data.1 <= axis.high && axis.ticks.len() <= 3, "{axis:?}");
        }
    }

    #[test]
    fn fixed_ends_are_kept_and_thresholds_seen() {
        let warning = [ReferenceLine { label: "warning", value: 60.0, ..ReferenceLine::default() }];
        let base = wanted(Some((1.0, 9.0)), Unit::Float);
        let cases = [
            (Wanted { y_max: Some(7.0), ..base }, (0.0, 7.0)),
            (Wanted { y_min: Some(-1.0), y_max: Some(33.0), ..base }, (-1.0, 33.0)),
            (Wanted { y_min: Some(50.0), ..base }, (50.0, 75.0)),
            (Wanted { y_min: Some(9.0), y_max: Some(3.0), ..base }, (9.0, 13.5)),
            (Wanted { y_max: Some(f64::NAN), ..base }, (0.0, 10.0)),
            (Wanted { reference_lines: &warning, ..base }, (0.0, 60.0)),
            (Wanted { reference_lines: &warning, y_max: Some(10.0), ..base }, (0.0, 10.0)),
        ];
        for (wanted, expected) in cases {
            let axis = value_axis(&wanted);
            assert_eq!((axis.low, axis.high), expected, "{wanted:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_data_gives_four_to_six_ticks_inside_the_ends(low in proptest::num::f64::NORMAL, spread in 1e-6_f64..1e9) {
            for unit in Unit::ALL {
                for low in [low, low.clamp(-1e9, 1e9)] {
                    let axis = value_axis(&wanted(Some((low, low + spread)), unit));
                    proptest::prop_assert!(axis.low < axis.high, "{axis:?}");
                    proptest::prop_assert!(axis.ticks.iter().all(|tick| axis.low - spread <= *tick && *tick <= axis.high + spread));
                    proptest::prop_assert!(axis.ticks.len() <= 6, "{unit:?} {axis:?}");
                    let least = if unit == Unit::Integer { 2 } else { 4 };
                    if low.abs() < 1e10 {
                        proptest::prop_assert!(axis.ticks.len() >= least, "{unit:?} {axis:?}");
                    }
                }
            }
        }
    }
}
