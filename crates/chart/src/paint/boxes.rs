//! Which whole pixels a filled box or a level or upright line covers: the same for every way of painting.

use crate::{Color, Point, Rect, Shape, Stroke, dash};

/// A filled box of whole pixels, the lower right corner outside.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct PixelBox {
    pub left: i32,
    pub top: i32,
    pub right: i32,
    pub bottom: i32,
    pub fill: Color,
}

impl PixelBox {
    /// Whether nothing of the other box can be seen under this one.
    pub(crate) fn hides(self, other: Self) -> bool {
        self.fill.alpha >= 1.0
            && self.left <= other.left
            && self.top <= other.top
            && other.right <= self.right
            && other.bottom <= self.bottom
    }
}

/// Gives out the boxes that a shape consists of; other shapes consist of none.
pub(crate) fn boxes(shape: &Shape, scale: f64, mut give: impl FnMut(PixelBox)) {
    match shape {
        Shape::Rect { rect, fill } => give(whole_box(*rect, *fill)),
        Shape::Line { from, to, stroke } if is_straight(*from, *to) => {
            dash::cut(&[*from, *to], stroke.dash, scale, |piece| {
                if let [from, to] = piece {
                    give(straight(*from, *to, *stroke));
                }
            });
        }
        _ => {}
    }
}

/// Whether a shape is painted by its boxes.
pub(crate) fn is_boxes(shape: &Shape) -> bool {
    match shape {
        Shape::Rect { .. } => true,
        Shape::Line { from, to, .. } => is_straight(*from, *to),
        _ => false,
    }
}

/// A line's width in whole pixels.
pub(crate) fn whole_width(width_px: f64) -> u32 {
    width_px.round().max(1.0) as u32
}

fn is_straight(from: Point, to: Point) -> bool {
    from.y_px == to.y_px || from.x_px == to.x_px
}

/// A level or upright line: as a box it is crisp everywhere.
fn straight(from: Point, to: Point, stroke: Stroke) -> PixelBox {
    let width_px = f64::from(whole_width(stroke.width_px));
    let half_px = (width_px / 2.0).floor();
    let (left_px, top_px) = (from.x_px.min(to.x_px), from.y_px.min(to.y_px));
    let rect = if from.y_px == to.y_px {
        let top_px = top_px.round() - half_px;
        Rect { left_px, top_px, width_px: (to.x_px - from.x_px).abs(), height_px: width_px }
    } else {
        let left_px = left_px.floor() - half_px;
        Rect { left_px, top_px, width_px, height_px: (to.y_px - from.y_px).abs() }
    };
    whole_box(rect, stroke.color)
}

fn whole_box(rect: Rect, fill: Color) -> PixelBox {
    let (left, top) = (rect.left_px.round() as i32, rect.top_px.round() as i32);
    let right = (rect.right_px().round() as i32).max(left + 1);
    let bottom = (rect.bottom_px().round() as i32).max(top + 1);
    PixelBox { left, top, right, bottom, fill }
}
