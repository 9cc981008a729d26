//! A whole dashboard as one picture: a heading, and every widget at its place.
//!
//! * Graphs are drawn anew for their boxes, with their names; everything else is its text, plainly.
//! * What does not fit into its box is cut off with an ellipsis. Nothing is drawn outside of its box.
//! * A picture that a browser could not hold is made with fewer pixels: two for each CSS pixel, else one.

use super::words::{cut, wrapped};
use chart::{
    Anchor, Color, Frame, Plot, Point, Poster, PosterRow, Rect, Shape, Size, TextMetrics, Theme, fitted,
    layout, poster,
};
use series::TimeRange;

/// Above and around the widgets, in CSS pixels.
pub const HEAD_CSS: f64 = 56.0;
/// Left, right and below.
pub const EDGE_CSS: f64 = 16.0;

const TITLE_CSS: f64 = 18.0;
const FONT_CSS: f64 = 13.0;
const ROW_CSS: f64 = 18.0;
const SMALL_CSS: f64 = 12.0;
const PAD_CSS: f64 = 12.0;
/// The heading of a box, and the room around a legend.
const BOX_HEAD_CSS: f64 = 30.0;
const LEGEND_PAD_CSS: f64 = 12.0;
/// The least height of a plot; a lower box has no legend.
const LEAST_PLOT_CSS: f64 = 90.0;
/// Most pixels of a picture, and the longest side, that every browser holds.
const MOST_PX: f64 = 64e6;
const LONGEST_PX: f64 = 16_000.0;

/// Where a box is, in CSS pixels from the upper left corner of the widgets.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// From the left.
    pub left: f64,
    /// From the top.
    pub top: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

/// A widget without lines, as text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words {
    /// Its heading; may be empty.
    pub title: String,
    /// One number, as large as fits.
    pub number: Option<String>,
    /// The text.
    pub text: String,
    /// Whether a rule is broken.
    pub is_bad: bool,
}

/// A part of the picture and its upper left corner in device pixels.
pub type Part = (Frame, (f64, f64));

/// Device pixels for each CSS pixel, for widgets that take so much room.
pub fn scale(width_css: f64, height_css: f64) -> f64 {
    let whole = (width_css + 2.0 * EDGE_CSS, height_css + HEAD_CSS + EDGE_CSS);
    let fits = whole.0 * whole.1 * 4.0 <= MOST_PX && whole.0.max(whole.1) * 2.0 <= LONGEST_PX;
    if fits { 2.0 } else { 1.0 }
}

/// The page below everything, with its heading and a line of small print.
pub fn backdrop(
    (width_css, height_css): (f64, f64),
    (title, line): (&str, &str),
    (scale, theme): (f64, &Theme),
    text: &dyn TextMetrics,
) -> Frame {
    let (width, height) = (width_css + 2.0 * EDGE_CSS, height_css + HEAD_CSS + EDGE_CSS);
    let room_px = width_css * scale;
    let mut frame = empty((width, height), scale, theme, theme.page, text);
    for (words, font_css, y_css, color) in
        [(title, TITLE_CSS, 20.0, theme.text), (line, SMALL_CSS, 42.0, theme.label)]
    {
        let font_px = font_css * scale;
        let at = Point { x_px: EDGE_CSS * scale, y_px: y_css * scale };
        let text = fitted(words, room_px, font_px, text);
        frame.shapes.push(Shape::Text { text, at, anchor: Anchor::Start, font_px, color });
    }
    frame
}

/// Where a part lies in the whole picture.
pub fn corner(place: Place, scale: f64) -> (f64, f64) {
    (((place.left + EDGE_CSS) * scale).round(), ((place.top + HEAD_CSS) * scale).round())
}

/// How high the plot of a graph is in a box, in CSS pixels, and how many rows its legend has.
pub fn split(height_css: f64, lines: usize) -> (f64, usize) {
    let below_head = height_css - BOX_HEAD_CSS;
    let room = (below_head - LEAST_PLOT_CSS - LEGEND_PAD_CSS).max(0.0);
    let rows = lines.min((room.min(height_css * 0.4) / ROW_CSS) as usize);
    let legend = rows as f64 * ROW_CSS + LEGEND_PAD_CSS;
    ((below_head - legend).max(0.0), rows)
}

