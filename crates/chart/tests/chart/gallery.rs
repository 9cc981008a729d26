//! One SVG for every kind of plot, kept under `snapshots/` and reviewed like code; `snapshots/` also has a
//! page that shows them all. What a picture must show in any case is asserted on its frame.

mod axes;
mod clocks;
mod dense;

use crate::support::{DAY, FRIDAY, HOUR, Widths, line, plot, wave, zone};
use chart::{
    Emphasis, Frame, Layer, Line, Locale, Mark, Plot, ReferenceKind, ReferenceLine, Shape, Size, Theme, Unit,
    layout, svg,
};
use series::{Series, TimeRange};

/// A name and what it shows.
type Picture = (&'static str, fn() -> Frame);

const PICTURES: &[Picture] = &[
    ("empty", empty),
    ("one_point", one_point),
    ("two_points", two_points),
    ("flat", flat),
    ("negative", negative),
    ("gappy", gappy),
    ("lone_dots", lone_dots),
    ("dense_with_one_spike", dense_with_one_spike),
    ("stacked_and_line", stacked_and_line),
    ("stacked_with_gaps", stacked_with_gaps),
    ("stacked_above_100_percent", stacked_above_100_percent),
    ("percent", percent),
    ("bytes", bytes),
    ("bits_per_second_dark", bits_per_second_dark),
    ("milliseconds", milliseconds),
    ("iops", iops),
    ("large_integers", large_integers),
    ("month_across_summer_time", month_across_summer_time),
    ("days_across_winter_time", days_across_winter_time),
    ("460_days", four_hundred_sixty_days),
    ("ten_seconds", ten_seconds),
    ("turn_of_the_year", turn_of_the_year),
    ("reference_and_thresholds", reference_and_thresholds),
    ("annotations", annotations),
    ("week_in_english", || week(Locale::En)),
    ("week_in_japanese", || week(Locale::Ja)),
    ("dark", dark),
    ("device_pixel_ratio_2", device_pixel_ratio_2),
    ("thirty_lines", thirty_lines),
    ("one_pointed_at", one_pointed_at),
    ("fixed_ends_cut", fixed_ends_cut),
    ("small_card", small_card),
    ("telephone", telephone),
    ("no_room", no_room),
];

/// All of them, in the order of the page.
fn pictures() -> impl Iterator<Item = &'static Picture> {
    [PICTURES, dense::PICTURES, axes::PICTURES, clocks::PICTURES].into_iter().flatten()
}

#[test]
fn every_picture_is_as_reviewed() {
    for (name, picture) in pictures() {
        let text = svg(&picture());
        insta::assert_binary_snapshot!(&format!("{name}.svg"), text.into_bytes());
    }
}

#[test]
fn the_page_shows_every_picture() {
    let head = "<!doctype html><meta charset=\"utf-8\"><title>Gallery of plots</title>\n\
                <style>body { background: #888 } figure { display: inline-block; margin: 4px }</style>\n";
    let figure = |(name, _): &Picture| {
        let image = format!("<img src=\"chart__gallery__{name}.snap.svg\">");
        format!("<figure>{image}<figcaption>{name}</figcaption></figure>\n")
    };
    let page: String = std::iter::once(head.to_owned()).chain(pictures().map(figure)).collect();
    insta::assert_binary_snapshot!("page.html", page.into_bytes());
}

#[test]
fn labels_stay_inside_and_apart() {
    for (name, picture) in pictures() {
        let frame = picture();
        let boxes: Vec<(String, [f64; 4])> = frame.shapes.iter().filter_map(text_box).collect();
        for (at, (text, [left, top, right, bottom])) in boxes.iter().enumerate() {
            assert!(*left >= -0.5 && *top >= -0.5, "{name}: {text} sticks out");
            assert!(*right <= f64::from(frame.size.width_px) + 0.5, "{name}: {text} sticks out");
            assert!(*bottom <= f64::from(frame.size.height_px) + 0.5, "{name}: {text} sticks out");
            for (other, [other_left, other_top, other_right, other_bottom]) in &boxes[at + 1..] {
                let apart =
                    right <= other_left || other_right <= left || bottom <= other_top || other_bottom <= top;
                assert!(apart, "{name}: {text} lies on {other}");
            }
        }
    }
}

