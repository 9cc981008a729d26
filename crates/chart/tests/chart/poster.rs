//! What leaves the page says what it is: heading, period and names are in the picture and in its file.

use crate::support::{DAY, FRIDAY, HOUR, Widths, line, plot, wave};
use chart::{
    Anchor, Color, Frame, Plot, Poster, PosterRow, Raster, Shape, Size, TextMetrics, Theme, fitted, iso_time,
    layout, poster, svg,
};
use series::TimeRange;

fn rows(names: &[&str]) -> Vec<PosterRow> {
    let row = |name: &&str| PosterRow {
        color: Color::hex(0xFF_00_00),
        name: (*name).to_owned(),
        values: ["1.5", "12,345.6"].map(str::to_owned).to_vec(),
    };
    names.iter().map(row).collect()
}

fn framed(width_px: u32, step_secs: i64, rows: &[PosterRow]) -> (Frame, Frame) {
    let range = TimeRange::new(FRIDAY, FRIDAY + DAY);
    let series = wave(1, range, step_secs, 40.0, 20.0);
    let lines = [line("web-01", &series, 0, step_secs)];
    let size = Size { width_px, height_px: 320 };
    let plain = layout(&Plot { size, scale: 2.0, ..plot(range, &lines) }, &Widths);
    let around = Poster {
        title: "Load of web <1 & 2>",
        lines: &["13 June, UTC".to_owned()],
        heads: &["last", "max"],
        rows,
        theme: &Theme::LIGHT,
    };
    (plain.clone(), poster(plain, &around, &Widths))
}

fn texts(frame: &Frame) -> Vec<&str> {
    let words = frame.shapes.iter().filter_map(|shape| match shape {
        Shape::Text { text, .. } => Some(text.as_str()),
        _ => None,
    });
    words.collect()
}

#[test]
fn a_poster_has_its_heading_its_period_and_its_legend() {
    let (plain, whole) = framed(1_280, 300, &rows(&["web-01", "ウェブ 02"]));
    assert_eq!(whole.size.width_px, plain.size.width_px);
    assert_eq!(whole.plot.height_px, plain.plot.height_px);
    let above_px = whole.plot.top_px - plain.plot.top_px;
    // Half a pad, a heading of 24 and a line of 18 CSS pixels above; the heads, two rows and a pad below.
    assert_eq!(above_px, 2.0 * (6.0 + 24.0 + 18.0));
    assert_eq!(f64::from(whole.size.height_px), 320.0 + above_px + 2.0 * (3.0 * 18.0 + 12.0));
    let found = texts(&whole);
    for wanted in ["Load of web <1 & 2>", "13 June, UTC", "last", "max", "web-01", "ウェブ 02", "12,345.6"]
    {
        assert!(found.contains(&wanted), "{wanted}: {found:?}");
    }
    for wanted in texts(&plain) {
        assert!(found.contains(&wanted), "{wanted}");
    }
}

#[test]
fn nothing_is_wider_than_the_poster() {
    let long = "a name that goes on and on and on and on".repeat(9);
    for width_px in [0, 1, 40, 200, 400, 1_280] {
        let (_, whole) = framed(width_px, 300, &rows(&[&long, "b"]));
        for shape in &whole.shapes {
            let Shape::Text { text, at, anchor, font_px, .. } = shape else { continue };
            let width = Widths.width_px(text, *font_px);
            let reach = match anchor {
                Anchor::Start => at.x_px + width,
                Anchor::Middle => at.x_px + width / 2.0,
                Anchor::End => at.x_px,
            };
            assert!(reach <= f64::from(width_px) + 1e-9, "{text:?} reaches {reach} of {width_px}");
        }
    }
}

#[test]
fn a_dense_line_goes_down_with_its_plot() {
    let (plain, whole) = framed(1_280, 60, &[]);
    let down = (whole.plot.top_px - plain.plot.top_px) as usize;
    let (mut one, mut other) = (Raster::default(), Raster::default());
    let (before, after) = (one.draw(&plain).unwrap(), other.draw(&whole).unwrap());
    let row = plain.size.width_px as usize * 4;
    let middle = plain.plot.top_px as usize + 100;
    assert_eq!(before.rgba[middle * row..][..row], after.rgba[(middle + down) * row..][..row]);
}

#[test]
fn what_has_no_room_ends_in_an_ellipsis() {
    let cases = [
        ("abc", 100.0, "abc"),
        ("abcdef", 6.2 * 4.0, "abc…"),
        ("日本語です", 36.2, "日本語…"),
        ("ab cdef", 6.2 * 4.0, "ab…"),
        ("abc", 6.2, "…"),
        ("abc", 1.0, ""),
        ("", 0.0, ""),
    ];
    for (words, width_px, expected) in cases {
        assert_eq!(fitted(words, width_px, 10.0, &Widths), expected, "{words:?} in {width_px}");
    }
}

#[test]
fn a_file_is_as_large_as_on_the_page_and_holds_its_texts_as_text() {
    let (_, whole) = framed(1_280, 300, &rows(&["<script>alert(1)</script>"]));
    let text = svg(&whole);
    let css = (640, whole.size.height_px / 2);
    assert!(text.starts_with(&format!("<svg width=\"{}\" height=\"{}\" viewBox=\"0 0 1280 ", css.0, css.1)));
    assert!(text.trim_end().ends_with("</svg>"));
    assert!(text.contains("Load of web &lt;1 &amp; 2&gt;"));
    assert!(text.contains("&lt;script&gt;") && !text.contains("<script"));
    let empty = layout(&plot(TimeRange::new(FRIDAY, FRIDAY), &[]), &Widths);
    assert!(svg(&empty).trim_end().ends_with("</svg>"));
}

#[test]
fn times_for_machines_say_their_zone() {
    let cases = [
        (FRIDAY, 0, "2025-06-13T00:00:00+00:00"),
        (FRIDAY + HOUR + 61, 9 * 3_600, "2025-06-13T10:01:01+09:00"),
        (FRIDAY, -12_600, "2025-06-12T20:30:00-03:30"),
        (0, 0, "1970-01-01T00:00:00+00:00"),
    ];
    for (time, offset, expected) in cases {
        assert_eq!(iso_time(time, offset), expected);
    }
}
