//! The places of the app. On small screens five of them become a bar at the bottom; expressions want a wide one.

use crate::alerts::use_open_alerts;
use crate::components::alert_tabs::ALERT_PLACE;
use crate::components::icon::{Icon, Shape};
use crate::components::link::PageLink;
use crate::components::status::alert_class;
use crate::i18n::{fill, t};
use crate::route::Page;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use mackerel::alerts::AlertStatus;

/// The navigation landmark.
#[component]
pub(crate) fn Navigation() -> impl IntoView {
    view! {
        <nav class="app-nav" aria-label=move || t().shell.navigation>
            <ul>
                <Place page=Page::Home icon=Icon::Home name=|| t().shell.home />
                <Place page=Page::Dashboards icon=Icon::Dashboards name=|| t().shell.dashboards />
                <Place page=Page::Services icon=Icon::Services name=|| t().shell.services />
                <Place page=Page::Hosts icon=Icon::Hosts name=|| t().shell.hosts />
                <Place page=Page::Alerts icon=Icon::Alerts name=|| t().shell.alerts also=ALERT_PLACE>
                    <OpenCount />
                </Place>
                <Place page=Page::Annotations icon=Icon::Flag name=|| t().annotations.title />
                <Place page=Page::Explore icon=Icon::Explore name=|| t().shell.explore />
            </ul>
        </nav>
    }
}

#[component]
fn Place(
    page: Page,
    icon: Icon,
    name: fn() -> &'static str,
    /// Other pages of the place.
    #[prop(optional)]
    also: &'static [Page],
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let path = use_location().pathname;
    let root = page.to_string();
    // A page below a place is still there, but it is not the place itself.
    let current = Memo::new(move |_| {
        path.with(|path| match path.strip_prefix(&root) {
            Some("") => Some("page"),
            Some(rest) if root != "/" && rest.starts_with('/') => Some("true"),
            _ => also.iter().any(|page| is_below(path, &page.to_string())).then_some("true"),
        })
    });
    view! {
        <li>
            <PageLink page=page current=current>
                <Shape icon />
                <span>{name}</span>
                {children.map(|children| children())}
            </PageLink>
        </li>
    }
}

/// Whether the path is this page or one below it.
fn is_below(path: &str, root: &str) -> bool {
    path.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// How many alerts are open, and the colour of the worst.
#[component]
fn OpenCount() -> impl IntoView {
    let open = use_open_alerts();
    let count = Memo::new(move |_| open.with(|open| open.value().map_or(0, Vec::len)));
    let class = move || {
        let worst = open.with(|open| open.value()?.iter().map(|alert| alert.status).max());
        format!("count {}", alert_class(worst.unwrap_or(AlertStatus::Ok)))
    };
    view! {
        <Show when=move || { count.get() > 0 }>
            <span class=class aria-label=move || fill(t().shell.open_alerts, &[&count.get()]) role="img">
                {count}
            </span>
        </Show>
    }
}
