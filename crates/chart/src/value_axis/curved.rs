//! Axes on which equal factors are equal heights.
//!
//! What they promise: free ends are powers of the base, ten, or two for bytes; fixed ends are kept if they have a
//! place; no more ticks than there is room for; data without a place, and no data, still give an axis.

use super::{ValueAxis, Wanted, seen};
use crate::scale::Curve;
use crate::unit::Steps;

/// Powers that a logarithmic axis goes down where nothing says how far.
const POWERS_BELOW: f64 = 4.0;
/// Powers of ten between the greatest value of a symmetric axis and the end of its linear part.
const POWERS_TO_LINEAR: i32 = 3;

/// A logarithmic axis. Values that are not above zero have no place on it.
pub(super) fn log(wanted: &Wanted<'_>) -> ValueAxis {
    let base = base(wanted);
    let is_placed = |value: &f64| value.is_finite() && *value > 0.0;
    let fixed_low = wanted.y_min.filter(is_placed);
    let fixed_high = wanted.y_max.filter(is_placed).filter(|high| fixed_low.is_none_or(|low| low < *high));
    let (seen_low, seen_high) = seen(wanted).unwrap_or((1.0, base));
    let high = fixed_high.unwrap_or(if seen_high > 0.0 { seen_high } else { base });
    let low = fixed_low.unwrap_or(if seen_low > 0.0 { seen_low } else { high / base.powf(POWERS_BELOW) });
    let intervals = wanted.most_ticks.clamp(3, 6) as f64 - 1.0;
    let (mut first, mut last, mut stride) = (0.0, 0.0, 0.0);
    while stride == 0.0 || (last - first) / stride > intervals {
        stride += 1.0;
        let powers = |value: f64| value.ln() / base.ln() / stride;
        first = (powers(low) + 1e-9).floor() * stride;
        last = (powers(high) - 1e-9).ceil().max(first / stride + 1.0) * stride;
    }
    let (low, high) = (fixed_low.unwrap_or(base.powf(first)), fixed_high.unwrap_or(base.powf(last)));
    let high = if low < high { high } else { low * base };
    let count = ((last - first) / stride).round() as i32;
    let powers = (0..=count).map(|at| base.powf(first + f64::from(at) * stride));
    // Between few powers of ten there is room for what lies between them.
    let parts: &[f64] = if base == 10.0 && stride == 1.0 && count <= 1 { &[1.0, 2.0, 5.0] } else { &[1.0] };
    let ticks = powers.flat_map(|power| parts.iter().map(move |part| part * power));
    let ticks = ticks.filter(|tick| low * (1.0 - 1e-9) <= *tick && *tick <= high * (1.0 + 1e-9)).collect();
    ValueAxis { low, high, curve: Curve::Log, ticks }
}

/// An axis that is linear around zero and logarithmic beyond.
pub(super) fn symlog(wanted: &Wanted<'_>) -> ValueAxis {
    let (seen_low, seen_high) = seen(wanted).unwrap_or((0.0, 1.0));
    let fixed_low = wanted.y_min.filter(|value| value.is_finite());
    let fixed_high = wanted.y_max.filter(|value| value.is_finite());
    let (low, high) = (fixed_low.unwrap_or(seen_low.min(0.0)), fixed_high.unwrap_or(seen_high.max(0.0)));
    let power = |value: f64| (value.abs().max(1e-290).log10() - 1e-9).ceil() as i32;
    let outward = |value: f64| if value == 0.0 { 0.0 } else { 10_f64.powi(power(value)).copysign(value) };
    let low = fixed_low.unwrap_or_else(|| outward(low));
    let high = fixed_high.unwrap_or_else(|| outward(high));
    let high = if low < high { high } else { low + low.abs().max(1.0) };
    let greatest = power(low.abs().max(high.abs()));
    let linear = 10_f64.powi(greatest - POWERS_TO_LINEAR);
    let sides = usize::from(low < 0.0) + usize::from(high > 0.0);
    let powers_per_side = (wanted.most_ticks.clamp(3, 8) - 1) / sides.max(1);
    let stride = (POWERS_TO_LINEAR as usize).div_ceil(powers_per_side.clamp(1, 3));
    // From each end inward, as far as the axis is logarithmic.
    let inward = |end: f64| {
        let outermost = (end.abs().max(1e-290).log10() + 1e-9).floor() as i32;
        let powers = (greatest - POWERS_TO_LINEAR + 1..=outermost).rev().step_by(stride);
        powers.map(move |power| 10_f64.powi(power).copysign(end))
    };
    let mut ticks: Vec<f64> = vec![0.0];
    ticks.extend([low, high].into_iter().filter(|end| *end != 0.0).flat_map(inward));
    ticks.sort_by(f64::total_cmp);
    ticks.dedup();
    ticks.retain(|tick| low <= *tick && *tick <= high);
    ValueAxis { low, high, curve: Curve::Symlog(linear), ticks }
}

