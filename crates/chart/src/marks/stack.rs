//! Stacked lines: areas on top of each other over the times of all of them.
//!
//! What a line has not measured adds nothing; only where the line itself is joined across a time that another
//! line has, its height there is read off the join, so that series with different spacing do not tear.
//! An area is drawn where its own line is; sums that are not finite are drawn at the edge of the plot.

use super::{Space, line};
use crate::{Counts, Line, Point, Shape, clip};
use series::{Series, Time, TimeRange};

/// Opacity of an area under its line.
const AREA: f64 = 0.22;

/// The stacked lines on one axis of time.
pub(crate) struct Stack<'a> {
    times: Vec<Time>,
    layers: Vec<Layer<'a>>,
}

struct Layer<'a> {
    line: &'a Line<'a>,
    samples: usize,
    /// Where the line is, as index ranges of the stack's times.
    runs: Vec<std::ops::Range<usize>>,
    tops: Vec<f64>,
}

/// Puts the stacked lines on top of each other, as far as they touch the period.
pub(crate) fn stack<'a>(lines: &[(&'a Line<'a>, i64)], range: TimeRange) -> Stack<'a> {
    let windows: Vec<Series> = lines.iter().map(|(line, _)| around(line.series, range)).collect();
    let (times, columns) = on_one_axis(&windows);
    let mut floor = vec![0.0; times.len()];
    let mut layers = Vec::with_capacity(lines.len());
    for ((&(line, longest_join_secs), mut column), window) in lines.iter().zip(columns).zip(&windows) {
        let runs = join(&times, &mut column, longest_join_secs);
        for (sum, value) in floor.iter_mut().zip(&column) {
            if !value.is_nan() {
                *sum = (*sum + value).clamp(f64::MIN, f64::MAX);
            }
        }
        let samples = window.span(range).len();
        layers.push(Layer { line, samples, runs, tops: floor.clone() });
    }
    Stack { times, layers }
}

impl Stack<'_> {
    /// Lowest and highest sum in view; with zero, on which the stack stands.
    pub(crate) fn extent(&self, range: TimeRange) -> Option<(f64, f64)> {
        let ends =
            |layer: &Layer<'_>| line::extent(&self.times, &layer.tops, &self.visible(layer, range), range);
        self.layers
            .iter()
            .filter_map(ends)
            .reduce(|(low, high), (other_low, other_high)| (low.min(other_low), high.max(other_high)))
            .map(|(low, high)| (low.min(0.0), high.max(0.0)))
    }

    /// Draws the areas, then the lines on top of them.
    pub(crate) fn draw(&self, space: &Space<'_>, shapes: &mut Vec<Shape>, counts: &mut Counts) {
        let ground = vec![0.0; self.times.len()];
        let mut strokes = Vec::new();
        for (index, layer) in self.layers.iter().enumerate() {
            let floor = index.checked_sub(1).map_or(&ground, |below| &self.layers[below].tops);
            let mut is_layer_reduced = false;
            for part in self.visible(layer, space.plot.range) {
                let (kept, is_reduced) = line::vertices(space, &self.times, &layer.tops, part.clone());
                let (below, _) = line::vertices(space, &self.times, floor, part);
                is_layer_reduced |= is_reduced;
                let top = line::project(space, &kept, &self.times, &layer.tops);
                area(space, layer.line, &top, &line::project(space, &below, &self.times, floor), shapes);
                line::stroke_run(space, layer.line, top, is_reduced, &mut strokes, counts);
            }
            counts.samples += layer.samples;
            counts.reduced_lines += usize::from(is_layer_reduced);
        }
        shapes.append(&mut strokes);
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
