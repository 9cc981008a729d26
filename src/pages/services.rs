//! The tree of services and roles, with how many hosts each role has and the worst that is open there.

use crate::alerts::use_open_alerts;
use crate::catalog::use_catalog;
use crate::components::link::PageLink;
use crate::components::panel::LoadView;
use crate::components::status::AlertMark;
use crate::components::title::page_title;
use crate::i18n::{fill, t};
use crate::route::Page;
use leptos::prelude::*;
use mackerel::alerts::{Alert, AlertStatus};
use mackerel::hosts::Host;
use mackerel::services::{Service, ServiceList};

/// The page.
#[component]
pub fn Services() -> impl IntoView {
    page_title(|| t().services.title.to_owned());
    let catalog = use_catalog();
    view! {
        <LoadView
            load=catalog.services
            is_empty=no_services
            empty=none_yet
            let:list
        >
            <ul class="tree">
                <For each=move || list.get().services key=|service| (service.name.clone(), service.roles.clone()) let:service>
                    <Tree service />
                </For>
            </ul>
        </LoadView>
    }
}

fn no_services(list: &ServiceList) -> bool {
    list.services.is_empty()
}

fn none_yet() -> impl IntoView {
    view! { <p>{move || t().services.none}</p> }
}

#[component]
fn Tree(service: Service) -> impl IntoView {
    let name = service.name.clone();
    let memo = service.memo.trim().to_owned();
    let no_roles = service.roles.is_empty();
    let roles = service.roles.into_iter().map(|role| {
        let service = name.clone();
        let (linked, shown) = (role.clone(), role.clone());
        view! {
            <li>
                <PageLink page=Page::Role(service.clone(), linked)>{shown}</PageLink>
                <RoleState service role />
            </li>
        }
    });
    let roles = roles.collect_view();
    view! {
        <li class="panel">
            <div class="panel-head">
                <h2 class="clip">
                    <PageLink page=Page::Service(name.clone())>{name.clone()}</PageLink>
                </h2>
                <span class="secondary clip">{memo}</span>
            </div>
            <ul class="tree-roles">{roles}</ul>
            {no_roles.then(|| view! { <p class="panel-pad secondary">{move || t().services.no_roles}</p> })}
        </li>
    }
}

/// How many hosts a role has, and the worst alert that is open on one of them.
#[component]
pub(crate) fn RoleState(service: String, role: String) -> impl IntoView {
    let (catalog, alerts) = (use_catalog(), use_open_alerts());
    let state = Memo::new(move |_| {
        let ids: Vec<String> = catalog.hosts.with(|hosts| {
            let all = hosts.value().map_or(&[][..], |list| &list.hosts);
            members(all, &service, &role).map(|host| host.id.clone()).collect()
        });
        let (open, worst) = alerts.with(|alerts| at(alerts.value().map_or(&[][..], |alerts| alerts), &ids));
        (ids.len(), open, worst)
    });
    view! {
        <span class="secondary">
            {move || match state.get().0 {
                1 => t().services.host_count_one.to_owned(),
                count => fill(t().services.host_count, &[&count]),
            }}
        </span>
        {move || {
            let (_, open, worst) = state.get();
            worst
                .map(|worst| {
                    let words = if open == 1 {
                        t().services.open_alerts_one.to_owned()
                    } else {
                        fill(t().services.open_alerts, &[&open])
                    };
                    view! { <span class="row"><AlertMark status=worst /> <span class="small">{words}</span></span> }
                })
        }}
    }
}

/// The hosts of a role.
pub(crate) fn members<'a>(hosts: &'a [Host], service: &str, role: &str) -> impl Iterator<Item = &'a Host> {
    hosts.iter().filter(move |host| host.has_role(service, role))
}

/// How many alerts are open on these hosts, and the worst.
fn at(alerts: &[Alert], ids: &[String]) -> (usize, Option<AlertStatus>) {
    let here = alerts.iter().filter(|alert| alert.host_id.as_ref().is_some_and(|id| ids.contains(id)));
    let statuses: Vec<AlertStatus> = here.map(|alert| alert.status).collect();
    (statuses.len(), statuses.into_iter().max())
}
