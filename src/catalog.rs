//! What every page needs to name things: hosts, services, monitors, graph definitions, the server's capabilities.
//! Loaded once for the app and refreshed with the clock.

use crate::load::{Load, use_load};
use leptos::prelude::*;
use mackerel::capabilities::{Capabilities, GetCapabilities};
use mackerel::graph_defs::{GraphDefList, ListGraphDefs};
use mackerel::hosts::{Host, HostList, ListHosts};
use mackerel::monitors::{ListMonitors, Monitor, MonitorList};
use mackerel::services::{ListServices, ServiceList};

/// The shared lists.
#[derive(Debug, Clone, Copy)]
pub struct Catalog {
    /// Every host that is not retired.
    pub hosts: Signal<Load<HostList>>,
    /// Every service with its roles.
    pub services: Signal<Load<ServiceList>>,
    /// Every monitor.
    pub monitors: Signal<Load<MonitorList>>,
    /// Definitions of custom graphs; mackerel.io cannot list them and answers 404.
    pub graph_defs: Signal<Load<GraphDefList>>,
    /// What the server offers beyond the API.
    pub capabilities: Signal<Load<Capabilities>>,
}

impl Catalog {
    /// A host by id, when it is known.
    pub fn host(self, id: &str) -> Option<Host> {
        self.hosts.with(|hosts| hosts.value()?.hosts.iter().find(|host| host.id == id).cloned())
    }

    /// Whether this browser's key may change anything; follows changes. Controls that write are absent without it.
    pub fn may_write(self) -> bool {
        self.capabilities.with(|capabilities| capabilities.value().is_none_or(|known| !known.read_only))
    }

    /// The first role of the first service that has one, as `service:role`; follows changes.
    pub fn first_role(self) -> Option<String> {
        self.services.with(|list| {
            let service = list.value()?.services.iter().find(|service| !service.roles.is_empty())?;
            Some(format!("{}:{}", service.name, service.roles.first()?))
        })
    }

    /// A monitor by id, when it is known.
    pub fn monitor(self, id: &str) -> Option<Monitor> {
        self.monitors.with(|list| list.value()?.monitors.iter().find(|monitor| monitor.id == id).cloned())
    }
}

/// Loads the lists for everything below.
pub(crate) fn provide() {
    provide_context(Catalog {
        hosts: use_load(ListHosts::all),
        services: use_load(|| ListServices),
        monitors: use_load(|| ListMonitors),
        graph_defs: use_load(|| ListGraphDefs),
        capabilities: use_load(|| GetCapabilities),
    });
}

/// The lists provided by the app.
pub fn use_catalog() -> Catalog {
    expect_context()
}
