//! Placeholder until the page lands.

use leptos::prelude::*;

/// The page.
#[component]
pub(crate) fn Role() -> impl IntoView {
    view! { <h1>"Role"</h1> }
}
