//! Stacked lines: areas on top of each other over the times of all of them.
//!
//! What a line has not measured adds nothing; only where the line itself is joined across a time that another
//! line has, its height there is read off the join, so that series with different spacing do not tear.
//! An area is drawn where its own line is; sums that are not finite are drawn at the edge of the plot.
//! A dense stack is drawn by columns: each area reaches from the middle of its floor's run to the middle of its
//! own, and the line on top of it reaches what every sum reaches.

use super::dense::{self, Samples, Through};
use super::{Space, line};
use crate::{Columns, Counts, Ink, Line, Point, Run, Shape, clip};
use downsample::{Pyramid, greatest, least};
use series::{Series, Time, TimeRange};
use std::borrow::Cow;

/// Opacity of an area under its line.
const AREA: f64 = 0.22;

/// The stacked lines on one axis of time.
pub(crate) struct Stack<'a> {
    times: Vec<Time>,
    layers: Vec<Layer<'a>>,
}

struct Layer<'a> {
    line: &'a Line<'a>,
    longest_join_secs: i64,
    samples: usize,
    /// Where the line is, as index ranges of the stack's times.
    runs: Vec<std::ops::Range<usize>>,
    tops: Vec<f64>,
}

/// Puts the stacked lines on top of each other, as far as they touch the period.
pub(crate) fn stack<'a>(lines: &[line::Prepared<'a>], range: TimeRange) -> Stack<'a> {
    let windows: Vec<Series> = lines.iter().map(|prepared| around(prepared.line.series, range)).collect();
    let (times, columns) = on_one_axis(&windows);
    let mut floor = vec![0.0; times.len()];
    let mut layers = Vec::with_capacity(lines.len());
    for ((prepared, mut column), window) in lines.iter().zip(columns).zip(&windows) {
        let longest_join_secs = prepared.longest_join_secs;
        let runs = join(&times, &mut column, longest_join_secs);
        for (sum, value) in floor.iter_mut().zip(&column) {
            if !value.is_nan() {
                *sum = (*sum + value).clamp(f64::MIN, f64::MAX);
            }
        }
        let samples = window.span(range).len();
        layers.push(Layer { line: prepared.line, longest_join_secs, samples, runs, tops: floor.clone() });
    }
    Stack { times, layers }
}

impl Stack<'_> {
    /// Lowest and highest sum in view; with zero, on which the stack stands.
    pub(crate) fn extent(&self, range: TimeRange) -> Option<(f64, f64)> {
        let none = Pyramid::default();
        let ends = |layer: &Layer<'_>| {
            let times = layer.own(&self.times);
            let values = layer.own(&layer.tops);
            line::extent(&layer.samples(&times, &values, &none), range)
        };
        self.layers
            .iter()
            .filter_map(ends)
            .reduce(|(low, high), (other_low, other_high)| (low.min(other_low), high.max(other_high)))
            .map(|(low, high)| (low.min(0.0), high.max(0.0)))
    }

    /// Draws the areas, then the lines on top of them.
    pub(crate) fn draw(&self, space: &Space<'_>, shapes: &mut Vec<Shape>, counts: &mut Counts) {
        let ground = vec![0.0; self.times.len()];
        let is_dense = dense::is_dense(space, &self.times);
        let mut strokes = Vec::new();
        for (index, layer) in self.layers.iter().enumerate() {
            let floor = index.checked_sub(1).map_or(&ground, |below| &self.layers[below].tops);
            counts.samples += layer.samples;
            if is_dense {
                counts.reduced_lines += 1;
                self.draw_columns(space, layer, floor, (&mut *shapes, &mut strokes), counts);
            } else {
                self.draw_corners(space, layer, floor, (&mut *shapes, &mut strokes), counts);
            }
        }
        shapes.append(&mut strokes);
    }

    fn draw_corners(
        &self,
        space: &Space<'_>,
        layer: &Layer<'_>,
        floor: &[f64],
        (areas, strokes): (&mut Vec<Shape>, &mut Vec<Shape>),
        counts: &mut Counts,
    ) {
        for part in self.visible(layer, space.plot.range) {
            let top = line::project(space, part.clone(), &self.times, &layer.tops);
            area(space, layer.line, &top, &line::project(space, part, &self.times, floor), areas);
            line::stroke_run(space, layer.line, top, strokes, counts);
        }
    }

    fn draw_columns(
        &self,
        space: &Space<'_>,
        layer: &Layer<'_>,
        floor: &[f64],
        (areas, strokes): (&mut Vec<Shape>, &mut Vec<Shape>),
        counts: &mut Counts,
    ) {
        let none = Pyramid::default();
        let times = layer.own(&self.times);
        let through =
            |values: &[f64]| dense::trace(space, layer.samples(&times, values, &none), Through::Samples);
        let (top, below) = (through(&layer.own(&layer.tops)), through(&layer.own(floor)));
        // Both have the same times and so the same columns.
        let between: Vec<Columns> = top.pieces.iter().zip(&below.pieces).map(between).collect();
        let fill = line::stroke_color(layer.line).fade(AREA);
        let cut = dense::cut(between, space.bounds);
        areas.extend(cut.map(|columns| Shape::Columns { columns, ink: Ink::Fill(fill) }));
        line::stroke_columns(space, layer.line, top, strokes, counts);
    }

    /// A layer's runs that touch the period, each reaching one time beyond it.
    fn visible(&self, layer: &Layer<'_>, range: TimeRange) -> Vec<std::ops::Range<usize>> {
        let touching = |run: &std::ops::Range<usize>| {
            let parts = line::visible_runs(&self.times[run.clone()], i64::MAX, range);
            parts
                .into_iter()
                .map(move |part| part.start + run.start..part.end + run.start)
                .collect::<Vec<_>>()
        };
        layer.runs.iter().flat_map(touching).collect()
    }
}

