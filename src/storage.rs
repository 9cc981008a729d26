//! What this browser remembers. A browser that forbids storage forgets every choice, nothing worse.

use leptos::prelude::window;

/// The remembered text, when there is one.
pub fn get(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

/// Remembers a text.
pub fn set(key: &str, text: &str) {
    if let Some(storage) = storage() {
        // A full or forbidden storage loses the choice with the tab.
        let _ = storage.set_item(key, text);
    }
}

/// The text that this tab remembers until it is closed, when there is one.
pub fn session(key: &str) -> Option<String> {
    session_storage()?.get_item(key).ok().flatten()
}

/// Remembers a text until the tab is closed.
pub fn set_session(key: &str, text: &str) {
    if let Some(storage) = session_storage() {
        // As above.
        let _ = storage.set_item(key, text);
    }
}

fn session_storage() -> Option<web_sys::Storage> {
    window().session_storage().ok().flatten()
}

/// Forgets a text.
pub fn remove(key: &str) {
    if let Some(storage) = storage() {
        // A forbidden storage has nothing to forget.
        let _ = storage.remove_item(key);
    }
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}
