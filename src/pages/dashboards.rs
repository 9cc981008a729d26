//! Placeholder until the page lands.

use leptos::prelude::*;

/// The page.
#[component]
pub(crate) fn Dashboards() -> impl IntoView {
    view! { <h1>"Dashboards"</h1> }
}
