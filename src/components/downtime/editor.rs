//! The form of a downtime, with its recurrence in words and the next five times it will be on.

use crate::catalog::use_catalog;
use crate::clock::use_clock;
use crate::components::monitor::field::{scopes, services};
use crate::components::monitor::scopes::Chosen;
use crate::components::panel::failure_text;
use crate::downtimes::draft::{Draft, KINDS, Problem, Scope};
use crate::downtimes::words;
use crate::i18n::{fill, t};
use crate::moment;
use crate::sitting::use_sitting;
use crate::write::Write;
use leptos::prelude::*;
use mackerel::downtimes::{Downtime, WEEKDAYS};

/// Times that are listed.
const NEXT: usize = 5;

/// A text of the table.
type Text = fn() -> &'static str;

/// The form.
#[component]
pub(crate) fn DowntimeForm(
    /// The downtime; one without an id is new.
    downtime: Downtime,
    /// Told when it was saved or given up.
    on_close: Callback<()>,
) -> impl IntoView {
    let (sitting, write) = (use_sitting(), Write::default());
    let before = (!downtime.id.is_empty()).then(|| downtime.clone());
    let is_new = before.is_none();
    let draft = RwSignal::new(Draft::of(&downtime));
    let problems = Memo::new(move |_| draft.with(Draft::problems));
    let is_tried = RwSignal::new(false);
    let save = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        is_tried.set(true);
        let after = draft.with_untracked(Draft::downtime).filter(|_| problems.with_untracked(Vec::is_empty));
        if let Some(after) = after {
            sitting.save_downtime(write, before.clone(), after, move || on_close.run(()));
        }
    };
    let wrong = move |is_it: fn(&Problem) -> bool| {
        let found = problems.with(|all| all.iter().find(|problem| is_it(problem)).cloned());
        found
            .filter(|problem| is_tried.get() || *problem != Problem::Name)
            .map(|problem| words::problem(&problem))
    };
    let said =
        move || write.failure().map(|failure| fill(t().downtimes.not_saved, &[&failure_text(&failure)]));
    view! {
        <form class="stack" on:submit=save novalidate>
            <Labelled name=|| t().downtimes.name problem=Signal::derive(move || wrong(|problem| *problem == Problem::Name))>
                <input
                    autofocus
                    prop:value=move || draft.with(|draft| draft.base.name.clone())
                    on:input=move |event| draft.update(|draft| draft.base.name = event_target_value(&event))
                />
            </Labelled>
            <div class="field-pair">
                <Labelled name=|| t().downtimes.start problem=Signal::derive(move || wrong(|problem| *problem == Problem::Start))>
                    <input
                        type="datetime-local"
                        prop:value=move || draft.with(|draft| draft.start.map(moment::field).unwrap_or_default())
                        on:change=move |event| draft.update(|draft| draft.start = moment::from_field(&event_target_value(&event)))
                    />
                </Labelled>
                <Labelled name=|| t().downtimes.minutes problem=Signal::derive(move || wrong(|problem| *problem == Problem::Minutes))>
                    <input
                        inputmode="numeric"
                        prop:value=move || draft.with(|draft| draft.minutes.clone())
                        on:input=move |event| draft.update(|draft| draft.minutes = event_target_value(&event))
                    />
                </Labelled>
            </div>
            <Repeats draft problem=Signal::derive(move || wrong(|problem| matches!(problem, Problem::Interval | Problem::Until))) />
            <Next draft />
            <Scopes draft />
            <p class="small problem" role="status">{move || wrong(|problem| matches!(problem, Problem::Twice(_)))}</p>
            <Labelled name=|| t().downtimes.memo problem=Signal::derive(move || wrong(|problem| *problem == Problem::Memo))>
                <textarea
                    rows="2"
                    prop:value=move || draft.with(|draft| draft.base.memo.clone())
                    on:input=move |event| draft.update(|draft| draft.base.memo = event_target_value(&event))
                ></textarea>
            </Labelled>
            <p role="alert" class:field-error=move || said().is_some()>{said}</p>
            <div class="dialog-actions">
                <button type="button" on:click=move |_| on_close.run(())>{move || t().shell.cancel}</button>
                <button type="submit" class="primary" disabled=move || write.busy()>
                    {move || if is_new { t().downtimes.create } else { t().downtimes.save }}
                </button>
            </div>
        </form>
    }
    .into_any()
}

/// A control under its name, and what is wrong with it.
#[component]
fn Labelled(name: Text, problem: Signal<Option<String>>, children: Children) -> impl IntoView {
    view! {
        <label class="field">
            <span>{name}</span>
            {children()}
            <span class="small problem-line">{move || problem.get()}</span>
        </label>
    }
}

