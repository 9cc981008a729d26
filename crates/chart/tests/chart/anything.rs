//! Any plot gives a frame: whatever the data, the period, the size and the fixed ends.

use crate::support::{Widths, line, plot};
use chart::{Layer, Line, Mark, Plot, Raster, ReferenceLine, Run, Shape, Size, Unit, layout, svg};
use proptest::prelude::*;
use series::{Series, TimeRange};

fn value() -> impl Strategy<Value = f64> {
    prop_oneof![
        4 => -100.0..100.0,
        1 => Just(0.0),
        1 => prop::num::f64::NORMAL,
        1 => prop_oneof![Just(f64::MAX), Just(f64::MIN), Just(f64::MIN_POSITIVE)],
    ]
}

fn time() -> impl Strategy<Value = i64> {
    prop_oneof![
        6 => 0_i64..100_000,
        1 => Just(i64::MIN),
        1 => Just(i64::MAX),
        1 => any::<i64>(),
    ]
}

fn samples() -> impl Strategy<Value = Series> {
    prop::collection::vec((0_i64..100_000, value()), 0..200).prop_map(Series::from_points)
}

proptest! {
    #[test]
    fn any_plot_gives_a_frame_with_its_data_inside(
        (first, second, third) in (samples(), samples(), samples()),
        (from, to) in (time(), time()),
        (width_px, height_px, scale) in (0_u32..900, 0_u32..500, -1.0..3.0),
        unit in prop::sample::select(Unit::ALL.to_vec()),
        (y_min, y_max) in (prop::option::of(any::<f64>()), prop::option::of(value())),
        reference in any::<f64>(),
    ) {
        let lines = [
            line("a", &first, 0, 60),
            Line { stacked: true, ..line("b", &second, 11, 600) },
            Line { stacked: true, ..line("c", &third, 21, 0) },
        ];
        let reference_lines = [ReferenceLine { label: "limit", value: reference, ..ReferenceLine::default() }];
        let marks = [Mark { from, to, title: "", layer: Layer::Deploy }];
        let size = Size { width_px, height_px };
        let base = plot(TimeRange::new(from, to), &lines);
        let plot = Plot { size, scale, unit, y_min, y_max, reference_lines: &reference_lines, marks: &marks, ..base };
        let frame = layout(&plot, &Widths);
        prop_assert!(frame.y.low() < frame.y.high());
        for shape in &frame.shapes {
            match shape {
                Shape::Polyline { points, .. } => {
                    prop_assert!(points.iter().all(|&point| frame.plot.contains(point)), "{:?}", points);
                }
                Shape::Dot { center, .. } => prop_assert!(frame.plot.contains(*center)),
                Shape::Area { points, .. } => {
                    prop_assert!(points.iter().all(|point| point.x_px.is_finite() && point.y_px.is_finite()));
                }
                Shape::Columns { columns, .. } => {
                    let (left, right) = (f64::from(columns.left_px), columns.left_px as usize + columns.runs.len());
                    prop_assert!(frame.plot.left_px <= left && right as f64 <= frame.plot.right_px().ceil());
                    let inside = |y_px: f64| frame.plot.top_px <= y_px && y_px <= frame.plot.bottom_px();
                    let is_inside = |run: &Run| run.is_none() || inside(run.top_px) && inside(run.bottom_px);
                    prop_assert!(columns.runs.iter().all(is_inside), "{:?}", columns);
                }
                Shape::Rect { .. } | Shape::Line { .. } | Shape::Text { .. } => {}
            }
        }
        prop_assert!(svg(&frame).contains("</svg>"));
        if let Some(pixels) = Raster::default().draw(&frame) {
            prop_assert_eq!(pixels.rgba.len(), width_px as usize * height_px as usize * 4);
            prop_assert!(pixels.rgba.chunks_exact(4).all(|pixel| pixel[3] == 255));
        }
    }
}
