//! The pinned dashboards on the first page: one's own, then those that are pinned for everybody.
//! Without pins: one sentence and the way to the list.

use crate::components::icon::{Icon, Shape};
use crate::components::link::PageLink;
use crate::components::pin::PinButtons;
use crate::components::widget::thumbnail::Thumbnail;
use crate::i18n::t;
use crate::load::{Load, use_load};
use crate::pins;
use crate::route::Page;
use crate::team_pins::use_team_pins;
use leptos::prelude::*;
use mackerel::dashboards::{Dashboard, DashboardList, ListDashboards};

/// The pinned ids in the order of their tiles, each once; follows changes. None while that of everybody are unknown.
pub(crate) fn use_pinned() -> Signal<Option<Vec<String>>> {
    let (own, team) = (pins::pinned(), use_team_pins());
    let ids = move |_: Option<&_>| (!team.is_loading()).then(|| own.with(|own| joined(own, team.ids())));
    Memo::new(ids).into()
}

/// A tile for each pinned dashboard, in the order pinned.
#[component]
pub fn PinnedDashboards() -> impl IntoView {
    let list = use_load(|| ListDashboards);
    let pinned = use_pinned();
    view! {
        <Show
            when=move || !pinned.with(|ids| ids.as_ref().is_some_and(Vec::is_empty))
            fallback=|| view! { <NonePinned /> }
        >
            <ul class="pinned">
                <For each=move || pinned.get().unwrap_or_default() key=Clone::clone let:id>
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
    let team = use_team_pins();
    // Who may change it sees the same on a button.
    let is_marked = move || !team.may_change() && id.with_value(|id| team.has(id));
    view! {
        <li class="panel tile">
            <div class="tile-head">
                <PageLink page=Page::Dashboard(id.get_value()) class="clip">
                    {title}
                </PageLink>
                {move || {
                    is_marked()
                        .then(|| {
                            view! {
                                <span class="pinned-for-all" title=t().dashboards.pinned_for_all>
                                    <Shape icon=Icon::People />
                                    <span class="aside-text">{t().dashboards.pinned_for_all}</span>
                                </span>
                            }
                        })
                }}
                <PinButtons id=id.get_value() name=title />
            </div>
            <div class="tile-body">{move || found.get().map(|dashboard| view! { <Thumbnail dashboard /> })}</div>
        </li>
    }
}

/// One's own in their order, then those of everybody that are not among them.
fn joined(own: &[String], team: Vec<String>) -> Vec<String> {
    let others = team.into_iter().filter(|id| !own.contains(id));
    own.iter().cloned().chain(others).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_pins_come_first_and_each_is_there_once() {
        let ids = |text: &str| text.chars().map(String::from).collect::<Vec<_>>();
        for (own, team, expected) in [("", "", ""), ("", "ba", "ba"), ("ca", "", "ca"), ("ca", "bad", "cabd")]
        {
            assert_eq!(joined(&ids(own), ids(team)), ids(expected), "{own} {team}");
        }
    }
}
