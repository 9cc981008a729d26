//! Which layers are shown: four toggles, and the button in the page's bar that opens them.

use super::impact::use_page;
use crate::components::dialog::Dialog;
use crate::components::icon::{Icon, Shape};
use crate::i18n::{fill, t};
use crate::layers::{ALL, name, use_layers, word};
use leptos::prelude::*;

/// The button in the page's bar.
#[component]
pub(crate) fn LayerButton() -> impl IntoView {
    let layers = use_layers();
    let page = use_page();
    let open = RwSignal::new(false);
    let words = move || match layers.count() {
        count if count == ALL.len() => t().annotations.layers.to_owned(),
        count => fill(t().annotations.layers_some, &[&count]),
    };
    view! {
        <Show when=move || { page.count() > 0 }>
            <button
                type="button"
                class="layer-button"
                aria-haspopup="dialog"
                aria-pressed=move || (layers.count() < ALL.len()).to_string()
                aria-label=words
                title=words
                on:click=move |_| open.set(true)
            >
                <Shape icon=Icon::Flag />
                <span class="wide-only">{words}</span>
            </button>
            <Dialog open title=|| t().annotations.layers class="sheet">
                <p class="secondary">{move || t().annotations.layers_hint}</p>
                <LayerToggles />
            </Dialog>
        </Show>
    }
}

/// One toggle for each layer.
#[component]
pub(crate) fn LayerToggles() -> impl IntoView {
    let layers = use_layers();
    let toggles = ALL.map(|layer| {
        view! {
            <button
                type="button"
                class="dense layer-toggle"
                aria-pressed=move || layers.shows(layer).to_string()
                on:click=move |_| layers.toggle(layer)
            >
                <span class=format!("strip-number {}", word(layer)) aria-hidden="true"></span>
                {move || name(layer)}
            </button>
        }
    });
    view! {
        <div class="layer-toggles" role="group" aria-label=move || t().annotations.layers>
            {toggles.collect_view()}
        </div>
    }
}
