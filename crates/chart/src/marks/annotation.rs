//! Annotations below the data: a translucent band for a span, a line for a moment, a sign in the lane above.
//!
//! What does not touch the period is not drawn and gets no flag. Titles belong to the buttons that lie over
//! the flags.

use super::Space;
use crate::{Dash, Flag, Mark, Point, Rect, Shape, Stroke};

/// Height of the lane above the plot in CSS pixels.
pub(crate) const LANE_CSS_PX: f64 = 14.0;

/// Whether the mark touches the period.
pub(crate) fn is_visible(mark: &Mark<'_>, space_range: series::TimeRange) -> bool {
    mark.from <= space_range.to && mark.to.max(mark.from) >= space_range.from
}

/// Draws the marks and tells where they are.
pub(crate) fn draw(space: &Space<'_>, shapes: &mut Vec<Shape>) -> Vec<Flag> {
    let mut flags = Vec::new();
    for (index, mark) in space.plot.marks.iter().enumerate() {
        if !is_visible(mark, space.plot.range) {
            continue;
        }
        let color = space.plot.theme.layer(mark.layer);
        let clamped = |time| {
            let x_px = space.x.project(time);
            x_px.clamp(space.bounds.left_px, space.bounds.right_px())
        };
        let (x_px, end_x_px) = (clamped(mark.from), clamped(mark.to.max(mark.from)));
        if mark.from < mark.to {
            let width_px = (end_x_px - x_px).max(space.hairline_px());
            let lane_px = space.px(3.0);
            let band = Rect {
                left_px: x_px,
                top_px: space.bounds.top_px,
                width_px,
                height_px: space.bounds.height_px,
            };
            let bar = Rect { top_px: space.bounds.top_px - lane_px, height_px: lane_px, ..band };
            shapes.push(Shape::Rect { rect: band, fill: color.fade(0.18) });
            shapes.push(Shape::Rect { rect: bar, fill: color });
        } else {
            moment(space, x_px, color, shapes);
        }
        flags.push(Flag { mark: index, x_px, end_x_px });
    }
    flags
}

fn moment(space: &Space<'_>, x_px: f64, color: crate::Color, shapes: &mut Vec<Shape>) {
    let (top_px, half_px) = (space.bounds.top_px, space.px(4.0));
    let stroke = Stroke { color: color.fade(0.7), width_px: space.hairline_px(), dash: Dash::Solid };
    let from = Point { x_px, y_px: top_px };
    shapes.push(Shape::Line { from, to: Point { x_px, y_px: space.bounds.bottom_px() }, stroke });
    let corners = [(-half_px, -2.0 * half_px), (half_px, -2.0 * half_px), (0.0, 0.0)];
    let points = corners.map(|(dx, dy)| Point { x_px: x_px + dx, y_px: top_px + dy }).to_vec();
    shapes.push(Shape::Area { points, fill: color });
}
