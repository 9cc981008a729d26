//! Columns become pixels, and with them the boxes that lie below: one buffer for all dense lines of a picture.
//!
//! What it promises:
//! * a frame without columns has no buffer; else the buffer is the whole picture, opaque, and what was in it
//!   before is gone;
//! * with [`Edges::Hard`] a one-pixel pen paints in each column the rows from the nearest of its upper end to the
//!   nearest of its lower end, no other; with [`Edges::Soft`] those ends are as opaque as they are covered;
//! * a second frame of the same size allocates nothing;
//! * nothing is painted outside, whatever the coordinates.
//!
//! Runs are painted a strip of columns at a time, each column in one piece of memory, and the strip is then
//! turned into rows: a run is a fill, and every row of the picture is written once.

use crate::paint::boxes::{PixelBox, boxes};
use crate::{Color, Columns, Frame, Ink, Run, Shape};

/// Columns in a strip: as many pixels as fill a line of the cache.
const STRIP: usize = 16;
/// What the columns of a strip are apart beside their height, so that they do not share the same places of the cache.
const PAD: usize = 16;

/// How the ends of a run are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Edges {
    /// As opaque as the pixel is covered.
    #[default]
    Soft,
    /// Whole pixels only.
    Hard,
}

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

/// One thing to paint: a box, or the shape at an index.
#[derive(Debug, Clone, Copy)]
enum Step {
    Box(PixelBox),
    Columns(usize),
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
                Shape::Columns { .. } => self.steps.push(Step::Columns(at)),
                shape => boxes(shape, frame.scale, |found| self.steps.push(Step::Box(found))),
            }
        }
        self.pixels.resize(width * height, [0; 4]);
        let stride = height + PAD;
        self.strip.resize(STRIP * stride, 0);
        for left in (0..width).step_by(STRIP) {
            let count = STRIP.min(width - left);
            self.strip.fill(packed(Color::hex(0)));
            let mut strip = Strip { cells: &mut self.strip, stride, left, count, height };
            for step in &self.steps {
                match step {
                    Step::Box(found) => strip.fill(*found),
                    Step::Columns(at) => {
                        if let Some(Shape::Columns { columns, ink }) = under.get(*at) {
                            strip.columns(columns, *ink, self.edges);
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
        for at in self.own(whole(found.left), whole(found.right)) {
            blend(&mut self.column(at)[top..bottom.max(top)], found.fill, 1.0);
        }
    }

    fn columns(&mut self, columns: &Columns, ink: Ink, edges: Edges) {
        let (color, width_px) = match ink {
            Ink::Pen(stroke) => (stroke.color, pen_px(stroke.width_px)),
            Ink::Fill(color) => (color, 0.0),
        };
        let left = columns.left_px as usize;
        let reach = Reach::of(width_px, edges);
        for at in self.own(left.saturating_sub(reach.outer.0), left + columns.runs.len() + reach.outer.1) {
            let x = self.left + at;
            let core = around(columns, x, reach.inner);
            let cells = self.column(at);
            let pen = Pen { color, width_px, edges, opacity: 1.0 };
            if reach.outer != reach.inner {
                let fringe = around(columns, x, reach.outer);
                paint_beside(cells, fringe, core, Pen { opacity: reach.part, ..pen });
            }
            paint(cells, core, pen);
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

/// The pen at a column.
#[derive(Clone, Copy)]
struct Pen {
    color: Color,
    width_px: f64,
    edges: Edges,
    opacity: f64,
}

impl Pen {
    /// What it covers of the rows, as numbers of whose whole part each is a row.
    fn covers(self, run: Run) -> (f64, f64) {
        let Self { width_px, .. } = self;
        match self.edges {
            Edges::Soft => {
                // The middle of a row is a whole number for a pen of odd width, its upper edge for one of even width.
                let middle = if width_px % 2.0 == 0.0 { 0.0 } else { 0.5 };
                let middle = if width_px == 0.0 { 0.5 } else { middle };
                (run.top_px - width_px / 2.0 + middle, run.bottom_px + width_px / 2.0 + middle)
            }
            Edges::Hard => {
                let (top, bottom) = (run.top_px.round(), run.bottom_px.round());
                if width_px == 0.0 {
                    return (top, bottom);
                }
                (top - (width_px / 2.0).floor(), bottom + (width_px / 2.0).ceil())
            }
        }
    }
}

/// The width of a pen in whole pixels, as every backend draws it.
pub(crate) fn pen_px(width_px: f64) -> f64 {
    width_px.round().max(1.0)
}

/// Into how many columns before and after its own a pen reaches.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reach {
    /// Wholly.
    pub inner: (usize, usize),
    /// At least in part.
    pub outer: (usize, usize),
    /// In which part.
    pub part: f64,
}

impl Reach {
    /// Of a pen, or of a filled area, whose width is 0.
    pub(crate) fn of(width_px: f64, edges: Edges) -> Self {
        let beside = ((width_px - 1.0) / 2.0).max(0.0);
        let (less, more) = (beside.floor() as usize, beside.ceil() as usize);
        match edges {
            Edges::Soft => Self { inner: (less, less), outer: (more, more), part: beside.fract() },
            Edges::Hard => Self { inner: (less, more), outer: (less, more), part: 1.0 },
        }
    }
}

/// What the line has in a column and the ones around it: the pen was there from as many after it, and before.
pub(crate) fn around(columns: &Columns, x: usize, (before, after): (usize, usize)) -> Run {
    let left = columns.left_px as usize;
    let start = x.saturating_sub(after).saturating_sub(left).min(columns.runs.len());
    let end = (x + before + 1).saturating_sub(left).min(columns.runs.len());
    columns.runs[start..end].iter().copied().fold(Run::NONE, Run::union)
}

fn paint(cells: &mut [u32], run: Run, pen: Pen) {
    if !run.is_none() {
        let (top, bottom) = pen.covers(run);
        paint_span(cells, top, bottom, pen);
    }
}

/// Paints what a run has beyond another one.
fn paint_beside(cells: &mut [u32], run: Run, inner: Run, pen: Pen) {
    if run.is_none() {
        return;
    }
    let (top, bottom) = pen.covers(run);
    if inner.is_none() {
        paint_span(cells, top, bottom, pen);
        return;
    }
    let (inner_top, inner_bottom) = pen.covers(inner);
    paint_span(cells, top, inner_top, pen);
    paint_span(cells, inner_bottom, bottom, pen);
}

/// Paints from one height to another; rows that are covered in part are painted in part.
fn paint_span(cells: &mut [u32], top: f64, bottom: f64, pen: Pen) {
    let height = cells.len() as f64;
    let (top, bottom) = (top.clamp(0.0, height), bottom.clamp(0.0, height));
    if top >= bottom {
        return;
    }
    let Pen { color, opacity, .. } = pen;
    let (first, last) = (top.floor(), bottom.floor());
    if first == last {
        part(cells, first, color, (bottom - top) * opacity);
        return;
    }
    let whole = if top > first { first as usize + 1 } else { first as usize };
    part(cells, first, color, if top > first { (first + 1.0 - top) * opacity } else { 0.0 });
    blend(&mut cells[whole..last as usize], color, opacity);
    part(cells, last, color, (bottom - last) * opacity);
}

fn part(cells: &mut [u32], row: f64, color: Color, opacity: f64) {
    if opacity > 0.0
        && let Some(cell) = cells.get_mut(row as usize)
    {
        blend(std::slice::from_mut(cell), color, opacity);
    }
}

/// Lays a colour over cells.
fn blend(cells: &mut [u32], color: Color, opacity: f64) {
    let share = (color.alpha * opacity * 256.0).round().clamp(0.0, 256.0) as u32;
    let paint = packed(color);
    if share == 256 {
        cells.fill(paint);
        return;
    }
    // Red and blue at once, then green; opacity is always full.
    let (red_blue, green) = ((paint & 0x00FF_00FF) * share, (paint & 0x0000_FF00) * share);
    let rest = 256 - share;
    for cell in cells {
        let red_blue = ((*cell & 0x00FF_00FF) * rest + red_blue) >> 8 & 0x00FF_00FF;
        let green = ((*cell & 0x0000_FF00) * rest + green) >> 8 & 0x0000_FF00;
        *cell = 0xFF00_0000 | red_blue | green;
    }
}

fn packed(color: Color) -> u32 {
    u32::from_le_bytes([color.red, color.green, color.blue, 255])
}
