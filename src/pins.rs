//! The dashboards that this person keeps on the first page: ids in this browser's storage, in the order pinned.
//!
//! Storage that is forbidden or holds something else is an empty list; pins then live as long as the page.
//! A pin made in another tab shows up here at once.

use crate::storage;
use leptos::ev;
use leptos::prelude::*;

const STORAGE_KEY: &str = "battera.pins";

/// The pinned ids in order; follows changes, also those of other tabs.
pub fn pinned() -> Signal<Vec<String>> {
    PINS.with(|pins| pins.read_only().into())
}

/// Whether this dashboard is pinned; follows changes.
pub fn is_pinned(id: &str) -> bool {
    PINS.with(Clone::clone).with(|pins| pins.iter().any(|pin| pin == id))
}

/// Pins at the end, or takes the pin away.
pub fn toggle(id: &str) {
    let pins = PINS.with(Clone::clone);
    let next = toggled(&pins.get_untracked(), id);
    if let Ok(text) = serde_json::to_string(&next) {
        storage::set(STORAGE_KEY, &text);
    }
    pins.set(next);
}

thread_local! {
    static PINS: ArcRwSignal<Vec<String>> = start();
}

fn start() -> ArcRwSignal<Vec<String>> {
    let pins = ArcRwSignal::new(stored());
    let other_tabs = pins.clone();
    // The pins live as long as the page, and so does the listener.
    let _ = window_event_listener(ev::storage, move |event| {
        if event.key().is_none_or(|key| key == STORAGE_KEY) {
            other_tabs.set(stored());
        }
    });
    pins
}

fn stored() -> Vec<String> {
    read(storage::get(STORAGE_KEY).as_deref().unwrap_or_default())
}

/// Reads a list of ids, each once; anything else is none.
fn read(text: &str) -> Vec<String> {
    let ids: Vec<String> = serde_json::from_str(text).unwrap_or_default();
    ids.into_iter().fold(Vec::new(), |mut kept, id| {
        if !id.is_empty() && !kept.contains(&id) {
            kept.push(id);
        }
        kept
    })
}

fn toggled(pins: &[String], id: &str) -> Vec<String> {
    let mut next: Vec<String> = pins.iter().filter(|pin| *pin != id).cloned().collect();
    if next.len() == pins.len() {
        next.push(id.to_owned());
    }
    next
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anything_in_storage_is_a_list() {
        let cases: [(&str, &[&str]); 8] = [
            ("", &[]),
            ("nonsense", &[]),
            ("{\"a\":1}", &[]),
            ("[1,2]", &[]),
            ("null", &[]),
            ("[]", &[]),
            (r#"["b","a","b",""]"#, &["b", "a"]),
            (r#"["日本"]"#, &["日本"]),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn a_pin_goes_to_the_end_and_a_second_toggle_takes_it_away() {
        let cases: [(&[&str], &str, &[&str]); 4] = [
            (&[], "a", &["a"]),
            (&["a"], "a", &[]),
            (&["a", "b"], "c", &["a", "b", "c"]),
            (&["a", "b", "c"], "b", &["a", "c"]),
        ];
        for (before, id, after) in cases {
            let before: Vec<String> = before.iter().map(ToString::to_string).collect();
            assert_eq!(toggled(&before, id), after);
        }
    }
}
