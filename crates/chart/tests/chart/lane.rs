//! Flags and titles at every width: each annotation once, nothing upon anything else.

use crate::support::{DAY, FRIDAY, HOUR, Widths, chance};
use chart::lane::{Caption, LANES, Pin, STRIP_ROWS, Strip, lane, strip};
use chart::{TextMetrics, TimeScale};
use series::{Time, TimeRange};

fn text_width(text: &str) -> f64 {
    Widths.width_px(text, 12.0)
}

/// Flags over times in a period that fills the width but for the value labels.
fn flags(times: &[Time], range: TimeRange, width: f64) -> Vec<Pin> {
    let scale = TimeScale::new(range, 44.0, width - 56.0);
    let places: Vec<f64> = times.iter().map(|&time| scale.project(time)).collect();
    lane(&places, width, &text_width)
}

/// So many moments in an hour that ends the middle of the day.
fn busy_hour(count: i64) -> Vec<Time> {
    (0..count).map(|at| FRIDAY + 11 * HOUR + at * HOUR / count).collect()
}

fn check(pins: &[Pin], count: usize, width: f64, told: &str) {
    let members: Vec<usize> = pins.iter().flat_map(|pin| pin.members.clone()).collect();
    assert_eq!(members, (0..count).collect::<Vec<_>>(), "each annotation in one flag: {told}");
    for (at, pin) in pins.iter().enumerate() {
        assert!(pin.lane < LANES && pin.left >= 0.0, "{told}: {pin:?}");
        assert!(pin.left + pin.width <= width + 1e-9, "{told}: {pin:?} ends beyond {width}");
        assert!(text_width(&pin.text) < pin.width, "{told}: {pin:?} is narrower than its text");
        let expected = if pin.members.len() == 1 {
            (pin.members.start + 1).to_string()
        } else {
            format!("×{}", pin.members.len())
        };
        assert_eq!(pin.text, expected, "{told}");
        for other in &pins[at + 1..] {
            let apart = pin.left + pin.width <= other.left || other.left + other.width <= pin.left;
            assert!(apart || pin.lane != other.lane, "{told}: {pin:?} and {other:?}");
        }
    }
}

#[test]
fn flags_never_touch_at_any_width() {
    let day = TimeRange::new(FRIDAY, FRIDAY + DAY);
    let scattered = |seed: u64, count: i64| {
        let mut times: Vec<Time> =
            (0..count).map(|at| FRIDAY + (chance(seed, at) * DAY as f64) as i64).collect();
        times.sort_unstable();
        times
    };
    let mut cases: Vec<(String, Vec<Time>)> = vec![
        ("none".to_owned(), vec![]),
        ("at the edges".to_owned(), vec![day.from, day.from, day.to - 1, day.to, day.to, day.to]),
        ("a release and its end".to_owned(), vec![FRIDAY + 9 * HOUR, FRIDAY + 9 * HOUR + 600]),
        ("all at once".to_owned(), vec![FRIDAY + HOUR; 200]),
        ("busy hour".to_owned(), busy_hour(50)),
    ];
    cases.extend((0..6).map(|seed| (format!("seed {seed}"), scattered(seed, 5 + 40 * seed as i64))));
    for width in 390..=2560 {
        let width = f64::from(width);
        for (name, times) in &cases {
            check(&flags(times, day, width), times.len(), width, &format!("{name} at {width}"));
        }
    }
}

#[test]
fn a_busy_hour_is_one_flag_of_a_day_and_falls_apart_on_zoom() {
    let times = busy_hour(50);
    for width in 390..=2560 {
        let width = f64::from(width);
        for days in [1, 7, 30] {
            let range = TimeRange::new(FRIDAY, FRIDAY + days * DAY);
            let found: Vec<String> = flags(&times, range, width).into_iter().map(|pin| pin.text).collect();
            assert_eq!(found, ["×50"], "{days} d at {width}");
        }
        let hour = TimeRange::new(FRIDAY + 11 * HOUR, FRIDAY + 12 * HOUR);
        let zoomed = flags(&times, hour, width);
        assert!(zoomed.len() >= 6, "an hour at {width}: {zoomed:?}");
        let minutes = TimeRange::new(FRIDAY + 11 * HOUR, FRIDAY + 11 * HOUR + 600);
        let inside: Vec<Time> = times.iter().copied().filter(|time| minutes.contains(*time)).collect();
        let found = flags(&inside, minutes, width);
        let single = found.iter().all(|pin| pin.members.len() == 1);
        assert!(single && found.len() == inside.len(), "ten minutes at {width}: {found:?}");
    }
}

