//! One dashboard: exactly its widgets, each with its own state. What is stored is never changed by looking at it.
//!
//! The page reads the widgets once per change of the dashboard, so that a refresh keeps every graph in place.

use crate::components::dialog::Dialog;
use crate::components::link::PageLink;
use crate::components::panel::LoadView;
use crate::components::pin::PinButton;
use crate::components::title::page_title;
use crate::components::widget::board::Board;
use crate::i18n::t;
use crate::load::use_load;
use crate::route::Page;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use mackerel::dashboards::{Dashboard as Stored, GetDashboard};

/// The page.
#[component]
pub fn Dashboard() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let load = use_load(move || GetDashboard { id: id.get() });
    page_title(move || {
        let title = load.with(|load| load.value().map(|dashboard| dashboard.title.clone()));
        title.unwrap_or_else(|| t().dashboards.one.to_owned())
    });
    view! {
        <LoadView load let:dashboard>
            <Head dashboard />
            <Board widgets=Memo::new(move |_| dashboard.with(|dashboard| dashboard.widgets.clone())) />
        </LoadView>
    }
}

#[component]
fn Head(dashboard: Signal<Stored>) -> impl IntoView {
    let id = dashboard.with_untracked(|dashboard| dashboard.id.clone());
    let title = Signal::derive(move || dashboard.with(|dashboard| dashboard.title.clone()));
    let memo = Memo::new(move |_| dashboard.with(|dashboard| dashboard.memo.trim().to_owned()));
    let path = Memo::new(move |_| dashboard.with(|dashboard| dashboard.url_path.clone()));
    let json_shown = RwSignal::new(false);
    view! {
        <div class="row dashboard-head">
            <PageLink page=Page::Dashboards>{move || t().dashboards.title}</PageLink>
            <span class="mono secondary clip">{path}</span>
            <div class="row push">
                <PinButton id name=title />
                <button type="button" class="quiet" on:click=move |_| json_shown.set(true)>
                    {move || t().dashboards.json}
                </button>
            </div>
        </div>
        <Show when=move || !memo.with(String::is_empty)>
            <p class="prewrap secondary dashboard-memo">{memo}</p>
        </Show>
        <Dialog open=json_shown title=move || t().dashboards.json_title class="wide">
            <pre class="json" tabindex="0">
                {move || dashboard.with(|dashboard| serde_json::to_string_pretty(dashboard).unwrap_or_default())}
            </pre>
        </Dialog>
    }
}
