//! The buttons that keep a dashboard on the first page, or let it go: on one's own, and on everybody's.

use crate::components::icon::{Icon, Shape};
use crate::components::panel::failure_text;
use crate::i18n::{fill, t};
use crate::pins;
use crate::team_pins::use_team_pins;
use crate::write::Write;
use leptos::prelude::*;

/// One button for one's own first page, and one for everybody's where the server keeps such pins. Each is pressed
/// while the dashboard is pinned.
#[component]
pub fn PinButtons(
    /// The dashboard's id.
    id: String,
    /// What it is called.
    #[prop(into)]
    name: Signal<String>,
) -> impl IntoView {
    let team = use_team_pins();
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
        <Show when=move || team.may_change()>
            <TeamButton id name />
        </Show>
    }
    .into_any()
}

#[component]
fn TeamButton(id: StoredValue<String>, name: Signal<String>) -> impl IntoView {
    let team = use_team_pins();
    let write = Write::default();
    let pinned = Memo::new(move |_| id.with_value(|id| team.has(id)));
    let label = move || fill(t().dashboards.pin_team_name, &[&name.get()]);
    view! {
        <button
            type="button"
            class="quiet icon pin"
            aria-pressed=move || pinned.get().to_string()
            aria-label=label
            title=move || if pinned.get() { t().dashboards.unpin_team } else { t().dashboards.pin_team }
            disabled=move || write.busy()
            on:click=move |_| team.toggle(id.get_value(), write)
        >
            <Shape icon=Icon::People />
        </button>
        {move || write.failure().map(|failure| view! { <span class="field-error" role="status">{failure_text(&failure)}</span> })}
    }
    .into_any()
}
