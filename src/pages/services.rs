//! Placeholder until the page lands.

use leptos::prelude::*;

/// The page.
#[component]
pub(crate) fn Services() -> impl IntoView {
    view! { <h1>"Services"</h1> }
}
