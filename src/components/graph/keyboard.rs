//! The keyboard's way to read a graph: arrows go from sample to sample and the live region says the values.
//! Where several samples share a pixel an arrow goes a pixel on, with Shift forty.

use super::readout::readings;
use super::{Card, Pointer, text};
use crate::i18n::t;
use chart::Precision;
use leptos::prelude::*;
use series::{Time, TimeRange};
use web_sys::KeyboardEvent;

/// How many device pixels an arrow moves the cursor at least, and with Shift.
const STEP_PX: f64 = 1.0;
const LEAP_PX: f64 = 40.0;
/// Most values said at once.
const SPOKEN: usize = 5;

pub(crate) fn pressed(card: Card, event: &KeyboardEvent) {
    if event.ctrl_key() || event.meta_key() || event.alt_key() || from_control(event) {
        return;
    }
    let step_px = if event.shift_key() { LEAP_PX } else { STEP_PX };
    let Some(range) = shown_range(card) else { return };
    let at = card.cursor.0.get_untracked().filter(|&time| range.contains(time)).unwrap_or(range.to);
    match event.key().as_str() {
        "ArrowLeft" => go(card, beside(card, at, step_px, Direction::Earlier).unwrap_or(range.from)),
        "ArrowRight" => go(card, beside(card, at, step_px, Direction::Later).unwrap_or(range.to)),
        "Home" => go(card, range.from),
        "End" => go(card, range.to),
        "t" | "T" => card.table.update(|open| *open = !*open),
        "+" | ";" => zoom_in(card, at),
        "-" => card.zoom_out(),
        "Enter" | "a" => card.annotate(TimeRange::new(at, at)),
        // With nothing to let go the key belongs to the page.
        "Escape" if holds_something(card) => {
            card.pinned.set(false);
            card.chosen.set(None);
            card.leave();
        }
        _ => return,
    }
    event.prevent_default();
    event.stop_propagation();
}

fn holds_something(card: Card) -> bool {
    card.pinned.get_untracked()
        || card.chosen.with_untracked(Option::is_some)
        || card.pointer.with_untracked(Option::is_some)
}

pub(crate) fn left(card: Card) {
    if card.pointer.get_untracked().is_some_and(|pointer| pointer.by_key) {
        card.leave();
    }
}

fn shown_range(card: Card) -> Option<TimeRange> {
    card.frame.with_untracked(|frame| Some(frame.as_ref()?.x.range()))
}

#[derive(Debug, Clone, Copy)]
enum Direction {
    Earlier,
    Later,
}

/// The nearest sample of any visible line that is so many device pixels away, or the first one farther.
fn beside(card: Card, from: Time, step_px: f64, direction: Direction) -> Option<Time> {
    let range = shown_range(card)?;
    let least = ((secs_per_px(card) * step_px).floor() as i64).max(1);
    card.shown().with_untracked(|shown| {
        let visible = shown.lines.iter().filter(|line| untrack(|| card.looks.shows(line)));
        let times = visible.map(|line| line.series.times());
        match direction {
            Direction::Earlier => {
                let before = |times: &[Time]| {
                    let at = times.partition_point(|&time| time <= from - least);
                    times[..at].last().copied()
                };
                times.filter_map(before).max().filter(|&time| time >= range.from)
            }
            Direction::Later => {
                let after = |times: &[Time]| {
                    let at = times.partition_point(|&time| time < from + least);
                    times.get(at).copied()
                };
                times.filter_map(after).min().filter(|&time| time <= range.to)
            }
        }
    })
}

fn go(card: Card, time: Time) {
    let Some(x_css) = untrack(|| card.x_of(time)) else { return };
    card.pinned.set(false);
    card.point(Pointer { x_css, y_css: 0.0, by_key: true });
    card.cursor.0.set(Some(time));
    card.spoken.set(untrack(|| spoken(card, time)));
}

/// The time, then the greatest values with their names.
fn spoken(card: Card, time: Time) -> String {
    let unit = card.unit.get();
    card.shown().with(|shown| {
        let visible: Vec<usize> =
            (0..shown.lines.len()).filter(|&at| card.looks.shows(&shown.lines[at])).collect();
        let found = readings(&shown.lines, &visible, time, secs_per_px(card));
        // The time of what is read out, which is the nearest sample's.
        let nearest = found.iter().map(|reading| reading.time).min_by_key(|read| (read - time).abs());
        let mut words = text::moment(nearest.unwrap_or(time));
        for reading in found.iter().take(SPOKEN) {
            words.push_str(", ");
            words.push_str(&shown.lines[reading.line].name);
            words.push(' ');
            words.push_str(&unit.format(reading.top(), Precision::Short));
        }
        if found.is_empty() {
            words.push_str(", ");
            words.push_str(t().graph.no_value);
        }
        words
    })
}

/// Seconds that share a device pixel.
pub(crate) fn secs_per_px(card: Card) -> f64 {
    card.frame.with_untracked(|frame| {
        frame.as_ref().map_or(0.0, |frame| frame.x.range().secs() as f64 / frame.plot.width_px.max(1.0))
    })
}

fn zoom_in(card: Card, time: Time) {
    let range = card.shown().with_untracked(|shown| shown.range);
    let quarter = range.secs() / 4;
    let middle = time.clamp(range.from + quarter, (range.to - quarter).max(range.from + quarter));
    card.zoom(TimeRange::new(middle - quarter, middle + quarter));
}

/// Whether the key is meant for a button over the picture.
fn from_control(event: &KeyboardEvent) -> bool {
    use leptos::wasm_bindgen::JsCast;
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    target
        .is_some_and(|element| element.closest("button, a, input, dialog").is_ok_and(|found| found.is_some()))
}
