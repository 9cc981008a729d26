//! The button that keeps a dashboard on the first page, or lets it go.

use crate::components::icon::{Icon, Shape};
use crate::i18n::{fill, t};
use crate::pins;
use leptos::prelude::*;

/// Pressed while the dashboard is pinned.
#[component]
pub fn PinButton(
    /// The dashboard's id.
    id: String,
    /// What it is called.
    #[prop(into)]
    name: Signal<String>,
) -> impl IntoView {
    let id = StoredValue::new(id);
    let pinned = Memo::new(move |_| id.with_value(|id| pins::is_pinned(id)));
    let label = move || fill(t().dashboards.pin_name, &[&name.get()]);
    view! {
        <button
            type="button"
            class="quiet icon pin"
            aria-pressed=move || pinned.get().to_string()
            aria-label=label
            title=move || if pinned.get() { t().dashboards.unpin } else { t().dashboards.pin }
            on:click=move |_| id.with_value(|id| pins::toggle(id))
        >
            <Shape icon=Icon::Pin />
        </button>
    }
}
