//! Lines with more samples than the picture has columns.

use super::Picture;
use crate::support::{DAY, FRIDAY, HOUR, Widths, chance, line, plot, wave};
use chart::{Density, Emphasis, Frame, Line, Plot, Shape, Size, Theme, layout};
use series::{Series, TimeRange};

pub(super) const PICTURES: &[Picture] = &[
    ("dense_envelope", envelope),
    ("dense_envelope_of_three_dark", envelope_of_three),
    ("dense_envelope_with_gaps", envelope_with_gaps),
    ("dense_with_gaps", with_gaps),
    ("dense_stack", stack),
    ("dense_stack_with_gaps", stack_with_gaps),
    ("dense_twenty_lines", twenty_lines),
    ("dense_at_ratio_2", at_ratio_2),
    ("dense_one_pointed_at", one_pointed_at),
    ("dense_cut_by_fixed_ends", cut_by_fixed_ends),
    ("dense_beside_sparse", beside_sparse),
    ("dense_steps", steps),
    ("dense_year_of_minutes", year_of_minutes),
];

fn month() -> TimeRange {
    TimeRange::new(FRIDAY, FRIDAY + 30 * DAY)
}

fn with_spike(seed: u64) -> Series {
    let mut points: Vec<_> = wave(seed, month(), 60, 20.0, 8.0).iter().collect();
    points[31_415].1 = 90.0;
    Series::from_points(points)
}

/// A day in six and some minutes in between are missing.
fn with_holes(seed: u64) -> Series {
    let is_there = |time: i64| time / DAY % 6 != 2 && chance(seed, time / 600) > 0.01;
    wave(seed, month(), 60, 20.0, 12.0).iter().filter(|(time, _)| is_there(*time)).collect()
}

fn envelope() -> Frame {
    let series = with_spike(60);
    let lines = [line("a", &series, 0, 60)];
    let frame = layout(&Plot { density: Density::Envelope, ..plot(month(), &lines) }, &Widths);
    assert_eq!((frame.counts.envelopes, frame.counts.reduced_lines), (1, 1));
    frame
}

fn envelope_of_three() -> Frame {
    let all: Vec<Series> =
        (0..3).map(|at| wave(61 + at, month(), 60, 30.0 * at as f64 + 20.0, 20.0)).collect();
    let lines: Vec<Line<'_>> = all.iter().enumerate().map(|(at, one)| line("a", one, at, 60)).collect();
    layout(&Plot { density: Density::Envelope, theme: &Theme::DARK, ..plot(month(), &lines) }, &Widths)
}

fn envelope_with_gaps() -> Frame {
    let series = with_holes(64);
    let lines = [line("a", &series, 3, 60)];
    layout(&Plot { density: Density::Envelope, ..plot(month(), &lines) }, &Widths)
}

fn with_gaps() -> Frame {
    let series = with_holes(65);
    let frame = layout(&plot(month(), &[line("a", &series, 1, 60)]), &Widths);
    let pieces = frame.shapes.iter().filter(|shape| matches!(shape, Shape::Columns { .. })).count();
    assert!(pieces > 5, "a day without samples is a gap");
    frame
}

fn stacked<'a>(all: &'a [Series]) -> Vec<Line<'a>> {
    let area = |(at, one): (usize, &'a Series)| Line { stacked: true, ..line("a", one, at, 60) };
    all.iter().enumerate().map(area).collect()
}

fn stack() -> Frame {
    let all: Vec<Series> = (0..4).map(|at| wave(66 + at, month(), 60, 20.0, 10.0)).collect();
    layout(&plot(month(), &stacked(&all)), &Widths)
}

fn stack_with_gaps() -> Frame {
    let all = [wave(70, month(), 60, 20.0, 10.0), with_holes(71), wave(72, month(), 60, 20.0, 10.0)];
    layout(&plot(month(), &stacked(&all)), &Widths)
}

fn twenty_lines() -> Frame {
    let all: Vec<Series> = (0..20).map(|at| wave(at, month(), 300, 10.0 + 5.0 * at as f64, 8.0)).collect();
    let lines: Vec<Line<'_>> = all.iter().enumerate().map(|(at, one)| line("a", one, at, 300)).collect();
    layout(&Plot { size: Size { width_px: 640, height_px: 420 }, ..plot(month(), &lines) }, &Widths)
}

fn at_ratio_2() -> Frame {
    let (one, two) = (with_spike(73), wave(74, month(), 60, 60.0, 10.0));
    let lines = [line("a", &one, 0, 60), line("b", &two, 1, 60)];
    let size = Size { width_px: 1_280, height_px: 480 };
    layout(&Plot { scale: 2.0, size, ..plot(month(), &lines) }, &Widths)
}

fn one_pointed_at() -> Frame {
    let all: Vec<Series> = (0..5).map(|at| wave(75 + at, month(), 60, 40.0, 30.0)).collect();
    let faded = |at| if at == 2 { Emphasis::Normal } else { Emphasis::Faded };
    let lines: Vec<Line<'_>> = all
        .iter()
        .enumerate()
        .map(|(at, one)| Line { emphasis: faded(at), ..line("a", one, at, 60) })
        .collect();
    layout(&plot(month(), &lines), &Widths)
}

fn cut_by_fixed_ends() -> Frame {
    let series = wave(80, month(), 60, 40.0, 40.0);
    layout(
        &Plot { y_min: Some(30.0), y_max: Some(50.0), ..plot(month(), &[line("a", &series, 0, 60)]) },
        &Widths,
    )
}

fn beside_sparse() -> Frame {
    let (dense, sparse) = (wave(81, month(), 60, 40.0, 20.0), wave(82, month(), 6 * HOUR, 40.0, 20.0));
    layout(&plot(month(), &[line("a", &dense, 0, 60), line("b", &sparse, 4, 6 * HOUR)]), &Widths)
}

fn steps() -> Frame {
    let series: Series = (0..43_200).map(|at| (FRIDAY + at * 60, (at / 7_000 % 3) as f64 * 10.0)).collect();
    layout(&plot(month(), &[line("a", &series, 2, 60)]), &Widths)
}

fn year_of_minutes() -> Frame {
    let range = TimeRange::new(FRIDAY - 365 * DAY, FRIDAY);
    let value = |at: i64| if at == 123_456 { 1_000.0 } else { 1.0 };
    let series: Series = (0..525_600).map(|at| (range.from + at * 60, value(at))).collect();
    let frame = layout(&plot(range, &[line("a", &series, 0, 60)]), &Widths);
    assert!(frame.counts.samples == 525_600 && frame.counts.vertices < 1_200, "{:?}", frame.counts);
    frame
}
