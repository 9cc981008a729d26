//! Grid, baseline and labels of both axes.
//!
//! Labels of the time axis never touch each other nor stick out of the picture, and no two neighbours are
//! the same. With little height the second row is folded into the first.

use super::{FONT_CSS_PX, Space};
use crate::calendar::{self, Label, Tick};
use crate::layout::Labelled;
use crate::{Anchor, Color, Dash, Point, Rect, Shape, Side, Stroke, TextMetrics};

/// Rows of labels below the plot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rows {
    /// Times, with the date in place of midnight.
    One,
    /// Times, dates below.
    Two,
}

/// Space in CSS pixels between two labels: comfortable, and what it takes to have a few at all.
const LABEL_GAPS_CSS_PX: [f64; 2] = [20.0, 8.0];
/// Fewer labels than these are no axis.
const FEW_LABELS: usize = 3;
/// Distance of a row's middle from the one above it, in CSS pixels.
const ROW_CSS_PX: f64 = 15.0;

impl Rows {
    /// Room below the plot in CSS pixels.
    pub(crate) fn height_css_px(self) -> f64 {
        match self {
            Self::One => 5.0 + ROW_CSS_PX,
            Self::Two => 5.0 + 2.0 * ROW_CSS_PX,
        }
    }
}

/// A tick with its label.
pub(crate) struct TimeTick {
    x_px: f64,
    label: Label,
}

/// The finest ticks of the calendar whose labels have room; a little closer if there would be hardly any.
pub(crate) fn time_ticks(space: &Space<'_>, rows: Rows, text: &dyn TextMetrics) -> Vec<TimeTick> {
    let mut most = Vec::new();
    for gap_css_px in LABEL_GAPS_CSS_PX {
        let found = finest_ticks(space, rows, text, space.px(gap_css_px));
        if found.len() > most.len() {
            most = found;
        }
        if most.len() >= FEW_LABELS {
            break;
        }
    }
    most
}

fn finest_ticks(space: &Space<'_>, rows: Rows, text: &dyn TextMetrics, gap_px: f64) -> Vec<TimeTick> {
    let plot = space.plot;
    let font_px = space.px(FONT_CSS_PX);
    for step in calendar::STEPS {
        if step.secs() as f64 * space.x.px_per_sec() < gap_px {
            continue;
        }
        let ticks = calendar::ticks(plot.range, step, plot.utc_offset_secs);
        let labels = calendar::labels(&ticks, step, plot.range, plot.locale);
        let place = |(tick, label): (&Tick, Label)| TimeTick { x_px: space.x.project(tick.time), label };
        let placed: Vec<TimeTick> = ticks.iter().zip(labels).map(place).collect();
        let fits = placed.windows(2).all(|pair| {
            let width = |tick: &TimeTick| text.width_px(shown(&tick.label, rows), font_px);
            pair[1].x_px - pair[0].x_px >= f64::midpoint(width(&pair[0]), width(&pair[1])) + gap_px
        });
        if fits {
            return placed;
        }
    }
    Vec::new()
}

/// Grid lines, below everything.
pub(crate) fn draw_grid(space: &Space<'_>, values: &[f64], times: &[TimeTick], shapes: &mut Vec<Shape>) {
    let theme = space.plot.theme;
    let (bounds, hairline_px) = (space.bounds, space.hairline_px());
    let all_are_boundaries = times.iter().all(|tick| !tick.label.primary.contains(':'));
    for tick in times.iter().filter(|tick| all_are_boundaries || tick.label.is_rollover) {
        let stroke = Stroke { color: theme.grid, width_px: hairline_px, dash: Dash::Solid };
        let from = Point { x_px: tick.x_px, y_px: bounds.top_px };
        shapes.push(Shape::Line { from, to: Point { x_px: tick.x_px, y_px: bounds.bottom_px() }, stroke });
    }
    for &value in values {
        rule(space, space.y.project(value), theme.grid, shapes);
    }
    rule(space, bounds.bottom_px(), theme.baseline, shapes);
    if space.y.low() < 0.0 && space.y.high() > 0.0 {
        rule(space, space.y.project(0.0), theme.baseline, shapes);
    }
}

