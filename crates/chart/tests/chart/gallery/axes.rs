//! Axes of other kinds: logarithmic ones, and a second one at the right.

use super::Picture;
use crate::support::{DAY, FRIDAY, HOUR, Widths, line, plot, wave};
use chart::{
    Frame, Line, Plot, ReferenceKind, ReferenceLine, RightAxis, Side, Size, Spacing, Theme, Unit, layout,
};
use series::{Series, TimeRange};

pub(super) const PICTURES: &[Picture] = &[
    ("log", || spaced(Spacing::Log, 1, |value| 10_f64.powf(value))),
    ("log_many_powers", || spaced(Spacing::Log, 2, |value| 10_f64.powf(value * 4.0 - 3.0))),
    ("log_of_zero_and_below", || spaced(Spacing::Log, 3, |value| value * 40.0 - 30.0)),
    ("log_one_power", || spaced(Spacing::Log, 4, |value| 2.0 + value)),
    ("log_bytes", log_bytes),
    ("log_dense_with_thresholds", log_dense_with_thresholds),
    ("log_flat", || spaced(Spacing::Log, 5, |_| 500.0)),
    ("symlog_both_sides", || spaced(Spacing::Symlog, 6, |value| (value - 1.2).powi(5) * 1e3)),
    ("symlog_from_zero", || spaced(Spacing::Symlog, 7, |value| (value - 0.8).max(0.0).powi(4) * 5e4)),
    ("symlog_negative", || spaced(Spacing::Symlog, 8, |value| -10_f64.powf(value * 2.0))),
    ("second_axis", second_axis),
    ("second_axis_dense_dark", second_axis_dense),
    ("second_axis_without_data", second_axis_without_data),
    ("seconds_of_hours", seconds_of_hours),
    ("tiny_numbers", tiny_numbers),
];

fn day() -> TimeRange {
    TimeRange::new(FRIDAY + 9 * HOUR, FRIDAY + 15 * HOUR)
}

/// A noisy curve that goes from 0.5 to 2 or so, bent.
fn bent(seed: u64, bend: impl Fn(f64) -> f64) -> Series {
    wave(seed, day(), 60, 1.2, 0.9).iter().map(|(time, value)| (time, bend(value))).collect()
}

fn spaced(spacing: Spacing, seed: u64, bend: impl Fn(f64) -> f64) -> Frame {
    let series = bent(seed, bend);
    layout(&Plot { spacing, ..plot(day(), &[line("a", &series, seed as usize, 60)]) }, &Widths)
}

fn log_bytes() -> Frame {
    let series = bent(9, |value| 10_f64.powf(value * 5.0));
    let lines = [line("a", &series, 5, 60)];
    layout(&Plot { spacing: Spacing::Log, unit: Unit::Bytes, ..plot(day(), &lines) }, &Widths)
}

fn log_dense_with_thresholds() -> Frame {
    let range = TimeRange::new(FRIDAY, FRIDAY + 30 * DAY);
    let series: Series =
        wave(10, range, 60, 1.2, 0.9).iter().map(|(time, value)| (time, 10_f64.powf(value))).collect();
    let reference_lines = [
        ReferenceLine { label: "warning", value: 50.0, kind: ReferenceKind::Warning },
        ReferenceLine { label: "critical", value: 500.0, kind: ReferenceKind::Critical },
    ];
    let lines = [line("a", &series, 0, 60)];
    let reference_lines = &reference_lines;
    layout(&Plot { spacing: Spacing::Log, reference_lines, ..plot(range, &lines) }, &Widths)
}

fn right(unit: Unit) -> RightAxis {
    RightAxis { unit, y_min: None, y_max: None }
}

fn second_axis() -> Frame {
    let (requests, latency) = (wave(11, day(), 60, 900.0, 300.0), wave(12, day(), 60, 0.2, 0.1));
    let lines =
        [line("requests", &requests, 0, 60), Line { side: Side::Right, ..line("latency", &latency, 3, 60) }];
    let frame = layout(&Plot { right: Some(right(Unit::Seconds)), ..plot(day(), &lines) }, &Widths);
    let right = frame.right_y.unwrap();
    assert!(frame.y.high() >= 1_000.0 && right.high() < 1.0, "each axis follows its own lines");
    frame
}

fn second_axis_dense() -> Frame {
    let range = TimeRange::new(FRIDAY, FRIDAY + 30 * DAY);
    let (busy, sent) = (wave(13, range, 60, 50.0, 30.0), wave(14, range, 60, 4e6, 3e6));
    let lines = [line("busy", &busy, 1, 60), Line { side: Side::Right, ..line("sent", &sent, 4, 60) }];
    let base = plot(range, &lines);
    let unit = Unit::Percentage;
    layout(&Plot { unit, right: Some(right(Unit::BytesPerSec)), theme: &Theme::DARK, ..base }, &Widths)
}

fn second_axis_without_data() -> Frame {
    let series = wave(15, day(), 60, 50.0, 30.0);
    let lines = [line("a", &series, 0, 60)];
    let size = Size { width_px: 400, height_px: 160 };
    layout(&Plot { size, right: Some(right(Unit::Integer)), ..plot(day(), &lines) }, &Widths)
}

fn seconds_of_hours() -> Frame {
    let series = bent(16, |value| value * 20_000.0);
    layout(&Plot { unit: Unit::Seconds, ..plot(day(), &[line("a", &series, 6, 60)]) }, &Widths)
}

fn tiny_numbers() -> Frame {
    let series = bent(17, |value| 1.0 + value * 1e-5);
    layout(&plot(day(), &[line("a", &series, 7, 60)]), &Widths)
}
