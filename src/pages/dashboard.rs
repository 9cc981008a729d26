//! Placeholder until the page lands.

use leptos::prelude::*;

/// The page.
#[component]
pub(crate) fn Dashboard() -> impl IntoView {
    view! { <h1>"Dashboard"</h1> }
}
