//! The pages of the place "Alerts" as a row of links: which one is shown, and that the period is kept; and what was
//! changed in this sitting.

use crate::components::link::PageLink;
use crate::components::monitor::sitting_list::SittingButton;
use crate::i18n::t;
use crate::route::Page;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// A page's name in the language shown.
type Name = fn() -> &'static str;

/// The tabs, in their order.
const TABS: [(Page, Name); 4] = [
    (Page::Alerts, || t().alerts.title),
    (Page::Hygiene, || t().hygiene.title),
    (Page::Monitors, || t().monitors.title),
    (Page::Downtimes, || t().downtimes.title),
];

/// The pages of the place besides the list of alerts, for the navigation.
pub(crate) const ALERT_PLACE: &[Page] = &[Page::Hygiene, Page::Monitors, Page::Downtimes];

/// The row.
#[component]
pub(crate) fn AlertTabs() -> impl IntoView {
    let path = use_location().pathname;
    let tab = move |(page, name): (Page, Name)| {
        let root = page.to_string();
        let current = Memo::new(move |_| {
            path.with(|path| match path.strip_prefix(&root) {
                Some("") => Some("page"),
                Some(rest) if rest.starts_with('/') => Some("true"),
                _ => None,
            })
        });
        view! {
            <li>
                <PageLink page current>
                    {name}
                </PageLink>
            </li>
        }
    };
    view! {
        <nav class="tabs" aria-label=move || t().hygiene.tabs>
            <ul>{TABS.map(tab).collect_view()}</ul>
            <SittingButton />
        </nav>
    }
}
