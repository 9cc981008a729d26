//! An alert in a list: one link with everything that tells it from the others.

use crate::catalog::use_catalog;
use crate::components::link::PageLink;
use crate::components::moments::{Ago, At};
use crate::components::status::AlertMark;
use crate::i18n::{fill, t};
use crate::moment;
use crate::route::Page;
use crate::subject;
use leptos::prelude::*;
use mackerel::alerts::Alert;

/// Host or service, monitor and value of an alert, found through the shared lists.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Joined {
    /// The monitor's name.
    pub title: String,
    /// Host or service.
    pub place: Option<String>,
    /// Value against threshold, or what a check said.
    pub finding: Option<String>,
}

/// Joins an alert with what is known now; follows the shared lists and the language.
pub fn join(alert: &Alert) -> Joined {
    let catalog = use_catalog();
    let monitor = catalog.monitor(&alert.monitor_id);
    let host = alert.host_id.as_ref().map(|id| {
        catalog.host(id).map_or_else(|| t().alerts.gone_host.to_owned(), |host| host.label().to_owned())
    });
    Joined {
        title: subject::title(alert, monitor.as_ref()),
        place: host.or_else(|| monitor.as_ref()?.service.clone()),
        finding: subject::comparison(alert, monitor.as_ref()).or_else(|| alert.message.clone()),
    }
}

/// The row.
#[component]
pub(crate) fn AlertRow(
    /// The alert.
    alert: Alert,
    /// Whether it is the one shown beside the list.
    #[prop(optional, into)]
    current: Signal<Option<&'static str>>,
) -> impl IntoView {
    let Alert { id, status, opened_at, closed_at, .. } = alert.clone();
    let joined = Memo::new(move |_| join(&alert));
    let lasted = move || {
        closed_at.map(|closed_at| fill(t().alerts.lasted, &[&moment::duration(closed_at - opened_at)]))
    };
    view! {
        <li>
            <PageLink page=Page::Alert(id) class="alert-row" current>
                <AlertMark status />
                <span class="alert-title">{move || joined.get().title}</span>
                <span class="alert-place">{move || joined.get().place}</span>
                <span class="alert-finding">{move || joined.get().finding}</span>
                <span class="alert-opened secondary">
                    <At time=opened_at />
                    {move || lasted().map(|lasted| format!(" · {lasted}"))}
                </span>
                <span class="alert-age secondary">
                    <Ago time=opened_at />
                </span>
            </PageLink>
        </li>
    }
}
