//! Deciding on the spot: editing the thresholds of a monitor, muting it, deleting it, wherever its alerts are seen.
//!
//! Whoever may not write sees the way to the monitor only.

use super::mute::MuteButton;
use crate::catalog::use_catalog;
use crate::components::dialog::Dialog;
use crate::components::link::PageLink;
use crate::components::panel::failure_text;
use crate::i18n::{fill, t};
use crate::monitors::form::{Form, Known, Problem};
use crate::monitors::words;
use crate::route::Page;
use crate::sitting::use_sitting;
use crate::write::Write;
use leptos::prelude::*;
use mackerel::monitors::Monitor;

/// The fields that are edited on the spot.
const FIELDS: [&str; 4] = ["warning", "critical", "duration", "maxCheckAttempts"];

/// The controls, for the monitor of this id; nothing where there is no such monitor, as for checks.
#[component]
pub(crate) fn Decide(
    /// The monitor's id.
    #[prop(into)]
    id: Signal<String>,
) -> impl IntoView {
    let (catalog, sitting) = (use_catalog(), use_sitting());
    let monitor = Memo::new(move |_| catalog.monitor(&id.get()));
    let is_there = Memo::new(move |_| monitor.with(Option::is_some));
    let name = Signal::derive(move || {
        monitor.with(|monitor| monitor.as_ref().map_or_else(String::new, |one| one.name.clone()))
    });
    let is_mute =
        Signal::derive(move || monitor.with(|monitor| monitor.as_ref().is_some_and(|one| one.is_mute)));
    let has_threshold = Memo::new(move |_| {
        monitor.with(|monitor| monitor.as_ref().is_some_and(|one| one.operator.is_some()))
    });
    let delete = move |_| {
        if let Some(monitor) = monitor.get_untracked() {
            sitting.delete_monitor(monitor);
        }
    };
    view! {
        <Show when=move || is_there.get()>
            <div class="row decide" role="group" aria-label=move || t().monitors.decide>
                <Show when=move || catalog.may_write()>
                    <Show when=move || has_threshold.get()>
                        <ThresholdButton id />
                    </Show>
                    <MuteButton id name is_mute />
                    <button type="button" disabled=move || sitting.is_deleting(&id.get()) on:click=delete>
                        {move || t().monitors.delete}
                    </button>
                </Show>
                <PageLink page=Signal::derive(move || Page::Monitor(id.get()))>
                    {move || t().monitors.open_editor}
                </PageLink>
            </div>
        </Show>
    }
    .into_any()
}

/// The controls of a monitor that was chosen somewhere else, such as in a long list.
#[component]
pub(crate) fn DecideDialog(
    /// Which monitor; none while nothing is chosen.
    decided: RwSignal<Option<String>>,
) -> impl IntoView {
    let (catalog, sitting) = (use_catalog(), use_sitting());
    let open = RwSignal::new(false);
    let id =
        Memo::new(move |last: Option<&String>| decided.get().or_else(|| last.cloned()).unwrap_or_default());
    Effect::new(move |_| {
        if decided.with(Option::is_some) {
            open.set(true);
        }
    });
    Effect::new(move |_| {
        if !open.get() {
            decided.set(None);
        }
    });
    // What was done can be taken back at the bottom of the page, which lies under an open dialog.
    Effect::new(move |was: Option<bool>| {
        let is_said = sitting.notice().is_some();
        if was.is_some() && is_said {
            open.set(false);
        }
        is_said
    });
    let title = move || catalog.monitor(&id.get()).map_or_else(String::new, |monitor| monitor.name);
    view! {
        <Dialog open title=title class="sheet wide">
            <p class="secondary">
                {move || catalog.monitor(&id.get()).map(|monitor| words::condition(&monitor).join(" · "))}
            </p>
            <Decide id />
        </Dialog>
    }
    .into_any()
}

#[component]
fn ThresholdButton(id: Signal<String>) -> impl IntoView {
    let open = RwSignal::new(false);
    view! {
        <button type="button" aria-haspopup="dialog" on:click=move |_| open.set(true)>
            {move || t().monitors.edit_threshold}
        </button>
        <Dialog open title=|| t().monitors.edit_threshold class="sheet">
            <Thresholds id open />
        </Dialog>
    }
}

#[component]
fn Thresholds(id: Signal<String>, open: RwSignal<bool>) -> impl IntoView {
    let (catalog, sitting, write) = (use_catalog(), use_sitting(), Write::default());
    let stored = catalog.monitor(&id.get_untracked());
    let form = RwSignal::new(stored.as_ref().map_or_else(|| Form::new("host"), Form::of));
    let has = |name: &str| {
        let kind = stored.as_ref().map_or("", |monitor| monitor.kind.as_str());
        crate::monitors::fields::fields(kind).any(|field| field.name == name)
    };
    let fields: Vec<&'static str> = FIELDS.into_iter().filter(|name| has(name)).collect();
    // What exists is not asked about here: only numbers are edited.
    let problem = {
        let fields = fields.clone();
        Memo::new(move |_| {
            let problems = form.with(|form| form.problems(&Known::default()));
            problems.into_iter().find(|(name, _)| fields.contains(name))
        })
    };
    let save = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if problem.with_untracked(Option::is_some) {
            return;
        }
        let Some(wanted) = form.with_untracked(Form::monitor) else { return };
        let change = move |monitor: &mut Monitor| {
            monitor.warning = wanted.warning;
            monitor.critical = wanted.critical;
            for name in ["duration", "maxCheckAttempts"] {
                if let Some(value) = wanted.extra.get(name) {
                    monitor.extra.insert(name.to_owned(), value.clone());
                }
            }
        };
        sitting.change_monitor(write, id.get_untracked(), change, move || open.set(false));
    };
    let said = move || match problem.get() {
        Some((name, problem)) => {
            let problem: Problem = problem;
            Some(format!("{}: {}", words::field_name(name), words::problem(&problem)))
        }
        None => write.failure().map(|failure| fill(t().monitors.not_saved, &[&failure_text(&failure)])),
    };
    let field = move |name: &'static str| {
        view! {
            <label class="field">
                <span>{move || words::field_name(name)}</span>
                <input
                    inputmode="decimal"
                    autocomplete="off"
                    prop:value=move || form.with(|form| form.get(name).to_owned())
                    on:input=move |event| form.update(|form| form.set(name, event_target_value(&event)))
                />
            </label>
        }
    };
    view! {
        <form class="stack" on:submit=save>
            <p class="secondary">{stored.as_ref().map(|monitor| monitor.name.clone())}</p>
            <div class="field-pair">{fields.into_iter().map(field).collect_view()}</div>
            <p role="alert" class:field-error=move || said().is_some()>{said}</p>
            <div class="dialog-actions">
                <button type="button" on:click=move |_| open.set(false)>{move || t().shell.cancel}</button>
                <button type="submit" class="primary" disabled=move || write.busy() || problem.with(Option::is_some)>
                    {move || t().monitors.save}
                </button>
            </div>
        </form>
    }
}