#[test]
fn two_that_are_near_stand_in_two_lanes() {
    let places = [100.0, 104.0, 300.0];
    let found: Vec<(usize, f64, String)> =
        lane(&places, 640.0, &text_width).into_iter().map(|pin| (pin.lane, pin.left, pin.text)).collect();
    let expected = [(0, 100.0, "1"), (1, 104.0, "2"), (0, 300.0, "3")];
    assert_eq!(found, expected.map(|(lane, left, text)| (lane, left, text.to_owned())));
    let cramped = lane(&[5.0, 6.0, 7.0], 10.0, &text_width);
    assert_eq!(cramped.len(), 1, "{cramped:?}");
    assert_eq!(cramped[0].members, 0..3);
}

fn captions(titles: &[&str]) -> Vec<Caption> {
    let caption =
        |title: &&str| Caption { number: 24.0, date: text_width("12:04") + 4.0, title: text_width(title) };
    titles.iter().map(caption).collect()
}

fn check_strip(found: &Strip, captions: &[Caption], width: f64, more: f64, told: &str) {
    let is_cut = found.cells.len() < captions.len();
    for (at, cell) in found.cells.iter().enumerate() {
        assert!(cell.row < STRIP_ROWS && cell.left >= 0.0 && cell.width > 0.0, "{told}: {cell:?}");
        let room = if is_cut && cell.row + 1 == STRIP_ROWS { width - more } else { width };
        assert!(cell.left + cell.width <= room + 1e-9, "{told}: {cell:?} ends beyond {room}");
        let Caption { number, date, title } = captions[at];
        if found.dated {
            assert!(cell.width + 1e-9 >= number + date + title, "{told}: a date takes the title's room");
        }
        // Whatever is shown can be read: all of it, or the most of a long one.
        assert!(cell.width + 1e-9 >= (number + title).min(150.0).min(width), "{told}: {cell:?}");
        for other in &found.cells[at + 1..] {
            let apart = cell.left + cell.width <= other.left || other.left + other.width <= cell.left;
            assert!(apart || cell.row != other.row, "{told}: {cell:?} and {other:?}");
        }
    }
}

#[test]
fn titles_never_touch_at_any_width() {
    let long =
        "Release 2026.11.5: Retries no longer repeat an order, and invoices have a new layout".repeat(3);
    let long = long.as_str();
    let busy: Vec<&str> = (0..50).map(|at| if at % 7 == 0 { long } else { "Deploy 2026.11.5" }).collect();
    let cases: [(&str, Vec<&str>); 7] = [
        ("none", vec![]),
        ("one short", vec!["v1"]),
        ("one long", vec![long]),
        ("two long", vec![long, long]),
        ("three", vec!["Deploy 2026.11.5", "週末キャンペーン「秋の三倍祭」 / Weekend campaign", "v1"]),
        ("six long", vec![long; 6]),
        ("fifty", busy),
    ];
    for width in 390..=2560 {
        let width = f64::from(width);
        for (name, titles) in &cases {
            let captions = captions(titles);
            let found = strip(&captions, width, 40.0);
            check_strip(&found, &captions, width, 40.0, &format!("{name} at {width}"));
            assert!(found.cells.len() >= titles.len().min(2), "{name} at {width}: {found:?}");
        }
    }
}

#[test]
fn the_title_wins_over_the_date() {
    let title = "Release 2026.11.5: Shorter timeout towards the stock API";
    let needs = 24.0 + text_width(title);
    let one = captions(&[title]);
    let dated = |width: f64| strip(&one, width, 40.0).dated;
    assert!(dated(needs + 60.0));
    assert!(!dated(needs + 10.0));
    let narrow = strip(&one, 200.0, 40.0);
    assert_eq!((narrow.cells.len(), narrow.cells[0].width, narrow.dated), (1, 200.0, false));
    assert_eq!(strip(&[], 200.0, 40.0), Strip { cells: vec![], dated: true });
    assert_eq!(strip(&one, 0.0, 40.0).cells, []);
}
