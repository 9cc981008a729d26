//! What will be painted: plain shapes in device pixels. No type of a drawing library appears here.
//!
//! Shapes are in order of painting and nothing of the data lies outside the plot box.
//! Coordinates keep their fractions; whole pixels are the business of [`paint`](crate::paint()).
//! A coordinate names the middle of a pixel's row: the row of `y_px` is the nearest whole number.

use crate::{Color, Dash, Size, TimeScale, ValueScale};
use downsample::{greatest, least};

/// A picture ready to paint, and the scales to read it by.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    /// Size of the picture.
    pub size: Size,
    /// Device pixels per CSS pixel.
    pub scale: f64,
    /// The box between the axes.
    pub plot: Rect,
    /// Time to `x_px` and back.
    pub x: TimeScale,
    /// Value to `y_px` and back.
    pub y: ValueScale,
    /// The same for lines of the right axis.
    pub right_y: Option<ValueScale>,
    /// What to paint, in order.
    pub shapes: Vec<Shape>,
    /// How much was there and how much is drawn.
    pub counts: Counts,
    /// Where annotations are, for the buttons that lie over the picture.
    pub flags: Vec<Flag>,
}

/// How much was there and how much is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Samples in the period, of all lines.
    pub samples: usize,
    /// Vertices of the lines and dots, areas not counted.
    pub vertices: usize,
    /// Lines of which not every sample is a vertex.
    pub reduced_lines: usize,
    /// Those of them that are drawn as a band with their mean.
    pub envelopes: usize,
}

/// Neighbouring columns of device pixels, each with the vertical run that a line or an area has in it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Columns {
    /// The first column, counted from the left of the picture.
    pub left_px: u32,
    /// What is drawn in each column.
    pub runs: Vec<Run>,
}

/// From where to where something reaches in a column. Nothing is drawn where the top lies below the bottom.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Run {
    /// The upper end.
    pub top_px: f64,
    /// The lower end.
    pub bottom_px: f64,
}

/// How columns are drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Ink {
    /// As by a pen whose middle goes up and down each run.
    Pen(Stroke),
    /// From the upper end to the lower end, neither more nor less.
    Fill(Color),
}

/// Where one annotation is in view.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Flag {
    /// Its index in the plot's marks.
    pub mark: usize,
    /// Where it begins, inside the plot box.
    pub x_px: f64,
    /// Where it ends, inside the plot box; the same for a moment.
    pub end_x_px: f64,
}

/// A place in the picture; the origin is the upper left corner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// Device pixels from the left.
    pub x_px: f64,
    /// Device pixels from the top.
    pub y_px: f64,
}

/// A box in the picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rect {
    /// Left edge.
    pub left_px: f64,
    /// Upper edge.
    pub top_px: f64,
    /// Width, not negative.
    pub width_px: f64,
    /// Height, not negative.
    pub height_px: f64,
}

/// One thing to paint.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// A filled box.
    Rect {
        /// The box.
        rect: Rect,
        /// Its colour.
        fill: Color,
    },
    /// Joined segments; two points or more.
    Polyline {
        /// The corners.
        points: Vec<Point>,
        /// How it is drawn.
        stroke: Stroke,
    },
    /// A filled polygon.
    Area {
        /// The corners; the last one is joined to the first.
        points: Vec<Point>,
        /// Its colour.
        fill: Color,
    },
    /// A dense line or area.
    Columns {
        /// Where it is.
        columns: Columns,
        /// How it is drawn.
        ink: Ink,
    },
    /// A straight line.
    Line {
        /// One end.
        from: Point,
        /// The other end.
        to: Point,
        /// How it is drawn.
        stroke: Stroke,
    },
    /// A filled circle.
    Dot {
        /// Its middle.
        center: Point,
        /// Its radius.
        radius_px: f64,
        /// Its colour.
        fill: Color,
    },
    /// One line of text.
    Text {
        /// The text.
        text: String,
        /// Where its anchor is; vertically always the middle of the text.
        at: Point,
        /// Which part of the text is at that place.
        anchor: Anchor,
        /// Font size.
        font_px: f64,
        /// Its colour.
        color: Color,
    },
}

/// How a line is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stroke {
    /// Its colour.
    pub color: Color,
    /// Its width.
    pub width_px: f64,
    /// Its pattern.
    pub dash: Dash,
}

/// Which part of a text is at its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// The left end.
    Start,
    /// The middle.
    Middle,
    /// The right end.
    End,
}

impl Run {
    /// Nothing.
    pub const NONE: Self = Self { top_px: f64::INFINITY, bottom_px: f64::NEG_INFINITY };

    /// Whether nothing is drawn.
    pub fn is_none(self) -> bool {
        self.top_px > self.bottom_px
    }

    /// As far as both reach, and what lies between them.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self {
            top_px: least(self.top_px, other.top_px),
            bottom_px: greatest(self.bottom_px, other.bottom_px),
        }
    }
}

impl Rect {
    /// Right edge.
    pub fn right_px(self) -> f64 {
        self.left_px + self.width_px
    }

    /// Lower edge.
    pub fn bottom_px(self) -> f64 {
        self.top_px + self.height_px
    }

    /// Whether the point lies inside or on an edge.
    pub fn contains(self, point: Point) -> bool {
        self.left_px <= point.x_px
            && point.x_px <= self.right_px()
            && self.top_px <= point.y_px
            && point.y_px <= self.bottom_px()
    }

    /// Whether the two share more than an edge.
    pub(crate) fn overlaps(self, other: Self) -> bool {
        self.left_px < other.right_px()
            && other.left_px < self.right_px()
            && self.top_px < other.bottom_px()
            && other.top_px < self.bottom_px()
    }
}
