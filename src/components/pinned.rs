//! The pinned dashboards on the first page. Without pins: one sentence and the way to the list.

use crate::components::link::PageLink;
use crate::components::pin::PinButton;
use crate::components::widget::thumbnail::Thumbnail;
use crate::i18n::t;
use crate::load::{Load, use_load};
use crate::pins;
use crate::route::Page;
use leptos::prelude::*;
use mackerel::dashboards::{Dashboard, DashboardList, ListDashboards};

/// A tile for each pinned dashboard, in the order pinned.
#[component]
pub fn PinnedDashboards() -> impl IntoView {
    let list = use_load(|| ListDashboards);
    let pinned = pins::pinned();
    view! {
        <Show when=move || !pinned.with(Vec::is_empty) fallback=|| view! { <NonePinned /> }>
            <ul class="pinned">
                <For each=move || pinned.get() key=Clone::clone let:id>
                    <Tile id list />
                </For>
            </ul>
        </Show>
    }
}

#[component]
fn NonePinned() -> impl IntoView {
    view! {
        <div class="state">
            <p>{move || t().dashboards.none_pinned}</p>
            <PageLink page=Page::Dashboards>{move || t().dashboards.choose}</PageLink>
        </div>
    }
}

#[component]
fn Tile(id: String, list: Signal<Load<DashboardList>>) -> impl IntoView {
    let id = StoredValue::new(id);
    let found = Memo::new(move |_| {
        let id = id.get_value();
        list.with(|list| list.value()?.dashboards.iter().find(|dashboard| dashboard.id == id).cloned())
    });
    let title = Signal::derive(move || match found.get() {
        Some(Dashboard { title, .. }) => title,
        None if list.with(|list| matches!(list, Load::Loading)) => t().shell.loading.to_owned(),
        None if list.with(|list| list.value().is_some()) => t().dashboards.gone.to_owned(),
        None => id.get_value(),
    });
    view! {
        <li class="panel tile">
            <div class="tile-head">
                <PageLink page=Page::Dashboard(id.get_value()) class="clip">
                    {title}
                </PageLink>
                <PinButton id=id.get_value() name=title />
            </div>
            <div class="tile-body">{move || found.get().map(|dashboard| view! { <Thumbnail dashboard /> })}</div>
        </li>
    }
}
