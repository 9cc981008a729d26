//! From a frame to a drawing backend. The only folder that names one.
//!
//! Dense lines come out of one buffer of pixels, see [`Raster`], and with them the boxes below; everything else is
//! painted over it, shape by shape.
//! Backends have whole pixels, no dashes and each its own idea of text; all of that is settled here.
//! Columns are cut off, not rounded, so that a vertex is painted in the column it was reduced in.

pub(crate) mod boxes;
mod outline;
mod svg;

pub use svg::svg;

use crate::raster::{Pixels, Raster, under_the_last_columns};
use crate::{Anchor, Color, Frame, Ink, Point, Shape, Stroke, dash};
use boxes::{PixelBox, boxes, is_boxes, whole_width};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontFamily,
    text_anchor::{HPos, Pos, VPos},
};
use std::borrow::Cow;

const FONTS: &str =
    "system-ui, -apple-system, Segoe UI, Hiragino Sans, Noto Sans JP, Noto Sans CJK JP, sans-serif";

/// Paints onto a backend that takes font sizes as they are, and pixels as red, green and blue.
pub fn paint<B: DrawingBackend>(
    frame: &Frame,
    raster: &mut Raster,
    backend: &mut B,
) -> Result<(), DrawingErrorKind<B::ErrorType>> {
    let opaque = |pixel: &[u8]| [pixel[0], pixel[1], pixel[2]];
    paint_buffered(frame, raster, backend, |rgba| rgba.chunks_exact(4).flat_map(opaque).collect())
}

/// Paints onto a canvas, whose `blit_bitmap` takes pixels as they are in the buffer: with opacity, without a copy.
pub fn paint_canvas<B: DrawingBackend>(
    frame: &Frame,
    raster: &mut Raster,
    backend: &mut B,
) -> Result<(), DrawingErrorKind<B::ErrorType>> {
    paint_buffered(frame, raster, backend, |rgba| Cow::Borrowed(rgba))
}

/// Paints onto plotters' SVG backend, which divides font sizes by 1.24 and sets middles too high.
///
/// Columns become outlines with whole-pixel steps: text that can be reviewed and scaled, rather than an image.
fn paint_svg<B: DrawingBackend>(
    frame: &Frame,
    backend: &mut B,
) -> Result<(), DrawingErrorKind<B::ErrorType>> {
    paint_as(frame, backend, Manner { size_factor: 1.24, rise_em: -0.1, in_buffer: 0 })
}

/// What a backend does to text, undone, and what is painted already.
#[derive(Clone, Copy)]
struct Manner {
    size_factor: f64,
    rise_em: f64,
    /// Of so many shapes the boxes and columns are in the buffer.
    in_buffer: usize,
}

struct Brush {
    color: Color,
    width_px: u32,
}

struct Letters {
    color: Color,
    font_px: f64,
    anchor: Anchor,
}

fn paint_buffered<B: DrawingBackend>(
    frame: &Frame,
    raster: &mut Raster,
    backend: &mut B,
    convert: impl FnOnce(&[u8]) -> Cow<'_, [u8]>,
) -> Result<(), DrawingErrorKind<B::ErrorType>> {
    let mut in_buffer = 0;
    if let Some(Pixels { width_px, height_px, rgba }) = raster.draw(frame) {
        backend.ensure_prepared()?;
        backend.blit_bitmap((0, 0), (width_px, height_px), &convert(rgba))?;
        in_buffer = under_the_last_columns(frame).map_or(0, <[Shape]>::len);
    }
    paint_as(frame, backend, Manner { size_factor: 1.0, rise_em: 0.0, in_buffer })
}

