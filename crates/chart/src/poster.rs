//! A picture that leaves the page: what stood around it there becomes part of it.
//!
//! * The plot stays as it is, below its heading and above its legend; the card's colour is under all of it.
//! * No text is wider than its place: what is too long ends in an ellipsis. Columns of numbers keep their width, names
//!   give way.
//! * Without a heading, lines or rows their room is left out; a frame without width stays without.

use crate::frame::{Anchor, Columns, Frame, Point, Rect, Run, Shape};
use crate::{Color, Size, TextMetrics, Theme};

const PAD_CSS: f64 = 12.0;
const TITLE_CSS: f64 = 16.0;
const TITLE_ROW_CSS: f64 = 24.0;
const FONT_CSS: f64 = 12.0;
const ROW_CSS: f64 = 18.0;
const SWATCH_CSS: f64 = 10.0;
/// Between columns of numbers.
const GAP_CSS: f64 = 16.0;
const ELLIPSIS: &str = "…";

/// What stands around a plot.
#[derive(Debug, Clone, Copy)]
pub struct Poster<'a> {
    /// The heading.
    pub title: &'a str,
    /// Small print below the heading: the period, what is averaged or missing.
    pub lines: &'a [String],
    /// Headings of the legend's numbers.
    pub heads: &'a [&'a str],
    /// The legend.
    pub rows: &'a [PosterRow],
    /// Colours.
    pub theme: &'a Theme,
}

/// A row of the legend.
#[derive(Debug, Clone, PartialEq)]
pub struct PosterRow {
    /// The square before it.
    pub color: Color,
    /// What it is.
    pub name: String,
    /// Its numbers, one for each heading; a row without any has more room for its name.
    pub values: Vec<String>,
}

/// The frame with its surroundings. Its scales still read the plot as it was before it moved down.
pub fn poster(frame: Frame, around: &Poster<'_>, text: &dyn TextMetrics) -> Frame {
    let scale = frame.scale;
    let px = |css: f64| (css * scale).round();
    let width_px = f64::from(frame.size.width_px);
    let left_px = px(PAD_CSS).min(width_px / 2.0);
    let right_px = width_px - left_px;
    let mut pen = Writer { shapes: Vec::new(), y_px: px(PAD_CSS / 2.0), scale, text };
    if !around.title.is_empty() {
        pen.line(around.title, left_px, right_px, (TITLE_CSS, TITLE_ROW_CSS), around.theme.text);
    }
    for line in around.lines {
        pen.line(line, left_px, right_px, (FONT_CSS, ROW_CSS), around.theme.label);
    }
    let above_px = pen.y_px;
    pen.y_px += f64::from(frame.size.height_px);
    if !around.rows.is_empty() {
        pen.legend(around, left_px, right_px);
    }
    let height_px = (pen.y_px + px(PAD_CSS)).ceil();
    let size = Size { height_px: height_px as u32, ..frame.size };
    let card = Rect { left_px: 0.0, top_px: 0.0, width_px, height_px };
    let mut shapes = vec![Shape::Rect { rect: card, fill: around.theme.card }];
    shapes.extend(frame.shapes.into_iter().map(|shape| lowered(shape, above_px)));
    shapes.append(&mut pen.shapes);
    let plot = Rect { top_px: frame.plot.top_px + above_px, ..frame.plot };
    Frame { size, plot, shapes, ..frame }
}

/// As much of a text as fits, with an ellipsis where it ends early; nothing where not even that has room.
pub fn fitted(words: &str, width_px: f64, font_px: f64, text: &dyn TextMetrics) -> String {
    if text.width_px(words, font_px) <= width_px {
        return words.to_owned();
    }
    let ends: Vec<usize> = words.char_indices().map(|(at, _)| at).collect();
    let cut = |count: usize| format!("{}{ELLIPSIS}", words[..ends[count]].trim_end());
    let fits = ends.partition_point(|&at| {
        let part = format!("{}{ELLIPSIS}", words[..at].trim_end());
        text.width_px(&part, font_px) <= width_px
    });
    fits.checked_sub(1).map_or_else(String::new, cut)
}

/// Writes from the top down.
struct Writer<'a> {
    shapes: Vec<Shape>,
    y_px: f64,
    scale: f64,
    text: &'a dyn TextMetrics,
}