/// A graph in its box: heading, plot and as much of its legend as fits.
pub fn graph(
    plot: Frame,
    (title, rows): (&str, &[PosterRow]),
    theme: &Theme,
    text: &dyn TextMetrics,
) -> Frame {
    poster(plot, &Poster { title, lines: &[], heads: &[], rows, theme }, text)
}

/// A box of text.
pub fn words(place: Place, words: &Words, scale: f64, theme: &Theme, text: &dyn TextMetrics) -> Frame {
    let mut frame = empty((place.width, place.height), scale, theme, theme.card, text);
    let px = |css: f64| css * scale;
    let room_px = px(place.width - 2.0 * PAD_CSS);
    if room_px <= 0.0 {
        return frame;
    }
    let mut write = |words: String, x_px: f64, y_css: f64, anchor: Anchor, font_css: f64, color: Color| {
        let at = Point { x_px, y_px: px(y_css).round() };
        frame.shapes.push(Shape::Text { text: words, at, anchor, font_px: px(font_css), color });
    };
    let mut top_css = PAD_CSS / 2.0;
    if !words.title.is_empty() {
        let title = fitted(&words.title, room_px, px(FONT_CSS), text);
        write(title, px(PAD_CSS), top_css + ROW_CSS / 2.0, Anchor::Start, FONT_CSS, theme.text);
        top_css += ROW_CSS + PAD_CSS / 2.0;
    }
    let color = if words.is_bad { theme.critical } else { theme.text };
    let left_css = place.height - top_css - PAD_CSS / 2.0;
    let rows = wrapped(&words.text, room_px, px(FONT_CSS), text);
    if let Some(number) = &words.number {
        let rows = cut(rows, (left_css * 0.4 / ROW_CSS) as usize, room_px, px(FONT_CSS), text);
        let below_css = rows.len() as f64 * ROW_CSS;
        let wide = text.width_px(number, 1.0).max(0.1);
        let font_css = ((left_css - below_css) * 0.6).min(room_px / scale / wide).clamp(FONT_CSS, 64.0);
        let number = fitted(number, room_px, px(font_css), text);
        let (middle_px, middle_css) = (px(place.width / 2.0), top_css + (left_css - below_css) / 2.0);
        write(number, middle_px, middle_css, Anchor::Middle, font_css, color);
        for (at, row) in rows.into_iter().enumerate() {
            let y_css = place.height - PAD_CSS / 2.0 - below_css + (at as f64 + 0.5) * ROW_CSS;
            write(row, middle_px, y_css, Anchor::Middle, FONT_CSS, theme.label);
        }
        return frame;
    }
    let most = (left_css / ROW_CSS).max(0.0) as usize;
    for (at, row) in cut(rows, most, room_px, px(FONT_CSS), text).into_iter().enumerate() {
        let y_css = top_css + (at as f64 + 0.5) * ROW_CSS;
        write(row, px(PAD_CSS), y_css, Anchor::Start, FONT_CSS, color);
    }
    frame
}

/// A frame with nothing but its ground.
fn empty(
    (width_css, height_css): (f64, f64),
    scale: f64,
    theme: &Theme,
    ground: Color,
    text: &dyn TextMetrics,
) -> Frame {
    let pixels = |css: f64| (css * scale).round().max(0.0) as u32;
    let size = Size { width_px: pixels(width_css), height_px: pixels(height_css) };
    let rect = Rect {
        left_px: 0.0,
        top_px: 0.0,
        width_px: f64::from(size.width_px),
        height_px: f64::from(size.height_px),
    };
    Frame {
        size,
        plot: rect,
        shapes: vec![Shape::Rect { rect, fill: ground }],
        ..layout(&nothing(scale, theme), text)
    }
}

