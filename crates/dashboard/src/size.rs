//! How small and how large a widget may be, by its type. A type that is not known may have any size of the grid.

use crate::grid::TALLEST_ROWS;
use mackerel::dashboards::{COLUMNS, Content, Known, Layout};

/// The least and the greatest size in cells, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Least columns and rows.
    pub least: (u32, u32),
    /// Most columns and rows.
    pub most: (u32, u32),
}

impl Limits {
    /// The limits of a widget.
    pub fn of(content: &Content) -> Self {
        let (least, rows) = match content {
            Content::Known(Known::Graph(_)) => ((6, 6), 32),
            Content::Known(Known::Value(_)) => ((4, 4), 32),
            Content::Known(Known::Markdown(_)) => ((4, 2), TALLEST_ROWS),
            Content::Known(Known::AlertStatus(_)) => ((4, 3), 32),
            Content::Other(_) => ((1, 1), TALLEST_ROWS),
        };
        Self { least, most: (COLUMNS, rows) }
    }

    /// Whether a width is allowed.
    pub fn has_width(self, columns: u32) -> bool {
        (self.least.0..=self.most.0).contains(&columns)
    }

    /// Whether a height is allowed.
    pub fn has_height(self, rows: u32) -> bool {
        (self.least.1..=self.most.1).contains(&rows)
    }

    /// The nearest allowed cell: first the size, then inside the grid.
    pub fn nearest(self, wanted: Layout) -> Layout {
        let width = wanted.width.clamp(self.least.0, self.most.0);
        let height = wanted.height.clamp(self.least.1, self.most.1);
        let y = wanted.y.min(crate::grid::LAST_ROW);
        Layout { x: wanted.x.min(COLUMNS - width), y, width, height }
    }
}
