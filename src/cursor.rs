//! The one moment that every graph of the page points at.

use leptos::prelude::*;
use series::Time;

/// Where the pointer or the keyboard is; `None` when nowhere.
#[derive(Debug, Clone, Copy)]
pub struct Cursor(pub RwSignal<Option<Time>>);

/// Provides the cursor to everything below.
pub(crate) fn provide() {
    provide_context(Cursor(RwSignal::new(None)));
}

/// The cursor provided by the app.
pub fn use_cursor() -> Cursor {
    expect_context()
}
