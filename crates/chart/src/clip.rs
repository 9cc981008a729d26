//! Cutting lines and polygons at the plot box.
//!
//! What lies inside stays as it is; what crosses an edge gets a vertex on that edge; what lies outside goes.
//! A line that leaves and returns becomes several. Points are finite.

use crate::{Point, Rect};

/// The parts of a polyline inside the box, each with two points or more.
pub(crate) fn polyline(points: Vec<Point>, bounds: Rect) -> Vec<Vec<Point>> {
    if points.iter().all(|&point| bounds.contains(point)) {
        return if points.len() < 2 { Vec::new() } else { vec![points] };
    }
    let mut parts: Vec<Vec<Point>> = Vec::new();
    let mut part: Vec<Point> = Vec::new();
    for pair in points.windows(2) {
        let Some((from, to)) = segment(pair[0], pair[1], bounds) else {
            flush(&mut part, &mut parts);
            continue;
        };
        if part.last() != Some(&from) {
            flush(&mut part, &mut parts);
            part.push(from);
        }
        part.push(to);
        if to != pair[1] {
            flush(&mut part, &mut parts);
        }
    }
    flush(&mut part, &mut parts);
    parts
}

/// The part of a polygon inside the box; empty if there is none.
pub(crate) fn polygon(points: Vec<Point>, bounds: Rect) -> Vec<Point> {
    if points.iter().all(|&point| bounds.contains(point)) {
        return points;
    }
    let by_x = |x_px: f64| {
        move |from: Point, to: Point| {
            let part = (x_px - from.x_px) / (to.x_px - from.x_px);
            Point { x_px, y_px: from.y_px + part * (to.y_px - from.y_px) }
        }
    };
    let by_y = |y_px: f64| {
        move |from: Point, to: Point| {
            let part = (y_px - from.y_px) / (to.y_px - from.y_px);
            Point { x_px: from.x_px + part * (to.x_px - from.x_px), y_px }
        }
    };
    let (left, right) = (bounds.left_px, bounds.right_px());
    let (top, bottom) = (bounds.top_px, bounds.bottom_px());
    let points = half_plane(&points, |point| point.x_px >= left, by_x(left));
    let points = half_plane(&points, |point| point.x_px <= right, by_x(right));
    let points = half_plane(&points, |point| point.y_px >= top, by_y(top));
    half_plane(&points, |point| point.y_px <= bottom, by_y(bottom))
}

fn half_plane(
    points: &[Point],
    inside: impl Fn(Point) -> bool,
    cross: impl Fn(Point, Point) -> Point,
) -> Vec<Point> {
    let mut kept = Vec::with_capacity(points.len() + 4);
    let Some(&last) = points.last() else { return kept };
    let mut before = last;
    for &point in points {
        if inside(point) != inside(before) {
            kept.push(cross(before, point));
        }
        if inside(point) {
            kept.push(point);
        }
        before = point;
    }
    kept
}

fn flush(part: &mut Vec<Point>, parts: &mut Vec<Vec<Point>>) {
    if part.len() > 1 {
        parts.push(std::mem::take(part));
    } else {
        part.clear();
    }
}

/// The part of a segment inside the box, by the parameters at which it enters and leaves each edge.
fn segment(from: Point, to: Point, bounds: Rect) -> Option<(Point, Point)> {
    let (dx, dy) = (to.x_px - from.x_px, to.y_px - from.y_px);
    let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
    let edges = [
        (-dx, from.x_px - bounds.left_px),
        (dx, bounds.right_px() - from.x_px),
        (-dy, from.y_px - bounds.top_px),
        (dy, bounds.bottom_px() - from.y_px),
    ];
    for (toward, room) in edges {
        if toward == 0.0 {
            if room < 0.0 {
                return None;
            }
        } else if toward < 0.0 {
            enter = enter.max(room / toward);
        } else {
            leave = leave.min(room / toward);
        }
    }
    if enter > leave {
        return None;
    }
    let at = |part: f64| Point {
        x_px: (from.x_px + part * dx).clamp(bounds.left_px, bounds.right_px()),
        y_px: (from.y_px + part * dy).clamp(bounds.top_px, bounds.bottom_px()),
    };
    let start = if bounds.contains(from) { from } else { at(enter) };
    let end = if bounds.contains(to) { to } else { at(leave) };
    Some((start, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOX: Rect = Rect { left_px: 0.0, top_px: 0.0, width_px: 10.0, height_px: 10.0 };

    fn points(pairs: &[(f64, f64)]) -> Vec<Point> {
        pairs.iter().map(|&(x_px, y_px)| Point { x_px, y_px }).collect()
    }

    #[test]
    fn lines_are_cut_at_the_edges_and_only_there() {
        type Parts = &'static [&'static [(f64, f64)]];
        let cases: &[(&[(f64, f64)], Parts)] = &[
            (&[], &[]),
            (&[(5.0, 5.0)], &[]),
            (&[(1.0, 1.0), (9.0, 9.0)], &[&[(1.0, 1.0), (9.0, 9.0)]]),
            (&[(-5.0, 5.0), (15.0, 5.0)], &[&[(0.0, 5.0), (10.0, 5.0)]]),
            (&[(-5.0, -5.0), (-1.0, 20.0)], &[]),
            (
                &[(2.0, 5.0), (4.0, 15.0), (6.0, 5.0)],
                &[&[(2.0, 5.0), (3.0, 10.0)], &[(5.0, 10.0), (6.0, 5.0)]],
            ),
            (&[(-5.0, 0.0), (5.0, 0.0), (5.0, 5.0)], &[&[(0.0, 0.0), (5.0, 0.0), (5.0, 5.0)]]),
        ];
        for (given, expected) in cases {
            let expected: Vec<Vec<Point>> = expected.iter().map(|part| points(part)).collect();
            assert_eq!(polyline(points(given), BOX), expected, "{given:?}");
        }
    }

    #[test]
    fn polygons_keep_what_is_inside() {
        let whole = points(&[(1.0, 1.0), (9.0, 1.0), (5.0, 9.0)]);
        assert_eq!(polygon(whole.clone(), BOX), whole);
        assert_eq!(polygon(points(&[(20.0, 1.0), (30.0, 1.0), (25.0, 9.0)]), BOX), []);
        let cut = polygon(points(&[(-5.0, 2.0), (5.0, 2.0), (5.0, 8.0), (-5.0, 8.0)]), BOX);
        assert_eq!(cut, points(&[(0.0, 2.0), (5.0, 2.0), (5.0, 8.0), (0.0, 8.0)]));
    }
}