/// A plot without room, which is only its card.
fn nothing(scale: f64, theme: &Theme) -> Plot<'_> {
    Plot {
        size: Size { width_px: 0, height_px: 0 },
        scale,
        range: TimeRange::new(0, 0),
        lines: &[],
        density: chart::Density::Line,
        unit: chart::Unit::Float,
        y_min: None,
        y_max: None,
        spacing: chart::Spacing::Linear,
        right: None,
        reference_lines: &[],
        marks: &[],
        utc_offset_secs: &|_| 0,
        locale: chart::Locale::En,
        theme,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Half;

    impl TextMetrics for Half {
        fn width_px(&self, text: &str, font_px: f64) -> f64 {
            text.chars().count() as f64 * font_px * 0.5
        }
    }

    const PLACE: Place = Place { left: 100.0, top: 40.0, width: 200.0, height: 120.0 };

    fn texts(frame: &Frame) -> Vec<(String, f64, f64)> {
        let found = frame.shapes.iter().filter_map(|shape| match shape {
            Shape::Text { text, at, anchor, font_px, .. } => {
                let width_px = Half.width_px(text, *font_px);
                let left_px = if *anchor == Anchor::Middle { at.x_px - width_px / 2.0 } else { at.x_px };
                assert!(left_px >= 0.0 && left_px + width_px <= f64::from(frame.size.width_px), "{text}");
                let half_px = font_px / 2.0;
                assert!(at.y_px >= half_px && at.y_px + half_px <= f64::from(frame.size.height_px), "{text}");
                Some((text.clone(), *font_px, at.y_px))
            }
            _ => None,
        });
        found.collect()
    }

    #[test]
    fn a_text_stays_in_its_box() {
        let long = "one two three four five six seven ".repeat(20);
        for (width, height) in [(200.0, 120.0), (60.0, 60.0), (400.0, 40.0), (20.0, 200.0)] {
            for number in [None, Some("12,345.67 ms".to_owned())] {
                let place = Place { width, height, ..PLACE };
                let content = Words {
                    title: "A long title of a box".to_owned(),
                    number,
                    text: long.clone(),
                    is_bad: false,
                };
                let frame = words(place, &content, 2.0, &Theme::DARK, &Half);
                assert_eq!(
                    (frame.size.width_px, frame.size.height_px),
                    (2 * width as u32, 2 * height as u32)
                );
                let _ = texts(&frame);
            }
        }
    }

    #[test]
    fn a_number_is_the_largest_text_of_its_box() {
        let content = Words {
            title: "Orders".to_owned(),
            number: Some("1,234 /min".to_owned()),
            text: "low: < 10".to_owned(),
            is_bad: true,
        };
        let frame = words(PLACE, &content, 1.0, &Theme::LIGHT, &Half);
        let found = texts(&frame);
        let names: Vec<&str> = found.iter().map(|(text, _, _)| text.as_str()).collect();
        assert_eq!(names, ["Orders", "1,234 /min", "low: < 10"]);
        assert!(found[1].1 > 2.0 * found[0].1, "{found:?}");
        let colors: Vec<Color> = frame
            .shapes
            .iter()
            .filter_map(|shape| match shape {
                Shape::Text { color, .. } => Some(*color),
                _ => None,
            })
            .collect();
        assert_eq!(colors[1], Theme::LIGHT.critical);
    }

    #[test]
    fn a_legend_has_what_the_plot_can_spare() {
        let cases = [
            (100.0, 5, 58.0, 0),
            (140.0, 5, 98.0, 0),
            (180.0, 5, 102.0, 2),
            (248.0, 1, 188.0, 1),
            (248.0, 9, 116.0, 5),
            (600.0, 40, 324.0, 13),
            (20.0, 1, 0.0, 0),
        ];
        for (height_css, lines, plot_css, rows) in cases {
            assert_eq!(split(height_css, lines), (plot_css, rows), "{height_css} {lines}");
        }
    }

    #[test]
    fn a_picture_no_browser_holds_has_fewer_pixels() {
        for (width, height, expected) in
            [(1_400.0, 2_000.0, 2.0), (1_400.0, 12_000.0, 1.0), (4_000.0, 4_100.0, 1.0)]
        {
            assert_eq!(scale(width, height), expected, "{width} {height}");
        }
        assert_eq!(corner(PLACE, 2.0), (232.0, 192.0));
    }

    #[test]
    fn the_backdrop_has_room_for_all_widgets_and_says_what_they_are() {
        let frame = backdrop((400.0, 300.0), ("On call", "Nov 21"), (2.0, &Theme::LIGHT), &Half);
        assert_eq!((frame.size.width_px, frame.size.height_px), (864, 744));
        assert_eq!(texts(&frame).iter().map(|one| one.0.as_str()).collect::<Vec<_>>(), ["On call", "Nov 21"]);
    }
}
