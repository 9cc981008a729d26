//! Placeholder until the page lands.

use leptos::prelude::*;

/// The page.
#[component]
pub(crate) fn Alert() -> impl IntoView {
    view! { <h1>"Alert"</h1> }
}
