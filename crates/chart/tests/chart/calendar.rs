//! Times and ticks against a calendar that somebody else wrote, in zones with and without summer time.

use crate::support::{DAY, FRIDAY, HOUR, Widths, plot, zone};
use chart::{Locale, Plot, Shape, Size, TimeDetail, format_time, layout};
use jiff::{Timestamp, tz::TimeZone};
use series::TimeRange;

const ZONES: [&str; 5] =
    ["Asia/Tokyo", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "America/Havana"];

#[test]
fn times_are_written_as_the_local_clock_shows_them() {
    let cases = [
        (TimeDetail::Day, "2025/6/13 Fri", "2025/6/13(金)"),
        (TimeDetail::Minute, "6/13 Fri 09:05", "6/13(金) 09:05"),
        (TimeDetail::Second, "6/13 Fri 09:05:07", "6/13(金) 09:05:07"),
        (TimeDetail::Full, "2025/6/13 Fri 09:05:07", "2025/6/13(金) 09:05:07"),
    ];
    for (detail, english, japanese) in cases {
        let time = FRIDAY + 5 * 60 + 7;
        assert_eq!(format_time(time, 9 * 3_600, Locale::En, detail), english);
        assert_eq!(format_time(time, 9 * 3_600, Locale::Ja, detail), japanese);
    }
    for time in [i64::MIN, i64::MAX] {
        assert!(!format_time(time, 3_600, Locale::En, TimeDetail::Full).is_empty());
    }
}

#[test]
fn times_agree_with_another_calendar() {
    for name in ZONES {
        let offset = zone(name);
        let tz = TimeZone::get(name).unwrap();
        for at in 0..2_000 {
            let time = -3_000_000_000 + at * 3_456_789;
            let zoned = Timestamp::from_second(time).unwrap().to_zoned(tz.clone());
            let expected = zoned.strftime("%Y/%-m/%-d %a %H:%M:%S").to_string();
            assert_eq!(format_time(time, offset(time), Locale::En, TimeDetail::Full), expected, "{name}");
        }
    }
}

/// Every label of a time axis must be what the clock shows where it stands, for windows over the changes.
#[test]
fn labels_stand_where_the_local_clock_shows_them() {
    // Changes of the clock in 2025 (forward and back) in New York, Berlin, Lord Howe, Havana, and a plain day.
    let changes = [
        1_741_503_600,
        1_762_063_200,
        1_743_296_400,
        1_761_440_400,
        1_743_865_200,
        1_759_590_000,
        1_741_496_400,
        1_762_059_600,
        FRIDAY,
    ];
    let spans = [
        90,
        600,
        HOUR,
        6 * HOUR,
        12 * HOUR,
        DAY,
        3 * DAY,
        7 * DAY,
        14 * DAY,
        30 * DAY,
        90 * DAY,
        460 * DAY,
        3_000 * DAY,
    ];
    for name in ZONES {
        let offset = zone(name);
        let tz = TimeZone::get(name).unwrap();
        for change in changes {
            for span in spans {
                let range = TimeRange::new(change - span / 2 - 7, change + span / 2 + 11);
                let size = Size { width_px: 900, height_px: 160 };
                let frame = layout(&Plot { size, utc_offset_secs: &offset, ..plot(range, &[]) }, &Widths);
                let labels = below_the_plot(&frame);
                assert!((2..=40).contains(&labels.len()), "{name} {span}: {labels:?}");
                for pair in labels.windows(2) {
                    assert!(pair[0].0 < pair[1].0 && pair[0].1 != pair[1].1, "{name} {span}: {labels:?}");
                }
                for (x_px, label) in labels {
                    assert_shows(&frame, &tz, x_px, &label);
                }
            }
        }
    }
}

fn below_the_plot(frame: &chart::Frame) -> Vec<(f64, String)> {
    let text = |shape: &Shape| match shape {
        Shape::Text { text, at, .. } if at.y_px > frame.plot.bottom_px() => Some((at.x_px, text.clone())),
        _ => None,
    };
    frame.shapes.iter().filter_map(text).collect()
}

/// The second must show the label, with nothing below its unit.
fn assert_shows(frame: &chart::Frame, tz: &TimeZone, x_px: f64, label: &str) {
    let middle = frame.x.invert(x_px);
    let shows = (middle - 1..=middle + 1).any(|time| {
        let zoned = Timestamp::from_second(time).unwrap().to_zoned(tz.clone());
        let at_start_of_day = zoned.start_of_day().unwrap() == zoned;
        let formats: &[(&str, bool)] = &[
            ("%H:%M:%S", true),
            ("%H:%M", zoned.second() == 0),
            ("%-m/%-d", at_start_of_day),
            ("%-m/%-d %a", at_start_of_day),
            ("%b", at_start_of_day && zoned.day() == 1),
            ("%Y", at_start_of_day && zoned.day_of_year() < 15),
            ("%Y/%-m/%-d", at_start_of_day),
        ];
        formats.iter().any(|(format, holds)| *holds && zoned.strftime(format).to_string() == label)
    });
    // Labels at the edges are moved inside the picture; those are told by their neighbours.
    let is_moved = x_px > f64::from(frame.size.width_px) - 60.0 || x_px < 30.0;
    assert!(shows || is_moved, "{label} at {middle} in {tz:?}");
}
