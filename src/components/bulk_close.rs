//! Closing many alerts with one reason: a few calls at a time; those that fail are listed and stay selected.

use crate::alerts::about::Directory;
use crate::alerts::history::use_history;
use crate::alerts::use_open_alerts;
use crate::catalog::use_catalog;
use crate::clock::use_clock;
use crate::components::alert_list::Selected;
use crate::components::close_alert::ReasonField;
use crate::components::dialog::Dialog;
use crate::components::panel::failure_text;
use crate::fetch::{self, Failure};
use crate::i18n::{fill, plural, t};
use futures::StreamExt;
use futures::stream;
use leptos::prelude::*;
use leptos::task::spawn_local;
use mackerel::alerts::CloseAlert;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Calls under way at once; the rest of the page wants some too.
const AT_ONCE: usize = 4;

/// How far it has come.
#[derive(Debug, Clone, Default, PartialEq)]
struct Run {
    total: usize,
    done: usize,
    failed: Vec<(String, Failure)>,
    is_busy: bool,
}

/// The bar, while something is selected.
#[component]
pub(crate) fn BulkBar(
    /// What is selected.
    selected: Selected,
    /// The open alerts that are listed.
    open: Memo<Vec<String>>,
    /// Names of monitors.
    directory: Memo<Arc<Directory>>,
) -> impl IntoView {
    let catalog = use_catalog();
    let dialog = RwSignal::new(false);
    let count = Memo::new(move |_| selected.with(BTreeSet::len));
    // What is no longer listed, or has closed, is not closed unseen.
    Effect::new(move |_| {
        let listed: BTreeSet<String> = open.get().into_iter().collect();
        if selected.with_untracked(|selected| !selected.is_subset(&listed)) {
            selected.update(|selected| selected.retain(|id| listed.contains(id)));
        }
    });
    let is_all = move || count.get() > 0 && open.with(Vec::len) == count.get();
    let choose_all = move |event: web_sys::Event| {
        let ids = if event_target_checked(&event) { open.get_untracked() } else { Vec::new() };
        selected.set(ids.into_iter().collect());
    };
    let amount = move || plural(count.get(), t().alerts.selected_one, t().alerts.selected_many);
    let title = move || {
        fill(t().alerts.bulk_title, &[&plural(count.get(), t().alerts.count_one, t().alerts.count_many)])
    };
    view! {
        <Show when=move || catalog.may_write() && open.with(|open| !open.is_empty())>
            <div class="bulk-bar row" role="group" aria-label=move || t().alerts.bulk>
                <label class="row">
                    <input type="checkbox" prop:checked=is_all on:change=choose_all />
                    <span>{move || fill(t().alerts.select_all, &[&open.with(Vec::len)])}</span>
                </label>
                <Show when=move || { count.get() > 0 }>
                    <span role="status">{amount}</span>
                    <button type="button" class="primary dense" aria-haspopup="dialog" on:click=move |_| dialog.set(true)>
                        {move || t().alerts.bulk_close}
                    </button>
                    <button type="button" class="quiet dense" on:click=move |_| selected.set(BTreeSet::new())>
                        {move || t().alerts.select_none}
                    </button>
                </Show>
            </div>
        </Show>
        <Dialog open=dialog title class="sheet">
            <BulkForm selected open=dialog directory />
        </Dialog>
    }
}

#[component]
fn BulkForm(selected: Selected, open: RwSignal<bool>, directory: Memo<Arc<Directory>>) -> impl IntoView {
    let (clock, history) = (use_clock(), use_history());
    let reason = RwSignal::new(String::new());
    let run = RwSignal::new(Run::default());
    let close = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let ids = selected.get_untracked();
        if run.with_untracked(|run| run.is_busy) || ids.is_empty() {
            return;
        }
        run.set(Run { total: ids.len(), is_busy: true, ..Run::default() });
        let reason = reason.get_untracked();
        spawn_local(async move {
            let close = |id: String| {
                let call = CloseAlert { id: id.clone(), reason: reason.clone() };
                async move { (id, fetch::send(&call).await) }
            };
            let mut replies = stream::iter(ids).map(close).buffer_unordered(AT_ONCE);
            // The dialog, or the page, may be gone by now; the alerts close all the same.
            while let Some((id, reply)) = replies.next().await {
                let failure = match reply {
                    Ok(alert) => {
                        selected.try_update(|selected| selected.remove(&id));
                        history.learn(alert);
                        None
                    }
                    Err(failure) => Some((id, failure)),
                };
                run.try_update(|run| {
                    run.done += 1;
                    run.failed.extend(failure);
                });
            }
            let all_closed = run.try_update(|run| {
                run.is_busy = false;
                run.failed.is_empty()
            });
            clock.tick();
            if all_closed == Some(true) {
                open.try_set(false);
            }
        });
    };
    let is_busy = move || run.with(|run| run.is_busy);
    let progress =
        move || run.with(|run| run.is_busy.then(|| fill(t().alerts.bulk_progress, &[&run.done, &run.total])));
    let failed = move || run.with(|run| run.failed.clone());
    let open_alerts = use_open_alerts();
    // What could not be closed is still open.
    let title = move |id: &str| {
        open_alerts.with(|open| {
            let alert = open.value()?.iter().find(|alert| alert.id == id)?;
            Some(directory.with(|directory| directory.about(alert)).title)
        })
    };
    view! {
        <form class="stack" on:submit=close>
            <p class="secondary">{move || t().alerts.bulk_text}</p>
            <ReasonField reason />
            <p role="status">{progress}</p>
            <div role="alert" class:field-error=move || !failed().is_empty()>
                <Show when=move || !failed().is_empty()>
                    <p>{move || fill(t().alerts.bulk_failed, &[&failed().len()])}</p>
                    <ul>
                        {move || {
                            failed()
                                .into_iter()
                                .take(10)
                                .map(|(id, failure)| {
                                    let title = title(&id).unwrap_or(id);
                                    view! { <li>{title} ": " {failure_text(&failure)}</li> }
                                })
                                .collect_view()
                        }}
                    </ul>
                </Show>
            </div>
            <div class="dialog-actions">
                <button type="button" on:click=move |_| open.set(false)>{move || t().shell.cancel}</button>
                <button type="submit" class="primary" disabled=is_busy>{move || t().alerts.bulk_close}</button>
            </div>
        </form>
    }
}
