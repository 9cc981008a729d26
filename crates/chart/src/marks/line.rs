//! A line: joined where samples are near, broken at gaps, a dot where a sample is alone.
//!
//! Samples just outside the period draw the line to the edge. Where a run has more than four samples per
//! pixel column, the columns' first, last, lowest and highest stand for it, at their true times.
//! A reduced run is drawn without pauses, so that no peak falls into one.

use super::{FADED, Space};
use crate::{Counts, Dash, Emphasis, Line, Point, Shape, Stroke, clip};
use downsample::m4;
use series::{Time, TimeRange};
use std::ops::Range;

/// More samples per column than this are reduced.
const MOST_PER_COLUMN: usize = 4;

/// A stroke's width in CSS pixels: thinner when there are many lines.
pub(crate) fn width_css_px(lines: usize) -> f64 {
    if lines > 12 { 1.0 } else { 1.5 }
}

/// Index ranges of joined samples that touch the period; each reaches one sample beyond it where joined.
pub(crate) fn visible_runs(times: &[Time], longest_join_secs: i64, range: TimeRange) -> Vec<Range<usize>> {
    let start = times.partition_point(|&time| time < range.from).saturating_sub(1);
    let end = (times.partition_point(|&time| time <= range.to) + 1).min(times.len());
    if range.from > range.to || start >= end {
        return Vec::new();
    }
    series::runs(&times[start..end], longest_join_secs)
        .map(|run| run.start + start..run.end + start)
        .filter(|run| times[run.start] <= range.to && times[run.end - 1] >= range.from)
        .collect()
}

/// Lowest and highest value in view, with the values that a line has where it crosses the edges.
pub(crate) fn extent(
    times: &[Time],
    values: &[f64],
    visible: &[Range<usize>],
    range: TimeRange,
) -> Option<(f64, f64)> {
    let start = times.partition_point(|&time| time < range.from);
    let end = times.partition_point(|&time| time <= range.to);
    let inside = &values[start..end.max(start)];
    let mut ends = downsample::min_max(inside).map(|(low, high)| (inside[low], inside[high]));
    for run in visible {
        // Only a run's first and last segment can cross an edge; of a run of one sample neither does.
        let segments = [run.start, run.end.saturating_sub(2)];
        for at in segments.into_iter().filter(|at| run.start <= *at && at + 1 < run.end) {
            for edge in [range.from, range.to] {
                if times[at] < edge && edge < times[at + 1] {
                    let part = (edge - times[at]) as f64 / (times[at + 1] - times[at]) as f64;
                    let value = values[at] * (1.0 - part) + values[at + 1] * part;
                    let (low, high) = ends.unwrap_or((value, value));
                    ends = Some((low.min(value), high.max(value)));
                }
            }
        }
    }
    ends
}

/// Indices of the run's vertices, and whether some samples are left out.
pub(crate) fn vertices(
    space: &Space<'_>,
    times: &[Time],
    values: &[f64],
    run: Range<usize>,
) -> (Vec<u32>, bool) {
    let range = space.plot.range;
    let slice = &times[run.clone()];
    let first_inside = run.start + slice.partition_point(|&time| time < range.from);
    let end_inside = run.start + slice.partition_point(|&time| time <= range.to);
    let inside = first_inside..end_inside.max(first_inside);
    let columns = space.columns();
    let covered = match (times.get(inside.start), inside.end.checked_sub(1).and_then(|last| times.get(last)))
    {
        (Some(&first), Some(&last)) if !inside.is_empty() => {
            let column = |time| downsample::column_of(time, range.from, range.to, columns);
            column(last) - column(first) + 1
        }
        _ => 0,
    };
    if inside.len() <= MOST_PER_COLUMN * covered {
        return (run.map(|at| at as u32).collect(), false);
    }
    let mut kept = Vec::new();
    m4(&times[inside.clone()], &values[inside.clone()], range.from, range.to, columns, &mut kept);
    let is_reduced = kept.len() < inside.len();
    let offset = inside.start as u32;
    let before = (run.start..inside.start).map(|at| at as u32);
    let after = (inside.end..run.end).map(|at| at as u32);
    (before.chain(kept.into_iter().map(|at| at + offset)).chain(after).collect(), is_reduced)
}

/// Draws the visible runs of one line and counts them.
pub(crate) fn draw(
    space: &Space<'_>,
    line: &Line<'_>,
    visible: &[Range<usize>],
    shapes: &mut Vec<Shape>,
    counts: &mut Counts,
) {
    let (times, values) = (line.series.times(), line.series.values());
    let mut is_line_reduced = false;
    for run in visible {
        let (kept, is_reduced) = vertices(space, times, values, run.clone());
        is_line_reduced |= is_reduced;
        let points = project(space, &kept, times, values);
        stroke_run(space, line, points, is_reduced, shapes, counts);
    }
    counts.samples += line.series.span(space.plot.range).len();
    counts.reduced_lines += usize::from(is_line_reduced);
}

/// The places of the picked samples.
pub(crate) fn project(space: &Space<'_>, picked: &[u32], times: &[Time], values: &[f64]) -> Vec<Point> {
    let place = |&at: &u32| Point {
        x_px: space.x.project(times[at as usize]),
        y_px: space.y.project(values[at as usize]),
    };
    picked.iter().map(place).collect()
}

/// Puts out the stroke of one run, or its dot.
pub(crate) fn stroke_run(
    space: &Space<'_>,
    line: &Line<'_>,
    points: Vec<Point>,
    is_reduced: bool,
    shapes: &mut Vec<Shape>,
    counts: &mut Counts,
) {
    let color = stroke_color(line);
    let width_px = space.px(width_css_px(space.plot.lines.len()));
    if let [center] = points[..] {
        if space.bounds.contains(center) {
            counts.vertices += 1;
            shapes.push(Shape::Dot { center, radius_px: width_px.max(space.px(2.5)), fill: color });
        }
        return;
    }
    let dash = if is_reduced { Dash::Solid } else { line.dash };
    for points in clip::polyline(points, space.bounds) {
        counts.vertices += points.len();
        shapes.push(Shape::Polyline { points, stroke: Stroke { color, width_px, dash } });
    }
}

pub(crate) fn stroke_color(line: &Line<'_>) -> crate::Color {
    match line.emphasis {
        Emphasis::Normal => line.color,
        Emphasis::Faded => line.color.fade(FADED),
    }
}
