//! What to draw: the input of [`layout`](crate::layout()). Everything is borrowed and any value is valid.

use crate::{Color, Dash, Theme, Unit};
use downsample::Pyramid;
use series::{Series, Time, TimeRange};

/// Size of the picture in device pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Width in device pixels.
    pub width_px: u32,
    /// Height in device pixels.
    pub height_px: u32,
}

/// One graph at one moment.
#[derive(Clone, Copy)]
pub struct Plot<'a> {
    /// Size of the whole picture, axes included.
    pub size: Size,
    /// Device pixels per CSS pixel; text, strokes and distances grow with it.
    pub scale: f64,
    /// The period shown; its ends are the left and right edge.
    pub range: TimeRange,
    /// The series, drawn in this order; stacked ones lie on top of each other in this order.
    pub lines: &'a [Line<'a>],
    /// How lines are drawn that have more samples than the picture has columns.
    pub density: Density,
    /// The unit of all values.
    pub unit: Unit,
    /// A fixed lower end; `None` follows the data.
    pub y_min: Option<f64>,
    /// A fixed upper end; `None` follows the data.
    pub y_max: Option<f64>,
    /// How values are spread over the height, on both sides.
    pub spacing: Spacing,
    /// A second axis at the right; `None` draws every line by the left one.
    pub right: Option<RightAxis>,
    /// Horizontal lines of the left axis; they stay in view unless an end is fixed.
    pub reference_lines: &'a [ReferenceLine<'a>],
    /// Annotations.
    pub marks: &'a [Mark<'a>],
    /// Seconds by which the local clock is ahead of UTC at a time.
    pub utc_offset_secs: &'a dyn Fn(Time) -> i32,
    /// Language of dates.
    pub locale: Locale,
    /// Colours of everything but the series.
    pub theme: &'a Theme,
}

/// One series and how it looks.
#[derive(Debug, Clone, Copy)]
pub struct Line<'a> {
    /// Name for the reader.
    pub name: &'a str,
    /// The samples, in and around the period.
    pub series: &'a Series,
    /// The pyramid of the series' values; without one every sample in view is looked at.
    pub pyramid: Option<&'a Pyramid>,
    /// Colour of the stroke, and of the area if stacked.
    pub color: Color,
    /// Pattern of the stroke.
    pub dash: Dash,
    /// Whether it is an area on top of the stacked lines before it; areas belong to the left axis.
    pub stacked: bool,
    /// Which axis its values are read by.
    pub side: Side,
    /// The expected spacing, from which gaps are told.
    pub step_secs: i64,
    /// How loud it is.
    pub emphasis: Emphasis,
}

/// How values are spread over the height of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Spacing {
    /// Equal differences are equal heights.
    #[default]
    Linear,
    /// Equal factors are equal heights; what is not above zero lies below the picture.
    Log,
    /// As logarithmic, but linear around zero, so that zero and negative values have their places.
    Symlog,
}

/// The axis at the right.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RightAxis {
    /// The unit of its values.
    pub unit: Unit,
    /// A fixed lower end; `None` follows the data.
    pub y_min: Option<f64>,
    /// A fixed upper end; `None` follows the data.
    pub y_max: Option<f64>,
}

/// Which axis a line is read by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Side {
    /// The one at the left.
    #[default]
    Left,
    /// The one at the right, if there is one.
    Right,
}

/// How a line is drawn that has more samples than the picture has columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Density {
    /// As every sample joined to the next would look.
    #[default]
    Line,
    /// A band from the lowest to the highest of each column, and the mean as a line in it.
    Envelope,
}

/// How loud a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Emphasis {
    /// As it is.
    #[default]
    Normal,
    /// At a quarter of its opacity, while another one is pointed at.
    Faded,
}

/// A horizontal line with a label.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct ReferenceLine<'a> {
    /// What it means; the value is added.
    pub label: &'a str,
    /// Where it lies.
    pub value: f64,
    /// What it is.
    pub kind: ReferenceKind,
}

/// What a reference line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ReferenceKind {
    /// Somebody's line of reference.
    #[default]
    Reference,
    /// A monitor's warning threshold.
    Warning,
    /// A monitor's critical threshold.
    Critical,
}

/// An annotation: a band when `from < to`, else a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark<'a> {
    /// Where it begins.
    pub from: Time,
    /// Where it ends.
    pub to: Time,
    /// Its title.
    pub title: &'a str,
    /// What it is about.
    pub layer: Layer,
}

/// What an annotation is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Layer {
    /// A deployment.
    Deploy,
    /// An incident.
    Incident,
    /// A campaign.
    Campaign,
    /// Anything else.
    #[default]
    Other,
}

/// Language of dates and weekdays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Locale {
    /// English.
    #[default]
    En,
    /// Japanese.
    Ja,
}

/// Measures text; the browser's canvas has the true answer, tests have a table.
pub trait TextMetrics {
    /// Width in device pixels of one line of text at a font size in device pixels.
    fn width_px(&self, text: &str, font_px: f64) -> f64;
}
