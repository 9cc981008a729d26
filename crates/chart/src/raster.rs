//! Columns become pixels, and with them the boxes that lie below: one buffer for all dense lines of a picture.
//!
//! What it promises:
//! * a frame without columns has no buffer; else the buffer is the whole picture, opaque, and what was in it
//!   before is gone;
//! * what a pen covers in part is painted in part, see [`Edges`];
//! * a second frame of the same size allocates nothing;
//! * nothing is painted outside, whatever the coordinates.
//!
//! Runs are painted a strip of columns at a time, each column in one piece of memory, and the strip is then
//! turned into rows: a run is a fill, and every row of the picture is written once.

use crate::paint::boxes::{PixelBox, boxes};
use crate::pen::Pen;
use crate::{Color, Columns, Edges, Frame, Ink, Shape};
use downsample::{greatest, least};

/// Heights are told apart to this part of a pixel.
const PARTS_PER_PX: f64 = Paint::WHOLE as f64;
/// What is under everything.
const BLACK: Color = Color::hex(0);
/// Columns in a strip: as many pixels as fill a line of the cache.
const STRIP: usize = 16;
/// What the columns of a strip are apart beside their height, so that they do not share the same places of the cache.
const PAD: usize = 16;

/// The buffer, to be used again for the next picture.
#[derive(Debug, Default)]
pub struct Raster {
    edges: Edges,
    pixels: Vec<[u8; 4]>,
    strip: Vec<u32>,
    steps: Vec<Step>,
}

/// Pixels of a picture, row by row from the top: red, green, blue, and opacity, which is full.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pixels<'a> {
    /// Width in pixels.
    pub width_px: u32,
    /// Height in pixels.
    pub height_px: u32,
    /// Four bytes for each pixel.
    pub rgba: &'a [u8],
}

/// One thing to paint.
#[derive(Debug, Clone)]
enum Step {
    Box(PixelBox),
    Columns(Stretch),
}

/// The columns of the shape at an index, and how they are painted.
#[derive(Debug, Clone)]
struct Stretch {
    shape: usize,
    pen: Pen,
    paint: Paint,
    /// The columns of the picture that the pen may touch.
    touched: std::ops::Range<usize>,
}

impl Stretch {
    fn new(shape: usize, columns: &Columns, ink: Ink, edges: Edges) -> Self {
        let color = match ink {
            Ink::Pen(stroke) => stroke.color,
            Ink::Fill(color) => color,
        };
        let pen = Pen::of(ink, edges);
        Self { shape, pen, paint: Paint::of(color), touched: pen.touched(columns) }
    }
}

impl Raster {
    /// A buffer with ends drawn in this way.
    pub fn new(edges: Edges) -> Self {
        Self { edges, ..Self::default() }
    }

    /// Paints the columns of a frame and the boxes below them; `None` if it has no columns.
    pub fn draw(&mut self, frame: &Frame) -> Option<Pixels<'_>> {
        let under = under_the_last_columns(frame)?;
        let (width, height) = (frame.size.width_px as usize, frame.size.height_px as usize);
        self.steps.clear();
        for (at, shape) in under.iter().enumerate() {
            match shape {
                Shape::Columns { columns, ink } => {
                    self.steps.push(Step::Columns(Stretch::new(at, columns, *ink, self.edges)));
                }
                shape => boxes(shape, frame.scale, |found| self.steps.push(Step::Box(found))),
            }
        }
        // What no box covers is black. Nearly always the first box is the card, which covers everything.
        let everything =
            PixelBox { left: 0, top: 0, right: width as i32, bottom: height as i32, fill: BLACK };
        if !matches!(self.steps.first(), Some(Step::Box(first)) if first.hides(everything)) {
            self.steps.insert(0, Step::Box(everything));
        }
        self.pixels.resize(width * height, [0; 4]);
        let stride = height + PAD;
        self.strip.resize(STRIP * stride, 0);
        for left in (0..width).step_by(STRIP) {
            let count = STRIP.min(width - left);
            let mut strip = Strip { cells: &mut self.strip, stride, left, count, height };
            for step in &self.steps {
                match step {
                    Step::Box(found) => strip.fill(*found),
                    Step::Columns(stretch) => {
                        if let Some(Shape::Columns { columns, .. }) = under.get(stretch.shape) {
                            strip.columns(columns, stretch);
                        }
                    }
                }
            }
            strip.write(&mut self.pixels, width);
        }
        let rgba = self.pixels.as_flattened();
        Some(Pixels { width_px: frame.size.width_px, height_px: frame.size.height_px, rgba })
    }
}

