//! The ways of painting show the same picture: columns and strokes where one gives way to the other, and the
//! buffer on every backend.

use crate::support::{DAY, FRIDAY, Widths, chance, line, plot};
use chart::{Color, Frame, Line, Plot, Raster, Shape, Size, layout, paint};
use plotters::prelude::BitMapBackend;
use series::{Series, TimeRange};

/// Parts of a pixel's side at which a stroke is looked at.
const PARTS: usize = 4;

/// Where a line stops being a stroke, the columns must look like that stroke.
#[test]
fn at_the_threshold_columns_look_like_the_stroke() {
    type Shapes = &'static [(&'static str, fn(i64) -> f64)];
    const SHAPES: Shapes = &[
        ("a rise", |at| at as f64),
        ("a wave", |at| (at as f64 / 40.0).sin()),
        ("a quick wave", |at| (at as f64 / 3.0).sin()),
        ("noise", |at| chance(1, at)),
        ("one spike", |at| if at == 200 { 1.0 } else { 0.0 }),
        ("steps", |at| f64::from(at as i32 / 60 % 2)),
    ];
    for (name, shape) in SHAPES {
        for scale in [1.0, 2.0] {
            let size = Size { width_px: (420.0 * scale) as u32, height_px: (160.0 * scale) as u32 };
            let range = TimeRange::new(FRIDAY, FRIDAY + DAY);
            // As many samples as it takes to be dense, and hardly more.
            let count = 380;
            let series: Series = (0..=count).map(|at| (range.from + DAY * at / count, shape(at))).collect();
            let lines = [Line { color: Color::hex(0), ..line("a", &series, 0, DAY / count) }];
            let mut plain = plot(range, &lines);
            plain.size = size;
            let frame = layout(&Plot { scale, ..plain }, &Widths);
            let by_columns = ink_of_columns(&frame);
            let points: Vec<(f64, f64)> =
                series.iter().map(|(time, value)| (frame.x.project(time), frame.y.project(value))).collect();
            let by_stroke = ink_of_stroke(&frame, &points, (1.5 * scale).round());
            let (ink, drawn): (f64, f64) = (by_stroke.iter().sum(), by_columns.iter().sum());
            assert!(
                (drawn / ink - 1.0).abs() < 0.1,
                "{name} at {scale}: {drawn} rather than {ink} pixels of ink"
            );
            let (stroke, columns) =
                (blurred(&by_stroke, size.width_px as usize), blurred(&by_columns, size.width_px as usize));
            let apart = stroke.iter().zip(&columns).map(|(one, other)| (one - other).abs());
            let apart = apart.sum::<f64>() / ink;
            assert!(apart < 0.2, "{name} at {scale}: {apart} of the ink is elsewhere");
        }
    }
}

/// How much each pixel of the plot is covered by the columns alone.
fn ink_of_columns(frame: &Frame) -> Vec<f64> {
    let mut alone = frame.clone();
    alone.shapes.retain(|shape| matches!(shape, Shape::Columns { .. } | Shape::Rect { .. }));
    let mut raster = Raster::default();
    let pixels = raster.draw(&alone).expect("the line is dense");
    // Black on white.
    pixels.rgba.chunks_exact(4).map(|pixel| 1.0 - f64::from(pixel[1]) / 255.0).collect()
}

/// The mean of each pixel and its eight neighbours: an edge that is half a pixel away is no difference to the eye.
fn blurred(ink: &[f64], width: usize) -> Vec<f64> {
    let steps = [-1, 0, 1].map(|row: isize| [-1, 0, 1].map(|column: isize| row * width as isize + column));
    let mean = |at: usize| {
        let cells = steps.iter().flatten().filter_map(|&step| ink.get(at.checked_add_signed(step)?));
        cells.sum::<f64>() / 9.0
    };
    (0..ink.len()).map(mean).collect()
}

