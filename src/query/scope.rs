//! Which services' annotations belong on a graph, and which metrics hide behind monitors.

use super::GraphSource;
use crate::catalog::Catalog;
use leptos::prelude::*;
use mackerel::annotations::Annotation;
use mackerel::monitors::Monitor;

/// Annotations of one service, of all its roles or of some.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    /// The service.
    pub service: String,
    /// Only those of the whole service and of these roles; `None` is all.
    pub roles: Option<Vec<String>>,
}

impl Scope {
    /// Whether an annotation is shown here.
    pub fn shows(&self, annotation: &Annotation) -> bool {
        self.service == annotation.service
            && (annotation.roles.is_empty()
                || self
                    .roles
                    .as_ref()
                    .is_none_or(|roles| roles.iter().any(|role| annotation.roles.contains(role))))
    }
}

/// The scopes of a graph: its service, its role, the roles of its host; of an expression, those of all it names.
pub fn scopes(source: &GraphSource, catalog: Catalog) -> Vec<Scope> {
    match source {
        GraphSource::Service { service, .. } => vec![Scope { service: service.clone(), roles: None }],
        GraphSource::Role { service, role, .. } => {
            vec![Scope { service: service.clone(), roles: Some(vec![role.clone()]) }]
        }
        GraphSource::Host { id, .. } => of_host(id, catalog),
        GraphSource::Expression { text } => super::expression::scopes(text, catalog),
    }
}

/// The roles of a host.
pub(super) fn of_host(id: &str, catalog: Catalog) -> Vec<Scope> {
    catalog.host(id).map_or_else(Vec::new, |host| {
        host.roles.into_iter().map(|(service, roles)| Scope { service, roles: Some(roles) }).collect()
    })
}

/// Response times of a service's external monitors: metric and monitor's name.
pub fn use_external_metrics(service: Signal<String>) -> Signal<Vec<(String, String)>> {
    let catalog = crate::catalog::use_catalog();
    Memo::new(move |_| service.with(|service| external_metrics(catalog, service))).into()
}

/// Response times of a service's external monitors, which its list of metrics leaves out: metric and monitor's name.
pub(super) fn external_metrics(catalog: Catalog, service: &str) -> Vec<(String, String)> {
    catalog.monitors.with(|monitors| {
        let monitors = monitors.value().map_or(&[][..], |list| &list.monitors);
        monitors.iter().filter(|monitor| measures(monitor, service)).map(response_time).collect()
    })
}

fn measures(monitor: &Monitor, service: &str) -> bool {
    monitor.kind == "external" && monitor.service.as_deref() == Some(service)
}

fn response_time(monitor: &Monitor) -> (String, String) {
    (format!("__externalhttp.responsetime.{}", monitor.id), monitor.name.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_shows_its_own_annotations_and_the_services() {
        let annotation = |service: &str, roles: &[&str]| Annotation {
            id: "1".to_owned(),
            title: "t".to_owned(),
            description: String::new(),
            from: 0,
            to: 0,
            service: service.to_owned(),
            roles: roles.iter().map(|&role| role.to_owned()).collect(),
        };
        let whole = Scope { service: "shop".to_owned(), roles: None };
        let web = Scope { service: "shop".to_owned(), roles: Some(vec!["web".to_owned()]) };
        let cases = [
            (annotation("shop", &[]), true, true),
            (annotation("shop", &["web", "db"]), true, true),
            (annotation("shop", &["db"]), true, false),
            (annotation("api", &[]), false, false),
        ];
        for (annotation, on_service, on_role) in cases {
            assert_eq!(whole.shows(&annotation), on_service, "{annotation:?}");
            assert_eq!(web.shows(&annotation), on_role, "{annotation:?}");
        }
    }
}