#[test]
fn data_stays_inside_the_plot() {
    for (name, picture) in pictures() {
        let frame = picture();
        for shape in &frame.shapes {
            if let Shape::Polyline { points, .. } = shape {
                assert!(points.len() > 1, "{name}");
                assert!(points.iter().all(|&point| frame.plot.contains(point)), "{name}: {points:?}");
            }
        }
    }
}

fn text_box(shape: &Shape) -> Option<(String, [f64; 4])> {
    use chart::{Anchor, TextMetrics as _};
    let Shape::Text { text, at, anchor, font_px, .. } = shape else { return None };
    let width_px = Widths.width_px(text, *font_px);
    let left = match anchor {
        Anchor::Start => at.x_px,
        Anchor::Middle => at.x_px - width_px / 2.0,
        Anchor::End => at.x_px - width_px,
    };
    // Digits and capitals fill about three quarters of the font's height.
    let half = font_px * 0.4;
    Some((text.clone(), [left, at.y_px - half, left + width_px, at.y_px + half]))
}

fn day() -> TimeRange {
    TimeRange::new(FRIDAY + 9 * HOUR, FRIDAY + 15 * HOUR)
}

fn empty() -> Frame {
    layout(&plot(day(), &[]), &Widths)
}

fn one_point() -> Frame {
    let series = Series::from_points([(FRIDAY + 12 * HOUR, 41.2)]);
    let frame = layout(&plot(day(), &[line("a", &series, 0, 60)]), &Widths);
    assert_eq!((frame.counts.samples, frame.counts.vertices), (1, 1));
    frame
}

fn two_points() -> Frame {
    let series = Series::from_points([(FRIDAY + 12 * HOUR, 1.0), (FRIDAY + 12 * HOUR + 600, 4.0)]);
    layout(&plot(day(), &[line("a", &series, 0, 600)]), &Widths)
}

fn flat() -> Frame {
    let series: Series = (0..=360).map(|at| (day().from + at * 60, 5.0)).collect();
    layout(&plot(day(), &[line("a", &series, 1, 60)]), &Widths)
}

fn negative() -> Frame {
    let (one, two) = (wave(1, day(), 60, -4.0, 6.0), wave(2, day(), 60, 2.0, 5.0));
    layout(&plot(day(), &[line("a", &one, 0, 60), line("b", &two, 2, 60)]), &Widths)
}

fn gappy() -> Frame {
    let whole = wave(3, day(), 60, 20.0, 12.0);
    let series: Series =
        whole.iter().filter(|(time, _)| time / 1_800 % 3 != 1 && time / 60 % 11 != 5).collect();
    layout(&plot(day(), &[line("a", &series, 0, 60)]), &Widths)
}

fn lone_dots() -> Frame {
    let whole = wave(4, day(), 60, 20.0, 12.0);
    // Pairs of minutes keep the median spacing at a minute, so that the ones between stand alone.
    let series: Series =
        whole.iter().filter(|(time, _)| matches!(time / 60 % 30, 0..=5) || time / 60 % 30 == 18).collect();
    layout(&plot(day(), &[line("a", &series, 3, 60)]), &Widths)
}

fn dense_with_one_spike() -> Frame {
    let range = TimeRange::new(FRIDAY, FRIDAY + 30 * DAY);
    let mut points: Vec<_> = wave(5, range, 60, 20.0, 8.0).iter().collect();
    points[31_415].1 = 100.0;
    let series = Series::from_points(points);
    let frame = layout(&plot(range, &[line("a", &series, 0, 60)]), &Widths);
    let top = frame.shapes.iter().filter_map(highest_point).fold(f64::INFINITY, f64::min);
    assert_eq!(top, frame.plot.top_px, "the spike touches the top");
    assert!(frame.counts.samples > 43_200 && frame.counts.vertices <= 4 * frame.plot.width_px as usize);
    assert_eq!(frame.counts.reduced_lines, 1);
    frame
}