fn base(wanted: &Wanted<'_>) -> f64 {
    if wanted.unit.steps() == Steps::Binary { 2.0 } else { 10.0 }
}

#[cfg(test)]
mod tests {
    use super::super::value_axis;
    use super::*;
    use crate::{Spacing, Unit};

    fn wanted(spacing: Spacing, data: Option<(f64, f64)>) -> Wanted<'static> {
        Wanted {
            data,
            unit: Unit::Float,
            y_min: None,
            y_max: None,
            reference_lines: &[],
            spacing,
            most_ticks: 6,
        }
    }

    #[test]
    fn ends_are_powers_and_ticks_have_room() {
        type Ends = (f64, f64);
        type Case = (Spacing, Option<Ends>, (f64, f64, &'static [f64]));
        let cases: &[Case] = &[
            (Spacing::Log, None, (1.0, 10.0, &[1.0, 2.0, 5.0, 10.0])),
            (Spacing::Log, Some((3.0, 70.0)), (1.0, 100.0, &[1.0, 10.0, 100.0])),
            (Spacing::Log, Some((5.0, 5.0)), (1.0, 10.0, &[1.0, 2.0, 5.0, 10.0])),
            (Spacing::Log, Some((0.0, 500.0)), (0.01, 1_000.0, &[0.01, 0.1, 1.0, 10.0, 100.0, 1_000.0])),
            (Spacing::Log, Some((-9.0, -3.0)), (0.001, 10.0, &[0.001, 0.01, 0.1, 1.0, 10.0])),
            (Spacing::Symlog, None, (0.0, 1.0, &[0.0, 0.01, 0.1, 1.0])),
            (Spacing::Symlog, Some((-30.0, 700.0)), (-100.0, 1_000.0, &[-100.0, 0.0, 10.0, 1_000.0])),
        ];
        for (spacing, data, expected) in cases {
            let axis = value_axis(&wanted(*spacing, *data));
            let near = |one: f64, other: f64| (one - other).abs() <= 1e-9 * other.abs();
            let is_same = near(axis.low, expected.0)
                && near(axis.high, expected.1)
                && axis.ticks.len() == expected.2.len()
                && axis.ticks.iter().zip(expected.2).all(|(one, other)| near(*one, *other));
            assert!(is_same, "{spacing:?} {data:?}: {axis:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_data_has_an_axis(
            low in proptest::num::f64::NORMAL, high in proptest::num::f64::NORMAL,
            y_min in proptest::option::of(proptest::num::f64::ANY), y_max in proptest::option::of(proptest::num::f64::ANY),
        ) {
            for spacing in [Spacing::Log, Spacing::Symlog] {
                for unit in Unit::ALL {
                    let data = Some((low.min(high), low.max(high)));
                    let axis = value_axis(&Wanted { unit, y_min, y_max, ..wanted(spacing, data) });
                    proptest::prop_assert!(axis.low < axis.high, "{:?}", axis);
                    proptest::prop_assert!(axis.ticks.len() <= 8, "{:?}", axis);
                    proptest::prop_assert!(axis.ticks.windows(2).all(|pair| pair[0] < pair[1]), "{:?}", axis);
                }
            }
        }
    }
}
