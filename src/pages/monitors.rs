//! All monitors: what each calls bad and where, whether it is muted, when it last raised, how often in the period.
//!
//! Rows out of sight are not laid out, so that a thousand stay fluid. Filter and type live in the URL.

use crate::alerts::history::use_history;
use crate::catalog::use_catalog;
use crate::clock::use_clock;
use crate::components::alert_tabs::AlertTabs;
use crate::components::filter_field::{FilterField, use_query_text};
use crate::components::link::PageLink;
use crate::components::moments::Ago;
use crate::components::monitor::mute::MuteButton;
use crate::components::panel::LoadView;
use crate::components::title::page_title;
use crate::filter::matches;
use crate::i18n::{fill, t};
use crate::monitors::fields::KINDS;
use crate::monitors::words;
use crate::period::use_period;
use crate::route::Page;
use crate::sitting::use_sitting;
use crate::subject;
use leptos::prelude::*;
use mackerel::monitors::{Monitor, MonitorList};
use series::Time;
use std::collections::BTreeMap;
use std::sync::Arc;

/// How often a monitor raised in the period, and when it last did.
type Fired = BTreeMap<String, (usize, Time)>;

/// The page.
#[component]
pub(crate) fn Monitors() -> impl IntoView {
    page_title(|| t().monitors.title.to_owned());
    let catalog = use_catalog();
    let add = move || {
        catalog.may_write().then(|| {
            view! { <a class="button primary" href="/monitors/new">{move || t().monitors.add}</a> }
        })
    };
    view! {
        <AlertTabs />
        <LoadView
            load=catalog.monitors
            is_empty=|list: &MonitorList| list.monitors.is_empty()
            empty=move || view! { <p>{move || t().monitors.none}</p> {add} }
            let:list
        >
            <Listed list />
        </LoadView>
    }
}

#[component]
fn Listed(list: Signal<MonitorList>) -> impl IntoView {
    let catalog = use_catalog();
    let (query, set_query) = use_query_text("q");
    let (kind, set_kind) = use_query_text("type");
    let fired = use_fired();
    let rows = Memo::new(move |_| {
        list.with(|list| {
            let wanted = |monitor: &&Monitor| {
                kind.with(|kind| kind.is_empty() || *kind == monitor.kind)
                    && query.with(|query| query.is_empty() || fits(query, monitor))
            };
            list.monitors.iter().filter(wanted).map(|monitor| Arc::new(monitor.clone())).collect::<Vec<_>>()
        })
    });
    let shown = Memo::new(move |_| rows.with(Vec::len));
    let counted = move || match (shown.get(), list.with(|list| list.monitors.len())) {
        (shown, all) if shown == all => fill(t().monitors.counted, &[&all]),
        (shown, all) => fill(t().monitors.counted_of, &[&shown, &all]),
    };
    view! {
        <div class="toolbar">
            <FilterField name=|| t().monitors.filter text=query on_text=set_query />
            <select aria-label=move || t().monitors.kind on:change=move |event| set_kind(event_target_value(&event))>
                <option value="" selected=move || kind.with(String::is_empty)>{move || t().monitors.any_kind}</option>
                {KINDS
                    .map(|one| {
                        view! {
                            <option value=one selected=move || kind.with(|kind| kind == one)>
                                {move || subject::kind_name(one)}
                            </option>
                        }
                    })
                    .collect_view()}
            </select>
            <span class="secondary" role="status">{counted}</span>
            <Show when=move || catalog.may_write()>
                <a class="button primary push" href="/monitors/new">{move || t().monitors.add}</a>
            </Show>
        </div>
        <Show
            when=move || { shown.get() > 0 }
            fallback=|| view! { <div class="panel state"><p>{move || t().monitors.none_match}</p></div> }
        >
            <div class="panel monitor-list">
                // Each row says by itself what it is; the headings are for the eye.
                <div class="monitor-row monitor-heads" aria-hidden="true">
                    <span>{move || t().monitors.column_name}</span>
                    <span>{move || t().monitors.column_condition}</span>
                    <span>{move || t().monitors.column_scope}</span>
                    <span>{move || t().monitors.column_last}</span>
                    <span class="number">{move || t().monitors.column_count}</span>
                    <span class="number">{move || t().monitors.column_mute}</span>
                </div>
                <ul aria-label=move || t().monitors.title>
                    <For each=move || rows.get() key=|row| Arc::as_ptr(row) as usize let:row>
                        <Row monitor=row fired />
                    </For>
                </ul>
            </div>
        </Show>
    }
}

