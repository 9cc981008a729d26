//! From a frame to a drawing backend. The only file that names one.
//!
//! Backends have whole pixels, no dashes and each its own idea of text; all of that is settled here.
//! Columns are cut off, not rounded, so that a vertex is painted in the column it was reduced in.

use crate::{Anchor, Color, Frame, Point, Rect, Shape, Stroke, dash};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontFamily,
    text_anchor::{HPos, Pos, VPos},
};

const FONTS: &str =
    "system-ui, -apple-system, Segoe UI, Hiragino Sans, Noto Sans JP, Noto Sans CJK JP, sans-serif";

/// Paints onto a backend that takes font sizes as they are, such as a canvas.
pub fn paint<B: DrawingBackend>(
    frame: &Frame,
    backend: &mut B,
) -> Result<(), DrawingErrorKind<B::ErrorType>> {
    paint_as(frame, backend, Lettering { size_factor: 1.0, rise_em: 0.0 })
}

/// Paints onto plotters' SVG backend, which divides font sizes by 1.24 and sets middles too high.
pub fn paint_svg<B: DrawingBackend>(
    frame: &Frame,
    backend: &mut B,
) -> Result<(), DrawingErrorKind<B::ErrorType>> {
    paint_as(frame, backend, Lettering { size_factor: 1.24, rise_em: -0.1 })
}

/// What a backend does to text, undone.
#[derive(Clone, Copy)]
struct Lettering {
    size_factor: f64,
    rise_em: f64,
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

fn paint_as<B: DrawingBackend>(
    frame: &Frame,
    backend: &mut B,
    lettering: Lettering,
) -> Result<(), DrawingErrorKind<B::ErrorType>> {
    backend.ensure_prepared()?;
    for shape in &frame.shapes {
        match shape {
            Shape::Rect { rect, fill } => fill_rect(backend, *rect, *fill)?,
            Shape::Polyline { points, stroke } => polyline(frame, backend, points, *stroke)?,
            Shape::Line { from, to, stroke } => line(frame, backend, *from, *to, *stroke)?,
            Shape::Area { points, fill } => {
                let brush = Brush { color: *fill, width_px: 1 };
                backend.fill_polygon(points.iter().map(|&point| coord(point)), &brush)?;
            }
            Shape::Dot { center, radius_px, fill } => {
                let brush = Brush { color: *fill, width_px: 1 };
                backend.draw_circle(coord(*center), radius_px.round().max(1.0) as u32, &brush, true)?;
            }
            Shape::Text { text, at, anchor, font_px, color } => {
                let letters =
                    Letters { color: *color, font_px: font_px * lettering.size_factor, anchor: *anchor };
                let y_px = at.y_px - lettering.rise_em * font_px;
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
    let brush = Brush { color: stroke.color, width_px: whole(stroke.width_px) };
    let last_column = (frame.plot.right_px() - 1.0).max(frame.plot.left_px);
    let cell = |point: &Point| coord(Point { x_px: point.x_px.min(last_column), ..*point });
    for piece in dash::cut(points, stroke.dash, frame.scale) {
        backend.draw_path(piece.iter().map(cell), &brush)?;
    }
    Ok(())
}

/// Level and upright lines are boxes: these are crisp on every backend.
fn line<B: DrawingBackend>(
    frame: &Frame,
    backend: &mut B,
    from: Point,
    to: Point,
    stroke: Stroke,
) -> Result<(), DrawingErrorKind<B::ErrorType>> {
    let width_px = f64::from(whole(stroke.width_px));
    let half_px = (width_px / 2.0).floor();
    for piece in dash::cut(&[from, to], stroke.dash, frame.scale) {
        let [from, to] = piece[..] else { continue };
        let (left_px, top_px) = (from.x_px.min(to.x_px), from.y_px.min(to.y_px));
        if from.y_px == to.y_px {
            let top_px = top_px.round() - half_px;
            let rect = Rect { left_px, top_px, width_px: (to.x_px - from.x_px).abs(), height_px: width_px };
            fill_rect(backend, rect, stroke.color)?;
        } else if from.x_px == to.x_px {
            let left_px = left_px.floor() - half_px;
            let rect = Rect { left_px, top_px, width_px, height_px: (to.y_px - from.y_px).abs() };
            fill_rect(backend, rect, stroke.color)?;
        } else {
            let brush = Brush { color: stroke.color, width_px: whole(stroke.width_px) };
            backend.draw_path([coord(from), coord(to)], &brush)?;
        }
    }
    Ok(())
}

fn fill_rect<B: DrawingBackend>(
    backend: &mut B,
    rect: Rect,
    fill: Color,
) -> Result<(), DrawingErrorKind<B::ErrorType>> {
    let (left, top) = (rect.left_px.round() as i32, rect.top_px.round() as i32);
    let right = (rect.right_px().round() as i32).max(left + 1);
    let bottom = (rect.bottom_px().round() as i32).max(top + 1);
    backend.draw_rect((left, top), (right, bottom), &Brush { color: fill, width_px: 1 }, true)
}

fn coord(point: Point) -> BackendCoord {
    (point.x_px.floor() as i32, point.y_px.round() as i32)
}

fn whole(width_px: f64) -> u32 {
    width_px.round().max(1.0) as u32
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