/// The shapes up to the last columns.
pub(crate) fn under_the_last_columns(frame: &Frame) -> Option<&[Shape]> {
    let last = frame.shapes.iter().rposition(|shape| matches!(shape, Shape::Columns { .. }))?;
    frame.shapes.get(..=last)
}

/// Some neighbouring columns of the picture, each in one piece.
struct Strip<'a> {
    cells: &'a mut [u32],
    stride: usize,
    left: usize,
    count: usize,
    height: usize,
}

impl Strip<'_> {
    fn column(&mut self, at: usize) -> &mut [u32] {
        &mut self.cells[at * self.stride..][..self.height]
    }

    /// The columns of this strip among those of the picture.
    fn own(&self, left: usize, right: usize) -> std::ops::Range<usize> {
        let clamped = |x: usize| x.saturating_sub(self.left).min(self.count);
        clamped(left)..clamped(right)
    }

    fn fill(&mut self, found: PixelBox) {
        let whole = |px: i32| usize::try_from(px).unwrap_or(0);
        let (top, bottom) = (whole(found.top).min(self.height), whole(found.bottom).min(self.height));
        let paint = Paint::of(found.fill);
        for at in self.own(whole(found.left), whole(found.right)) {
            paint.over(&mut self.column(at)[top..bottom.max(top)]);
        }
    }

    fn columns(&mut self, columns: &Columns, Stretch { pen, paint, touched, .. }: &Stretch) {
        for at in self.own(touched.start, touched.end) {
            if let Some((top, bottom)) = pen.span(columns, self.left + at) {
                paint.over_span(self.column(at), top, bottom);
            }
        }
    }

    /// Turns the columns into rows of the picture.
    fn write(&self, pixels: &mut [[u8; 4]], width: usize) {
        for (y, row) in pixels.chunks_exact_mut(width).enumerate() {
            for (at, pixel) in row[self.left..self.left + self.count].iter_mut().enumerate() {
                *pixel = self.cells[at * self.stride + y].to_le_bytes();
            }
        }
    }
}

/// A colour, and how much of it is laid over what is there: 0 is nothing, 256 hides it.
#[derive(Debug, Clone, Copy)]
struct Paint {
    cell: u32,
    share: u32,
}

impl Paint {
    /// The share that hides what is below; also the parts of a pixel that are told apart.
    const WHOLE: u32 = 256;

    fn of(color: Color) -> Self {
        let cell = u32::from_le_bytes([color.red, color.green, color.blue, 255]);
        Self { cell, share: (PARTS_PER_PX * color.alpha.clamp(0.0, 1.0) + 0.5) as u32 }
    }

    /// Paints from one height to another; rows that are covered in part are painted in part.
    fn over_span(self, cells: &mut [u32], top: f64, bottom: f64) {
        let height = cells.len() as f64;
        let (top, bottom) = (greatest(top, 0.0), least(bottom, height));
        if top >= bottom {
            return;
        }
        let (top, bottom) = ((top * PARTS_PER_PX) as u32, (bottom * PARTS_PER_PX) as u32);
        let row = |parts: u32| (parts / Self::WHOLE) as usize;
        let part = |cell: &mut u32, covered: u32| {
            let share = (self.share * covered + Self::WHOLE / 2) / Self::WHOLE;
            Self { share, ..self }.over(std::slice::from_mut(cell));
        };
        let (first, last) = (row(top), row(bottom));
        let (into_first, into_last) = (top % Self::WHOLE, bottom % Self::WHOLE);
        if first == last {
            part(&mut cells[first], into_last - into_first);
            return;
        }
        let mut whole = first;
        if into_first > 0 {
            part(&mut cells[first], Self::WHOLE - into_first);
            whole += 1;
        }
        self.over(&mut cells[whole..last]);
        if into_last > 0 {
            part(&mut cells[last], into_last);
        }
    }

    fn over(self, cells: &mut [u32]) {
        let Self { cell: paint, share } = self;
        if share >= Self::WHOLE {
            cells.fill(paint);
            return;
        }
        // Red and blue at once, then green; opacity is always full.
        let (red_blue, green) = ((paint & 0x00FF_00FF) * share, (paint & 0x0000_FF00) * share);
        let rest = Self::WHOLE - share;
        for cell in cells {
            let red_blue = ((*cell & 0x00FF_00FF) * rest + red_blue) >> 8 & 0x00FF_00FF;
            let green = ((*cell & 0x0000_FF00) * rest + green) >> 8 & 0x0000_FF00;
            *cell = 0xFF00_0000 | red_blue | green;
        }
    }
}