#[component]
fn Row(monitor: Arc<Monitor>, fired: Memo<Option<Fired>>) -> impl IntoView {
    let (catalog, sitting) = (use_catalog(), use_sitting());
    let Monitor { id, name, kind, is_mute, .. } = (*monitor).clone();
    let label = if name.is_empty() { subject::kind_name(&kind) } else { name.clone() };
    let is_deleting = {
        let id = id.clone();
        move || sitting.is_deleting(&id)
    };
    let condition = {
        let monitor = Arc::clone(&monitor);
        move || words::condition(&monitor).join(" · ")
    };
    let scope = {
        let monitor = Arc::clone(&monitor);
        move || words::scope(&monitor)
    };
    let is_unevaluated = {
        let kind = kind.clone();
        Memo::new(move |_| {
            catalog.capabilities.with(|known| {
                known.value().is_some_and(|known| {
                    !known.evaluated_monitors.is_empty() && !known.evaluated_monitors.contains(&kind)
                })
            })
        })
    };
    let (last, count) = {
        let (id, other) = (id.clone(), id.clone());
        let last = Memo::new(move |_| fired.with(|fired| Some(fired.as_ref()?.get(&id)?.1)));
        let count = move || {
            fired.with(|fired| fired.as_ref().map(|fired| fired.get(&other).map_or(0, |found| found.0)))
        };
        (last, count)
    };
    let last_words = move || match (fired.with(Option::is_some), last.get()) {
        (_, Some(time)) => view! { <Ago time /> }.into_any(),
        (true, None) => view! { {move || t().monitors.never_fired} }.into_any(),
        (false, None) => view! { {move || t().monitors.counting} }.into_any(),
    };
    let alerts = {
        let id = id.clone();
        move || {
            format!(
                "{}&monitor={}",
                crate::period::address(&Page::Alerts, use_period().window()),
                crate::route::encode(&id)
            )
        }
    };
    let kind_words = move || subject::kind_name(&kind);
    let controls = {
        let (id, label) = (id.clone(), label.clone());
        move || {
            catalog.may_write().then(|| view! {
                <MuteButton id=id.clone() name=label.clone() is_mute=Signal::stored(is_mute) is_row=true />
            })
        }
    };
    view! {
        <li class="monitor-row" class:leaving=is_deleting>
            <div class="monitor-name">
                <PageLink page=Page::Monitor(id)>{label}</PageLink>
                <span class="small secondary">
                    {kind_words}
                    {move || is_unevaluated.get().then(|| view! {
                        " · "
                        <span title=t().monitors.not_evaluated>{t().monitors.not_evaluated_short}</span>
                    })}
                </span>
            </div>
            <span class="monitor-condition">{condition}</span>
            <span class="monitor-scope secondary">{scope}</span>
            <span class="monitor-last secondary">
                <span class="narrow-label">{move || t().monitors.column_last} ": "</span>
                {last_words}
            </span>
            <a class="monitor-count number" href=alerts aria-label=move || format!("{}: {}", t().monitors.column_count, count().map_or_else(String::new, |count| count.to_string()))>
                <span class="narrow-label">{move || t().monitors.column_count} ": "</span>
                {count.clone()}
            </a>
            <div class="monitor-mute">
                {is_mute.then(|| view! { <span class="chip">{move || t().monitors.muted}</span> })}
                {controls}
            </div>
        </li>
    }
}

fn fits(query: &str, monitor: &Monitor) -> bool {
    let (condition, scope, kind) =
        (words::condition(monitor).join(" "), words::scope(monitor), subject::kind_name(&monitor.kind));
    let texts = [&monitor.name, &monitor.memo, &monitor.id, &condition, &scope, &kind];
    matches(query, texts.into_iter().map(String::as_str))
}

/// Alerts of the page's period by monitor; `None` while they are being read.
fn use_fired() -> Memo<Option<Fired>> {
    let (history, period, clock) = (use_history(), use_period(), use_clock());
    // A period that ends now moves on with every tick; only its length is a new question.
    let range = Memo::new(move |_| period.range());
    history.want(move || Some(range.get().from));
    Memo::new(move |_| {
        clock.now();
        let range = range.get();
        let mut fired = Fired::new();
        for alert in history.list().iter().filter(|alert| range.contains(alert.opened_at)) {
            let (count, last) = fired.entry(alert.monitor_id.clone()).or_insert((0, Time::MIN));
            *count += 1;
            *last = (*last).max(alert.opened_at);
        }
        history.covers(range.from).then_some(fired)
    })
}
