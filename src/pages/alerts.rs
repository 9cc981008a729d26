//! Open and closed alerts, and one of them: side by side on wide screens, a page each on small ones.

use crate::alerts::use_open_alerts;
use crate::components::alert_row::{AlertRow, Joined, join};
use crate::components::alert_tabs::AlertTabs;
use crate::components::filter_field::{FilterField, use_query_text};
use crate::components::panel::LoadView;
use crate::components::title::page_title;
use crate::fetch::{self, Failure};
use crate::filter::matches;
use crate::i18n::{fill, t};
use crate::load::use_calls;
use crate::pages::alert::Detail;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use mackerel::alerts::{Alert, AlertStatus, ListAlerts};
use std::hash::Hash;

/// Alerts that one press of "load more" adds.
const PAGE: u32 = 50;

/// The closed alerts read so far.
#[derive(Debug, Clone, PartialEq)]
struct Closed {
    alerts: Vec<Alert>,
    /// How many pages were read.
    pages: usize,
    /// Whether there are older ones.
    more: bool,
}

/// The page; with an id in the address that alert is shown too.
#[component]
pub(crate) fn Alerts() -> impl IntoView {
    let params = use_params_map();
    let shown_id = Memo::new(move |_| params.with(|params| params.get("id")));
    let list_title = RwSignal::new(String::new());
    page_title(move || match shown_id.get() {
        Some(_) => list_title.get(),
        None => t().alerts.title.to_owned(),
    });
    let detail = move || {
        shown_id
            .get()
            .map(|id| view! { <Detail id on_title=Callback::new(move |title| list_title.set(title)) /> })
    };
    view! {
        <AlertTabs />
        <div class="alerts" class:with-detail=move || shown_id.get().is_some()>
            <section class="alert-list" aria-label=move || t().alerts.list>
                <Lists shown_id />
            </section>
            <div class="alert-detail">{detail}</div>
        </div>
    }
}

#[component]
fn Lists(shown_id: Memo<Option<String>>) -> impl IntoView {
    let (query, set_query) = use_query_text("q");
    let pages = RwSignal::new(1_usize);
    let open = use_open_alerts();
    let open_count = move || open.with(|open| open.value().map(Vec::len));
    let closed = use_calls(move || ((), pages.get()), read_closed);
    view! {
        <div class="toolbar">
            <FilterField name=|| t().alerts.filter text=query on_text=set_query />
        </div>
        <div class="stack">
            <section class="panel" aria-label=move || t().alerts.open>
                <div class="panel-head">
                    <h2>{move || t().alerts.open} " " <span class="secondary">{open_count}</span></h2>
                </div>
                <LoadView
                    load=open
                    is_empty=Vec::is_empty
                    empty=|| view! { <p>{move || t().alerts.none_open}</p> }
                    let:alerts
                >
                    <Rows alerts query shown_id />
                </LoadView>
            </section>
            <section class="panel" aria-label=move || t().alerts.closed>
                <div class="panel-head">
                    <h2>{move || t().alerts.closed}</h2>
                </div>
                <LoadView
                    load=closed
                    is_empty=|closed: &Closed| closed.alerts.is_empty() && !closed.more
                    empty=|| view! { <p>{move || t().alerts.none_closed}</p> }
                    let:closed
                >
                    <Rows alerts=Signal::derive(move || closed.with(|closed| closed.alerts.clone())) query shown_id />
                    <Show when=move || closed.with(|closed| closed.more)>
                        <div class="panel-pad row">
                            <button
                                type="button"
                                disabled=move || closed.with(|closed| closed.pages < pages.get())
                                on:click=move |_| pages.update(|pages| *pages += 1)
                            >
                                {move || t().alerts.load_more}
                            </button>
                        </div>
                    </Show>
                </LoadView>
            </section>
        </div>
    }
}

#[component]
fn Rows(
    #[prop(into)] alerts: Signal<Vec<Alert>>,
    query: Memo<String>,
    shown_id: Memo<Option<String>>,
) -> impl IntoView {
    let rows = Memo::new(move |_| {
        let mut rows = alerts.get();
        query.with(|query| rows.retain(|alert| is_match(query, alert)));
        rows
    });
    let loaded = move || alerts.with(Vec::len);
    view! {
        <Show
            when=move || rows.with(|rows| !rows.is_empty())
            fallback=move || {
                view! {
                    <p class="panel-pad secondary">{move || fill(t().alerts.none_match_loaded, &[&loaded()])}</p>
                }
            }
        >
            <ul class="alert-rows">
                <For each=move || rows.get() key=row_key let:alert>
                    <Listed alert shown_id />
                </For>
            </ul>
        </Show>
    }
}

/// A row is made anew when anything that it shows, or is found by, has changed.
fn row_key(alert: &Alert) -> impl Eq + Hash + use<> {
    let Alert { id, status, closed_at, value, message, memo, .. } = alert.clone();
    (id, status, closed_at, value.map(f64::to_bits), message, memo)
}

#[component]
fn Listed(alert: Alert, shown_id: Memo<Option<String>>) -> impl IntoView {
    let id = alert.id.clone();
    let current = Memo::new(move |_| (shown_id.get().as_ref() == Some(&id)).then_some("true"));
    view! { <AlertRow alert current /> }
}

fn is_match(query: &str, alert: &Alert) -> bool {
    if query.is_empty() {
        return true;
    }
    let Joined { title, place, finding } = join(alert);
    let texts = [Some(title), place, finding, Some(alert.memo.clone()), Some(alert.id.clone())];
    matches(query, texts.iter().flatten().map(String::as_str))
}

/// Reads so many pages of all alerts and keeps the closed ones.
async fn read_closed(pages: usize) -> Result<Closed, Failure> {
    let mut alerts = Vec::new();
    let mut next_id = None;
    for _ in 0..pages {
        let page = fetch::send(&ListAlerts { with_closed: true, next_id, limit: Some(PAGE) }).await?;
        alerts.extend(page.alerts.into_iter().filter(|alert| alert.status == AlertStatus::Ok));
        next_id = page.next_id;
        if next_id.is_none() {
            break;
        }
    }
    Ok(Closed { alerts, pages, more: next_id.is_some() })
}