/// Labels of a value axis, aligned at the plot, and the unit above them.
pub(crate) fn draw_value_labels(space: &Space<'_>, side: Side, labelled: &Labelled, shapes: &mut Vec<Shape>) {
    let (x_px, anchor) = match side {
        Side::Left => (space.bounds.left_px - space.px(6.0), Anchor::End),
        Side::Right => (space.bounds.right_px() + space.px(6.0), Anchor::Start),
    };
    for (&value, label) in labelled.axis.ticks.iter().zip(&labelled.labels) {
        let at = Point { x_px, y_px: space.y.project(value) };
        shapes.push(words(space, label.clone(), at, anchor));
    }
    if let Some(unit) = labelled.unit.axis_label() {
        let at = Point { x_px, y_px: space.bounds.top_px - space.px(13.0) };
        shapes.push(words(space, unit.to_owned(), at, anchor));
    }
}

/// Labels of the time axis.
pub(crate) fn draw_time_labels(
    space: &Space<'_>,
    ticks: &[TimeTick],
    rows: Rows,
    text: &dyn TextMetrics,
    shapes: &mut Vec<Shape>,
) {
    let first_row = space.bounds.bottom_px() + space.px(4.0 + ROW_CSS_PX / 2.0);
    let mut row = Row { space, text, y_px: first_row, taken: Vec::new() };
    let mut before = "";
    for tick in ticks {
        let label = shown(&tick.label, rows);
        if label != before {
            row.push(tick.x_px, label, shapes);
        }
        before = label;
        let from = Point { x_px: tick.x_px, y_px: space.bounds.bottom_px() };
        let to = Point { x_px: tick.x_px, y_px: from.y_px + space.px(4.0) };
        let stroke =
            Stroke { color: space.plot.theme.baseline, width_px: space.hairline_px(), dash: Dash::Solid };
        shapes.push(Shape::Line { from, to, stroke });
    }
    if rows == Rows::Two {
        let mut row = Row { space, text, y_px: first_row + space.px(ROW_CSS_PX), taken: Vec::new() };
        // Where something new begins it is said first; the context at the left yields to it.
        let (begins, context): (Vec<_>, Vec<_>) = ticks.iter().partition(|tick| tick.label.is_rollover);
        for tick in begins.into_iter().chain(context) {
            if let Some(secondary) = &tick.label.secondary {
                row.push(tick.x_px, secondary, shapes);
            }
        }
    }
}

/// One row of labels that keep clear of each other.
struct Row<'a> {
    space: &'a Space<'a>,
    text: &'a dyn TextMetrics,
    y_px: f64,
    taken: Vec<Rect>,
}

impl Row<'_> {
    fn push(&mut self, x_px: f64, label: &str, shapes: &mut Vec<Shape>) {
        let space = self.space;
        let font_px = space.px(FONT_CSS_PX);
        let width_px = self.text.width_px(label, font_px);
        let most = f64::from(space.plot.size.width_px) - width_px;
        if most < 0.0 {
            return;
        }
        let left_px = (x_px - width_px / 2.0).clamp(0.0, most);
        let rect =
            Rect { left_px, top_px: self.y_px, width_px: width_px + space.px(6.0), height_px: font_px };
        if self.taken.iter().any(|other| other.overlaps(rect)) {
            return;
        }
        self.taken.push(rect);
        let at = Point { x_px: left_px + width_px / 2.0, y_px: self.y_px };
        shapes.push(words(space, label.to_owned(), at, Anchor::Middle));
    }
}

fn shown(label: &Label, rows: Rows) -> &str {
    match (rows, &label.secondary) {
        (Rows::One, Some(secondary)) if label.is_rollover && label.begins => secondary,
        _ => &label.primary,
    }
}

fn rule(space: &Space<'_>, y_px: f64, color: Color, shapes: &mut Vec<Shape>) {
    let stroke = Stroke { color, width_px: space.hairline_px(), dash: Dash::Solid };
    let from = Point { x_px: space.bounds.left_px, y_px };
    shapes.push(Shape::Line { from, to: Point { x_px: space.bounds.right_px(), y_px }, stroke });
}

fn words(space: &Space<'_>, text: String, at: Point, anchor: Anchor) -> Shape {
    Shape::Text { text, at, anchor, font_px: space.px(FONT_CSS_PX), color: space.plot.theme.label }
}