/// How much each pixel is covered by a round pen that follows the points.
fn ink_of_stroke(frame: &Frame, points: &[(f64, f64)], width_px: f64) -> Vec<f64> {
    let (width, height) = (frame.size.width_px as usize, frame.size.height_px as usize);
    let mut hits = vec![0_u32; width * height * PARTS * PARTS];
    let (columns, rows) = (width * PARTS, height * PARTS);
    // A `y_px` is the middle of a pixel for a line of odd width and its upper edge for one of even width; an `x_px`
    // is where it says for the first and half a pixel less for the second.
    let shift = if width_px % 2.0 == 0.0 { 0.0 } else { 0.5 };
    let place = |at: usize, shift: f64| (at as f64 + 0.5) / PARTS as f64 + shift;
    let reach = width_px / 2.0;
    for pair in points.windows(2) {
        let ((x0, y0), (x1, y1)) = (pair[0], pair[1]);
        let span = |low: f64, high: f64, most: usize| {
            let part = |px: f64| (px * PARTS as f64).clamp(0.0, most as f64) as usize;
            part(low - reach - 1.0)..part(high + reach + 1.0)
        };
        for row in span(y0.min(y1), y0.max(y1), rows) {
            for column in span(x0, x1, columns) {
                let (x, y) = (place(column, 0.5 - shift), place(row, -shift));
                let (dx, dy) = (x1 - x0, y1 - y0);
                let along = (((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy)).clamp(0.0, 1.0);
                if (x - x0 - along * dx).hypot(y - y0 - along * dy) <= reach {
                    hits[row * columns + column] = 1;
                }
            }
        }
    }
    let covered = |pixel: usize| {
        let (x, y) = (pixel % width * PARTS, pixel / width * PARTS);
        let parts = (0..PARTS * PARTS).map(|part| hits[(y + part / PARTS) * columns + x + part % PARTS]);
        f64::from(parts.sum::<u32>()) / (PARTS * PARTS) as f64
    };
    (0..width * height).map(covered).collect()
}

#[test]
fn a_bitmap_has_the_pixels_of_the_buffer() {
    let range = TimeRange::new(FRIDAY, FRIDAY + 30 * DAY);
    let series: Series = (0..43_200).map(|at| (FRIDAY + at * 60, chance(3, at))).collect();
    let lines = [line("a", &series, 0, 60)];
    let frame = layout(&plot(range, &lines), &Widths);
    let (width, height) = (frame.size.width_px, frame.size.height_px);
    let mut bitmap = vec![0; (width * height * 3) as usize];
    let mut raster = Raster::default();
    paint(&frame, &mut raster, &mut BitMapBackend::with_buffer(&mut bitmap, (width, height))).unwrap();
    let pixels = raster.draw(&frame).unwrap();
    let left = frame.plot.left_px as u32;
    for y in 0..frame.plot.bottom_px() as u32 {
        for x in left..width {
            let at = (y * width + x) as usize;
            assert_eq!(bitmap[at * 3..][..3], pixels.rgba[at * 4..][..3], "{x}, {y}");
        }
    }
}

#[test]
fn the_next_picture_of_the_same_size_uses_the_same_buffer() {
    let range = TimeRange::new(FRIDAY, FRIDAY + 30 * DAY);
    let series: Series = (0..43_200).map(|at| (FRIDAY + at * 60, chance(3, at))).collect();
    let lines = [line("a", &series, 0, 60)];
    let mut raster = Raster::default();
    let mut place =
        |range| raster.draw(&layout(&plot(range, &lines), &Widths)).map(|pixels| pixels.rgba.as_ptr());
    let first = place(range);
    assert!(first.is_some());
    assert_eq!(place(TimeRange::new(range.from + DAY, range.to - DAY)), first);
    assert_eq!(
        place(TimeRange::new(FRIDAY, FRIDAY + 600)),
        None,
        "a picture without columns needs no buffer"
    );
    assert_eq!(place(range), first);
}
