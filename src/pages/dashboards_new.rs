//! Making a dashboard: empty, from what really posts, or from the JSON of another.

use crate::catalog::{Catalog, use_catalog};
use crate::components::dialog::Dialog;
use crate::components::editor::PathField;
use crate::components::panel::failure_text;
use crate::fetch::{self, Failure};
use crate::i18n::t;
use crate::period::use_period;
use crate::route::Page;
use dashboard::grafana::{self, Loss};
use dashboard::template::{self, path_segment};
use dashboard::text;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use mackerel::dashboards::{CreateDashboard, Dashboard};
use mackerel::graph_defs::GraphDef;
use mackerel::hosts::HostMetricNames;
use mackerel::names::is_url_path;
use mackerel::services::ServiceMetricNames;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

/// The two buttons above the list.
#[component]
pub(crate) fn MakeButtons() -> impl IntoView {
    let catalog = use_catalog();
    let (making, importing) = (RwSignal::new(false), RwSignal::new(false));
    view! {
        <Show when=move || catalog.may_write()>
            <div class="row push">
                <button type="button" aria-haspopup="dialog" on:click=move |_| importing.set(true)>
                    {move || t().editor.import}
                </button>
                <button type="button" class="primary" aria-haspopup="dialog" on:click=move |_| making.set(true)>
                    {move || t().editor.new}
                </button>
            </div>
        </Show>
        <Dialog open=making title=move || t().editor.new class="sheet">
            <New open=making />
        </Dialog>
        <Dialog open=importing title=move || t().editor.import class="wide">
            <Import open=importing />
        </Dialog>
    }
    .into_any()
}

/// What a new dashboard begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Start {
    Empty,
    Service,
    Tiers,
    Host,
}

impl Start {
    const ALL: [Self; 4] = [Self::Empty, Self::Service, Self::Tiers, Self::Host];

    fn name(self) -> &'static str {
        let texts = &t().editor;
        match self {
            Self::Empty => texts.start_empty,
            Self::Service => texts.start_service,
            Self::Tiers => texts.start_tiers,
            Self::Host => texts.start_host,
        }
    }
}

/// A write of this page: under way, or failed.
#[derive(Debug, Clone, PartialEq)]
enum Making {
    Asking,
    Busy,
    Failed(Failure),
}

#[component]
fn New(open: RwSignal<bool>) -> impl IntoView {
    let catalog = use_catalog();
    let start = RwSignal::new(Start::Empty);
    let subject = RwSignal::new(String::new());
    let (title, path) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let state = RwSignal::new(Making::Asking);
    let subjects = Memo::new(move |_| subjects(start.get(), catalog));
    Effect::new(move |_| {
        let first = subjects.with(|all| all.first().map(|(id, _)| id.clone()).unwrap_or_default());
        subject.set(first);
    });
    // A path that was not touched follows the title.
    let suggested = Memo::new(move |_| title.with(|title| path_segment(&title.trim().to_lowercase())));
    let whole_path =
        Memo::new(move |_| path.with(|path| if path.is_empty() { suggested.get() } else { path.clone() }));
    let is_path_wrong = Memo::new(move |_| whole_path.with(|path| !is_url_path(path)));
    let done = use_done(state, true);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if title.with_untracked(|title| title.trim().is_empty())
            || is_path_wrong.get_untracked()
            || state.get_untracked() == Making::Busy
        {
            return;
        }
        state.set(Making::Busy);
        let (title, path) = (title.get_untracked(), whole_path.get_untracked());
        let (start, subject) = (start.get_untracked(), subject.get_untracked());
        let done = done.clone();
        spawn_local(async move {
            let made = async {
                let begun = begin(start, subject, catalog).await?;
                let dashboard = Dashboard { title, url_path: path, ..begun };
                fetch::send(&CreateDashboard(dashboard)).await
            };
            done(made.await);
        });
    };
    view! {
        <form class="stack" on:submit=submit>
            <label class="field">
                <span>{move || t().editor.title}</span>
                <input type="text" autofocus prop:value=title on:input=move |event| title.set(event_target_value(&event)) />
            </label>
            <PathField path suggested is_wrong=is_path_wrong />
            <label class="field">
                <span>{move || t().editor.start}</span>
                <select on:change=move |event| {
                    let chosen = event_target_value(&event);
                    let found = Start::ALL.into_iter().find(|start| format!("{start:?}") == chosen);
                    start.set(found.unwrap_or(Start::Empty));
                }>
                    {move || {
                        Start::ALL.map(|start| view! { <option value=format!("{start:?}")>{start.name()}</option> }).collect_view()
                    }}
                </select>
            </label>
            <Show when=move || start.get() != Start::Empty>
                <label class="field">
                    <span>{move || t().editor.of}</span>
                    <select on:change=move |event| subject.set(event_target_value(&event))>
                        {move || {
                            let all = subjects.get().into_iter();
                            all.map(|(id, name)| view! { <option value=id>{name}</option> }).collect_view()
                        }}
                    </select>
                </label>
            </Show>
            <Words state />
            <div class="dialog-actions">
                <button type="button" on:click=move |_| open.set(false)>
                    {move || t().shell.cancel}
                </button>
                <button
                    type="submit"
                    class="primary"
                    disabled=move || {
                        state.get() == Making::Busy || title.with(|title| title.trim().is_empty()) || is_path_wrong.get()
                    }
                >
                    {move || t().editor.make}
                </button>
            </div>
        </form>
    }
    .into_any()
}

