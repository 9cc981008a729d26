//! No spike is lost: what is drawn reaches in every pixel column what a line through every sample reaches.

use crate::support::{FRIDAY, Widths, chance, line, plot};
use chart::{Color, Edges, Frame, Line, Pixels, Plot, Raster, Shape, Size, layout};
use downsample::Pyramid;
use series::{Series, TimeRange};

/// What is reached in every pixel column.
type Reached = Vec<Option<(f64, f64)>>;

/// So few device pixels for a CSS pixel that a line is one of them wide.
const ONE_PIXEL_PEN: f64 = 0.6;

#[test]
fn every_column_touches_the_same_top_and_bottom() {
    let mut raster = Raster::new(Edges::Hard);
    let (mut dense, mut sparse) = (0, 0);
    for seed in 0..200 {
        let series = noisy(seed);
        let pyramid = Pyramid::of(series.values());
        for (at, range) in windows(seed, &series).into_iter().enumerate() {
            let size = Size { width_px: 200 + 13 * (seed as u32 % 17), height_px: 150 };
            let with_pyramid = (at % 2 == 0).then_some(&pyramid);
            let dash = chart::Dash::Dashed;
            let lines = [Line { dash, pyramid: with_pyramid, ..line("a", &series, 0, 60) }];
            let frame = layout(&Plot { size, scale: ONE_PIXEL_PEN, ..plot(range, &lines) }, &Widths);
            let expected = through(&frame, &every_sample(&frame, &series));
            assert!(frame.counts.vertices <= 2 * (expected.len() + 2) + 2 * dot_columns(&frame).len());
            let reached = drawn(&frame);
            let Some(pixels) = raster.draw(&frame) else {
                sparse += 1;
                // Strokes are cut at the box before they are read off here.
                assert_near(&reached, &expected, 1e-6, &format!("series {seed}, {range:?}"));
                continue;
            };
            dense += 1;
            assert_near(&reached, &expected, 0.0, &format!("series {seed}, {range:?}"));
            // Every third picture is looked at pixel by pixel; it is the runs that differ from window to window.
            if at % 3 != 0 {
                continue;
            }
            let rows = painted_rows(&frame, &pixels, lines[0].color);
            // Dots are not in the buffer, so where nothing else is the column is empty.
            let dots = dot_columns(&frame);
            let differs = |column: &usize| rows[*column] != rows_of(expected[*column]);
            let wrong = (0..rows.len()).filter(|column| !dots.contains(column)).find(differs);
            assert_eq!(wrong, None, "a column of series {seed}, {range:?}");
        }
    }
    assert!(dense > 500 && sparse > 200, "both ways of drawing are looked at: {dense} and {sparse}");
}

fn assert_near(drawn: &Reached, expected: &Reached, most_px: f64, what: &str) {
    for (column, ends) in drawn.iter().zip(expected).enumerate() {
        let is_near = match ends {
            (Some(one), Some(other)) => {
                (one.0 - other.0).abs() <= most_px && (one.1 - other.1).abs() <= most_px
            }
            (one, other) => one == other,
        };
        assert!(is_near, "{what}, column {column}: {:?} but {:?}", ends.0, ends.1);
    }
}

/// The whole, parts of it down to single samples, and beyond its ends.
fn windows(seed: u64, series: &Series) -> Vec<TimeRange> {
    let (from, to) = (series.times()[0], series.times()[series.len() - 1]);
    let at = |part: f64| from + ((to - from) as f64 * part) as i64;
    let parts = [(0.0, 1.0), (0.1, 0.9), (0.33, 0.48), (-0.2, 0.5), (0.49, 0.5), (0.6, 0.605), (0.9, 7.0)];
    let by_chance = (0..5).map(|step| {
        let start = chance(seed + 3_000, step);
        (start, start + chance(seed + 4_000, step).powi(4))
    });
    let all = parts.into_iter().chain(by_chance);
    all.map(|(start, end)| TimeRange::new(at(start), at(end).max(at(start) + 60))).collect()
}

/// Thousands of samples with some spikes and some gaps.
fn noisy(seed: u64) -> Series {
    let mut time = FRIDAY;
    let mut points = Vec::new();
    for at in 0..3_000 + (seed as i64 % 5) * 3_000 {
        time += if chance(seed, at) > 0.999 { 4_000 } else { 60 };
        let spike = if chance(seed + 1_000, at) > 0.998 { 90.0 * (chance(seed, at) - 0.4) } else { 0.0 };
        points.push((time, 20.0 + 10.0 * chance(seed + 2_000, at) + spike));
    }
    Series::from_points(points)
}

