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
) -> impl IntoView {
    let page = Page::Alert(alert.id.clone());
    let joined = {
        let alert = alert.clone();
        Memo::new(move |_| join(&alert))
    };
    view! {
        <li>
            <PageLink page class="alert-row">
                <RowCells alert joined />
            </PageLink>
        </li>
    }
}

/// What a row says; the link around it lays it out.
#[component]
pub(crate) fn RowCells(
    /// The alert.
    alert: Alert,
    /// What it is joined with.
    #[prop(into)]
    joined: Signal<Joined>,
) -> impl IntoView {
    let Alert { status, opened_at, closed_at, memo, reason, .. } = alert;
    let lasted = move || {
        closed_at.map(|closed_at| fill(t().alerts.lasted, &[&moment::duration(closed_at - opened_at)]))
    };
    // What somebody wrote is worth a line more than what a machine did.
    let note = Some(memo).into_iter().chain(reason).find(|note| !note.trim().is_empty());
    view! {
        <AlertMark status />
        <span class="alert-title">
            {move || joined.with(|joined| joined.title.clone())}
            {note.map(|note| view! { <span class="alert-note secondary" title=note.clone()>{note.clone()}</span> })}
        </span>
        <span class="alert-place">{move || joined.with(|joined| joined.place.clone())}</span>
        <span class="alert-finding">{move || joined.with(|joined| joined.finding.clone())}</span>
        <span class="alert-opened secondary">
            <At time=opened_at />
            {move || lasted().map(|lasted| format!(" · {lasted}"))}
        </span>
        <span class="alert-age secondary">
            <Ago time=opened_at />
        </span>
    }
}
