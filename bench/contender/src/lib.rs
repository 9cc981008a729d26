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
use js_sys::Float64Array;
use series::{Series, Time, TimeRange};
use text::CanvasText;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::CanvasRenderingContext2d;

/// Times that are taken over at once.
const AT_ONCE: usize = 1_024;

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

    /// Adds lines that share their times, which are seconds.
    pub fn add(&mut self, times: &Float64Array, lines: Vec<Float64Array>) {
        let first = self.lines.len();
        for values in lines {
            let values = values.to_vec();
            let series = match self.lines.get(first) {
                Some((other, _)) => other.beside(values),
                None => Series::new(whole_secs(times), values),
            };
            if let Ok(series) = series {
                let pyramid = Pyramid::of(series.values());
                self.lines.push((series, pyramid));
            }
        }
    }

    /// The value of every line nearest to a place in CSS pixels from the left, given the period that is shown.
    pub fn values_at(&self, x_css_px: f64, from: f64, to: f64) -> Vec<f64> {
        let time = (from + (to - from) * x_css_px * self.scale / f64::from(self.size.width_px)) as Time;
        self.lines.iter().filter_map(|(series, _)| Some(series.nearest(time)?.1)).collect()
    }

    /// Looks at every sample of the first line; gives the lowest and the highest value.
    pub fn extent(&self) -> Vec<f64> {
        let extent = self.lines.first().and_then(|(series, _)| downsample::extent(series.values()));
        extent.map_or_else(Vec::new, |extent| vec![extent.low, extent.high])
    }

    /// Builds the pyramid of the first line anew; gives the sum of all samples.
    pub fn pyramid(&self) -> f64 {
        self.lines.first().map_or(0.0, |(series, _)| {
            let values = series.values();
            Pyramid::of(values).sum(values, 0..values.len())
        })
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

/// A piece at a time: nothing of the array is here twice.
fn whole_secs(times: &Float64Array) -> Vec<Time> {
    let length = times.length() as usize;
    let mut found = Vec::with_capacity(length);
    let mut piece = [0.0; AT_ONCE];
    for start in (0..length).step_by(AT_ONCE) {
        let end = length.min(start + AT_ONCE);
        let piece = &mut piece[..end - start];
        times.subarray(start as u32, end as u32).copy_to(piece);
        extend(&mut found, piece);
    }
    found
}

/// A call for each piece: browsers begin with slow code and have better code for the next call.
#[inline(never)]
fn extend(times: &mut Vec<Time>, piece: &[f64]) {
    times.extend(piece.iter().map(|&time| time as Time));
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
