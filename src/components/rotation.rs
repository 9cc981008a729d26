//! The pinned dashboards one after the other, for a wall.
//!
//! * The pace is in the URL; the order is that of the pins on the first page. A dashboard that is not pinned turns to the first one.
//! * Whoever moves a pointer, presses a key or turns a wheel stops the turning for half a minute after the last of it;
//!   so does an open menu or dialog. A hidden tab waits.
//! * With nothing else pinned the page stays and says so.

use crate::components::pinned::use_pinned;
use crate::i18n::{fill, t};
use crate::moment;
use crate::view::{PACES_SECS, View, use_view};
use leptos::ev;
use leptos::prelude::*;
use std::time::Duration;

/// How long somebody counts as being here, in seconds.
const STAYS_SECS: u32 = 30;

/// How far the turning is.
#[derive(Clone, Copy)]
pub struct Turning {
    pace_secs: Memo<Option<u32>>,
    left_secs: RwSignal<u32>,
    stays_secs: RwSignal<u32>,
    /// The place of the dashboard among those pinned, if it is, and how many there are.
    place: Memo<(Option<usize>, usize)>,
}

/// Turns for as long as the page lives.
pub(crate) fn use_rotation(view: View) -> Turning {
    let (said, all) = (view.signal(), use_pinned());
    let pinned = Memo::new(move |_| all.get().unwrap_or_default());
    let pace_secs = Memo::new(move |_| said.with(|said| said.rotate_secs));
    let id = Memo::new(move |_| view.dashboard());
    let (left_secs, stays_secs) = (RwSignal::new(0), RwSignal::new(0));
    let place = Memo::new(move |_| {
        pinned.with(|pinned| {
            let at = id.with(|id| id.as_ref().and_then(|id| pinned.iter().position(|pin| pin == id)));
            (at, pinned.len())
        })
    });
    Effect::new(move |_| {
        id.track();
        left_secs.set(pace_secs.get().unwrap_or_default());
    });
    let here = move || {
        if pace_secs.get_untracked().is_some() && stays_secs.get_untracked() != STAYS_SECS {
            stays_secs.set(STAYS_SECS);
        }
    };
    let listeners = [
        window_event_listener(ev::pointermove, move |_| here()),
        window_event_listener(ev::pointerdown, move |_| here()),
        window_event_listener(ev::wheel, move |_| here()),
        window_event_listener(ev::keydown, move |_| here()),
    ];
    on_cleanup(move || listeners.into_iter().for_each(WindowListenerHandle::remove));
    let second = move || {
        let is_waiting = document().hidden()
            || document().query_selector(":popover-open, dialog[open]").ok().flatten().is_some();
        if pace_secs.get_untracked().is_none() || is_waiting {
            return;
        }
        if stays_secs.get_untracked() > 0 {
            stays_secs.update(|secs| *secs -= 1);
            return;
        }
        if left_secs.get_untracked() > 1 {
            left_secs.update(|secs| *secs -= 1);
            return;
        }
        left_secs.set(pace_secs.get_untracked().unwrap_or_default());
        let next = pinned.with_untracked(|pinned| {
            id.with_untracked(|id| next(pinned, id.as_deref().unwrap_or_default()).map(str::to_owned))
        });
        if let Some(next) = next {
            view.turn_to(next);
        }
    };
    if let Ok(handle) = set_interval_with_handle(second, Duration::from_secs(1)) {
        on_cleanup(move || handle.clear());
    }
    Turning { pace_secs, left_secs, stays_secs, place }
}

/// How far it is, in words; nothing without a pace.
#[component]
pub(crate) fn Rotation(rotation: Turning) -> impl IntoView {
    let Turning { pace_secs, left_secs, stays_secs, place } = rotation;
    let words = move || {
        pace_secs.get()?;
        let (at, count) = place.get();
        let texts = &t().export;
        if count == 0 || (count == 1 && at.is_some()) {
            return Some(texts.rotate_alone.to_owned());
        }
        let turn = if stays_secs.get() > 0 {
            texts.rotate_paused.to_owned()
        } else {
            fill(texts.rotate_next, &[&left_secs.get()])
        };
        Some(match at {
            Some(at) => format!("{} · {turn}", fill(texts.rotate_at, &[&(at + 1), &count])),
            None => turn,
        })
    };
    view! { <span class="small kiosk-turn">{words}</span> }
}

/// The choice of a pace.
#[component]
pub(crate) fn Pace() -> impl IntoView {
    let view = use_view();
    let said = view.signal();
    let chosen = move || said.with(|said| said.rotate_secs);
    let options = move || {
        let other = chosen().filter(|secs| !PACES_SECS.contains(secs));
        let paces = PACES_SECS.into_iter().chain(other).map(|secs| {
            let name = move || moment::largest(i64::from(secs));
            view! { <option value=secs.to_string() selected=move || chosen() == Some(secs)>{name}</option> }
        });
        paces.collect_view()
    };
    view! {
        <label class="menu-field">
            <span>{move || t().export.rotate}</span>
            <select on:change=move |event| view.rotate(event_target_value(&event).parse().ok())>
                <option value="" selected=move || chosen().is_none()>
                    {move || t().export.rotate_off}
                </option>
                {options}
            </select>
        </label>
    }
}

/// The pin after this one, round and round; `None` where it would be the same.
fn next<'a>(pinned: &'a [String], id: &str) -> Option<&'a str> {
    let at = pinned.iter().position(|pin| pin == id).map_or(0, |at| (at + 1) % pinned.len());
    pinned.get(at).map(String::as_str).filter(|next| *next != id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_pin_is_followed_by_the_first() {
        let cases: [(&[&str], &str, Option<&str>); 6] = [
            (&[], "a", None),
            (&["a"], "a", None),
            (&["a"], "b", Some("a")),
            (&["a", "b", "c"], "a", Some("b")),
            (&["a", "b", "c"], "c", Some("a")),
            (&["a", "b"], "", Some("a")),
        ];
        for (pins, id, expected) in cases {
            let pins: Vec<String> = pins.iter().map(ToString::to_string).collect();
            assert_eq!(next(&pins, id), expected, "{id} of {pins:?}");
        }
    }
}
