//! Placeholder until the page lands.

use leptos::prelude::*;

/// The page.
#[component]
pub(crate) fn Service() -> impl IntoView {
    view! { <h1>"Service"</h1> }
}
