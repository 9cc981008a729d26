//! Everything that becomes shapes once the scales stand: one file per kind of mark.
//!
//! A mark sees scales and box, never another mark. What it puts out for data lies inside the plot box.

pub(crate) mod annotation;
pub(crate) mod axis;
pub(crate) mod dense;
pub(crate) mod line;
pub(crate) mod reference;
pub(crate) mod stack;

use crate::{Plot, Rect, TimeScale, ValueScale};

/// Opacity of a faded line.
pub(crate) const FADED: f64 = 0.25;
/// Size of all text in CSS pixels.
pub(crate) const FONT_CSS_PX: f64 = 12.0;

/// What every mark draws by.
#[derive(Clone, Copy)]
pub(crate) struct Space<'a> {
    pub plot: &'a Plot<'a>,
    pub bounds: Rect,
    pub x: TimeScale,
    pub y: ValueScale,
}

impl Space<'_> {
    /// CSS pixels as device pixels.
    pub(crate) fn px(&self, css_px: f64) -> f64 {
        css_px * self.plot.scale
    }

    /// The width of the thinnest crisp line.
    pub(crate) fn hairline_px(&self) -> f64 {
        self.plot.scale.round().max(1.0)
    }

    /// Device-pixel columns of the plot box.
    pub(crate) fn columns(&self) -> usize {
        self.bounds.width_px.max(1.0) as usize
    }
}