impl Layer<'_> {
    /// What belongs to the times at which the layer is there.
    fn own<'s, T: Copy>(&self, all: &'s [T]) -> Cow<'s, [T]> {
        match &self.runs[..] {
            [run] => Cow::Borrowed(&all[run.clone()]),
            runs => Cow::Owned(runs.iter().flat_map(|run| &all[run.clone()]).copied().collect()),
        }
    }

    fn samples<'s>(&self, times: &'s [Time], values: &'s [f64], none: &'s Pyramid) -> Samples<'s> {
        Samples { times, values, pyramid: none, longest_join_secs: self.longest_join_secs }
    }
}

/// From the middle of one line's runs to the middle of the other's.
fn between((top, below): (&Columns, &Columns)) -> Columns {
    let middle = |run: &Run| f64::midpoint(run.top_px, run.bottom_px);
    let run = |(top, below): (&Run, &Run)| {
        let (one, other) = (middle(top), middle(below));
        Run { top_px: least(one, other), bottom_px: greatest(one, other) }
    };
    Columns { left_px: top.left_px, runs: top.runs.iter().zip(&below.runs).map(run).collect() }
}

fn area(space: &Space<'_>, line: &Line<'_>, top: &[Point], below: &[Point], shapes: &mut Vec<Shape>) {
    if top.len() < 2 {
        return;
    }
    let outline: Vec<Point> = top.iter().copied().chain(below.iter().rev().copied()).collect();
    let points = clip::polygon(outline, space.bounds);
    if points.len() > 2 {
        shapes.push(Shape::Area { points, fill: line::stroke_color(line).fade(AREA) });
    }
}

/// The samples of the period and one on each side.
fn around(series: &Series, range: TimeRange) -> Series {
    let span = series.span(range);
    let times = series.times();
    let before = span.start.checked_sub(1).and_then(|at| times.get(at)).copied().unwrap_or(range.from);
    let after = times.get(span.end).copied().unwrap_or(range.to);
    series.window(TimeRange::new(before, after))
}

/// All times of all series, and for each series its values there; NaN where it has not measured.
fn on_one_axis(windows: &[Series]) -> (Vec<Time>, Vec<Vec<f64>>) {
    // Metrics of one host nearly always share their times; nothing needs to be merged then.
    if let [first, others @ ..] = windows
        && others.iter().all(|other| other.times() == first.times())
    {
        return (first.times().to_vec(), windows.iter().map(|one| one.values().to_vec()).collect());
    }
    let references: Vec<&Series> = windows.iter().collect();
    let mut times = Vec::new();
    let mut columns: Vec<Vec<f64>> = vec![Vec::new(); windows.len()];
    series::align(&references, |time, present| {
        times.push(time);
        for column in &mut columns {
            column.push(f64::NAN);
        }
        for &(index, value) in present {
            if let Some(cell) = columns[index].last_mut() {
                *cell = value;
            }
        }
    });
    (times, columns)
}

/// Fills the times between joined samples along the join; returns where the line is.
fn join(times: &[Time], column: &mut [f64], longest_join_secs: i64) -> Vec<std::ops::Range<usize>> {
    let mut runs: Vec<std::ops::Range<usize>> = Vec::new();
    let mut before: Option<usize> = None;
    for at in 0..column.len() {
        if column[at].is_nan() {
            continue;
        }
        match before {
            Some(from) if times[at] - times[from] <= longest_join_secs => {
                let (start, end) = (column[from], column[at]);
                for between in from + 1..at {
                    let part = (times[between] - times[from]) as f64 / (times[at] - times[from]) as f64;
                    column[between] = start * (1.0 - part) + end * part;
                }
                if let Some(run) = runs.last_mut() {
                    run.end = at + 1;
                }
            }
            _ => runs.push(at..at + 1),
        }
        before = Some(at);
    }
    runs
}
