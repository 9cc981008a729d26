//! The chart crate alone on a canvas, for the bench: columns in, pixels out, through the app's own canvas.
//!
//! A graph without lines is an empty picture; columns that are no series are left out.

#[path = "../../../src/canvas/backend.rs"]
mod backend;
#[path = "../../../src/canvas/text.rs"]
mod text;

use backend::Canvas;
use chart::{
    Dash, Density, Emphasis, Line, Locale, Plot, Raster, Side, Size, Spacing, Theme, Unit, layout,
    paint_canvas, palette,
};
use downsample::Pyramid;
use series::{Series, TimeRange};
use text::CanvasText;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::CanvasRenderingContext2d;

/// A graph on a canvas.
#[wasm_bindgen]
pub struct Graph {
    context: CanvasRenderingContext2d,
    size: Size,
    scale: f64,
    lines: Vec<(Series, Pyramid)>,
    raster: Raster,
}

#[wasm_bindgen]
impl Graph {
    /// A graph on a canvas of this size in device pixels.
    #[wasm_bindgen(constructor)]
    pub fn new(context: CanvasRenderingContext2d, width_px: u32, height_px: u32, scale: f64) -> Self {
        let size = Size { width_px, height_px };
        Self { context, size, scale, lines: Vec::new(), raster: Raster::default() }
    }

    /// Adds a line from two columns; times are seconds.
    pub fn add(&mut self, times: &[f64], values: Vec<f64>) {
        let times = times.iter().map(|&time| time as i64).collect();
        if let Ok(series) = Series::new(times, values) {
            let pyramid = Pyramid::of(series.values());
            self.lines.push((series, pyramid));
        }
    }

    /// Lays out and paints a period; gives the number of vertices.
    pub fn draw(&mut self, from: f64, to: f64) -> usize {
        let lines: Vec<Line<'_>> = self.lines.iter().enumerate().map(line).collect();
        let plot = Plot {
            size: self.size,
            scale: self.scale,
            range: TimeRange::new(from as i64, to as i64),
            lines: &lines,
            density: Density::Line,
            unit: Unit::Float,
            y_min: None,
            y_max: None,
            spacing: Spacing::Linear,
            right: None,
            reference_lines: &[],
            marks: &[],
            utc_offset_secs: &|_| 0,
            locale: Locale::En,
            theme: &Theme::LIGHT,
        };
        let frame = layout(&plot, &CanvasText::new(&self.context));
        let mut canvas = Canvas::new(self.context.clone(), (self.size.width_px, self.size.height_px));
        // A canvas that refuses shows on the picture that the bench keeps.
        let _ = paint_canvas(&frame, &mut self.raster, &mut canvas);
        frame.counts.vertices
    }
}

fn line((place, (series, pyramid)): (usize, &(Series, Pyramid))) -> Line<'_> {
    Line {
        name: "",
        series,
        pyramid: Some(pyramid),
        color: palette::style(place).color,
        dash: Dash::Solid,
        stacked: false,
        side: Side::Left,
        step_secs: 60,
        emphasis: Emphasis::Normal,
    }
}
