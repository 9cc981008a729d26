//! What a stack adds up, read off the drawn tops.

use crate::support::{Widths, line, plot};
use chart::{Frame, Line, Plot, Shape, layout};
use series::{Series, TimeRange};

/// Samples of each layer, and the tops expected of each drawn piece, from the lowest layer up.
type Case = (&'static str, &'static [&'static [(i64, f64)]], &'static [&'static [(i64, f64)]]);

const CASES: &[Case] = &[
    ("one", &[&[(0, 2.0), (60, 3.0)]], &[&[(0, 2.0), (60, 3.0)]]),
    (
        "two at the same times",
        &[&[(0, 2.0), (60, 3.0)], &[(0, 10.0), (60, 20.0)]],
        &[&[(0, 2.0), (60, 3.0)], &[(0, 12.0), (60, 23.0)]],
    ),
    (
        "a joined time between is read off the join",
        &[&[(0, 2.0), (120, 4.0)], &[(0, 10.0), (60, 10.0), (120, 10.0)]],
        &[&[(0, 2.0), (60, 3.0), (120, 4.0)], &[(0, 12.0), (60, 13.0), (120, 14.0)]],
    ),
    (
        "what is not measured adds nothing",
        &[&[(0, 2.0), (60, 2.0), (540, 2.0), (600, 2.0)], &[(240, 10.0), (300, 10.0), (360, 10.0)]],
        &[&[(0, 2.0), (60, 2.0)], &[(540, 2.0), (600, 2.0)], &[(240, 10.0), (300, 10.0), (360, 10.0)]],
    ),
    (
        "negative values are added as they are",
        &[&[(0, 5.0), (60, 5.0)], &[(0, -2.0), (60, -8.0)]],
        &[&[(0, 5.0), (60, 5.0)], &[(0, 3.0), (60, -3.0)]],
    ),
];

#[test]
fn tops_are_sums_of_what_was_measured() {
    for (name, layers, expected) in CASES {
        let series: Vec<Series> =
            layers.iter().map(|points| Series::from_points(points.iter().copied())).collect();
        let lines: Vec<Line<'_>> =
            series.iter().map(|one| Line { stacked: true, ..line("a", one, 0, 60) }).collect();
        let frame = layout(&Plot { y_min: Some(-50.0), ..plot(TimeRange::new(0, 600), &lines) }, &Widths);
        let expected: Vec<Vec<(i64, f64)>> = expected.iter().map(|piece| piece.to_vec()).collect();
        assert_eq!(tops(&frame), expected, "{name}");
    }
}

#[test]
fn a_line_crosses_a_period_between_two_samples() {
    let series = Series::from_points([(0, 40.0), (60, 50.0)]);
    for stacked in [false, true] {
        let lines = [Line { stacked, ..line("a", &series, 0, 60) }];
        let frame = layout(&plot(TimeRange::new(15, 45), &lines), &Widths);
        assert_eq!(tops(&frame), [[(15, 42.5), (45, 47.5)]], "stacked: {stacked}");
        assert_eq!(frame.counts.samples, 0);
    }
}

fn tops(frame: &Frame) -> Vec<Vec<(i64, f64)>> {
    let read = |shape: &Shape| match shape {
        Shape::Polyline { points, .. } => Some(
            points
                .iter()
                .map(|point| (frame.x.invert(point.x_px), (frame.y.invert(point.y_px) * 1e6).round() / 1e6))
                .collect(),
        ),
        _ => None,
    };
    frame.shapes.iter().filter_map(read).collect()
}
