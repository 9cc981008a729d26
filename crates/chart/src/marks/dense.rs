//! A line with more samples than columns: what it reaches in every column, as vertical runs.
//!
//! What it promises:
//! * in every column the run is that of a line through every sample: the lowest and highest sample of the
//!   column, and where the joins to the neighbours cross its borders;
//! * the price depends on the columns, not on the samples, if the line has its pyramid;
//! * a gap of a column or more ends a piece, and nothing is drawn in it; a narrower one cannot be seen.

use super::Space;
use crate::{Columns, Point, Rect, Run};
use downsample::{Occupied, Pyramid, greatest, least};
use series::Time;

/// The samples of a line, and what is known of them.
#[derive(Clone, Copy)]
pub(crate) struct Samples<'a> {
    pub times: &'a [Time],
    pub values: &'a [f64],
    pub pyramid: &'a Pyramid,
    pub longest_join_secs: i64,
}

/// A dense line.
#[derive(Debug, Default)]
pub(crate) struct Traced {
    /// Its pieces, from the left; none touches the next.
    pub pieces: Vec<Columns>,
    /// Samples that are joined to nothing.
    pub lone: Vec<Point>,
}

/// Whether a line has so many samples in view that columns show it better than corners.
///
/// That is from one sample for each CSS pixel on: joins are then shorter than a stroke is thick.
pub(crate) fn is_dense(space: &Space<'_>, times: &[Time]) -> bool {
    let range = space.plot.range;
    let start = times.partition_point(|&time| time < range.from);
    let end = times.partition_point(|&time| time <= range.to);
    let (Some(inside), Some(last)) = (times.get(start..end), end.checked_sub(1)) else { return false };
    let Some(&first) = inside.first() else { return false };
    let column = |time| downsample::column_of(time, range.from, range.to, space.columns());
    let covered = column(times[last]) - column(first) + 1;
    inside.len() as f64 * space.plot.scale > covered as f64
}

/// What a traced line goes through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Through {
    /// Every sample.
    Samples,
    /// The mean of every column, in its middle.
    Means,
}

/// The runs of a line in every column of the plot box, not yet cut at its upper and lower edge.
pub(crate) fn trace(space: &Space<'_>, samples: Samples<'_>, through: Through) -> Traced {
    let Samples { times, values, pyramid, longest_join_secs } = samples;
    let range = space.plot.range;
    let place = |at: usize| Point { x_px: space.x.project(times[at]), y_px: space.y.project(values[at]) };
    let is_joined = |one: usize, next: usize| {
        times.get(next).is_some_and(|next| next.saturating_sub(times[one]) <= longest_join_secs)
    };
    let mut tracer = Tracer::new(space);
    // The sample before the period draws the line to its edge.
    let first_inside = times.partition_point(|&time| time < range.from);
    let mut before = first_inside.checked_sub(1).map(|at| (at, place(at)));
    for (column, span) in Occupied::new(times, range.from, range.to, space.columns()) {
        let (first, last) = (span.start, span.end - 1);
        let joined = before.filter(|&(before, _)| is_joined(before, first));
        if joined.is_none() && span.len() == 1 && !is_joined(last, last + 1) {
            tracer.lone.push(place(first));
            before = Some((last, place(last)));
            continue;
        }
        let (enters, leaves, run) = match through {
            Through::Samples => {
                let run = pyramid.extent(values, span).map_or(Run::NONE, |reach| Run {
                    top_px: space.y.project(reach.high),
                    bottom_px: space.y.project(reach.low),
                });
                (place(first), place(last), run)
            }
            Through::Means => {
                let mean = pyramid.stats(values, span).map_or(values[first], |stats| stats.avg);
                let y_px = space.y.project(mean);
                let center = Point { x_px: space.bounds.left_px + column as f64 + 0.5, y_px };
                (center, center, Run { top_px: y_px, bottom_px: y_px })
            }
        };
        if let Some((_, from)) = joined {
            tracer.join_and_reach(from, enters, column, run);
        } else {
            tracer.lift();
            tracer.reach(column, run);
        }
        before = Some((last, leaves));
    }
    if let Some((last, from)) = before
        && is_joined(last, last + 1)
    {
        tracer.join(from, place(last + 1));
    }
    Traced { pieces: tracer.pieces, lone: tracer.lone }
}

/// Cuts runs at the upper and lower edge of a box; pieces of which nothing is left go.
pub(crate) fn cut(pieces: Vec<Columns>, bounds: Rect) -> impl Iterator<Item = Columns> {
    pieces.into_iter().filter_map(move |mut piece| {
        for run in &mut piece.runs {
            let top_px = greatest(run.top_px, bounds.top_px);
            let bottom_px = least(run.bottom_px, bounds.bottom_px());
            *run = if top_px <= bottom_px { Run { top_px, bottom_px } } else { Run::NONE };
        }
        piece.runs.iter().any(|run| !run.is_none()).then_some(piece)
    })
}