fn highest_point(shape: &Shape) -> Option<f64> {
    match shape {
        Shape::Columns { columns, .. } => columns.runs.iter().map(|run| run.top_px).reduce(f64::min),
        Shape::Polyline { points, .. } => points.iter().map(|point| point.y_px).reduce(f64::min),
        _ => None,
    }
}

fn stacked_and_line() -> Frame {
    const GIB: f64 = 1024.0 * 1024.0 * 1024.0;
    let used = wave(6, day(), 60, 6.0 * GIB, GIB);
    let cached = wave(7, day(), 60, 4.0 * GIB, 2.0 * GIB);
    let free = wave(8, day(), 60, 3.0 * GIB, GIB);
    let total: Series = used.times().iter().map(|&time| (time, 16.0 * GIB)).collect();
    let stacked = |name, series, place| Line { stacked: true, ..line(name, series, place, 60) };
    let lines = [
        stacked("used", &used, 0),
        stacked("cached", &cached, 1),
        stacked("free", &free, 2),
        line("total", &total, 7, 60),
    ];
    let frame = layout(&Plot { unit: Unit::Bytes, ..plot(day(), &lines) }, &Widths);
    assert_eq!(frame.shapes.iter().filter(|shape| matches!(shape, Shape::Area { .. })).count(), 3);
    frame
}

fn stacked_with_gaps() -> Frame {
    let one = wave(9, day(), 60, 20.0, 6.0);
    let whole = wave(10, day(), 300, 15.0, 8.0);
    let two: Series = whole.iter().filter(|(time, _)| !(4..6).contains(&(time / 1_800 % 8))).collect();
    let lines = [
        Line { stacked: true, ..line("a", &one, 0, 60) },
        Line { stacked: true, ..line("b", &two, 4, 300) },
        Line { stacked: true, ..line("c", &one, 1, 60) },
    ];
    layout(&plot(day(), &lines), &Widths)
}

fn stacked_above_100_percent() -> Frame {
    let series: Vec<Series> = (0..4).map(|at| wave(20 + at, day(), 60, 60.0, 30.0)).collect();
    let lines: Vec<Line<'_>> = series
        .iter()
        .enumerate()
        .map(|(at, one)| Line { stacked: true, ..line("cpu", one, at, 60) })
        .collect();
    let frame = layout(&Plot { unit: Unit::Percentage, ..plot(day(), &lines) }, &Widths);
    assert!(frame.y.high() > 100.0);
    frame
}

fn percent() -> Frame {
    let series = wave(11, day(), 60, 30.0, 15.0);
    let frame =
        layout(&Plot { unit: Unit::Percentage, ..plot(day(), &[line("a", &series, 0, 60)]) }, &Widths);
    assert_eq!((frame.y.low(), frame.y.high()), (0.0, 100.0));
    frame
}

fn bytes() -> Frame {
    let series = wave(12, day(), 60, 900_000.0, 700_000.0);
    layout(&Plot { unit: Unit::BytesPerSec, ..plot(day(), &[line("a", &series, 5, 60)]) }, &Widths)
}

fn bits_per_second_dark() -> Frame {
    let series = wave(12, day(), 60, 450e6, 400e6);
    let lines = [line("a", &series, 6, 60)];
    layout(&Plot { unit: Unit::BitsPerSec, theme: &Theme::DARK, ..plot(day(), &lines) }, &Widths)
}

fn milliseconds() -> Frame {
    let series = wave(13, day(), 60, 400.0, 350.0);
    layout(&Plot { unit: Unit::Milliseconds, ..plot(day(), &[line("a", &series, 4, 60)]) }, &Widths)
}

fn iops() -> Frame {
    let series = wave(14, day(), 60, 2_000.0, 1_500.0);
    layout(&Plot { unit: Unit::Iops, ..plot(day(), &[line("a", &series, 7, 60)]) }, &Widths)
}

fn large_integers() -> Frame {
    let range = TimeRange::new(FRIDAY, FRIDAY + DAY);
    let series = wave(15, range, 300, 6_000_000.0, 5_000_000.0);
    layout(&Plot { unit: Unit::Integer, ..plot(range, &[line("a", &series, 2, 300)]) }, &Widths)
}

