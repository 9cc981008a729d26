//! What menus offer: the hosts, services and roles of the organization, and the graphs and metrics of one of them.

use crate::catalog::{Catalog, use_catalog};
use crate::components::choice::Choices;
use crate::query::use_names_of;
use leptos::prelude::*;
use mackerel::graph_defs::GraphDef;
use mackerel::graphs;
use mackerel::metrics::Owner;
use mackerel::names::RoleFullName;
use std::sync::Arc;

/// Every host by name; what a menu gives back is its id.
pub(super) fn hosts(catalog: Catalog) -> Signal<Choices> {
    Signal::derive(move || {
        catalog.hosts.with(|hosts| {
            let all = hosts.value().map_or(&[][..], |list| &list.hosts);
            let mut all: Choices =
                all.iter().map(|host| (host.id.clone(), host.label().to_owned())).collect();
            all.sort_by(|a, b| a.1.cmp(&b.1));
            all
        })
    })
}

/// Every service.
pub(super) fn services(catalog: Catalog) -> Signal<Choices> {
    Signal::derive(move || {
        catalog.services.with(|list| {
            let all = list.value().map_or(&[][..], |list| &list.services);
            all.iter().map(|service| (service.name.clone(), service.name.clone())).collect()
        })
    })
}

/// Every role, as `service:role`.
pub(super) fn roles(catalog: Catalog) -> Signal<Choices> {
    Signal::derive(move || {
        catalog.services.with(|list| {
            let all = list.value().map_or(&[][..], |list| &list.services);
            let of = |name: &str, role: &str| (format!("{name}:{role}"), format!("{name}: {role}"));
            all.iter().flat_map(|service| service.roles.iter().map(|role| of(&service.name, role))).collect()
        })
    })
}

/// Every graph of an owner, by name and title.
pub(super) fn graphs_of(owner: Signal<Option<Owner>>) -> Signal<Choices> {
    let names = use_names_of(owner);
    let catalog = use_catalog();
    Signal::derive(move || {
        let all = names.with(|names| definitions(catalog, |defs| graphs::group(names, defs)));
        all.into_iter().map(|graph| (graph.name, graph.title)).collect()
    })
}

/// Every line of a graph of an owner, by metric and label.
pub(super) fn lines_of(owner: Signal<Option<Owner>>, graph: Signal<String>) -> Signal<Choices> {
    let names = use_names_of(owner);
    let catalog = use_catalog();
    Signal::derive(move || {
        let lines = graph.with(|graph| {
            names.with(|names| definitions(catalog, |defs| graphs::resolve(graph, names, defs).lines))
        });
        lines.into_iter().map(|line| (line.metric, line.label)).collect()
    })
}

/// Every metric of an owner.
pub(super) fn metrics_of(owner: Signal<Option<Owner>>) -> Signal<Choices> {
    let names = use_names_of(owner);
    Signal::derive(move || {
        names.with(|names| names.iter().map(|name| (name.clone(), name.clone())).collect())
    })
}

/// The graphs that a role can have: those of every role, then one for each custom metric of its first host.
pub(super) fn role_graphs(catalog: Catalog, role: Signal<String>) -> Signal<Choices> {
    let first_host = Memo::new(move |_| {
        let RoleFullName { service, role } = role.get().parse().ok()?;
        catalog.hosts.with(|hosts| {
            let found = hosts.value()?.hosts.iter().find(|host| host.has_role(&service, &role))?;
            Some(Owner::Host(found.id.clone()))
        })
    });
    let names: Signal<Arc<Vec<String>>> = use_names_of(first_host.into());
    Signal::derive(move || {
        let custom = names.with(|names| definitions(catalog, |defs| graphs::group(names, defs)));
        let custom = custom.into_iter().filter(|graph| graph.name.contains('.'));
        let custom = custom.map(|graph| (format!("{}.*", graph.name.trim_end_matches(".*")), graph.title));
        let usual = crate::pages::role::GRAPHS.iter().map(|&name| (name.to_owned(), name.to_owned()));
        usual.chain(custom).collect()
    })
}

fn definitions<T>(catalog: Catalog, read: impl FnOnce(&[GraphDef]) -> T) -> T {
    catalog.graph_defs.with(|defs| read(defs.value().map_or(&[][..], |list| &list.graph_defs)))
}
