//! An address that is no page.

use crate::i18n::t;
use leptos::prelude::*;

/// Says so, below the shell that leads everywhere else.
#[component]
pub(crate) fn Missing() -> impl IntoView {
    view! { <p class="empty">{move || t().shell.not_found}</p> }
}
