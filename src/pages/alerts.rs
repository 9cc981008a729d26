//! Placeholder until the page lands.

use leptos::prelude::*;

/// The page.
#[component]
pub(crate) fn Alerts() -> impl IntoView {
    view! { <h1>"Alerts"</h1> }
}
