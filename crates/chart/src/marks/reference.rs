//! Reference lines and thresholds: a dashed line across the plot, its label on top of the data.
//!
//! A line outside the axis is not drawn. Labels never lie on each other: the second one goes to the left end,
//! and one without room is left out.

use super::{FONT_CSS_PX, Space};
use crate::{Anchor, Dash, Point, Precision, Rect, ReferenceKind, ReferenceLine, Shape, Stroke, TextMetrics};

/// Draws the lines, below the data.
pub(crate) fn draw(space: &Space<'_>, shapes: &mut Vec<Shape>) {
    for line in visible(space) {
        let y_px = space.y.project(line.value);
        let stroke = Stroke {
            color: space.plot.theme.reference(line.kind),
            width_px: space.hairline_px(),
            dash: if line.kind == ReferenceKind::Reference { Dash::Dashed } else { Dash::Solid },
        };
        let from = Point { x_px: space.bounds.left_px, y_px };
        let to = Point { x_px: space.bounds.right_px(), y_px };
        shapes.push(Shape::Line { from, to, stroke });
    }
}

/// Draws the labels, above the data.
pub(crate) fn draw_labels(space: &Space<'_>, text: &dyn TextMetrics, shapes: &mut Vec<Shape>) {
    let font_px = space.px(FONT_CSS_PX);
    let height_px = font_px * 1.25;
    let mut taken: Vec<Rect> = Vec::new();
    for line in visible(space) {
        let value = space.plot.unit.format(line.value, Precision::Short);
        let label = if line.label.is_empty() { value } else { format!("{} {value}", line.label) };
        let width_px = text.width_px(&label, font_px) + space.px(8.0);
        let y_px = space.y.project(line.value);
        let above = y_px - height_px - space.px(1.0);
        let top_px = if above < space.bounds.top_px { y_px + space.px(2.0) } else { above };
        let right = space.bounds.right_px() - width_px;
        let place = [right, space.bounds.left_px]
            .into_iter()
            .map(|left_px| Rect { left_px, top_px, width_px, height_px })
            .find(|place| {
                width_px <= space.bounds.width_px && !taken.iter().any(|other| other.overlaps(*place))
            });
        let Some(rect) = place else { continue };
        taken.push(rect);
        shapes.push(Shape::Rect { rect, fill: space.plot.theme.card.fade(0.75) });
        shapes.push(Shape::Text {
            text: label,
            at: Point { x_px: rect.left_px + width_px / 2.0, y_px: top_px + height_px / 2.0 },
            anchor: Anchor::Middle,
            font_px,
            color: space.plot.theme.reference(line.kind),
        });
    }
}

fn visible<'a>(space: &Space<'a>) -> impl Iterator<Item = &'a ReferenceLine<'a>> + use<'a> {
    let (low, high) = (space.y.low(), space.y.high());
    space.plot.reference_lines.iter().filter(move |line| low <= line.value && line.value <= high)
}
