//! Mouse and touch: hover reads, drag zooms, drag with Ctrl or Cmd annotates, click pins, double click goes back.
//! One finger reads while the page still scrolls up and down.

use super::{Card, Pointer, Selection};
use leptos::html;
use leptos::prelude::*;
use series::TimeRange;
use web_sys::PointerEvent;

/// A shorter drag is a click.
const DRAG_PX: f64 = 4.0;
/// The narrowest span that a drag zooms to, in seconds.
const NARROWEST_SECS: i64 = 300;

pub(crate) fn down(card: Card, plot: NodeRef<html::Div>, event: &PointerEvent) {
    let Some((x_css, y_css)) = place(plot, event) else { return };
    if event.pointer_type() == "touch" {
        card.point(Pointer { x_css, y_css, by_key: false });
        return;
    }
    if event.button() != 0 || !is_inside(card, x_css) || on_control(event) {
        return;
    }
    if let Some(element) = plot.get_untracked() {
        // Without the capture the drag ends at the edge, which is still a drag.
        let _ = element.set_pointer_capture(event.pointer_id());
    }
    let annotates = event.ctrl_key() || event.meta_key();
    card.selection.set(Some(Selection { from_x_css: x_css, to_x_css: x_css, annotates }));
}

pub(crate) fn moved(card: Card, plot: NodeRef<html::Div>, event: &PointerEvent) {
    let Some((x_css, y_css)) = place(plot, event) else { return };
    if card.selection.get_untracked().is_some() {
        card.selection.update(|selection| {
            if let Some(selection) = selection {
                selection.to_x_css = x_css;
            }
        });
    }
    if card.pinned.get_untracked() {
        return;
    }
    if is_inside(card, x_css) {
        card.point(Pointer { x_css, y_css, by_key: false });
    } else {
        card.leave();
    }
}

pub(crate) fn up(card: Card, plot: NodeRef<html::Div>, event: &PointerEvent) {
    let Some(selection) = card.selection.try_update(Option::take).flatten() else { return };
    let Some((x_css, y_css)) = place(plot, event) else { return };
    let (Some(one), Some(other)) = (card.time_at(selection.from_x_css), card.time_at(x_css)) else { return };
    let range = TimeRange::new(one.min(other), one.max(other));
    if (x_css - selection.from_x_css).abs() < DRAG_PX {
        if selection.annotates {
            card.annotate(TimeRange::new(one, one));
        } else {
            card.pinned.update(|pinned| *pinned = !*pinned);
            card.point(Pointer { x_css, y_css, by_key: false });
        }
    } else if selection.annotates {
        card.annotate(range);
    } else {
        choose(card, range);
    }
}

pub(crate) fn cancel(card: Card) {
    card.selection.set(None);
}

pub(crate) fn left(card: Card) {
    if card.selection.get_untracked().is_none() {
        card.leave();
    }
}

pub(crate) fn twice(card: Card) {
    card.pinned.set(false);
    card.chosen.set(None);
    card.zoom_out();
}

/// A plain drag: zooms at once, and offers what else the span could be for.
fn choose(card: Card, range: TimeRange) {
    card.pinned.set(false);
    card.pointer.set(None);
    card.chosen.set(Some(range));
    let lacking = (NARROWEST_SECS - range.secs()).max(0);
    card.zoom(TimeRange::new(range.from - lacking / 2, range.to + (lacking - lacking / 2)));
}

/// Where the event is in the picture, in CSS pixels.
fn place(plot: NodeRef<html::Div>, event: &PointerEvent) -> Option<(f64, f64)> {
    let rect = plot.get_untracked()?.get_bounding_client_rect();
    Some((f64::from(event.client_x()) - rect.left(), f64::from(event.client_y()) - rect.top()))
}

/// Whether the place lies between the axes, a finger's breadth of forgiveness at both sides.
fn is_inside(card: Card, x_css: f64) -> bool {
    card.frame.with_untracked(|frame| {
        frame.as_ref().is_some_and(|frame| {
            let x_px = x_css * frame.scale;
            let slack_px = 4.0 * frame.scale;
            frame.plot.left_px - slack_px <= x_px && x_px <= frame.plot.right_px() + slack_px
        })
    })
}

/// Whether the event is meant for a button over the picture.
fn on_control(event: &PointerEvent) -> bool {
    use leptos::wasm_bindgen::JsCast;
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    target.is_some_and(|element| {
        element.closest("button, a, .graph-tooltip").is_ok_and(|found| found.is_some())
    })
}
