//! From a plot to a frame: ends of the axes, the box between them, then every mark in order.

use crate::marks::line::Prepared;
use crate::marks::{FONT_CSS_PX, Space, annotation, axis, reference, stack};
use crate::value_axis::{Wanted, value_axis};
use crate::{Counts, Emphasis, Frame, Plot, Rect, Shape, TextMetrics, TimeScale, ValueScale};

/// The least width of the value labels in CSS pixels, so that graphs below each other align.
const LEAST_GUTTER_CSS_PX: f64 = 44.0;
/// From this height in CSS pixels on dates have a row of their own.
const TWO_ROWS_FROM_CSS_PX: f64 = 180.0;

/// Turns a plot into shapes. Any plot will do; one without room for a box between axes is only its card.
pub fn layout(plot: &Plot<'_>, text: &dyn TextMetrics) -> Frame {
    let plot = &Plot { scale: if plot.scale > 0.0 { plot.scale } else { 1.0 }, ..*plot };
    let (stacked, plain): (Vec<_>, Vec<_>) = plot.lines.iter().partition(|line| line.stacked);
    let stacked: Vec<_> = stacked.into_iter().map(Prepared::new).collect();
    let stack = stack::stack(&stacked, plot.range);
    let mut plain: Vec<_> = plain.into_iter().map(Prepared::new).collect();
    // Those that are not faded come last and so lie on top.
    plain.sort_by_key(|prepared| prepared.line.emphasis == Emphasis::Normal);

    let data = plain
        .iter()
        .filter_map(|prepared| prepared.extent(plot.range))
        .chain(stack.extent(plot.range))
        .reduce(|(low, high), (other_low, other_high)| (low.min(other_low), high.max(other_high)));

    let height_css_px = f64::from(plot.size.height_px) / plot.scale;
    let rows = if height_css_px < TWO_ROWS_FROM_CSS_PX { axis::Rows::One } else { axis::Rows::Two };
    let (top_px, height_px) = vertical_room(plot, rows);
    let most_ticks = (height_px / plot.scale / (FONT_CSS_PX * 1.8)) as usize + 1;
    let wanted = Wanted {
        data,
        unit: plot.unit,
        y_min: plot.y_min,
        y_max: plot.y_max,
        reference_lines: plot.reference_lines,
        most_ticks,
    };
    let values = value_axis(&wanted);
    let labels = plot.unit.tick_labels(&values.ticks);

    let (left_px, width_px) = horizontal_room(plot, &labels, text);
    let bounds = Rect { left_px, top_px, width_px, height_px };
    let x = TimeScale::new(plot.range, left_px, width_px);
    let y = ValueScale::new(values.low, values.high, top_px, height_px);
    let whole = Rect {
        left_px: 0.0,
        top_px: 0.0,
        width_px: f64::from(plot.size.width_px),
        height_px: f64::from(plot.size.height_px),
    };
    let mut shapes = vec![Shape::Rect { rect: whole, fill: plot.theme.card }];
    let mut counts = Counts::default();
    let mut flags = Vec::new();
    if width_px >= 1.0 && height_px >= 1.0 {
        let space = Space { plot, bounds, x, y };
        let times = axis::time_ticks(&space, rows, text);
        axis::draw_grid(&space, &values.ticks, &times, &mut shapes);
        flags = annotation::draw(&space, &mut shapes);
        reference::draw(&space, &mut shapes);
        stack.draw(&space, &mut shapes, &mut counts);
        for prepared in &plain {
            prepared.draw(&space, &mut shapes, &mut counts);
        }
        reference::draw_labels(&space, text, &mut shapes);
        axis::draw_value_labels(&space, &values.ticks, &labels, &mut shapes);
        axis::draw_time_labels(&space, &times, rows, text, &mut shapes);
    }
    Frame { size: plot.size, scale: plot.scale, plot: bounds, x, y, shapes, counts, flags }
}

/// Top and height of the box, in whole pixels; the height is 0 where there is no room.
fn vertical_room(plot: &Plot<'_>, rows: axis::Rows) -> (f64, f64) {
    let has_marks = plot.marks.iter().any(|mark| annotation::is_visible(mark, plot.range));
    let lane_css_px = if has_marks { annotation::LANE_CSS_PX } else { 8.0 };
    let unit_css_px = if plot.unit.axis_label().is_some() { 20.0 } else { 8.0 };
    let top_px = (lane_css_px.max(unit_css_px) * plot.scale).round();
    let below_px = (rows.height_css_px() * plot.scale).round();
    (top_px, (f64::from(plot.size.height_px) - top_px - below_px).max(0.0))
}

/// Left edge and width of the box, in whole pixels; the width is 0 where there is no room.
fn horizontal_room(plot: &Plot<'_>, labels: &[String], text: &dyn TextMetrics) -> (f64, f64) {
    let font_px = FONT_CSS_PX * plot.scale;
    let widest = labels.iter().map(|label| text.width_px(label, font_px)).fold(0.0, f64::max);
    let left_px = (widest + 8.0 * plot.scale).max(LEAST_GUTTER_CSS_PX * plot.scale).ceil();
    let right_px = (12.0 * plot.scale).round();
    (left_px, (f64::from(plot.size.width_px) - left_px - right_px).max(0.0))
}