/// Every joined run of samples, as places in the picture.
fn every_sample(frame: &Frame, series: &Series) -> Vec<Vec<(f64, f64)>> {
    let join = series::longest_join_secs(series.times(), 60);
    series::runs(series.times(), join)
        .map(|run| run.map(|at| (series.times()[at], series.values()[at])))
        .map(|run| run.map(|(time, value)| (frame.x.project(time), frame.y.project(value))).collect())
        .collect()
}

/// What the frame's lines and dots reach.
fn drawn(frame: &Frame) -> Reached {
    let mut reached: Reached = vec![None; frame.plot.width_px as usize];
    for shape in &frame.shapes {
        match shape {
            Shape::Columns { columns, .. } => {
                let left = columns.left_px as usize - frame.plot.left_px as usize;
                for (at, run) in columns.runs.iter().enumerate() {
                    reach(&mut reached, left + at, run.top_px, run.bottom_px);
                }
            }
            Shape::Polyline { points, .. } => {
                let points: Vec<_> = points.iter().map(|point| (point.x_px, point.y_px)).collect();
                for (column, ends) in through(frame, &[points]).into_iter().enumerate() {
                    if let Some((top, bottom)) = ends {
                        reach(&mut reached, column, top, bottom);
                    }
                }
            }
            Shape::Dot { center, .. } => {
                let column = (center.x_px - frame.plot.left_px) as usize;
                let column = column.min(reached.len() - 1);
                reach(&mut reached, column, center.y_px, center.y_px);
            }
            _ => {}
        }
    }
    reached
}

/// What lines reach in every column, their crossings of the columns' borders included.
fn through(frame: &Frame, lines: &[Vec<(f64, f64)>]) -> Reached {
    let (left, width) = (frame.plot.left_px, frame.plot.width_px as usize);
    let (right, last) = (left + width as f64, width - 1);
    let mut reached: Reached = vec![None; width];
    for &(x, y) in lines.iter().filter(|line| line.len() == 1).flatten() {
        if left <= x && x <= right {
            reach(&mut reached, ((x - left).floor() as usize).min(last), y, y);
        }
    }
    for pair in lines.iter().flat_map(|line| line.windows(2)) {
        let ((x0, y0), (x1, y1)) = (pair[0], pair[1]);
        let (start, end) = (x0.max(left), x1.min(right));
        if start > end {
            continue;
        }
        let y_at = |x: f64| if x == x1 { y1 } else { y0 + (x - x0) / (x1 - x0) * (y1 - y0) };
        let first_column = ((start - left).floor() as usize).min(last);
        let last_column = ((end - left).floor() as usize).min(last);
        for column in first_column..=last_column {
            let from = start.max(left + column as f64);
            let to = if column == last { end } else { end.min(left + column as f64 + 1.0) };
            let (one, other) = (y_at(from), y_at(to));
            reach(&mut reached, column, one.min(other), one.max(other));
        }
    }
    reached
}

fn reach(reached: &mut Reached, column: usize, top: f64, bottom: f64) {
    let (high, low) = reached[column].unwrap_or((top, bottom));
    reached[column] = Some((high.min(top), low.max(bottom)));
}

/// The first and last row in which each column of the plot has the line's colour.
fn painted_rows(frame: &Frame, pixels: &Pixels<'_>, color: Color) -> Vec<Option<(usize, usize)>> {
    let (width, left) = (pixels.width_px as usize, frame.plot.left_px as usize);
    let wanted = [color.red, color.green, color.blue, 255];
    let is_wanted = |x: usize, y: usize| pixels.rgba[(y * width + x) * 4..][..4] == wanted;
    let rows = 0..pixels.height_px as usize;
    let first_and_last = |x: usize| {
        let painted = |y: &usize| is_wanted(x, *y);
        Some((rows.clone().find(painted)?, rows.clone().rfind(painted)?))
    };
    (left..left + frame.plot.width_px as usize).map(first_and_last).collect()
}

/// The rows that a pen of one pixel paints.
fn rows_of(reached: Option<(f64, f64)>) -> Option<(usize, usize)> {
    reached.map(|(top, bottom)| (top.round() as usize, bottom.round() as usize))
}

fn dot_columns(frame: &Frame) -> Vec<usize> {
    let column = |shape: &Shape| match shape {
        Shape::Dot { center, .. } => Some((center.x_px - frame.plot.left_px) as usize),
        _ => None,
    };
    frame.shapes.iter().filter_map(column).collect()
}
