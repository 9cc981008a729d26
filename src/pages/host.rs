//! Placeholder until the page lands.

use leptos::prelude::*;

/// The page.
#[component]
pub(crate) fn Host() -> impl IntoView {
    view! { <h1>"Host"</h1> }
}
