//! The outline of columns, for pictures that are not made of pixels.
//!
//! It goes round exactly the pixels that [`Raster`](crate::Raster) paints with hard edges.

use crate::pen::Pen;
use crate::{Columns, Edges, Ink};
use plotters_backend::BackendCoord;

/// The polygons round each stretch of columns in which something is drawn.
pub(crate) fn outlines(columns: &Columns, ink: Ink) -> Vec<Vec<BackendCoord>> {
    let pen = Pen::of(ink, Edges::Hard);
    let mut found = Vec::new();
    let (mut top, mut bottom) = (Vec::new(), Vec::new());
    let mut end = |top: &mut Vec<BackendCoord>, bottom: &mut Vec<BackendCoord>| {
        top.extend(bottom.drain(..).rev());
        if !top.is_empty() {
            found.push(std::mem::take(top));
        }
    };
    for x in pen.touched(columns) {
        match pen.span(columns, x) {
            Some((upper, lower)) => {
                step(&mut top, x as i32, upper as i32);
                step(&mut bottom, x as i32, lower as i32);
            }
            None => end(&mut top, &mut bottom),
        }
    }
    end(&mut top, &mut bottom);
    found
}

/// Goes on along one column; a level edge needs no corners in between.
fn step(edge: &mut Vec<BackendCoord>, x: i32, y: i32) {
    match edge.last_mut() {
        Some(last) if last.1 == y => last.0 = x + 1,
        _ => edge.extend([(x, y), (x + 1, y)]),
    }
}