/// Lines along the upper and the lower edge of a band; where the edge jumps, the line goes along the jump.
pub(crate) fn edges(band: &Columns) -> [Columns; 2] {
    let near = |at: usize| &band.runs[at.saturating_sub(1)..(at + 2).min(band.runs.len())];
    let along = |edge: &dyn Fn(usize, &Run) -> Run| {
        let runs = band.runs.iter().enumerate();
        let runs = runs.map(|(at, run)| if run.is_none() { Run::NONE } else { edge(at, run) }).collect();
        Columns { left_px: band.left_px, runs }
    };
    let there = |at: usize| near(at).iter().filter(|run| !run.is_none());
    let upper = along(&|at, run| Run {
        top_px: run.top_px,
        bottom_px: there(at).map(|run| run.top_px).fold(run.top_px, greatest),
    });
    let lower = along(&|at, run| Run {
        top_px: there(at).map(|run| run.bottom_px).fold(run.bottom_px, least),
        bottom_px: run.bottom_px,
    });
    [upper, lower]
}

/// A pen that goes through the columns from the left to the right.
struct Tracer {
    left_px: f64,
    right_px: f64,
    last_column: usize,
    is_down: bool,
    pieces: Vec<Columns>,
    lone: Vec<Point>,
}

impl Tracer {
    fn new(space: &Space<'_>) -> Self {
        let last_column = space.columns() - 1;
        let (left_px, right_px) = (space.bounds.left_px, space.bounds.right_px());
        Self { left_px, right_px, last_column, is_down: false, pieces: Vec::new(), lone: Vec::new() }
    }

    /// Ends the piece.
    fn lift(&mut self) {
        self.is_down = false;
    }

    /// Draws a straight line to where it enters a column, and the run of that column.
    ///
    /// Nearly always the line comes from the column before: then both runs hold its ends already, and all that is
    /// new is where it crosses the border between them.
    fn join_and_reach(&mut self, from: Point, enters: Point, column: usize, run: Run) {
        let x_px = self.left_px as u32 + column as u32;
        if let Some(piece) = self.pieces.last_mut().filter(|_| self.is_down)
            && piece.left_px as usize + piece.runs.len() == x_px as usize
            && from.x_px >= f64::from(x_px) - 1.0
            && let Some(left) = piece.runs.last_mut()
        {
            let part = (f64::from(x_px) - from.x_px) / (enters.x_px - from.x_px);
            let y_px = from.y_px + part * (enters.y_px - from.y_px);
            let crossing = Run { top_px: y_px, bottom_px: y_px };
            *left = left.union(crossing);
            piece.runs.push(run.union(crossing));
            return;
        }
        self.join(from, enters);
        self.reach(column, run);
    }

    /// Draws a straight line, as far as it lies in the box from left to right.
    fn join(&mut self, from: Point, to: Point) {
        let (start, end) = (from.x_px.max(self.left_px), to.x_px.min(self.right_px));
        if start > end {
            return;
        }
        let y_at = |x_px: f64| {
            if x_px == from.x_px {
                from.y_px
            } else if x_px == to.x_px {
                to.y_px
            } else {
                from.y_px + (x_px - from.x_px) / (to.x_px - from.x_px) * (to.y_px - from.y_px)
            }
        };
        let column_at = |x_px: f64| ((x_px - self.left_px) as usize).min(self.last_column);
        let last = column_at(end);
        let mut enters = y_at(start);
        for column in column_at(start)..=last {
            let border = self.left_px + column as f64 + 1.0;
            let leaves = y_at(if column == last { end } else { border });
            self.reach(column, Run { top_px: least(enters, leaves), bottom_px: greatest(enters, leaves) });
            enters = leaves;
        }
    }

    /// Adds a run to a column; what is not beside the last one begins a new piece.
    fn reach(&mut self, column: usize, run: Run) {
        let x_px = self.left_px as u32 + column as u32;
        if let Some(piece) = self.pieces.last_mut()
            && self.is_down
            && let Some(at) = x_px.checked_sub(piece.left_px)
        {
            let at = at as usize;
            if let Some(there) = piece.runs.get_mut(at) {
                *there = there.union(run);
                return;
            }
            if at == piece.runs.len() {
                piece.runs.push(run);
                return;
            }
        }
        let mut runs = Vec::with_capacity(self.last_column + 1 - column);
        runs.push(run);
        self.pieces.push(Columns { left_px: x_px, runs });
        self.is_down = true;
    }
}
