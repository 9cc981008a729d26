//! The keyboard's way to read a graph: arrows move the cursor and the live region says the values.

use super::readout::readings;
use super::{Card, Pointer, text};
use crate::i18n::t;
use chart::Precision;
use leptos::prelude::*;
use series::{Time, TimeRange};
use web_sys::KeyboardEvent;

/// How many pixels an arrow moves the cursor, and with Shift.
const STEP_PX: f64 = 4.0;
const LEAP_PX: f64 = 40.0;
/// Most values said at once.
const SPOKEN: usize = 5;

pub(crate) fn pressed(card: Card, event: &KeyboardEvent) {
    if event.ctrl_key() || event.meta_key() || event.alt_key() || from_control(event) {
        return;
    }
    let step_px = if event.shift_key() { LEAP_PX } else { STEP_PX };
    let Some((left, right)) = edges(card) else { return };
    let at = place(card).unwrap_or(right);
    match event.key().as_str() {
        "ArrowLeft" => go(card, (at - step_px).max(left)),
        "ArrowRight" => go(card, (at + step_px).min(right)),
        "Home" => go(card, left),
        "End" => go(card, right),
        "t" | "T" => card.table.update(|open| *open = !*open),
        "+" | ";" => zoom_in(card, at),
        "-" if card.follows_period => card.period.zoom_out(),
        "Enter" | "a" => {
            let Some(time) = card.time_at(at) else { return };
            card.annotate(TimeRange::new(time, time));
        }
        "Escape" => {
            card.pinned.set(false);
            card.chosen.set(None);
            card.leave();
        }
        _ => return,
    }
    event.prevent_default();
    event.stop_propagation();
}

pub(crate) fn left(card: Card) {
    if card.pointer.get_untracked().is_some_and(|pointer| pointer.by_key) {
        card.leave();
    }
}

/// Left and right edge between the axes, in CSS pixels.
fn edges(card: Card) -> Option<(f64, f64)> {
    card.frame.with_untracked(|frame| {
        let frame = frame.as_ref()?;
        Some((frame.plot.left_px / frame.scale, frame.plot.right_px() / frame.scale))
    })
}

/// Where the cursor is on this card.
fn place(card: Card) -> Option<f64> {
    let time = card.cursor.0.get_untracked()?;
    untrack(|| card.x_of(time))
}

fn go(card: Card, x_css: f64) {
    card.pinned.set(false);
    card.point(Pointer { x_css, y_css: 0.0, by_key: true });
    if let Some(time) = card.time_at(x_css) {
        card.spoken.set(untrack(|| spoken(card, time)));
    }
}

/// The time, then the greatest values with their names.
fn spoken(card: Card, time: Time) -> String {
    let unit = card.unit.get();
    card.shown().with(|shown| {
        let visible: Vec<usize> =
            (0..shown.lines.len()).filter(|&at| card.looks.shows(&shown.lines[at])).collect();
        let found = readings(&shown.lines, &visible, time, secs_per_px(card));
        let mut words = text::moment(time);
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

fn zoom_in(card: Card, at: f64) {
    let Some(time) = card.time_at(at).filter(|_| card.follows_period) else { return };
    let range = card.shown().with_untracked(|shown| shown.range);
    let quarter = range.secs() / 4;
    let middle = time.clamp(range.from + quarter, (range.to - quarter).max(range.from + quarter));
    card.period.zoom(TimeRange::new(middle - quarter, middle + quarter));
}

/// Whether the key is meant for a button over the picture.
fn from_control(event: &KeyboardEvent) -> bool {
    use leptos::wasm_bindgen::JsCast;
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    target
        .is_some_and(|element| element.closest("button, a, input, dialog").is_ok_and(|found| found.is_some()))
}
