//! Who stands behind the leaves of an expression: hosts by their names, roles by their hosts.

use crate::catalog::Catalog;
use crate::load::Load;
use crate::query::Scope;
use expr::{Candidate, Expr, Leaf, Source, parse};
use leptos::prelude::*;
use mackerel::hosts::Host;
use mackerel::metrics::Owner;

/// Each distinct leaf and its owners, in the order their lines are drawn in.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Leaves(pub(crate) Vec<(Leaf, Vec<Candidate>)>);

impl Leaves {
    /// The leaves of a text; none when it is no expression. `None` while the hosts are still on their way.
    pub(crate) fn from_catalog(catalog: Catalog, text: &str) -> Option<Self> {
        let Ok(expr) = parse(text) else { return Some(Self::default()) };
        catalog.hosts.with(|hosts| match hosts {
            Load::Loading => None,
            hosts => Some(Self::of(&expr, hosts.value().map_or(&[][..], |list| &list.hosts))),
        })
    }

    /// Whether hosts that left a role are meant, too. The API does not tell who they were.
    pub(super) fn ask_for_past_hosts(&self) -> bool {
        self.0.iter().any(|(leaf, _)| matches!(leaf.source(), Source::RoleSlots { .. }))
    }

    fn of(expr: &Expr, hosts: &[Host]) -> Self {
        let mut found: Vec<(Leaf, Vec<Candidate>)> = Vec::new();
        for (leaf, _) in expr.leaves() {
            if found.iter().all(|(other, _)| other != leaf) {
                found.push((leaf.clone(), owners(leaf.source(), hosts)));
            }
        }
        Self(found)
    }
}

/// Whose metric a leaf's member is.
pub(super) fn owner(leaf: &Leaf, id: &str) -> Owner {
    match leaf.source() {
        Source::Service(_) => Owner::Service(id.to_owned()),
        Source::Host(_) | Source::Role { .. } | Source::RoleSlots { .. } => Owner::Host(id.to_owned()),
    }
}

/// The services and roles that an expression names, and those of the hosts that it names.
pub(crate) fn scopes(text: &str, catalog: Catalog) -> Vec<Scope> {
    let mut scopes: Vec<Scope> = Vec::new();
    let Ok(expr) = parse(text) else { return scopes };
    for (leaf, _) in expr.leaves() {
        let more = match leaf.source() {
            Source::Service(service) => vec![Scope { service: service.clone(), roles: None }],
            Source::Role { service, role } | Source::RoleSlots { service, role } => {
                vec![Scope { service: service.clone(), roles: Some(vec![role.clone()]) }]
            }
            Source::Host(id) => crate::query::scope::of_host(id, catalog),
        };
        scopes.extend(more.into_iter().filter(|scope| !scopes.contains(scope)).collect::<Vec<_>>());
    }
    scopes
}

fn owners(source: &Source, hosts: &[Host]) -> Vec<Candidate> {
    let candidate =
        |id: &str, label: &str| Candidate { id: id.to_owned(), label: label.to_owned(), metrics: Vec::new() };
    match source {
        Source::Service(name) => vec![candidate(name, name)],
        Source::Host(id) => {
            // A host that is not in the list, such as a retired one, may still have metrics.
            let label = hosts.iter().find(|host| host.id == *id).map_or(id.as_str(), Host::label);
            vec![candidate(id, label)]
        }
        Source::Role { service, role } | Source::RoleSlots { service, role } => {
            let members = hosts.iter().filter(|host| host.has_role(service, role));
            let mut owners: Vec<Candidate> = members.map(|host| candidate(&host.id, host.label())).collect();
            owners.sort_by(|one, other| (&one.label, &one.id).cmp(&(&other.label, &other.id)));
            owners
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn host(id: &str, name: &str, roles: &str) -> Host {
        let text = format!(r#"{{"id":"{id}","name":"{name}","status":"working","roles":{roles}}}"#);
        serde_json::from_str(&text).unwrap()
    }

    #[test]
    fn leaves_have_their_hosts_in_the_order_of_names() {
        let hosts = [
            host("h2", "b", r#"{"shop":["web"]}"#),
            host("h1", "a", r#"{"shop":["web","db"]}"#),
            host("h3", "c", r#"{"api":["web"]}"#),
        ];
        let text = "group(avg(role(shop:web, m)), host(h3, m), host(gone, m), service(shop, m), role(shop:web, m), role(x:y, m))";
        let found = Leaves::of(&parse(text).unwrap(), &hosts);
        let rows: Vec<(String, Vec<&str>)> = found
            .0
            .iter()
            .map(|(leaf, owners)| {
                (leaf.to_string(), owners.iter().map(|owner| owner.label.as_str()).collect())
            })
            .collect();
        let expected = [
            ("shop:web, m", vec!["a", "b"]),
            ("h3, m", vec!["c"]),
            ("gone, m", vec!["gone"]),
            ("shop, m", vec!["shop"]),
            ("x:y, m", vec![]),
        ];
        assert_eq!(rows, expected.map(|(leaf, owners)| (leaf.to_owned(), owners)));
    }

    #[test]
    fn only_slots_ask_for_hosts_that_left() {
        for (text, expected) in [
            ("avg(role(shop:web, m))", false),
            ("avg(roleSlots(shop:web, m))", true),
            ("group(host(h, m), max(roleSlots(a:b, m)))", true),
            ("service(shop, m)", false),
        ] {
            let found = Leaves::of(&parse(text).unwrap(), &[]);
            assert_eq!(found.ask_for_past_hosts(), expected, "{text}");
        }
    }
}
