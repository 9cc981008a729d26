//! Widths of text as the browser draws it, each measured once for all pictures.
//!
//! An empty text has no width, and neither has one that the canvas cannot measure.

use chart::TextMetrics;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use web_sys::CanvasRenderingContext2d;

/// The family that the picture's text is painted in.
const FONT: &str =
    "system-ui, -apple-system, Segoe UI, Hiragino Sans, Noto Sans JP, Noto Sans CJK JP, sans-serif";
/// Texts kept of one size; axes have some hundred different ones.
const MOST_TEXTS: usize = 4_096;

/// Measures with a canvas.
pub(super) struct CanvasText<'a> {
    context: &'a CanvasRenderingContext2d,
    /// The size that the canvas is set to.
    font_px: Cell<Option<f64>>,
}

impl<'a> CanvasText<'a> {
    /// The text of a canvas.
    pub(super) fn new(context: &'a CanvasRenderingContext2d) -> Self {
        Self { context, font_px: Cell::new(None) }
    }

    fn measure(&self, text: &str, font_px: f64) -> f64 {
        if self.font_px.replace(Some(font_px)) != Some(font_px) {
            self.context.set_font(&format!("{font_px}px {FONT}"));
        }
        self.context.measure_text(text).map_or(0.0, |metrics| metrics.width())
    }
}

impl TextMetrics for CanvasText<'_> {
    fn width_px(&self, text: &str, font_px: f64) -> f64 {
        WIDTHS.with_borrow_mut(|sizes| {
            let widths = sizes.entry(font_px.to_bits()).or_default();
            if let Some(&width) = widths.get(text) {
                return width;
            }
            if widths.len() >= MOST_TEXTS {
                widths.clear();
            }
            let width = self.measure(text, font_px);
            widths.insert(text.to_owned(), width);
            width
        })
    }
}

thread_local! {
    /// By font size, then by text.
    static WIDTHS: RefCell<HashMap<u64, HashMap<String, f64>>> = RefCell::default();
}
