//! Placeholder until the page lands.

use leptos::prelude::*;

/// The page.
#[component]
pub(crate) fn Hosts() -> impl IntoView {
    view! { <h1>"Hosts"</h1> }
}