#[component]
fn Repeats(draft: RwSignal<Draft>, problem: Signal<Option<String>>) -> impl IntoView {
    let kind = Memo::new(move |_| draft.with(|draft| draft.kind.clone()));
    let name = |kind: &str| match kind {
        "hourly" => t().downtimes.hourly,
        "daily" => t().downtimes.daily,
        "weekly" => t().downtimes.weekly,
        "monthly" => t().downtimes.monthly,
        "yearly" => t().downtimes.yearly,
        _ => t().downtimes.once,
    };
    let option = move |one: &'static str| {
        view! { <option value=one selected=move || kind.with(|kind| kind == one)>{move || name(one)}</option> }
    };
    let day = move |day: &'static str| {
        let is_chosen = move || draft.with(|draft| draft.weekdays.iter().any(|one| one == day));
        let toggle = move |_| {
            draft.update(|draft| {
                if draft.weekdays.iter().any(|one| one == day) {
                    draft.weekdays.retain(|one| one != day);
                } else {
                    draft.weekdays.push(day.to_owned());
                }
            });
        };
        view! {
            <button type="button" class="dense" aria-pressed=move || is_chosen().to_string() on:click=toggle>
                {move || words::weekday(day)}
            </button>
        }
    };
    view! {
        <label class="field">
            <span>{move || t().downtimes.repeats}</span>
            <select on:change=move |event| draft.update(|draft| draft.kind = event_target_value(&event))>
                {option("")} {KINDS.map(option).collect_view()}
            </select>
        </label>
        <Show when=move || kind.with(|kind| !kind.is_empty())>
            <div class="field-pair">
                <Labelled name=|| t().downtimes.interval problem>
                    <input
                        inputmode="numeric"
                        prop:value=move || draft.with(|draft| draft.interval.clone())
                        on:input=move |event| draft.update(|draft| draft.interval = event_target_value(&event))
                    />
                </Labelled>
                <label class="field">
                    <span>{move || t().downtimes.until}</span>
                    <input
                        type="datetime-local"
                        prop:value=move || draft.with(|draft| draft.until.map(moment::field).unwrap_or_default())
                        on:change=move |event| draft.update(|draft| draft.until = moment::from_field(&event_target_value(&event)))
                    />
                </label>
            </div>
        </Show>
        <Show when=move || kind.with(|kind| kind == "weekly")>
            <div class="field">
                <span>{move || t().downtimes.weekdays}</span>
                <div class="row" role="group" aria-label=move || t().downtimes.weekdays>
                    {WEEKDAYS.map(day).collect_view()}
                </div>
            </div>
        </Show>
    }
}

/// The recurrence in words, and the next times.
#[component]
fn Next(draft: RwSignal<Draft>) -> impl IntoView {
    let clock = use_clock();
    let downtime = Memo::new(move |_| draft.with(Draft::downtime));
    let next = move || {
        downtime.with(|downtime| {
            let downtime = downtime.as_ref()?;
            let times: Vec<_> = downtime.beginnings(clock.now()).take(NEXT).collect();
            Some(times.into_iter().map(moment::full).collect::<Vec<_>>())
        })
    };
    view! {
        <section class="next-times" aria-label=move || t().downtimes.occurrences>
            <p>{move || downtime.with(|downtime| downtime.as_ref().map(words::when))}</p>
            <h3 class="small secondary">{move || t().downtimes.occurrences}</h3>
            {move || match next() {
                Some(times) if times.is_empty() => view! { <p>{t().downtimes.no_occurrence}</p> }.into_any(),
                times => view! {
                    <ol>{times.unwrap_or_default().into_iter().map(|time| view! { <li>{time}</li> }).collect_view()}</ol>
                }
                .into_any(),
            }}
            <p class="small secondary">{move || t().downtimes.zone_hint}</p>
        </section>
    }
}

#[component]
fn Scopes(draft: RwSignal<Draft>) -> impl IntoView {
    let catalog = use_catalog();
    let of_services = Signal::derive(move || {
        services(catalog).into_iter().map(|one| (one.clone(), one)).collect::<Vec<_>>()
    });
    let of_roles = Signal::derive(move || scopes(catalog, false));
    let of_monitors = Signal::derive(move || {
        catalog.monitors.with(|list| {
            let all = list.value().map_or(&[][..], |list| &list.monitors);
            all.iter().map(|monitor| (monitor.id.clone(), monitor.name.clone())).collect::<Vec<_>>()
        })
    });
    let list = move |scope: Scope, name: Text, add: Text, choices: Signal<Vec<(String, String)>>| {
        let chosen = Signal::derive(move || draft.with(|draft| draft.scopes(scope).clone()));
        let change =
            Callback::new(move |all: Vec<String>| draft.update(|draft| draft.set_scopes(scope, all)));
        view! {
            <div class="field">
                <span>{name}</span>
                <Chosen chosen choices add name on_change=change />
            </div>
        }
    };
    view! {
        <div class="field-pair">
            {list(Scope::Services, || t().downtimes.services, || t().downtimes.add_service, of_services)}
            {list(Scope::ServicesNot, || t().downtimes.services_not, || t().downtimes.add_service, of_services)}
            {list(Scope::Roles, || t().downtimes.roles, || t().downtimes.add_role, of_roles)}
            {list(Scope::RolesNot, || t().downtimes.roles_not, || t().downtimes.add_role, of_roles)}
            {list(Scope::Monitors, || t().downtimes.monitors, || t().downtimes.add_monitor, of_monitors)}
            {list(Scope::MonitorsNot, || t().downtimes.monitors_not, || t().downtimes.add_monitor, of_monitors)}
        </div>
        <p class="small secondary">{move || t().downtimes.scope_hint}</p>
    }
}
