//! What was there besides an alert: others that were open with it, and earlier ones of its monitor and how they ended.

use crate::alerts::about::Directory;
use crate::alerts::address::use_here;
use crate::alerts::arrange::together;
use crate::alerts::history::use_history;
use crate::alerts::use_open_alerts;
use crate::clock::use_clock;
use crate::components::moments::At;
use crate::components::panel::Panel;
use crate::components::status::AlertMark;
use crate::components::walk::Walk;
use crate::i18n::{fill, t};
use crate::moment;
use crate::route::Page;
use leptos::prelude::*;
use mackerel::alerts::Alert;
use series::{Time, TimeRange};
use std::sync::Arc;

/// How far back earlier alerts are looked for at first, and how much further with each press.
const LOOK_BACK_SECS: i64 = 7 * 86_400;
const FURTHER_SECS: i64 = 30 * 86_400;
/// Most rows of either list.
const MOST: usize = 10;

/// Both lists.
#[component]
pub(crate) fn AlertContext(
    /// The alert.
    alert: Signal<Alert>,
    /// Names.
    directory: Memo<Arc<Directory>>,
) -> impl IntoView {
    let (clock, history) = (use_clock(), use_history());
    let opened_at = Memo::new(move |_| alert.with(|alert| alert.opened_at));
    let back_secs = RwSignal::new(LOOK_BACK_SECS);
    let from = Memo::new(move |_| opened_at.get() - back_secs.get());
    history.want(move || Some(from.get()));
    let open = use_open_alerts();
    let all = Memo::new(move |_| {
        let open = open.with(|open| open.value().cloned()).unwrap_or_default();
        let open: Vec<Arc<Alert>> = open.into_iter().map(Arc::new).collect();
        together(&open, &history.list())
    });
    let others = Memo::new(move |_| alert.with(|alert| all.with(|all| others(all, alert, clock.now()))));
    let earlier = Memo::new(move |_| alert.with(|alert| all.with(|all| earlier(all, alert))));
    let other_rows = move || {
        let rows = others.get().into_iter().take(MOST);
        rows.map(|alert| view! { <Row alert directory names=true /> }).collect_view()
    };
    let earlier_rows = move || {
        let rows = earlier.get().into_iter().take(MOST);
        rows.map(|alert| view! { <Row alert directory names=false /> }).collect_view()
    };
    view! {
        <Panel title=|| t().alerts.others>
            <Walk from />
            <ul class="hygiene-list">{other_rows}</ul>
            <Rest count=Signal::derive(move || others.with(Vec::len)) none=|| t().alerts.others_none />
        </Panel>
        <Panel title=|| t().alerts.previous>
            <ul class="hygiene-list">{earlier_rows}</ul>
            <Rest count=Signal::derive(move || earlier.with(Vec::len)) none=|| t().alerts.previous_none />
            <div class="panel-pad row">
                <span class="secondary">
                    {move || fill(t().alerts.looked_back, &[&moment::short(from.get(), clock.now())])}
                </span>
                <button type="button" class="dense" on:click=move |_| back_secs.update(|secs| *secs += FURTHER_SECS)>
                    {move || t().alerts.look_further}
                </button>
            </div>
        </Panel>
    }
}

#[component]
fn Row(
    alert: Arc<Alert>,
    directory: Memo<Arc<Directory>>,
    /// Whether it says which monitor; else how it ended.
    names: bool,
) -> impl IntoView {
    let (here, clock) = (use_here(), use_clock());
    let page = Page::Alert(alert.id.clone());
    let (opened_at, status) = (alert.opened_at, alert.status);
    let about = {
        let alert = Arc::clone(&alert);
        Memo::new(move |_| directory.with(|directory| directory.about(&alert)))
    };
    let ended = move || {
        let Some(closed_at) = alert.closed_at else { return t().alerts.still_open.to_owned() };
        let lasted = moment::duration(closed_at - alert.opened_at);
        match alert.reason.as_deref().map(str::trim).filter(|reason| !reason.is_empty()) {
            Some(reason) => fill(t().alerts.ended_by_hand, &[&lasted, &reason]),
            None => fill(t().alerts.ended, &[&lasted]),
        }
    };
    view! {
        <li>
            <AlertMark status />
            <a href=move || here(&page)>
                {move || {
                    if names {
                        about.with(|about| about.title.clone())
                    } else {
                        moment::short(opened_at, clock.now())
                    }
                }}
            </a>
            <span>{move || about.with(|about| about.place.clone())}</span>
            <span class="secondary">
                {names.then(|| view! { <At time=opened_at /> " · " })} {ended}
            </span>
        </li>
    }
}

/// What is left out, or that there is nothing.
#[component]
fn Rest(count: Signal<usize>, none: fn() -> &'static str) -> impl IntoView {
    move || match count.get() {
        0 => Some(view! { <p class="panel-pad secondary">{none()}</p> }.into_any()),
        count if count > MOST => {
            let more = fill(t().alerts.more, &[&(count - MOST)]);
            Some(view! { <p class="panel-pad secondary">{more}</p> }.into_any())
        }
        _ => None,
    }
}

/// Other alerts that were open at some moment of this one, those that opened nearest to it first.
fn others(all: &[Arc<Alert>], alert: &Alert, now: Time) -> Vec<Arc<Alert>> {
    let span = |alert: &Alert| {
        let end = alert.closed_at.unwrap_or(now).max(alert.opened_at);
        TimeRange::new(alert.opened_at, end)
    };
    let own = span(alert);
    let mut found: Vec<Arc<Alert>> = all
        .iter()
        .filter(|other| other.id != alert.id && span(other).intersects(own))
        .map(Arc::clone)
        .collect();
    found.sort_by_key(|other| ((other.opened_at - alert.opened_at).abs(), other.id.clone()));
    found
}

/// Earlier alerts of the same monitor, the newest first.
fn earlier(all: &[Arc<Alert>], alert: &Alert) -> Vec<Arc<Alert>> {
    let mut found: Vec<Arc<Alert>> = all
        .iter()
        .filter(|other| other.monitor_id == alert.monitor_id && other.opened_at < alert.opened_at)
        .map(Arc::clone)
        .collect();
    found.sort_by_key(|other| (std::cmp::Reverse(other.opened_at), other.id.clone()));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn alert(id: &str, monitor: &str, host: &str, opened_at: Time, closed_at: Option<Time>) -> Arc<Alert> {
        Arc::new(
            serde_json::from_value(json!({
                "id": id, "status": if closed_at.is_some() { "OK" } else { "WARNING" }, "monitorId": monitor,
                "type": "host", "hostId": host, "openedAt": opened_at, "closedAt": closed_at,
            }))
            .unwrap(),
        )
    }

    #[test]
    fn others_were_open_at_the_time_and_earlier_ones_are_of_the_same_monitor() {
        let all = [
            alert("this", "m", "h", 1_000, Some(2_000)),
            alert("before", "m", "h", 500, Some(600)),
            alert("elsewhere", "m", "g", 700, Some(800)),
            alert("long", "n", "h", 100, None),
            alert("during", "n", "h", 1_100, Some(1_200)),
            alert("after", "m", "h", 2_100, Some(2_200)),
        ];
        let ids = |alerts: Vec<Arc<Alert>>| alerts.iter().map(|alert| alert.id.clone()).collect::<Vec<_>>();
        assert_eq!(ids(others(&all, &all[0], 9_000)), ["during", "long"]);
        assert_eq!(ids(earlier(&all, &all[0])), ["elsewhere", "before"]);
        assert_eq!(ids(earlier(&all, &all[1])), Vec::<String>::new());
    }
}
