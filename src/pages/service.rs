//! One service: its roles with their load, its metrics by prefix, what happened in the period.

use crate::catalog::use_catalog;
use crate::components::graph::{GraphCard, LegendStyle, span};
use crate::components::link::PageLink;
use crate::components::panel::{LoadView, Panel};
use crate::components::title::page_title;
use crate::i18n::{fill, t};
use crate::layers::{use_layers, word};
use crate::pages::host::anchor;
use crate::pages::services::RoleState;
use crate::period::use_period;
use crate::query::annotations::use_annotations;
use crate::query::{GraphSource, Scope, use_external_metrics, use_metric_names};
use crate::route::Page;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use mackerel::graphs;
use mackerel::metrics::Owner;
use std::sync::Arc;

/// The page.
#[component]
pub fn Service() -> impl IntoView {
    let params = use_params_map();
    let service: Signal<String> =
        Memo::new(move |_| params.with(|params| params.get("service").unwrap_or_default())).into();
    page_title(move || service.get());
    let catalog = use_catalog();
    let roles = Memo::new(move |_| {
        catalog.services.with(|list| {
            let all = list.value().map_or(&[][..], |list| &list.services);
            let found = all.iter().find(|one| service.with(|name| *name == one.name));
            found.map(|one| one.roles.clone()).unwrap_or_default()
        })
    });
    let names = use_metric_names(Signal::derive(move || Owner::Service(service.get())));
    let known = Memo::new(move |_| {
        catalog.services.with(|list| {
            // While the list is on its way, or cannot be had, the page is given the benefit of the doubt.
            list.value()
                .is_none_or(|list| list.services.iter().any(|one| service.with(|name| *name == one.name)))
        })
    });
    view! {
        <Show when=move || known.get() fallback=unknown>
        <div class="stack">
            <h2>{move || t().services.roles}</h2>
            <Show when=move || roles.with(Vec::is_empty)>
                <p class="secondary">{move || t().services.no_roles}</p>
            </Show>
            <div class="role-cards">
                <For each=move || roles.get() key=Clone::clone let:role>
                    <RoleCard service role />
                </For>
            </div>
            <h2>{move || t().services.service_metrics}</h2>
            <LoadView load=names let:names>
                <Metrics service names />
            </LoadView>
            <Happened service />
        </div>
        </Show>
    }
}

fn unknown() -> impl IntoView {
    view! { <p class="state">{move || t().services.unknown_service}</p> }
}

#[component]
fn RoleCard(service: Signal<String>, role: String) -> impl IntoView {
    let (linked, shown, counted, drawn) = (role.clone(), role.clone(), role.clone(), role);
    view! {
        <div class="panel role-card">
            <div class="panel-head">
                <h3 class="clip">
                    <PageLink page=Signal::derive(move || Page::Role(service.get(), linked.clone()))>{shown}</PageLink>
                </h3>
                {move || view! { <RoleState service=service.get() role=counted.clone() /> }}
            </div>
            <GraphCard
                source=Signal::derive(move || GraphSource::Role {
                    service: service.get(),
                    role: drawn.clone(),
                    name: "loadavg5".to_owned(),
                    stacked: false,
                    all_hosts: false,
                })
                legend=LegendStyle::Hidden
            />
        </div>
    }
}

#[component]
fn Metrics(service: Signal<String>, names: Signal<Arc<Vec<String>>>) -> impl IntoView {
    let catalog = use_catalog();
    let external = use_external_metrics(service);
    let list = Memo::new(move |_| {
        let defs = catalog.graph_defs.with(|defs| defs.value().map(|list| list.graph_defs.clone()));
        let mut all = names.with(|names| names.to_vec());
        all.extend(external.get().into_iter().map(|row| row.0));
        graphs::group(&all, &defs.unwrap_or_default()).into_iter().map(|graph| graph.name).collect::<Vec<_>>()
    });
    view! {
        <Show when=move || list.with(Vec::is_empty)>
            <p class="secondary">{move || fill(t().services.no_metrics, &[&service.get()])}</p>
        </Show>
        <div class="graphs">
            <For each=move || list.get() key=Clone::clone let:name>
                <ServiceGraph service name />
            </For>
        </div>
    }
}

#[component]
fn ServiceGraph(service: Signal<String>, name: String) -> impl IntoView {
    let place = anchor(&name);
    let source = Signal::derive(move || GraphSource::Service {
        service: service.get(),
        name: name.clone(),
        only: Vec::new(),
    });
    view! {
        <div id=place>
            <GraphCard source />
        </div>
    }
}

/// The annotations of the period, the newest first.
#[component]
fn Happened(service: Signal<String>) -> impl IntoView {
    let period = use_period();
    let scopes = Signal::derive(move || vec![Scope { service: service.get(), roles: None }]);
    let range = Memo::new(move |_| period.range());
    let (layers, annotations) = (use_layers(), use_annotations(scopes, range.into(), Signal::stored(true)));
    let rows = move || {
        let list = annotations.with(|annotations| layers.visible(&annotations.list));
        if list.is_empty() {
            return view! { <p class="secondary panel-pad">{t().services.no_annotations}</p> }.into_any();
        }
        let rows = list.into_iter().rev().map(|one| {
            view! {
                <li class="happened">
                    <span class=format!("strip-number {}", word(layers.of(&one))) aria-hidden="true">" "</span>
                    <span class="secondary nowrap">{span(one.range())}</span>
                    <span>{one.title}</span>
                    <span class="secondary">{one.roles.join(", ")}</span>
                </li>
            }
        });
        view! { <ul class="panel-pad">{rows.collect_view()}</ul> }.into_any()
    };
    view! { <Panel title=move || t().services.annotations>{rows}</Panel> }
}
