//! A line: joined where samples are near, broken at gaps, a dot where a sample is alone.
//!
//! Samples just outside the period draw the line to the edge. A line with few samples is a stroke through all
//! of them; one with many is drawn by columns, see [`dense`](super::dense), without the pauses of its
//! dashes, so that no peak falls into one.

use super::dense::{self, Samples, Through};
use super::{FADED, Space};
use crate::{Columns, Counts, Dash, Density, Emphasis, Ink, Line, Point, Shape, Stroke, clip};
use downsample::Pyramid;
use series::{Time, TimeRange};
use std::ops::Range;

/// Opacity of the band around a mean.
const BAND: f64 = 0.18;
/// Opacity of its edges.
const EDGE: f64 = 0.4;

/// A stroke's width in CSS pixels: thinner when there are many lines.
pub(crate) fn width_css_px(lines: usize) -> f64 {
    if lines > 12 { 1.0 } else { 1.5 }
}

/// A line with what it takes to draw it.
pub(crate) struct Prepared<'a> {
    pub line: &'a Line<'a>,
    pub longest_join_secs: i64,
}

impl<'a> Prepared<'a> {
    /// Looks at the spacing of the samples.
    pub(crate) fn new(line: &'a Line<'a>) -> Self {
        let longest_join_secs = series::longest_join_secs(line.series.times(), line.step_secs);
        Self { line, longest_join_secs }
    }

    /// Lowest and highest value in view, with the values that the line has where it crosses the edges.
    pub(crate) fn extent(&self, range: TimeRange) -> Option<(f64, f64)> {
        extent(&self.samples(&Pyramid::default()), range)
    }

    fn samples<'s>(&'s self, none: &'s Pyramid) -> Samples<'s> {
        Samples {
            times: self.line.series.times(),
            values: self.line.series.values(),
            pyramid: self.line.pyramid.unwrap_or(none),
            longest_join_secs: self.longest_join_secs,
        }
    }

    /// Draws the line and counts it.
    pub(crate) fn draw(&self, space: &Space<'_>, shapes: &mut Vec<Shape>, counts: &mut Counts) {
        let none = Pyramid::default();
        let samples = self.samples(&none);
        counts.samples += self.line.series.span(space.plot.range).len();
        if !dense::is_dense(space, samples.times) {
            for run in visible_runs(samples.times, self.longest_join_secs, space.plot.range) {
                let points = project(space, run, samples.times, samples.values);
                stroke_run(space, self.line, points, shapes, counts);
            }
            return;
        }
        counts.reduced_lines += 1;
        let traced = dense::trace(space, samples, Through::Samples);
        match space.plot.density {
            Density::Line => stroke_columns(space, self.line, traced, shapes, counts),
            Density::Envelope => {
                counts.envelopes += 1;
                self.draw_band(space, traced.pieces, shapes);
                let means = dense::trace(space, samples, Through::Means);
                stroke_columns(space, self.line, means, shapes, counts);
            }
        }
    }
}

impl Prepared<'_> {
    /// The band between lowest and highest; its edges are drawn as well, so that a lone spike is not a mere breath.
    fn draw_band(&self, space: &Space<'_>, pieces: Vec<Columns>, shapes: &mut Vec<Shape>) {
        let color = stroke_color(self.line);
        let edge = Stroke { color: color.fade(EDGE), width_px: space.hairline_px(), dash: Dash::Solid };
        for columns in dense::cut(pieces, space.bounds) {
            let edges = dense::edges(&columns);
            shapes.push(Shape::Columns { columns, ink: Ink::Fill(color.fade(BAND)) });
            shapes.extend(edges.map(|columns| Shape::Columns { columns, ink: Ink::Pen(edge) }));
        }
    }
}

/// Lowest and highest value in view of samples, with those where joins cross the edges of the period.
pub(crate) fn extent(samples: &Samples<'_>, range: TimeRange) -> Option<(f64, f64)> {
    let Samples { times, values, pyramid, longest_join_secs } = *samples;
    if range.from > range.to {
        return None;
    }
    let start = times.partition_point(|&time| time < range.from);
    let end = times.partition_point(|&time| time <= range.to);
    let mut ends = pyramid.extent(values, start..end).map(|reach| (reach.low, reach.high));
    // The joins that can cross an edge: into the first sample, out of the last one.
    let joins = [(start.checked_sub(1), start), (end.checked_sub(1), end)];
    for (before, after) in joins.into_iter().filter_map(|(before, after)| Some((before?, after))) {
        let Some(&next) = times.get(after) else { continue };
        if next.saturating_sub(times[before]) > longest_join_secs {
            continue;
        }
        for edge in [range.from, range.to] {
            if times[before] < edge && edge < next {
                let part = (edge - times[before]) as f64 / (next - times[before]) as f64;
                let value = values[before] * (1.0 - part) + values[after] * part;
                let (low, high) = ends.unwrap_or((value, value));
                ends = Some((low.min(value), high.max(value)));
            }
        }
    }
    ends
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

/// The places of some samples.
pub(crate) fn project(space: &Space<'_>, run: Range<usize>, times: &[Time], values: &[f64]) -> Vec<Point> {
    run.map(|at| Point { x_px: space.x.project(times[at]), y_px: space.y.project(values[at]) }).collect()
}

/// Puts out the stroke of one run, or its dot.
pub(crate) fn stroke_run(
    space: &Space<'_>,
    line: &Line<'_>,
    points: Vec<Point>,
    shapes: &mut Vec<Shape>,
    counts: &mut Counts,
) {
    if let [center] = points[..] {
        dot(space, line, center, shapes, counts);
        return;
    }
    for points in clip::polyline(points, space.bounds) {
        counts.vertices += points.len();
        shapes.push(Shape::Polyline { points, stroke: stroke(space, line) });
    }
}

/// Puts out the columns of a dense line; what is drawn of each are the two ends of its run.
pub(crate) fn stroke_columns(
    space: &Space<'_>,
    line: &Line<'_>,
    traced: dense::Traced,
    shapes: &mut Vec<Shape>,
    counts: &mut Counts,
) {
    let ink = Ink::Pen(Stroke { dash: Dash::Solid, ..stroke(space, line) });
    for columns in dense::cut(traced.pieces, space.bounds) {
        counts.vertices += 2 * columns.runs.iter().filter(|run| !run.is_none()).count();
        shapes.push(Shape::Columns { columns, ink });
    }
    for center in traced.lone {
        dot(space, line, center, shapes, counts);
    }
}

pub(crate) fn stroke_color(line: &Line<'_>) -> crate::Color {
    match line.emphasis {
        Emphasis::Normal => line.color,
        Emphasis::Faded => line.color.fade(FADED),
    }
}

fn stroke(space: &Space<'_>, line: &Line<'_>) -> Stroke {
    let width_px = space.px(width_css_px(space.plot.lines.len()));
    Stroke { color: stroke_color(line), width_px, dash: line.dash }
}

fn dot(space: &Space<'_>, line: &Line<'_>, center: Point, shapes: &mut Vec<Shape>, counts: &mut Counts) {
    if space.bounds.contains(center) {
        counts.vertices += 1;
        let Stroke { color: fill, width_px, .. } = stroke(space, line);
        shapes.push(Shape::Dot { center, radius_px: width_px.max(space.px(2.5)), fill });
    }
}
