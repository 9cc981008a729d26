//! The mark: a block of pressed sushi with three mackerel stripes, in one colour. Also the loading sign.

use leptos::prelude::*;

/// Drawn in the current colour; says nothing to assistive tools.
#[component]
pub(crate) fn Mark() -> impl IntoView {
    view! {
        <svg class="mark" viewBox="0 0 28 20" aria-hidden="true" focusable="false">
            <path
                fill-rule="evenodd"
                d="M5 2h18a4 4 0 0 1 4 4v8a4 4 0 0 1-4 4H5a4 4 0 0 1-4-4V6a4 4 0 0 1 4-4z\
                   M5.5 14.5h2.6l5-9h-2.6z M11.7 14.5h2.6l5-9h-2.6z M17.9 14.5h2.6l5-9h-2.6z"
            />
        </svg>
    }
}
