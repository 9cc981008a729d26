//! One role: the graphs of all its hosts in one, then the hosts.

use crate::catalog::use_catalog;
use crate::components::graph::GraphCard;
use crate::components::link::PageLink;
use crate::components::panel::Panel;
use crate::components::status::HostMark;
use crate::components::title::page_title;
use crate::i18n::t;
use crate::load::Load;
use crate::pages::services::{RoleState, members};
use crate::query::{GraphSource, use_metric_names};
use crate::route::Page;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use mackerel::hosts::Host;
use mackerel::metrics::Owner;

/// The graphs of every role, by name.
pub(crate) const GRAPHS: [&str; 7] = [
    "loadavg5",
    "cpu.{user,iowait,system}",
    "memory.used",
    "disk.reads.delta",
    "disk.writes.delta",
    "interface.rxBytes.delta",
    "interface.txBytes.delta",
];

/// The page.
#[component]
pub fn Role() -> impl IntoView {
    let params = use_params_map();
    let param = move |name: &'static str| {
        Memo::new(move |_| params.with(|params| params.get(name).unwrap_or_default()))
    };
    let (service, role) = (param("service"), param("role"));
    page_title(move || format!("{}: {}", service.get(), role.get()));
    let catalog = use_catalog();
    let hosts = Memo::new(move |_| {
        catalog.hosts.with(|hosts| {
            let all = hosts.value().map_or(&[][..], |list| &list.hosts);
            members(all, &service.get(), &role.get()).cloned().collect::<Vec<Host>>()
        })
    });
    let known = Memo::new(move |_| {
        catalog.services.with(|list| match list {
            Load::Loading => true,
            list => list.value().is_some_and(|list| {
                let found = list.services.iter().find(|one| one.name == service.get());
                found.is_some_and(|one| one.roles.contains(&role.get()))
            }),
        })
    });
    view! {
        <p class="row page-facts">
            <PageLink page=Signal::derive(move || Page::Service(service.get()))>{service}</PageLink>
            {move || view! { <RoleState service=service.get() role=role.get() /> }}
        </p>
        <Show when=move || known.get() fallback=unknown>
            <div class="stack">
                <div class="graphs">
                    {GRAPHS.into_iter().map(|name| view! { <RoleGraph service role name=name.to_owned() /> }).collect_view()}
                </div>
                <Custom service role hosts />
                <Panel title=move || t().services.hosts>
                    <Hosts hosts />
                </Panel>
            </div>
        </Show>
    }
}

fn unknown() -> impl IntoView {
    view! { <p class="state">{move || t().services.unknown_role}</p> }
}

fn no_hosts() -> impl IntoView {
    view! { <p class="state">{move || t().services.no_hosts}</p> }
}

#[component]
fn RoleGraph(service: Memo<String>, role: Memo<String>, name: String) -> impl IntoView {
    view! {
        <GraphCard source=Signal::derive(move || GraphSource::Role {
            service: service.get(),
            role: role.get(),
            name: name.clone(),
            stacked: false,
            all_hosts: false,
        }) />
    }
}

/// A graph for each custom metric that the role's first host has.
#[component]
fn Custom(service: Memo<String>, role: Memo<String>, hosts: Memo<Vec<Host>>) -> impl IntoView {
    let first = Memo::new(move |_| hosts.with(|hosts| hosts.first().map(|host| host.id.clone())));
    move || {
        first.get().map(|id| {
            let names = use_metric_names(Signal::stored(Owner::Host(id)));
            let custom = Memo::new(move |_| {
                names.with(|names| {
                    let all = names.value().map_or(&[][..], |names| names);
                    all.iter().filter(|name| name.starts_with("custom.")).cloned().collect::<Vec<_>>()
                })
            });
            view! {
                <Show when=move || custom.with(|custom| !custom.is_empty())>
                    <h2>{move || t().services.custom}</h2>
                    <div class="graphs">
                        <For each=move || custom.get() key=Clone::clone let:name>
                            <RoleGraph service role name />
                        </For>
                    </div>
                </Show>
            }
        })
    }
}

#[component]
fn Hosts(hosts: Memo<Vec<Host>>) -> impl IntoView {
    view! {
        <Show
            when=move || hosts.with(|hosts| !hosts.is_empty())
            fallback=no_hosts
        >
            <ul class="tree-roles">
                <For each=move || hosts.get() key=|host| (host.id.clone(), host.status) let:host>
                    <HostRow host />
                </For>
            </ul>
        </Show>
    }
}

#[component]
fn HostRow(host: Host) -> impl IntoView {
    let label = host.label().to_owned();
    view! {
        <li>
            <PageLink page=Page::Host(host.id)>{label}</PageLink>
            <HostMark status=host.status />
            <span class="secondary clip">{host.memo}</span>
        </li>
    }
}
