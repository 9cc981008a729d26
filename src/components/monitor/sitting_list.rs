//! The changes of this sitting: a button that says how many, and the list with what was there before.

use crate::clock::use_clock;
use crate::components::copy::CopyButton;
use crate::components::dialog::Dialog;
use crate::i18n::{fill, lang, t};
use crate::moment;
use crate::route;
use crate::sitting::{Change, Object, difference, markdown, use_sitting, word};
use leptos::prelude::*;

/// The button; nothing before the first change.
#[component]
pub(crate) fn SittingButton() -> impl IntoView {
    let sitting = use_sitting();
    let open = RwSignal::new(false);
    view! {
        <Show when=move || { sitting.count() > 0 }>
            <button type="button" class="dense push" aria-haspopup="dialog" on:click=move |_| open.set(true)>
                {move || fill(t().monitors.sitting_count, &[&sitting.count()])}
            </button>
        </Show>
        <Dialog open title=|| t().monitors.sitting class="sheet wide">
            <Changes />
        </Dialog>
    }
    .into_any()
}

#[component]
fn Changes() -> impl IntoView {
    let sitting = use_sitting();
    let text = Signal::derive(move || markdown(&sitting.changes(), lang().texts(), moment::full));
    let href = move || text.with(|text| route::file("text/markdown", text));
    view! {
        <div class="stack">
            <Show
                when=move || { sitting.count() > 0 }
                fallback=|| view! { <p class="secondary">{move || t().monitors.sitting_none}</p> }
            >
                <ul class="stack">
                    <For each=move || sitting.changes() key=|change| change.number let:change>
                        <Shown change />
                    </For>
                </ul>
            </Show>
            <div class="dialog-actions">
                <button type="button" on:click=move |_| sitting.forget()>{move || t().monitors.sitting_clear}</button>
                <a class="button" download="battera-changes.md" href=href>{move || t().monitors.sitting_save}</a>
                <CopyButton name=move || t().monitors.sitting_copy text />
            </div>
        </div>
    }
}

#[component]
fn Shown(change: Change) -> impl IntoView {
    let clock = use_clock();
    let rows = difference(&change);
    let Change { name, what, object, at, .. } = change;
    let row = |(field, before, after): (String, String, String)| {
        let side = |text: String| {
            move || if text.is_empty() { t().monitors.change_nothing.to_owned() } else { text.clone() }
        };
        view! {
            <tr>
                <th scope="row"><code>{field}</code></th>
                <td class="prewrap">{side(before)}</td>
                <td class="prewrap">{side(after)}</td>
            </tr>
        }
    };
    let kind = move || match object {
        Object::Monitor => t().monitors.one,
        Object::Downtime => t().downtimes.one,
    };
    view! {
        <li class="sitting-change">
            <h3>{name}</h3>
            <p class="secondary">
                {kind} " · " {move || word(what, &t().monitors)} " · " {move || moment::short(at, clock.now())}
            </p>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{move || t().monitors.change_field}</th>
                        <th scope="col">{move || t().monitors.change_before}</th>
                        <th scope="col">{move || t().monitors.change_after}</th>
                    </tr>
                </thead>
                <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
            </table>
        </li>
    }
}
