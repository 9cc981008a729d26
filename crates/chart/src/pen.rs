//! What a pen covers that goes up and down the runs of columns.
//!
//! What it promises: a pen of one pixel with hard edges covers in each column the rows from the nearest of the
//! run's upper end to the nearest of its lower end, no other; a wider one covers as many columns and rows as it
//! is wide; one with soft edges covers what a round pen would, so that columns and strokes look alike, and at
//! least a pixel of height at each end; where no run is, nothing is covered.

use crate::{Columns, Ink, Run};
use downsample::{greatest, least};
use std::ops::Range;

/// How the ends of a run are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Edges {
    /// As opaque as the pixel is covered.
    #[default]
    Soft,
    /// Whole pixels only.
    Hard,
}

/// A pen, or what fills an area.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pen {
    /// Whole pixels, as every backend draws it; 0 for an area.
    width_px: f64,
    edges: Edges,
    /// Columns covered before and after the one of a run.
    before: usize,
    after: usize,
    /// Where the middle of a row is for its coordinate to be a whole number.
    middle: f64,
    /// Runs from this height on are steep: what the pen has at their ends is a pixel.
    steep_px: f64,
}

impl Pen {
    /// The pen for an ink.
    pub(crate) fn of(ink: Ink, edges: Edges) -> Self {
        let width_px = match ink {
            Ink::Pen(stroke) => stroke.width_px.round().max(1.0),
            Ink::Fill(_) => 0.0,
        };
        let width = width_px as usize;
        // A pen of even width has its middle on the edge between two pixels, as strokes have.
        let is_between = width > 0 && width.is_multiple_of(2);
        Self {
            width_px,
            edges,
            before: width / 2,
            after: width.saturating_sub(1) / 2,
            middle: if is_between { 0.0 } else { 0.5 },
            steep_px: (width_px - 1.0 / width_px.max(1.0)) / 2.0,
        }
    }

    /// The columns of the picture in which something may be covered.
    pub(crate) fn touched(self, columns: &Columns) -> Range<usize> {
        let left = columns.left_px as usize;
        left.saturating_sub(self.before)..left + columns.runs.len() + self.after
    }

    /// What is covered of a column of the picture: from one height to another, where row 7 is from 7 to 8.
    pub(crate) fn span(self, columns: &Columns, x: usize) -> Option<(f64, f64)> {
        let place = |x: usize| x.saturating_sub(columns.left_px as usize).min(columns.runs.len());
        let near = columns.runs.get(place(x.saturating_sub(self.after))..place(x + self.before + 1))?;
        let covered = near.iter().filter(|run| !run.is_none()).map(|run| self.ends(*run));
        covered.reduce(|one, other| (least(one.0, other.0), greatest(one.1, other.1)))
    }

    fn ends(self, run: Run) -> (f64, f64) {
        let half_px = self.width_px / 2.0;
        match self.edges {
            Edges::Hard => (run.top_px.round() - half_px.floor(), run.bottom_px.round() + half_px.ceil()),
            Edges::Soft => {
                let beyond_px = self.beyond_px(run.bottom_px - run.top_px);
                (run.top_px - beyond_px + self.middle, run.bottom_px + beyond_px + self.middle)
            }
        }
    }

    /// How far a soft pen reaches beyond the ends of a run.
    ///
    /// A line that rises by `h` in a column is `w * sqrt(1 + h²)` high in it, of which `w * h` comes from the columns
    /// beside; the rest is beyond the ends.
    fn beyond_px(self, height_px: f64) -> f64 {
        if self.width_px == 0.0 {
            0.0
        } else if height_px >= self.steep_px {
            0.5
        } else {
            self.width_px * ((1.0 + height_px * height_px).sqrt() - height_px) / 2.0
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Color, Dash, Stroke};

    /// What is covered of each of six columns.
    type Spans = [Option<(f64, f64)>; 6];

    #[test]
    fn a_pen_covers_its_width_round_each_run() {
        let run = |top_px, bottom_px| Run { top_px, bottom_px };
        let columns =
            Columns { left_px: 10, runs: vec![run(4.0, 4.0), run(4.0, 9.0), Run::NONE, run(2.2, 2.6)] };
        let cases: [(f64, Edges, Spans); 6] = [
            (0.0, Edges::Soft, [None, Some((4.5, 4.5)), Some((4.5, 9.5)), None, Some((2.7, 3.1)), None]),
            (0.0, Edges::Hard, [None, Some((4.0, 4.0)), Some((4.0, 9.0)), None, Some((2.0, 3.0)), None]),
            (1.0, Edges::Soft, [None, Some((4.0, 5.0)), Some((4.0, 10.0)), None, Some((2.2, 3.6)), None]),
            (1.0, Edges::Hard, [None, Some((4.0, 5.0)), Some((4.0, 10.0)), None, Some((2.0, 4.0)), None]),
            (
                2.0,
                Edges::Hard,
                [
                    Some((3.0, 5.0)),
                    Some((3.0, 10.0)),
                    Some((3.0, 10.0)),
                    Some((1.0, 4.0)),
                    Some((1.0, 4.0)),
                    None,
                ],
            ),
            (
                3.0,
                Edges::Hard,
                [
                    Some((3.0, 6.0)),
                    Some((3.0, 11.0)),
                    Some((3.0, 11.0)),
                    Some((1.0, 11.0)),
                    Some((1.0, 5.0)),
                    Some((1.0, 5.0)),
                ],
            ),
        ];
        for (width_px, edges, expected) in cases {
            let color = Color::hex(0);
            let ink = if width_px == 0.0 {
                Ink::Fill(color)
            } else {
                Ink::Pen(Stroke { color, width_px, dash: Dash::Solid })
            };
            let pen = Pen::of(ink, edges);
            let found = [9, 10, 11, 12, 13, 14].map(|x| pen.span(&columns, x));
            for (found, expected) in found.iter().zip(expected) {
                let is_near = match (found, expected) {
                    (Some(one), Some(other)) => {
                        (one.0 - other.0).abs() < 1e-9 && (one.1 - other.1).abs() < 1e-9
                    }
                    (one, other) => *one == other,
                };
                assert!(is_near, "{width_px} {edges:?}: {found:?} but {expected:?}");
            }
        }
    }
}
