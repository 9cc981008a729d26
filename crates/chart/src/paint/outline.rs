//! The outline of columns, for pictures that are not made of pixels.
//!
//! It goes round exactly the pixels that [`Raster`](crate::Raster) paints with hard edges.

use crate::raster::{Reach, around, pen_px};
use crate::{Columns, Edges, Ink, Run};
use plotters_backend::BackendCoord;

/// The polygons round each stretch of columns in which something is drawn.
pub(crate) fn outlines(columns: &Columns, ink: Ink) -> Vec<Vec<BackendCoord>> {
    let width_px = match ink {
        Ink::Pen(stroke) => pen_px(stroke.width_px),
        Ink::Fill(_) => 0.0,
    };
    let (before, after) = Reach::of(width_px, Edges::Hard).inner;
    let left = (columns.left_px as usize).saturating_sub(before);
    let right = columns.left_px as usize + columns.runs.len() + after;
    let widened: Vec<Run> = (left..right).map(|x| around(columns, x, (before, after))).collect();
    let rows = |run: &Run| {
        let (top, bottom) = (run.top_px.round(), run.bottom_px.round());
        ((top - (width_px / 2.0).floor()) as i32, (bottom + (width_px / 2.0).ceil()) as i32)
    };
    let mut found = Vec::new();
    let mut start = 0;
    for stretch in widened.split(|run| run.is_none()) {
        if !stretch.is_empty() {
            let x = |at: usize| (left + start + at) as i32;
            let mut top = Vec::with_capacity(2 * stretch.len());
            let mut bottom = Vec::with_capacity(2 * stretch.len());
            for (at, run) in stretch.iter().enumerate() {
                let (upper, lower) = rows(run);
                step(&mut top, x(at), x(at + 1), upper);
                step(&mut bottom, x(at), x(at + 1), lower);
            }
            top.extend(bottom.into_iter().rev());
            found.push(top);
        }
        start += stretch.len() + 1;
    }
    found
}

/// Goes on along one column; a level edge needs no corners in between.
fn step(edge: &mut Vec<BackendCoord>, from: i32, to: i32, y: i32) {
    match edge.last_mut() {
        Some(last) if last.1 == y => last.0 = to,
        _ => edge.extend([(from, y), (to, y)]),
    }
}
