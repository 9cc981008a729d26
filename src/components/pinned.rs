//! The pinned dashboards on the first page. Without pins: one sentence and the way to the list.

use crate::i18n::{fill, t};
use crate::load::{Load, use_load};
use crate::pins;
use crate::route::Page;
use leptos::prelude::*;
use mackerel::dashboards::{Dashboard, DashboardList, ListDashboards};

/// A tile for each pinned dashboard, in the order pinned.
#[component]
pub(crate) fn PinnedDashboards() -> impl IntoView {
    let list = use_load(|| ListDashboards);
    let pinned = pins::pinned();
    view! {
        <Show
            when=move || !pinned.with(Vec::is_empty)
            fallback=|| view! {
                <p class="empty">
                    {move || t().dashboards.none_pinned}" "
                    <a href=Page::Dashboards.to_string()>{move || t().dashboards.choose}</a>
                </p>
            }
        >
            <ul class="pinned">
                <For each=move || pinned.get() key=Clone::clone let:id>
                    <Tile id list />
                </For>
            </ul>
        </Show>
    }
}

#[component]
fn Tile(id: String, list: Signal<Load<DashboardList>>) -> impl IntoView {
    let id = StoredValue::new(id);
    let found = Memo::new(move |_| {
        let id = id.get_value();
        list.with(|list| list.value()?.dashboards.iter().find(|dashboard| dashboard.id == id).cloned())
    });
    let title = move || match found.get() {
        Some(Dashboard { title, .. }) => title,
        None if list.with(|list| matches!(list, Load::Loading)) => t().shell.loading.to_owned(),
        None if list.with(|list| list.value().is_some()) => t().dashboards.gone.to_owned(),
        None => id.get_value(),
    };
    view! {
        <li class="tile">
            <a href=Page::Dashboard(id.get_value()).to_string()>{title}</a>
            <button
                type="button"
                aria-label=move || fill(t().dashboards.unpin_name, &[&title()])
                on:click=move |_| pins::toggle(&id.get_value())
            >
                "×"
            </button>
        </li>
    }
}
