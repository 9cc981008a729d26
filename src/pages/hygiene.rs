//! Which monitors only make noise, which alerts nobody looks after, and what is not watched at all.

use crate::components::alert_tabs::AlertTabs;
use crate::components::panel::Panel;
use crate::components::title::page_title;
use crate::i18n::t;
use leptos::prelude::*;

/// The page.
#[component]
pub(crate) fn Hygiene() -> impl IntoView {
    page_title(|| t().hygiene.page_title.to_owned());
    view! {
        <AlertTabs />
        <Panel title=|| t().hygiene.definitions>""</Panel>
    }
}