impl Writer<'_> {
    /// One line over the whole width, of a font and a row's height in CSS pixels.
    fn line(&mut self, words: &str, left_px: f64, right_px: f64, size_css: (f64, f64), color: Color) {
        let (font_px, row_px) = (size_css.0 * self.scale, size_css.1 * self.scale);
        let words = fitted(words, right_px - left_px, font_px, self.text);
        self.words(words, (left_px, row_px), Anchor::Start, font_px, color);
        self.y_px += row_px;
    }

    fn words(
        &mut self,
        text: String,
        (x_px, row_px): (f64, f64),
        anchor: Anchor,
        font_px: f64,
        color: Color,
    ) {
        if !text.is_empty() {
            let at = Point { x_px, y_px: (self.y_px + row_px / 2.0).round() };
            self.shapes.push(Shape::Text { text, at, anchor, font_px, color });
        }
    }

    fn legend(&mut self, around: &Poster<'_>, left_px: f64, right_px: f64) {
        let (font_px, row_px) = (FONT_CSS * self.scale, ROW_CSS * self.scale);
        // The right end of each column of numbers, the last one first.
        let mut ends_px = Vec::with_capacity(around.heads.len());
        let mut numbers_px = right_px;
        for (column, head) in around.heads.iter().enumerate().rev() {
            let cells = around.rows.iter().filter_map(|row| row.values.get(column).map(String::as_str));
            let widest = cells.chain([*head]).map(|words| self.text.width_px(words, font_px));
            ends_px.push(numbers_px);
            numbers_px -= widest.fold(0.0, f64::max) + GAP_CSS * self.scale;
        }
        ends_px.reverse();
        if around.rows.iter().any(|row| !row.values.is_empty()) {
            for (head, &x_px) in around.heads.iter().zip(&ends_px) {
                self.words((*head).to_owned(), (x_px, row_px), Anchor::End, font_px, around.theme.label);
            }
            self.y_px += row_px;
        }
        let swatch_px = (SWATCH_CSS * self.scale).round();
        let name_px = left_px + swatch_px + (8.0 * self.scale).round();
        for row in around.rows {
            let top_px = (self.y_px + (row_px - swatch_px) / 2.0).round();
            let rect = Rect { left_px, top_px, width_px: swatch_px, height_px: swatch_px };
            self.shapes.push(Shape::Rect { rect, fill: row.color });
            let room_px = if row.values.is_empty() { right_px } else { numbers_px } - name_px;
            let name = fitted(&row.name, room_px, font_px, self.text);
            self.words(name, (name_px, row_px), Anchor::Start, font_px, around.theme.text);
            for (value, &x_px) in row.values.iter().zip(&ends_px) {
                self.words(value.clone(), (x_px, row_px), Anchor::End, font_px, around.theme.text);
            }
            self.y_px += row_px;
        }
    }
}

/// The shape, so many pixels farther down.
fn lowered(shape: Shape, by_px: f64) -> Shape {
    let point = |at: Point| Point { y_px: at.y_px + by_px, ..at };
    let all = |points: Vec<Point>| points.into_iter().map(point).collect();
    match shape {
        Shape::Rect { rect, fill } => {
            Shape::Rect { rect: Rect { top_px: rect.top_px + by_px, ..rect }, fill }
        }
        Shape::Polyline { points, stroke } => Shape::Polyline { points: all(points), stroke },
        Shape::Area { points, fill } => Shape::Area { points: all(points), fill },
        Shape::Columns { columns: Columns { left_px, runs }, ink } => {
            let run = |run: Run| Run { top_px: run.top_px + by_px, bottom_px: run.bottom_px + by_px };
            Shape::Columns { columns: Columns { left_px, runs: runs.into_iter().map(run).collect() }, ink }
        }
        Shape::Line { from, to, stroke } => Shape::Line { from: point(from), to: point(to), stroke },
        Shape::Dot { center, radius_px, fill } => Shape::Dot { center: point(center), radius_px, fill },
        Shape::Text { text, at, anchor, font_px, color } => {
            Shape::Text { text, at: point(at), anchor, font_px, color }
        }
    }
}