fn month_across_summer_time() -> Frame {
    let berlin = zone("Europe/Berlin");
    // 15 March to 14 April 2025, local midnights; the clock goes forward on 30 March.
    let range = TimeRange::new(1_741_993_200, 1_744_581_600);
    let series = wave(16, range, 3_600, 50.0, 30.0);
    let lines = [line("a", &series, 0, 3_600)];
    layout(&Plot { utc_offset_secs: &berlin, ..plot(range, &lines) }, &Widths)
}

fn days_across_winter_time() -> Frame {
    let new_york = zone("America/New_York");
    // 1 to 3 November 2025, local midnights; the clock goes back on 2 November.
    let range = TimeRange::new(1_761_969_600, 1_762_146_000);
    let series = wave(17, range, 300, 50.0, 30.0);
    let lines = [line("a", &series, 0, 300)];
    layout(&Plot { utc_offset_secs: &new_york, ..plot(range, &lines) }, &Widths)
}

fn four_hundred_sixty_days() -> Frame {
    let tokyo = zone("Asia/Tokyo");
    let range = TimeRange::new(FRIDAY - 460 * DAY, FRIDAY);
    let series = wave(18, range, 86_400, 50.0, 60.0);
    let lines = [line("a", &series, 1, 86_400)];
    layout(&Plot { utc_offset_secs: &tokyo, locale: Locale::Ja, ..plot(range, &lines) }, &Widths)
}

fn ten_seconds() -> Frame {
    let range = TimeRange::new(FRIDAY + 12 * HOUR + 3, FRIDAY + 12 * HOUR + 13);
    let series = wave(19, TimeRange::new(range.from - 5, range.to + 5), 2, 10.0, 9.0);
    layout(&plot(range, &[line("a", &series, 0, 2)]), &Widths)
}

fn turn_of_the_year() -> Frame {
    let tokyo = zone("Asia/Tokyo");
    // 31 December 2025, 18:00, to 1 January 2026, 06:00 in Tokyo.
    let range = TimeRange::new(1_767_171_600, 1_767_214_800);
    let series = wave(21, range, 60, 10.0, 9.0);
    let lines = [line("a", &series, 0, 60)];
    layout(&Plot { utc_offset_secs: &tokyo, ..plot(range, &lines) }, &Widths)
}

fn reference_and_thresholds() -> Frame {
    let series = wave(22, day(), 60, 30.0, 15.0);
    let reference_lines = [
        ReferenceLine { label: "warning", value: 60.0, kind: ReferenceKind::Warning },
        ReferenceLine { label: "critical", value: 62.0, kind: ReferenceKind::Critical },
        ReferenceLine { label: "capacity", value: 45.0, kind: ReferenceKind::Reference },
        ReferenceLine { label: "", value: 0.5, kind: ReferenceKind::Reference },
    ];
    let lines = [line("a", &series, 0, 60)];
    let frame = layout(&Plot { reference_lines: &reference_lines, ..plot(day(), &lines) }, &Widths);
    assert!(frame.y.high() >= 62.0, "thresholds stay in view");
    frame
}

fn annotations() -> Frame {
    let series = wave(23, day(), 60, 30.0, 15.0);
    let at = |minutes: i64| day().from + minutes * 60;
    let mark = |from, to, layer| Mark { from: at(from), to: at(to), title: "release 2.14", layer };
    let marks = [
        mark(60, 60, Layer::Deploy),
        mark(100, 140, Layer::Incident),
        mark(-60, 20, Layer::Campaign),
        mark(300, 900, Layer::Other),
        mark(900, 950, Layer::Deploy),
        mark(200, 200, Layer::Other),
    ];
    let lines = [line("a", &series, 0, 60)];
    let frame = layout(&Plot { marks: &marks, ..plot(day(), &lines) }, &Widths);
    assert_eq!(frame.flags.iter().map(|flag| flag.mark).collect::<Vec<_>>(), [0, 1, 2, 3, 5]);
    assert_eq!(frame.flags[2].x_px, frame.plot.left_px);
    assert_eq!(frame.flags[3].end_x_px, frame.plot.right_px());
    frame
}

