//! The drawing boundary's side of a canvas: shapes become calls of the 2D context, a buffer becomes its pixels.
//!
//! Styles that are set already are not set again: most shapes look like the one before, and telling a canvas its
//! colour costs more than filling a box with it.

use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};
use std::fmt::{Display, Formatter};
use wasm_bindgen::{Clamped, JsValue};
use web_sys::{CanvasRenderingContext2d, ImageData};

/// A canvas to paint on.
pub(super) struct Canvas {
    context: CanvasRenderingContext2d,
    size: (u32, u32),
    fill: Option<Paint>,
    stroke: Option<(Paint, u32)>,
    font_px: Option<f64>,
}

/// Red, green and blue, and opacity.
type Paint = ((u8, u8, u8), f64);

/// What a canvas refused to do.
#[derive(Debug)]
pub(super) struct Refused(String);

impl Display for Refused {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        write!(f, "the canvas refused: {}", self.0)
    }
}

impl std::error::Error for Refused {}

type Outcome = Result<(), DrawingErrorKind<Refused>>;

impl Canvas {
    /// A canvas of this size in device pixels.
    pub(super) fn new(context: CanvasRenderingContext2d, size: (u32, u32)) -> Self {
        Self { context, size, fill: None, stroke: None, font_px: None }
    }

    fn set_fill(&mut self, color: BackendColor) {
        let paint = (color.rgb, color.alpha);
        if self.fill != Some(paint) {
            self.context.set_fill_style_str(&css(paint));
            self.fill = Some(paint);
        }
    }

    fn set_stroke(&mut self, color: BackendColor, width_px: u32) {
        let paint = (color.rgb, color.alpha);
        if self.stroke != Some((paint, width_px)) {
            self.context.set_stroke_style_str(&css(paint));
            self.context.set_line_width(f64::from(width_px));
            self.context.set_line_join("round");
            self.stroke = Some((paint, width_px));
        }
    }

    fn trace(&self, path: impl IntoIterator<Item = BackendCoord>, shift_px: f64) {
        self.context.begin_path();
        for (at, (x, y)) in path.into_iter().enumerate() {
            let (x, y) = (f64::from(x) + shift_px, f64::from(y) + shift_px);
            if at == 0 {
                self.context.move_to(x, y);
            } else {
                self.context.line_to(x, y);
            }
        }
    }
}

impl DrawingBackend for Canvas {
    type ErrorType = Refused;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Outcome {
        Ok(())
    }

    fn present(&mut self) -> Outcome {
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, color: BackendColor) -> Outcome {
        self.set_fill(color);
        self.context.fill_rect(f64::from(x), f64::from(y), 1.0, 1.0);
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        (left, top): BackendCoord,
        (right, bottom): BackendCoord,
        style: &S,
        fill: bool,
    ) -> Outcome {
        let (x, y, width, height) =
            (f64::from(left), f64::from(top), f64::from(right - left), f64::from(bottom - top));
        if fill {
            self.set_fill(style.color());
            self.context.fill_rect(x, y, width, height);
        } else {
            self.set_stroke(style.color(), style.stroke_width());
            self.context.stroke_rect(x, y, width, height);
        }
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Outcome {
        self.set_stroke(style.color(), style.stroke_width());
        // The middle of a pixel is half way between whole numbers: there a line of odd width is crisp.
        let shift_px = if style.stroke_width().is_multiple_of(2) { 0.0 } else { 0.5 };
        self.trace(path, shift_px);
        self.context.stroke();
        Ok(())
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Outcome {
        self.draw_path([from, to], style)
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        corners: I,
        style: &S,
    ) -> Outcome {
        self.set_fill(style.color());
        self.trace(corners, 0.0);
        self.context.fill();
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        (x, y): BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Outcome {
        self.context.begin_path();
        let round =
            self.context.arc(f64::from(x), f64::from(y), f64::from(radius), 0.0, std::f64::consts::TAU);
        round.map_err(refused)?;
        if fill {
            self.set_fill(style.color());
            self.context.fill();
        } else {
            self.set_stroke(style.color(), style.stroke_width());
            self.context.stroke();
        }
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, (x, y): BackendCoord) -> Outcome {
        self.set_fill(style.color());
        if self.font_px != Some(style.size()) {
            self.context.set_font(&format!("{}px {}", style.size(), style.family().as_str()));
            self.font_px = Some(style.size());
        }
        let anchor = style.anchor();
        self.context.set_text_align(match anchor.h_pos {
            HPos::Left => "left",
            HPos::Center => "center",
            HPos::Right => "right",
        });
        self.context.set_text_baseline(match anchor.v_pos {
            VPos::Top => "top",
            VPos::Center => "middle",
            VPos::Bottom => "bottom",
        });
        self.context.fill_text(text, f64::from(x), f64::from(y)).map_err(refused)
    }

    /// Takes pixels as red, green, blue and opacity.
    fn blit_bitmap(&mut self, (x, y): BackendCoord, (width, height): (u32, u32), pixels: &[u8]) -> Outcome {
        let image = ImageData::new_with_u8_clamped_array_and_sh(Clamped(pixels), width, height);
        let image = image.map_err(refused)?;
        self.context.put_image_data(&image, f64::from(x), f64::from(y)).map_err(refused)
    }
}

fn css(((red, green, blue), alpha): Paint) -> String {
    format!("rgba({red},{green},{blue},{alpha})")
}

fn refused(why: JsValue) -> DrawingErrorKind<Refused> {
    DrawingErrorKind::DrawingError(Refused(format!("{why:?}")))
}
