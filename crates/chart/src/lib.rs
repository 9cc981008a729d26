//! Scales, ticks, units and marks: a plot becomes a frame of shapes, a frame becomes pixels.
//!
//! The path, in the order of the files:
//! 1. [`Plot`] says what to draw: lines, period, unit, thresholds, annotations, size in device pixels.
//! 2. [`layout()`] asks the data for its ends, the value axis for nice ones and its ticks, measures their
//!    labels, and so knows the box between the axes.
//! 3. [`TimeScale`] and [`ValueScale`] project time and value into that box, and back for a pointer.
//! 4. Every mark becomes shapes by these scales: grid, annotations, reference lines, stacked areas, lines,
//!    labels. A line with more samples than there are CSS pixels becomes [`Columns`] here: one vertical run for
//!    each column of device pixels, read off the series' [pyramid](downsample::Pyramid).
//! 5. [`Frame`] is the result: plain [`Shape`]s in order, counts for the chip, flags for the buttons.
//! 6. [`Raster`] turns all columns of a frame into one buffer of pixels; [`paint()`] gives that buffer and the
//!    other shapes to a drawing backend; nothing else knows one.
//! 7. A picture that leaves the page takes its heading, its period and its legend with it: [`poster`](poster()); and
//!    [`svg`] is a whole file of it.
//!
//! What it promises at the edges: no line, no sample, one sample, flat lines, empty periods and pictures
//! without room give a frame, never a panic; a gap is never bridged and never zero; the drawn line reaches in
//! every pixel column the same top and bottom as one through every sample.

mod calendar;
mod clip;
mod color;
mod dash;
mod frame;
pub mod lane;
mod layout;
mod marks;
mod paint;
pub mod palette;
mod pen;
mod plot;
mod poster;
mod raster;
mod scale;
mod theme;
mod unit;
mod value_axis;

pub use calendar::{TimeDetail, format_time, iso_time};
pub use color::Color;
pub use frame::{Anchor, Columns, Counts, Flag, Frame, Ink, Point, Rect, Run, Shape, Stroke};
pub use layout::layout;
pub use paint::{paint, paint_canvas, svg};
pub use palette::{Dash, Style, assign};
pub use pen::Edges;
pub use plot::{
    Density, Emphasis, Layer, Line, Locale, Mark, Plot, ReferenceKind, ReferenceLine, RightAxis, Side, Size,
    Spacing, TextMetrics,
};
pub use poster::{Poster, PosterRow, fitted, poster};
pub use raster::{Pixels, Raster};
pub use scale::{TimeScale, ValueScale};
pub use theme::Theme;
pub use unit::{Precision, Unit};
