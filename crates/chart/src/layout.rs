//! From a plot to a frame: ends of the axes, the box between them, then every mark in order.

use crate::marks::line::Prepared;
use crate::marks::{FONT_CSS_PX, Space, annotation, axis, reference, stack};
use crate::value_axis::{ValueAxis, Wanted, value_axis};
use crate::{Counts, Emphasis, Frame, Plot, Rect, Shape, Side, TextMetrics, TimeScale, Unit};

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

    let height_css_px = f64::from(plot.size.height_px) / plot.scale;
    let rows = if height_css_px < TWO_ROWS_FROM_CSS_PX { axis::Rows::One } else { axis::Rows::Two };
    let (top_px, height_px) = vertical_room(plot, rows);
    let most_ticks = (height_px / plot.scale / (FONT_CSS_PX * 1.8)) as usize + 1;
    let is_right = |prepared: &&Prepared<'_>| plot.right.is_some() && prepared.line.side == Side::Right;
    let left = Wanted {
        data: union(plain.iter().filter(|one| !is_right(one)).map(|one| one.extent(plot.range)))
            .into_iter()
            .chain(stack.extent(plot.range))
            .reduce(wider),
        unit: plot.unit,
        y_min: plot.y_min,
        y_max: plot.y_max,
        reference_lines: plot.reference_lines,
        spacing: plot.spacing,
        most_ticks,
    };
    let right = plot.right.map(|right| Wanted {
        data: union(plain.iter().filter(is_right).map(|one| one.extent(plot.range))),
        unit: right.unit,
        y_min: right.y_min,
        y_max: right.y_max,
        reference_lines: &[],
        ..left
    });
    let left = Labelled::new(&left);
    let right = right.as_ref().map(Labelled::new);

    let (left_px, width_px) = horizontal_room(plot, &left, right.as_ref(), text);
    let bounds = Rect { left_px, top_px, width_px, height_px };
    let x = TimeScale::new(plot.range, left_px, width_px);
    let y = left.axis.scale(top_px, height_px);
    let right_y = right.as_ref().map(|right| right.axis.scale(top_px, height_px));
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
        axis::draw_grid(&space, &left.axis.ticks, &times, &mut shapes);
        flags = annotation::draw(&space, &mut shapes);
        reference::draw(&space, &mut shapes);
        stack.draw(&space, &mut shapes, &mut counts);
        for prepared in &plain {
            let y = right_y.filter(|_| is_right(&prepared)).unwrap_or(y);
            prepared.draw(&Space { y, ..space }, &mut shapes, &mut counts);
        }
        reference::draw_labels(&space, text, &mut shapes);
        axis::draw_value_labels(&space, Side::Left, &left, &mut shapes);
        if let (Some(right), Some(y)) = (&right, right_y) {
            axis::draw_value_labels(&Space { y, ..space }, Side::Right, right, &mut shapes);
        }
        axis::draw_time_labels(&space, &times, rows, text, &mut shapes);
    }
    Frame { size: plot.size, scale: plot.scale, plot: bounds, x, y, right_y, shapes, counts, flags }
}

/// An axis and what is written beside it.
pub(crate) struct Labelled {
    pub axis: ValueAxis,
    pub labels: Vec<String>,
    pub unit: Unit,
}

impl Labelled {
    fn new(wanted: &Wanted<'_>) -> Self {
        let axis = value_axis(wanted);
        let labels = axis.labels(wanted.unit);
        Self { axis, labels, unit: wanted.unit }
    }

    /// Room for the widest label, in whole pixels.
    fn gutter_px(&self, plot: &Plot<'_>, text: &dyn TextMetrics) -> f64 {
        let width_px = |label: &String| text.width_px(label, FONT_CSS_PX * plot.scale);
        let widest = self.labels.iter().map(width_px).fold(0.0, f64::max);
        (widest + 8.0 * plot.scale).max(LEAST_GUTTER_CSS_PX * plot.scale).ceil()
    }
}

fn union(ends: impl Iterator<Item = Option<(f64, f64)>>) -> Option<(f64, f64)> {
    ends.flatten().reduce(wider)
}

fn wider((low, high): (f64, f64), (other_low, other_high): (f64, f64)) -> (f64, f64) {
    (low.min(other_low), high.max(other_high))
}

/// Top and height of the box, in whole pixels; the height is 0 where there is no room.
fn vertical_room(plot: &Plot<'_>, rows: axis::Rows) -> (f64, f64) {
    let has_marks = plot.marks.iter().any(|mark| annotation::is_visible(mark, plot.range));
    let lane_css_px = if has_marks { annotation::LANE_CSS_PX } else { 8.0 };
    let units = [Some(plot.unit), plot.right.map(|right| right.unit)];
    let has_label = units.into_iter().flatten().any(|unit| unit.axis_label().is_some());
    let unit_css_px = if has_label { 20.0 } else { 8.0 };
    let top_px = (lane_css_px.max(unit_css_px) * plot.scale).round();
    let below_px = (rows.height_css_px() * plot.scale).round();
    (top_px, (f64::from(plot.size.height_px) - top_px - below_px).max(0.0))
}

/// Left edge and width of the box, in whole pixels; the width is 0 where there is no room.
fn horizontal_room(
    plot: &Plot<'_>,
    left: &Labelled,
    right: Option<&Labelled>,
    text: &dyn TextMetrics,
) -> (f64, f64) {
    let left_px = left.gutter_px(plot, text);
    let right_px = right.map_or((12.0 * plot.scale).round(), |right| right.gutter_px(plot, text));
    (left_px, (f64::from(plot.size.width_px) - left_px - right_px).max(0.0))
}