#[component]
fn Import(open: RwSignal<bool>) -> impl IntoView {
    let written = RwSignal::new(String::new());
    let read = RwSignal::new(None::<Result<(Dashboard, Vec<Loss>), String>>);
    let state = RwSignal::new(Making::Asking);
    let done = use_done(state, false);
    let chosen = move |event: web_sys::Event| {
        let input = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
        let Some(file) = input.and_then(|input| input.files()?.get(0)) else { return };
        spawn_local(async move {
            // A file that cannot be read leaves the field as it was.
            if let Some(text) = JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string()) {
                written.set(text);
                read.set(None);
            }
        });
    };
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        match read.get_untracked() {
            Some(Ok((dashboard, _))) if state.get_untracked() != Making::Busy => {
                state.set(Making::Busy);
                let done = done.clone();
                spawn_local(async move { done(fetch::send(&CreateDashboard(dashboard)).await) });
            }
            _ => read.set(Some(written.with_untracked(|text| import(text)))),
        }
    };
    let is_read = Memo::new(move |_| read.with(|read| matches!(read, Some(Ok(_)))));
    view! {
        <form class="stack" on:submit=submit>
            <p class="secondary">{move || t().editor.import_how}</p>
            <textarea
                class="json-text"
                rows="14"
                spellcheck="false"
                autofocus
                aria-label=move || t().editor.import
                prop:value=written
                on:input=move |event| {
                    written.set(event_target_value(&event));
                    read.set(None);
                }
            ></textarea>
            <label class="field">
                <span>{move || t().editor.import_file}</span>
                <input type="file" accept=".json,application/json" on:change=chosen />
            </label>
            {move || match read.get() {
                None => ().into_any(),
                Some(Err(why)) => view! { <p class="field-error prewrap" role="alert">{why}</p> }.into_any(),
                Some(Ok((dashboard, losses))) => view! { <Read dashboard losses /> }.into_any(),
            }}
            <Words state />
            <div class="dialog-actions">
                <button type="button" on:click=move |_| open.set(false)>
                    {move || t().shell.cancel}
                </button>
                <button type="submit" class="primary" disabled=move || written.with(String::is_empty) || state.get() == Making::Busy>
                    {move || if is_read.get() { t().editor.make } else { t().editor.import_read }}
                </button>
            </div>
        </form>
    }
    .into_any()
}

/// What was read, and what it lacks.
#[component]
fn Read(dashboard: Dashboard, losses: Vec<Loss>) -> impl IntoView {
    let count = dashboard.widgets.len();
    let rows = losses
        .iter()
        .map(|loss| view! { <li>{format!("{}: {}", loss.panel, loss.what)}</li> })
        .collect_view();
    let has_losses = !losses.is_empty();
    view! {
        <div role="status">
            <p>
                <strong>{dashboard.title}</strong>
                " "
                <span class="mono secondary">{dashboard.url_path}</span>
                " "
                {move || crate::i18n::fill(t().dashboards.widgets, &[&count])}
            </p>
            <Show when=move || has_losses>
                <p>{move || t().editor.import_losses}</p>
            </Show>
            <ul class="import-losses">{rows}</ul>
        </div>
    }
    .into_any()
}

#[component]
fn Words(state: RwSignal<Making>) -> impl IntoView {
    move || {
        let Making::Failed(failure) = state.get() else { return ().into_any() };
        view! { <p class="field-error" role="status">{failure_text(&failure)}</p> }.into_any()
    }
}

/// Opens what was made, in the editor when it has still to be filled, or says why there is nothing.
fn use_done(state: RwSignal<Making>, edits: bool) -> impl Fn(Result<Dashboard, Failure>) + Clone + 'static {
    let (navigate, period) = (use_navigate(), use_period());
    move |made| match made {
        Ok(dashboard) => {
            let address = untrack(|| period.href(&Page::Dashboard(dashboard.id)));
            let joint = if address.contains('?') { '&' } else { '?' };
            let address = if edits { format!("{address}{joint}edit=1") } else { address };
            navigate(&address, NavigateOptions::default());
        }
        // The dialog may be gone: the answer then needs no place.
        Err(failure) => drop(state.try_set(Making::Failed(failure))),
    }
}

