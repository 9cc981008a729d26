//! Moving and resizing by pointer: from pixels to cells. Pure but for the measuring of the grid.
//!
//! A drag shows where the widget would be; only letting go makes the edit, and a taken place makes none.

use dashboard::size::Limits;
use dashboard::{Draft, Key};
use mackerel::dashboards::{COLUMNS, Layout};

/// The height of a row and the gap below it, in CSS pixels; the style sheet has the same.
pub(crate) const ROW_PITCH_CSS: f64 = 32.0;
/// The gap between two columns, in CSS pixels; the style sheet has the same.
const GAP_CSS: f64 = 8.0;

/// What a drag changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Grip {
    /// The place.
    Whole,
    /// The size, at the lower right corner.
    Corner,
}

/// A drag under way.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Drag {
    /// What is dragged.
    pub key: Key,
    /// How.
    pub grip: Grip,
    /// The cell in which it began.
    pub from: Layout,
    /// Where the pointer went down, in CSS pixels.
    pub down: (f64, f64),
    /// The width of a column and its gap, in CSS pixels.
    pub pitch_css: f64,
    /// Where it would be now.
    pub at: Layout,
    /// Whether it may be there.
    pub is_allowed: bool,
    /// Whether letting go copies.
    pub copies: bool,
}

impl Drag {
    /// A drag that has not moved yet, on a grid of this width.
    pub(crate) fn begin(key: Key, grip: Grip, from: Layout, down: (f64, f64), grid_css: f64) -> Self {
        let pitch_css = ((grid_css + GAP_CSS) / f64::from(COLUMNS)).max(1.0);
        Self { key, grip, from, down, pitch_css, at: from, is_allowed: true, copies: false }
    }

    /// The drag with the pointer here.
    #[must_use]
    pub(crate) fn moved(self, draft: &Draft, pointer: (f64, f64), copies: bool) -> Self {
        let columns = ((pointer.0 - self.down.0) / self.pitch_css).round() as i64;
        let rows = ((pointer.1 - self.down.1) / ROW_PITCH_CSS).round() as i64;
        self.to(draft, wanted(self.from, self.grip, columns, rows), copies)
    }

    fn to(self, draft: &Draft, wanted: Layout, copies: bool) -> Self {
        let at = fitted(draft, self.key, self.from, wanted);
        let copies = copies && self.grip == Grip::Whole;
        let is_allowed = if copies { draft.is_free(at) } else { draft.may_be(self.key, at).is_ok() };
        Self { at, is_allowed, copies, ..self }
    }
}

/// A cell moved or resized by whole columns and rows, not below zero.
pub(crate) fn wanted(from: Layout, grip: Grip, columns: i64, rows: i64) -> Layout {
    let shift = |start: u32, by: i64| (i64::from(start).saturating_add(by)).clamp(0, 100_000) as u32;
    match grip {
        Grip::Whole => Layout { x: shift(from.x, columns), y: shift(from.y, rows), ..from },
        Grip::Corner => {
            Layout { width: shift(from.width, columns), height: shift(from.height, rows), ..from }
        }
    }
}

/// The nearest cell inside the grid and the limits of the widget. A size that is not changed stays as it is.
pub(crate) fn fitted(draft: &Draft, key: Key, from: Layout, wanted: Layout) -> Layout {
    let Some(item) = draft.item(key) else { return from };
    if (wanted.width, wanted.height) == (from.width, from.height) {
        return Layout { x: wanted.x.min(COLUMNS.saturating_sub(from.width)), ..wanted };
    }
    let width = wanted.width.min(COLUMNS.saturating_sub(wanted.x));
    Limits::of(&item.widget.content).nearest(Layout { width, ..wanted })
}

#[cfg(test)]
mod tests {
    use super::*;
    use mackerel::dashboards::Dashboard;

    fn draft() -> Draft {
        let text = r#"{"title":"t","widgets":[
            {"type":"value","metric":{"type":"unknown"},"layout":{"x":0,"y":0,"width":6,"height":4}},
            {"type":"value","metric":{"type":"unknown"},"layout":{"x":6,"y":0,"width":6,"height":4}}]}"#;
        let dashboard: Dashboard = serde_json::from_str(text).expect("a dashboard");
        Draft::new(&dashboard)
    }

    #[test]
    fn pixels_become_cells() {
        // 24 columns of 42 px with gaps of 8 px.
        let begin =
            |grip, x| Drag::begin(0, grip, Layout { x, y: 0, width: 6, height: 4 }, (100.0, 100.0), 1_192.0);
        let cases = [
            ("not moved", Grip::Whole, (100.0, 100.0), false, [0, 0, 6, 4], true),
            ("less than half a cell", Grip::Whole, (120.0, 115.0), false, [0, 0, 6, 4], true),
            ("down", Grip::Whole, (100.0, 100.0 + 5.0 * 32.0), false, [0, 5, 6, 4], true),
            ("onto the other", Grip::Whole, (200.0, 100.0), false, [2, 0, 6, 4], false),
            ("beyond the left", Grip::Whole, (-900.0, 100.0), false, [0, 0, 6, 4], true),
            ("beyond the right", Grip::Whole, (9_000.0, 100.0), false, [18, 0, 6, 4], true),
            ("a copy where it is", Grip::Whole, (100.0, 100.0), true, [0, 0, 6, 4], false),
            ("a copy below", Grip::Whole, (100.0, 300.0), true, [0, 6, 6, 4], true),
            ("larger", Grip::Corner, (100.0, 164.0), false, [0, 0, 6, 6], true),
            ("onto the other by size", Grip::Corner, (150.0, 100.0), false, [0, 0, 7, 4], false),
            ("smaller than it may be", Grip::Corner, (-900.0, -900.0), false, [0, 0, 4, 4], true),
        ];
        for (name, grip, pointer, copies, [x, y, width, height], is_allowed) in cases {
            let drag = begin(grip, 0).moved(&draft(), pointer, copies);
            assert_eq!(drag.at, Layout { x, y, width, height }, "{name}");
            assert_eq!(drag.is_allowed, is_allowed, "{name}");
        }
    }
}