fn paint_as<B: DrawingBackend>(
    frame: &Frame,
    backend: &mut B,
    manner: Manner,
) -> Result<(), DrawingErrorKind<B::ErrorType>> {
    backend.ensure_prepared()?;
    for (at, shape) in frame.shapes.iter().enumerate() {
        let is_buffered = is_boxes(shape) || matches!(shape, Shape::Columns { .. });
        if at < manner.in_buffer && is_buffered {
            continue;
        }
        match shape {
            Shape::Rect { .. } => fill_boxes(frame, backend, shape)?,
            Shape::Line { .. } if is_boxes(shape) => fill_boxes(frame, backend, shape)?,
            Shape::Line { from, to, stroke } => polyline(frame, backend, &[*from, *to], *stroke)?,
            Shape::Polyline { points, stroke } => polyline(frame, backend, points, *stroke)?,
            Shape::Columns { columns, ink } => {
                let color = match ink {
                    Ink::Pen(stroke) => stroke.color,
                    Ink::Fill(color) => *color,
                };
                for outline in outline::outlines(columns, *ink) {
                    backend.fill_polygon(outline, &Brush { color, width_px: 1 })?;
                }
            }
            Shape::Area { points, fill } => {
                let brush = Brush { color: *fill, width_px: 1 };
                backend.fill_polygon(points.iter().map(|&point| coord(point)), &brush)?;
            }
            Shape::Dot { center, radius_px, fill } => {
                let brush = Brush { color: *fill, width_px: 1 };
                backend.draw_circle(coord(*center), whole_width(*radius_px), &brush, true)?;
            }
            Shape::Text { text, at, anchor, font_px, color } => {
                let letters =
                    Letters { color: *color, font_px: font_px * manner.size_factor, anchor: *anchor };
                let y_px = at.y_px - manner.rise_em * font_px;
                backend.draw_text(text, &letters, coord(Point { y_px, ..*at }))?;
            }
        }
    }
    backend.present()
}

fn polyline<B: DrawingBackend>(
    frame: &Frame,
    backend: &mut B,
    points: &[Point],
    stroke: Stroke,
) -> Result<(), DrawingErrorKind<B::ErrorType>> {
    let brush = Brush { color: stroke.color, width_px: whole_width(stroke.width_px) };
    let last_column = (frame.plot.right_px() - 1.0).max(frame.plot.left_px);
    let cell = |point: &Point| coord(Point { x_px: point.x_px.min(last_column), ..*point });
    let mut outcome = Ok(());
    dash::cut(points, stroke.dash, frame.scale, |piece| {
        if outcome.is_ok() {
            outcome = backend.draw_path(piece.iter().map(cell), &brush);
        }
    });
    outcome
}

fn fill_boxes<B: DrawingBackend>(
    frame: &Frame,
    backend: &mut B,
    shape: &Shape,
) -> Result<(), DrawingErrorKind<B::ErrorType>> {
    let mut outcome = Ok(());
    boxes(shape, frame.scale, |found| {
        let PixelBox { left, top, right, bottom, fill } = found;
        if outcome.is_ok() {
            outcome =
                backend.draw_rect((left, top), (right, bottom), &Brush { color: fill, width_px: 1 }, true);
        }
    });
    outcome
}

fn coord(point: Point) -> BackendCoord {
    (point.x_px.floor() as i32, point.y_px.round() as i32)
}

fn backend_color(color: Color) -> BackendColor {
    BackendColor { alpha: color.alpha.clamp(0.0, 1.0), rgb: (color.red, color.green, color.blue) }
}

impl BackendStyle for Brush {
    fn color(&self) -> BackendColor {
        backend_color(self.color)
    }

    fn stroke_width(&self) -> u32 {
        self.width_px
    }
}

impl BackendTextStyle for Letters {
    type FontError = std::convert::Infallible;

    fn color(&self) -> BackendColor {
        backend_color(self.color)
    }

    fn size(&self) -> f64 {
        self.font_px
    }

    fn anchor(&self) -> Pos {
        let h_pos = match self.anchor {
            Anchor::Start => HPos::Left,
            Anchor::Middle => HPos::Center,
            Anchor::End => HPos::Right,
        };
        Pos::new(h_pos, VPos::Center)
    }

    fn family(&self) -> FontFamily<'_> {
        FontFamily::Name(FONTS)
    }

    // Backends with letters of their own ask for neither; on others text is left out.
    fn layout_box(&self, _: &str) -> Result<((i32, i32), (i32, i32)), Self::FontError> {
        Ok(((0, 0), (0, 0)))
    }

    fn draw<E, F: FnMut(i32, i32, BackendColor) -> Result<(), E>>(
        &self,
        _: &str,
        _: BackendCoord,
        _: F,
    ) -> Result<Result<(), E>, Self::FontError> {
        Ok(Ok(()))
    }
}