/// Reads Mackerel's JSON, else Grafana's.
fn import(written: &str) -> Result<(Dashboard, Vec<Loss>), String> {
    let faults = match text::read(written) {
        Ok(dashboard) => {
            let new = Dashboard { id: String::new(), created_at: 0, updated_at: 0, ..dashboard };
            return Ok((new, Vec::new()));
        }
        Err(faults) => faults,
    };
    if let Ok(imported) = grafana::read(written) {
        return Ok((imported.dashboard, imported.losses));
    }
    let lines = faults
        .iter()
        .map(|fault| format!("{}:{} {} {}", fault.line, fault.column, fault.part, fault.message));
    Err(lines.collect::<Vec<_>>().join("\n"))
}

/// What a template can be about, by id and name.
fn subjects(start: Start, catalog: Catalog) -> Vec<(String, String)> {
    match start {
        Start::Empty => Vec::new(),
        Start::Service | Start::Tiers => catalog.services.with(|list| {
            let all = list.value().map_or(&[][..], |list| &list.services);
            all.iter().map(|service| (service.name.clone(), service.name.clone())).collect()
        }),
        Start::Host => catalog.hosts.with(|list| {
            let all = list.value().map_or(&[][..], |list| &list.hosts);
            all.iter().map(|host| (host.id.clone(), host.label().to_owned())).collect()
        }),
    }
}

/// The widgets that a template gives.
async fn begin(start: Start, subject: String, catalog: Catalog) -> Result<Dashboard, Failure> {
    let defs: Vec<GraphDef> = catalog
        .graph_defs
        .with_untracked(|defs| defs.value().map(|list| list.graph_defs.clone()).unwrap_or_default());
    Ok(match start {
        Start::Empty => empty(),
        Start::Host => {
            let metrics = fetch::send(&HostMetricNames { id: subject.clone() }).await?.names;
            let name = catalog.host(&subject).map_or_else(|| subject.clone(), |host| host.label().to_owned());
            template::host(&template::Host { id: subject, name, metrics }, &defs)
        }
        Start::Service => {
            let roles = roles_of(&subject, catalog).await?;
            let metrics = fetch::send(&ServiceMetricNames { service: subject.clone() }).await?.names;
            template::service(&subject, &roles, &metrics, &defs)
        }
        Start::Tiers => {
            let roles = roles_of(&subject, catalog).await?;
            template::tiers(&subject, &format!("{subject}/tiers"), &roles)
        }
    })
}

fn empty() -> Dashboard {
    Dashboard {
        id: String::new(),
        title: String::new(),
        memo: String::new(),
        url_path: String::new(),
        widgets: Vec::new(),
        created_at: 0,
        updated_at: 0,
        extra: serde_json::Map::new(),
    }
}

/// The roles of a service with what their first host posts.
async fn roles_of(service: &str, catalog: Catalog) -> Result<Vec<template::Role>, Failure> {
    let names = catalog.services.with_untracked(|list| {
        let all = list.value().map_or(&[][..], |list| &list.services);
        all.iter().find(|one| one.name == service).map(|one| one.roles.clone()).unwrap_or_default()
    });
    let mut roles = Vec::new();
    for name in names {
        let host = catalog.hosts.with_untracked(|list| {
            let all = list.value().map_or(&[][..], |list| &list.hosts);
            all.iter().find(|host| host.has_role(service, &name)).map(|host| host.id.clone())
        });
        let metrics = match host {
            Some(id) => fetch::send(&HostMetricNames { id }).await?.names,
            None => Vec::new(),
        };
        roles.push(template::Role { full_name: format!("{service}:{name}"), name, metrics });
    }
    Ok(roles)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_formats_are_read_and_mistakes_are_those_of_the_own_format() {
        let own = r#"{"id":"x","updatedAt":5,"title":"t","urlPath":"p","widgets":[]}"#;
        let (dashboard, losses) = import(own).expect("our own");
        assert_eq!((dashboard.id.as_str(), dashboard.updated_at, losses), ("", 0, Vec::new()));
        let (dashboard, _) = import(r#"{"title":"G","panels":[{"type":"text"}]}"#).expect("Grafana's");
        assert_eq!(dashboard.url_path, "grafana/g");
        let why = import(r#"{"title":"t","urlPath":"a b"}"#).expect_err("a bad path");
        assert!(why.contains("1:14 urlPath"), "{why}");
    }
}
