//! Expressions: the field on top, the graph below, what was run before and what there is to use at the right.
//!
//! What is shown lives in the address as in Mackerel's own links: `query`, `unit` and `title`.

use crate::catalog::use_catalog;
use crate::components::expression::ExpressionField;
use crate::components::graph::GraphCard;
use crate::components::panel::Panel;
use crate::components::title::page_title;
use crate::i18n::{expression_language, t};
use crate::pages::explore_add::AddToDashboard;
use crate::query::GraphSource;
use crate::recent_expressions as recent;
use expr::{FUNCTIONS, parse};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::query_signal_with_options;
use mackerel::graph_defs::Unit;

/// Every unit with its name in the API.
const UNITS: [(&str, Unit); 9] = [
    ("float", Unit::Float),
    ("integer", Unit::Integer),
    ("percentage", Unit::Percentage),
    ("seconds", Unit::Seconds),
    ("milliseconds", Unit::Milliseconds),
    ("bytes", Unit::Bytes),
    ("bytes/sec", Unit::BytesPerSec),
    ("bits/sec", Unit::BitsPerSec),
    ("iops", Unit::Iops),
];

/// The page.
#[component]
pub fn Explore() -> impl IntoView {
    page_title(|| t().explore.title.to_owned());
    // What a person runs is a step that Back returns from.
    let step = || NavigateOptions { scroll: false, ..NavigateOptions::default() };
    let (query, set_query) = query_signal_with_options::<String>("query", step());
    let (unit, set_unit) = query_signal_with_options::<String>("unit", step());
    let (title, set_title) = query_signal_with_options::<String>("title", step());
    let shown = Memo::new(move |_| query.get().unwrap_or_default());
    let text = RwSignal::new(shown.get_untracked());
    Effect::new(move |_| text.set(shown.get()));
    let history = RwSignal::new(recent::all());
    let run = move || {
        let written = text.get_untracked().trim().to_owned();
        if !written.is_empty() && parse(&written).is_ok() {
            history.set(recent::remember(&written));
        }
        set_query.set(Some(written).filter(|written| !written.is_empty()));
    };
    let show = Callback::new(move |expression: String| {
        text.set(expression);
        run();
    });
    let chosen_unit = Memo::new(move |_| {
        let name = unit.get().unwrap_or_default();
        UNITS.iter().find(|row| row.0 == name).map_or(Unit::Float, |row| row.1)
    });
    view! {
        <div class="explore">
            <div class="stack">
                <form
                    class="panel panel-pad stack"
                    on:submit=move |event| {
                        event.prevent_default();
                        run();
                    }
                >
                    <ExpressionField text on_run=Callback::new(move |()| run()) />
                    <div class="row">
                        <button type="submit" class="primary" title=move || t().explore.run_hint>
                            {move || t().explore.run}
                        </button>
                        <label class="field-inline">
                            <span>{move || t().explore.unit}</span>
                            <select on:change=move |event| set_unit.set(Some(event_target_value(&event)).filter(|unit| unit != "float"))>
                                {UNITS
                                    .map(|(name, one)| {
                                        view! {
                                            <option value=name selected=move || chosen_unit.get() == one>{name}</option>
                                        }
                                    })
                                    .collect_view()}
                            </select>
                        </label>
                        <label class="field-inline">
                            <span>{move || t().explore.graph_title}</span>
                            <input
                                type="text"
                                prop:value=move || title.get().unwrap_or_default()
                                on:change=move |event| {
                                    set_title.set(Some(event_target_value(&event)).filter(|title| !title.is_empty()));
                                }
                            />
                        </label>
                        <Show when=move || shown.with(|shown| parse(shown).is_ok())>
                            <AddToDashboard expression=shown title=Signal::derive(move || title.get().unwrap_or_default()) />
                        </Show>
                    </div>
                </form>
                <Show when=move || !shown.with(String::is_empty) fallback=move || view! { <Examples show /> }>
                    <div class="explore-graph">
                        <GraphCard
                            source=Signal::derive(move || GraphSource::Expression { text: shown.get() })
                            title=Signal::derive(move || title.get().unwrap_or_else(|| shown.get()))
                            unit=chosen_unit
                        />
                    </div>
                </Show>
            </div>
            <div class="stack">
                <Before history show />
                <Functions />
            </div>
        </div>
    }
}

/// Expressions over what this organization really has.
#[component]
fn Examples(show: Callback<String>) -> impl IntoView {
    let catalog = use_catalog();
    let examples = Memo::new(move |_| {
        let role = catalog.first_role().unwrap_or_else(|| "shop:web".to_owned());
        [
            format!("avg(role({role}, loadavg5))"),
            format!("movingAverage(max(role({role}, loadavg5)), 1h)"),
            format!(
                "group(avg(role({role}, loadavg5)), alias(timeShift(avg(role({role}, loadavg5)), 1w), '-1w'))"
            ),
        ]
    });
    view! {
        <div class="state">
            <p>{move || t().explore.nothing}</p>
            <ul class="explore-list">
                {move || {
                    examples.get().map(|example| view! { <Expression text=example show /> }).collect_view()
                }}
            </ul>
        </div>
    }
}

/// An expression that runs when it is pressed.
#[component]
fn Expression(text: String, show: Callback<String>) -> impl IntoView {
    let shown = text.clone();
    view! {
        <li>
            <button type="button" class="quiet" title=shown.clone() on:click=move |_| show.run(text.clone())>
                <code class="clip">{shown.clone()}</code>
            </button>
        </li>
    }
}

#[component]
fn Before(history: RwSignal<Vec<String>>, show: Callback<String>) -> impl IntoView {
    let list = move || {
        let all = history.get().into_iter();
        all.map(|text| view! { <Expression text show /> }).collect_view()
    };
    view! {
        <Panel title=move || t().explore.history>
            <Show
                when=move || !history.with(Vec::is_empty)
                fallback=|| view! { <p class="panel-pad secondary">{move || t().explore.history_none}</p> }
            >
                <ul class="explore-list">{list}</ul>
                <div class="panel-pad">
                    <button
                        type="button"
                        class="quiet dense"
                        on:click=move |_| {
                            recent::forget();
                            history.set(Vec::new());
                        }
                    >
                        {move || t().explore.forget}
                    </button>
                </div>
            </Show>
        </Panel>
    }
}

/// Every function with one line of help, from the table that also evaluates them.
#[component]
fn Functions() -> impl IntoView {
    let rows = FUNCTIONS.iter().map(|function| {
        view! {
            <dt>
                <code>{function.signature()}</code>
            </dt>
            <dd class="secondary">{move || function.help.speak(expression_language())}</dd>
        }
    });
    view! {
        <Panel title=move || t().explore.functions>
            <dl class="explore-functions" tabindex="0" aria-label=move || t().explore.functions>{rows.collect_view()}</dl>
        </Panel>
    }
}
