//! Cutting a line into dashes, because no drawing backend does it.
//!
//! A solid line stays one piece, and is not copied. Lengths run along the line; a pattern is never cut finer than into as many
//! pieces as a screen could show.

use crate::{Dash, Point};

/// Gives out the strokes of a line; each has two points or more if the line has.
pub(crate) fn cut(points: &[Point], dash: Dash, scale: f64, mut give: impl FnMut(&[Point])) {
    let pattern = dash.pattern_px();
    if pattern.is_empty() || points.len() < 2 {
        return give(points);
    }
    let mut piece = vec![points[0]];
    let (mut phase, mut left_px) = (0, pattern[0] * scale);
    for pair in points.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        let length_px = (to.x_px - from.x_px).hypot(to.y_px - from.y_px);
        let mut done_px = 0.0;
        while length_px - done_px > left_px {
            done_px += left_px;
            let part = done_px / length_px;
            let at = Point {
                x_px: from.x_px + part * (to.x_px - from.x_px),
                y_px: from.y_px + part * (to.y_px - from.y_px),
            };
            if phase % 2 == 0 {
                piece.push(at);
                give(&piece);
                piece.clear();
            } else {
                piece.push(at);
            }
            phase = (phase + 1) % pattern.len();
            left_px = (pattern[phase] * scale).max(1.0);
        }
        left_px -= length_px - done_px;
        if phase % 2 == 0 {
            piece.push(to);
        }
    }
    if piece.len() > 1 {
        give(&piece);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(x_px: f64) -> Point {
        Point { x_px, y_px: 3.0 }
    }

    #[test]
    fn dashes_follow_the_pattern_across_corners() {
        type Case = (&'static [f64], Dash, &'static [&'static [f64]]);
        let cases: &[Case] = &[
            (&[0.0, 20.0], Dash::Solid, &[&[0.0, 20.0]]),
            (&[0.0, 20.0], Dash::Dashed, &[&[0.0, 6.0], &[10.0, 16.0]]),
            (&[0.0, 3.0, 20.0], Dash::Dashed, &[&[0.0, 3.0, 6.0], &[10.0, 16.0]]),
            (&[0.0, 12.0], Dash::Dashed, &[&[0.0, 6.0], &[10.0, 12.0]]),
            (&[0.0, 0.0], Dash::Dotted, &[&[0.0, 0.0]]),
        ];
        for (given, dash, expected) in cases {
            let points: Vec<Point> = given.iter().map(|&x_px| point(x_px)).collect();
            let mut found: Vec<Vec<f64>> = Vec::new();
            cut(&points, *dash, 1.0, |piece| found.push(piece.iter().map(|point| point.x_px).collect()));
            assert_eq!(&found, expected, "{given:?} {dash:?}");
        }
    }
}