fn week(locale: Locale) -> Frame {
    let tokyo = zone("Asia/Tokyo");
    let range = TimeRange::new(FRIDAY - 9 * HOUR, FRIDAY - 9 * HOUR + 7 * DAY);
    let series = wave(24, range, 300, 30.0, 15.0);
    let lines = [line("a", &series, 0, 300)];
    layout(&Plot { utc_offset_secs: &tokyo, locale, ..plot(range, &lines) }, &Widths)
}

fn dark() -> Frame {
    let series: Vec<Series> =
        (0..10).map(|at| wave(30 + at, day(), 60, 10.0 + 8.0 * at as f64, 8.0)).collect();
    let lines: Vec<Line<'_>> = series.iter().enumerate().map(|(at, one)| line("a", one, at, 60)).collect();
    layout(&Plot { theme: &Theme::DARK, ..plot(day(), &lines) }, &Widths)
}

fn device_pixel_ratio_2() -> Frame {
    let series: Vec<Series> =
        (0..8).map(|at| wave(30 + at, day(), 60, 10.0 + 8.0 * at as f64, 8.0)).collect();
    let lines: Vec<Line<'_>> = series.iter().enumerate().map(|(at, one)| line("a", one, at, 60)).collect();
    let size = Size { width_px: 1_280, height_px: 480 };
    layout(&Plot { scale: 2.0, size, unit: Unit::Percentage, ..plot(day(), &lines) }, &Widths)
}

fn thirty_lines() -> Frame {
    let series: Vec<Series> = (0..30).map(|at| wave(at, day(), 300, 10.0 + 8.0 * at as f64, 8.0)).collect();
    let lines: Vec<Line<'_>> = series.iter().enumerate().map(|(at, one)| line("a", one, at, 300)).collect();
    layout(&Plot { size: Size { width_px: 640, height_px: 420 }, ..plot(day(), &lines) }, &Widths)
}

fn one_pointed_at() -> Frame {
    let series: Vec<Series> = (0..5).map(|at| wave(40 + at, day(), 60, 40.0, 20.0)).collect();
    let faded = |at| if at == 2 { Emphasis::Normal } else { Emphasis::Faded };
    let lines: Vec<Line<'_>> = series
        .iter()
        .enumerate()
        .map(|(at, one)| Line { emphasis: faded(at), ..line("a", one, at, 60) })
        .collect();
    layout(&plot(day(), &lines), &Widths)
}

fn fixed_ends_cut() -> Frame {
    let (one, two) = (wave(50, day(), 60, 40.0, 30.0), wave(51, day(), 60, 30.0, 30.0));
    let lines = [Line { stacked: true, ..line("a", &one, 0, 60) }, line("b", &two, 4, 60)];
    layout(&Plot { y_min: Some(20.0), y_max: Some(50.0), ..plot(day(), &lines) }, &Widths)
}

fn small_card() -> Frame {
    let range = TimeRange::new(FRIDAY - 6 * HOUR, FRIDAY + 6 * HOUR);
    let series = wave(52, range, 60, 40.0, 30.0);
    let lines = [line("a", &series, 0, 60)];
    layout(&Plot { size: Size { width_px: 300, height_px: 120 }, ..plot(range, &lines) }, &Widths)
}

fn telephone() -> Frame {
    let range = TimeRange::new(FRIDAY - 3 * DAY, FRIDAY + 4 * DAY);
    let series = wave(53, range, 300, 400.0, 300.0);
    let lines = [line("a", &series, 0, 300)];
    let size = Size { width_px: 320, height_px: 200 };
    layout(&Plot { size, locale: Locale::Ja, unit: Unit::Iops, ..plot(range, &lines) }, &Widths)
}

fn no_room() -> Frame {
    let series = wave(54, day(), 60, 40.0, 30.0);
    layout(
        &Plot { size: Size { width_px: 24, height_px: 24 }, ..plot(day(), &[line("a", &series, 0, 60)]) },
        &Widths,
    )
}
