//! Placeholder until the page lands.

use leptos::prelude::*;

/// The page.
#[component]
pub(crate) fn Home() -> impl IntoView {
    view! { <h1>"Home"</h1> }
}
