//! No spike is lost: the drawn line reaches in every pixel column what a line through every sample reaches.

use crate::support::{FRIDAY, Widths, chance, line, plot};
use chart::{Frame, Line, Shape, Size, layout};
use series::{Series, TimeRange};

/// Lowest and highest `y_px` of every pixel column.
type Columns = Vec<Option<(f64, f64)>>;

#[test]
fn every_column_touches_the_same_top_and_bottom() {
    for seed in 0..60 {
        let series = noisy(seed);
        let whole = TimeRange::new(series.times()[0], series.times()[series.len() - 1]);
        for (from_part, to_part) in [(0.0, 1.0), (0.1, 0.9), (0.33, 0.48), (-0.2, 0.5), (0.49, 0.5)] {
            let at = |part: f64| whole.from + (whole.secs() as f64 * part) as i64;
            let range = TimeRange::new(at(from_part), at(to_part));
            let size = Size { width_px: 200 + 13 * (seed as u32 % 17), height_px: 300 };
            let lines = [Line { dash: chart::Dash::Dashed, ..line("a", &series, 0, 60) }];
            let frame = layout(&chart::Plot { size, ..plot(range, &lines) }, &Widths);
            let drawn = columns(&frame, &polylines(&frame));
            let expected = columns(&frame, &every_sample(&frame, &series, range));
            for (column, (drawn, expected)) in drawn.iter().zip(&expected).enumerate() {
                match (drawn, expected) {
                    (Some(drawn), Some(expected)) => assert!(
                        (drawn.0 - expected.0).abs() < 1e-6 && (drawn.1 - expected.1).abs() < 1e-6,
                        "series {seed}, {range:?}, column {column}: {drawn:?} but {expected:?}"
                    ),
                    (drawn, expected) => {
                        assert_eq!(drawn, expected, "series {seed}, {range:?}, column {column}");
                    }
                }
            }
            let runs = polylines(&frame).len();
            assert!(frame.counts.vertices <= 4 * (drawn.len() + runs) + 2 * runs);
        }
    }
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

fn polylines(frame: &Frame) -> Vec<Vec<(f64, f64)>> {
    let points = |shape: &Shape| match shape {
        Shape::Polyline { points, .. } => Some(points.iter().map(|point| (point.x_px, point.y_px)).collect()),
        _ => None,
    };
    frame.shapes.iter().filter_map(points).collect()
}

fn every_sample(frame: &Frame, series: &Series, range: TimeRange) -> Vec<Vec<(f64, f64)>> {
    let join = series::longest_join_secs(series.times(), 60);
    series::runs(series.times(), join)
        .map(|run| run.map(|at| (series.times()[at], series.values()[at])))
        .map(|run| run.map(|(time, value)| (frame.x.project(time), frame.y.project(value))).collect())
        .filter(|run: &Vec<_>| run.len() > 1 && range.secs() > 0)
        .collect()
}

/// What lines reach in every column, their crossings of the columns' borders included.
fn columns(frame: &Frame, lines: &[Vec<(f64, f64)>]) -> Columns {
    let (left, width) = (frame.plot.left_px, frame.plot.width_px as usize);
    let mut reached: Columns = vec![None; width];
    for pair in lines.iter().flat_map(|line| line.windows(2)) {
        let ((x0, y0), (x1, y1)) = (pair[0], pair[1]);
        let (start, end) = (x0.max(left), x1.min(left + width as f64));
        if start > end {
            continue;
        }
        let y_at = |x: f64| {
            if x1 == x0 {
                y0
            } else if x == x1 {
                y1
            } else {
                y0 + (x - x0) / (x1 - x0) * (y1 - y0)
            }
        };
        let last = width - 1;
        let first_column = ((start - left).floor() as usize).min(last);
        let last_column = ((end - left).floor() as usize).min(last);
        for (column, cell) in reached.iter_mut().enumerate().take(last_column + 1).skip(first_column) {
            let from = start.max(left + column as f64);
            let to = if column == last { end } else { end.min(left + column as f64 + 1.0) };
            for y in [y_at(from), y_at(to)] {
                *cell = Some(cell.map_or((y, y), |(low, high)| (low.min(y), high.max(y))));
            }
        }
    }
    reached
}
