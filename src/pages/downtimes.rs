//! All downtimes: a calendar of four weeks, the list with what each is for and when it is next, and the editor.

use crate::catalog::{Catalog, use_catalog};
use crate::clock::use_clock;
use crate::components::alert_tabs::AlertTabs;
use crate::components::dialog::Dialog;
use crate::components::downtime::calendar::Calendar;
use crate::components::downtime::editor::DowntimeForm;
use crate::components::filter_field::{FilterField, use_query_text};
use crate::components::panel::{LoadView, Panel};
use crate::components::title::page_title;
use crate::downtimes::words;
use crate::filter::matches;
use crate::i18n::{fill, t};
use crate::load::use_load;
use crate::moment;
use crate::sitting::use_sitting;
use leptos::prelude::*;
use mackerel::downtimes::{Downtime, DowntimeList, ListDowntimes};

/// What a new downtime lasts, in minutes.
const USUAL_MINUTES: u64 = 60;

/// The page.
#[component]
pub(crate) fn Downtimes() -> impl IntoView {
    page_title(|| t().downtimes.title.to_owned());
    let (catalog, clock) = (use_catalog(), use_clock());
    let downtimes = use_load(|| ListDowntimes);
    let (query, set_query) = use_query_text("q");
    let edited = RwSignal::new(None::<Downtime>);
    let open = RwSignal::new(false);
    let edit = Callback::new(move |downtime: Downtime| {
        if catalog.may_write() {
            edited.set(Some(downtime));
            open.set(true);
        }
    });
    let add = move |_| {
        // From the next full minute on.
        let start = (clock.now_untracked() / 60 + 1) * 60;
        edit.run(Downtime { start, duration: USUAL_MINUTES, ..Downtime::default() });
    };
    let close = Callback::new(move |()| open.set(false));
    let title = move || {
        let is_new = edited.with(|edited| edited.as_ref().is_none_or(|one| one.id.is_empty()));
        if is_new { t().downtimes.add } else { t().downtimes.edit_title }
    };
    view! {
        <AlertTabs />
        <div class="toolbar">
            <FilterField name=|| t().downtimes.filter text=query on_text=set_query />
            <Show when=move || catalog.may_write()>
                <button type="button" class="primary push" aria-haspopup="dialog" on:click=add>
                    {move || t().downtimes.add}
                </button>
            </Show>
        </div>
        <LoadView
            load=downtimes
            is_empty=|list: &DowntimeList| list.downtimes.is_empty()
            empty=|| view! { <p>{move || t().downtimes.none}</p> }
            let:list
        >
            <Listed list query edit />
        </LoadView>
        <Dialog open title=title class="sheet wide">
            {move || edited.get().map(|downtime| view! { <DowntimeForm downtime on_close=close /> })}
        </Dialog>
    }
    .into_any()
}

#[component]
fn Listed(list: Signal<DowntimeList>, query: Memo<String>, edit: Callback<Downtime>) -> impl IntoView {
    let (catalog, clock) = (use_catalog(), use_clock());
    let shown = Memo::new(move |_| {
        let mut all: Vec<Downtime> = list.with(|list| {
            list.downtimes
                .iter()
                .filter(|one| query.with(|query| fits(query, one, catalog)))
                .cloned()
                .collect()
        });
        let now = clock.now();
        // What comes next stands first, what is over last.
        all.sort_by_cached_key(|one| (one.next_beginning(now).unwrap_or(i64::MAX), one.name.clone()));
        all
    });
    view! {
        <div class="stack">
            <Panel title=|| t().downtimes.calendar_hint>
                <Calendar downtimes=shown on_choose=edit />
            </Panel>
            <Panel title=|| t().downtimes.list>
                <Show
                    when=move || shown.with(|shown| !shown.is_empty())
                    fallback=|| view! { <p class="panel-pad secondary">{move || t().downtimes.none_match}</p> }
                >
                    <div class="scroll-x">
                        <table class="downtimes">
                            <thead>
                                <tr>
                                    <th scope="col">{move || t().downtimes.column_name}</th>
                                    <th scope="col">{move || t().downtimes.column_when}</th>
                                    <th scope="col">{move || t().downtimes.column_scope}</th>
                                    <th scope="col">{move || t().downtimes.column_next}</th>
                                    <Show when=move || catalog.may_write()>
                                        <td></td>
                                    </Show>
                                </tr>
                            </thead>
                            <tbody>
                                {move || shown.get().into_iter().map(|downtime| view! { <Row downtime edit /> }).collect_view()}
                            </tbody>
                        </table>
                    </div>
                </Show>
            </Panel>
        </div>
    }
}

#[component]
fn Row(downtime: Downtime, edit: Callback<Downtime>) -> impl IntoView {
    let (catalog, clock, sitting) = (use_catalog(), use_clock(), use_sitting());
    let downtime = StoredValue::new(downtime);
    let name = downtime.with_value(|one| one.name.clone());
    let memo = downtime.with_value(|one| one.memo.clone());
    let when = move || downtime.with_value(words::when);
    let scope = move || downtime.with_value(|one| words::scope(one, |id| monitor_name(catalog, id)));
    let next = move || {
        let now = clock.now();
        downtime.with_value(|one| {
            if one.is_on(now) {
                let end = one.last_beginning(now).map(|begins| begins.saturating_add(one.length_secs()));
                return fill(t().downtimes.on_until, &[&moment::short(end.unwrap_or(now), now)]);
            }
            one.next_beginning(now)
                .map_or_else(|| t().downtimes.over.to_owned(), |next| moment::short(next, now))
        })
    };
    let is_deleting = move || downtime.with_value(|one| sitting.is_deleting(&one.id));
    let (edit_name, delete_name) = (name.clone(), name.clone());
    let controls = move || {
        let (edit_name, delete_name) = (edit_name.clone(), delete_name.clone());
        catalog.may_write().then(|| {
            view! {
                <td class="number">
                    <button
                        type="button"
                        class="dense"
                        aria-label=move || fill(t().downtimes.edit_of, &[&edit_name])
                        on:click=move |_| edit.run(downtime.get_value())
                    >
                        {move || t().downtimes.edit}
                    </button>
                    " "
                    <button
                        type="button"
                        class="dense"
                        aria-label=move || fill(t().downtimes.delete_of, &[&delete_name])
                        disabled=is_deleting
                        on:click=move |_| sitting.delete_downtime(downtime.get_value())
                    >
                        {move || t().downtimes.delete}
                    </button>
                </td>
            }
        })
    };
    view! {
        <tr class:leaving=is_deleting>
            <th scope="row" class="host-name">
                <strong>{name}</strong>
                <span class="small secondary clip">{memo}</span>
            </th>
            <td>{when}</td>
            <td>{scope}</td>
            <td class="nowrap">{next}</td>
            {controls}
        </tr>
    }
}

/// What a monitor is called; one that is gone by its id.
fn monitor_name(catalog: Catalog, id: &str) -> String {
    catalog
        .monitor(id)
        .map(|monitor| monitor.name)
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| id.to_owned())
}

fn fits(query: &str, downtime: &Downtime, catalog: Catalog) -> bool {
    let scope = words::scope(downtime, |id| monitor_name(catalog, id));
    matches(query, [downtime.name.as_str(), &downtime.memo, &scope])
}
