//! What an alert is about, in words: joined with monitors, checks and hosts, any of which may be gone.

use crate::catalog::{Catalog, use_catalog};
use crate::components::roles::full_names;
use crate::fetch::{self, Failure};
use crate::i18n::t;
use crate::load::{Load, use_calls};
use crate::subject;
use leptos::prelude::*;
use mackerel::alerts::Alert;
use mackerel::checks::ListChecks;
use mackerel::hosts::Host;
use mackerel::monitors::Monitor;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Pages of checks that are read at most.
const MAX_PAGES: usize = 50;

/// Names of checks by id.
pub type Checks = BTreeMap<String, String>;

/// What is said of an alert besides itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct About {
    /// The monitor's or check's name.
    pub title: String,
    /// Host or service.
    pub place: Option<String>,
    /// The services it belongs to: the monitor's own, else those of its host.
    pub services: Vec<String>,
    /// The roles of its host, as `service:role`.
    pub roles: Vec<String>,
}

/// The shared lists, ready for looking up.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Directory {
    monitors: BTreeMap<String, Monitor>,
    hosts: BTreeMap<String, Host>,
    checks: Checks,
}

impl Directory {
    /// What an alert is about; follows the language.
    pub fn about(&self, alert: &Alert) -> About {
        let monitor = self.monitors.get(&alert.monitor_id);
        let host = alert.host_id.as_ref().map(|id| self.hosts.get(id));
        let service = monitor.and_then(|monitor| monitor.service.clone());
        let place = match host {
            Some(Some(host)) => Some(host.label().to_owned()),
            Some(None) => Some(t().alerts.gone_host.to_owned()),
            None => service.clone(),
        };
        let roles = host.flatten().map_or_else(Vec::new, |host| full_names(&host.roles));
        let mut services: Vec<String> = match service {
            Some(service) => vec![service],
            None => roles.iter().map(|(service, _)| service.clone()).collect(),
        };
        services.dedup();
        About {
            title: self.title(alert, monitor),
            place,
            services,
            roles: roles.iter().map(|(service, role)| format!("{service}:{role}")).collect(),
        }
    }

    /// A monitor by id.
    pub fn monitor(&self, id: &str) -> Option<&Monitor> {
        self.monitors.get(id)
    }

    /// Monitors and checks by id, with their names, in the order of names.
    pub fn names(&self) -> Vec<(String, String)> {
        let monitors = self.monitors.values().map(|monitor| (monitor.id.clone(), monitor.name.clone()));
        let checks = self.checks.iter().map(|(id, name)| (id.clone(), name.clone()));
        let mut names: Vec<(String, String)> = monitors.chain(checks).collect();
        names.sort_by(|left, right| left.1.cmp(&right.1));
        names
    }

    /// The name of a monitor or check, when it is known.
    pub fn name(&self, id: &str) -> Option<&str> {
        let monitor = self.monitors.get(id).map(|monitor| monitor.name.as_str());
        monitor.filter(|name| !name.is_empty()).or_else(|| self.checks.get(id).map(String::as_str))
    }

    /// What a monitor or check of a kind is called, also when it is gone.
    pub fn label(&self, id: &str, kind: &str) -> String {
        match (self.name(id), kind) {
            (Some(name), _) => name.to_owned(),
            (None, "check") => subject::kind_name(kind),
            (None, _) => t().alerts.gone_monitor.to_owned(),
        }
    }

    fn title(&self, alert: &Alert, monitor: Option<&Monitor>) -> String {
        match self.checks.get(&alert.monitor_id) {
            Some(name) => name.clone(),
            None => subject::title(alert, monitor),
        }
    }
}

/// The directory of the lists as they are now; `checks` may still be on their way.
pub fn use_directory(checks: Signal<Load<Checks>>) -> Memo<Arc<Directory>> {
    let Catalog { hosts, monitors, .. } = use_catalog();
    Memo::new(move |_| {
        let monitors = monitors.with(|list| list.value().map(|list| list.monitors.clone()));
        let hosts = hosts.with(|list| list.value().map(|list| list.hosts.clone()));
        let monitors = monitors.unwrap_or_default().into_iter();
        let hosts = hosts.unwrap_or_default().into_iter();
        Arc::new(Directory {
            monitors: monitors.map(|monitor| (monitor.id.clone(), monitor)).collect(),
            hosts: hosts.map(|host| (host.id.clone(), host)).collect(),
            checks: checks.with(|checks| checks.value().cloned()).unwrap_or_default(),
        })
    })
}

/// The names of all checks; servers that cannot list them answer 404, and their checks stay without names.
pub fn use_checks() -> Signal<Load<Checks>> {
    use_calls(|| ((), ()), |()| all_checks())
}

async fn all_checks() -> Result<Checks, Failure> {
    let mut checks = Checks::new();
    let mut next_id = None;
    for _ in 0..MAX_PAGES {
        let page = match fetch::send(&ListChecks { next_id, limit: None }).await {
            Err(failure) if failure.is_missing() => break,
            page => page?,
        };
        checks.extend(page.checks.into_iter().map(|check| (check.id, check.name)));
        next_id = page.next_id.filter(|next_id| !next_id.is_empty());
        if next_id.is_none() {
            break;
        }
    }
    Ok(checks)
}
