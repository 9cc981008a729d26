//! The bars around every page.

use crate::fetch;
use crate::i18n::t;
use crate::period;
use leptos::prelude::*;

/// Navigation above, the page below.
#[component]
pub(crate) fn Shell(children: Children) -> impl IntoView {
    period::provide();
    let connected = fetch::connected();
    view! {
        <header><a href="/">{move || t().shell.home}</a></header>
        <Show when=move || !connected.get()>
            <p role="status">{move || t().shell.no_connection}</p>
        </Show>
        <main>{children()}</main>
    }
}
