//! From a leaf to the metrics that have to be read: roles become hosts, wildcards become names.
//!
//! At the edges: a leaf that fits nothing has no members, which is no error; members are in the order of the owners
//! given, and within one owner in the order of its names.

use crate::ast::{Leaf, Source};

/// Names without a device, which roles know and hosts do not: each is the sum over the devices of a host.
const DEVICE_SUMS: [(&str, &str); 6] = [
    ("interface.rxBytes.delta", "interface.*.rxBytes.delta"),
    ("interface.txBytes.delta", "interface.*.txBytes.delta"),
    ("disk.reads.delta", "disk.*.reads.delta"),
    ("disk.writes.delta", "disk.*.writes.delta"),
    ("container.cpu.usage", "container.cpu.*.usage"),
    ("container.memory.usage", "container.memory.*.usage"),
];

/// Someone who has metrics: the host or service of a leaf, or each host of its role.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Candidate {
    /// A host's id or a service's name.
    pub id: String,
    /// What people call a host; nothing is shown of a service's.
    pub label: String,
    /// The names of all its metrics. Only looked at when [`Leaf::needs_names`].
    pub metrics: Vec<String>,
}

/// One series of a leaf.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The host's id or the service's name.
    pub id: String,
    /// The exact names of the metrics whose sum it is; nearly always one.
    pub metrics: Vec<String>,
    /// Its default name.
    pub name: String,
}

impl Leaf {
    /// Whether the names of the owners' metrics have to be known before its members are.
    pub fn needs_names(&self) -> bool {
        self.is_wild() || self.device_pattern().is_some()
    }

    /// Whether it reads one metric of one owner.
    pub fn reads_one(&self) -> bool {
        !self.is_wild() && !self.is_of_role()
    }

    /// Its series, of the hosts or the service it names.
    pub fn members(&self, owners: &[Candidate]) -> Vec<Member> {
        let several = self.is_wild();
        owners
            .iter()
            .flat_map(|owner| {
                let fitting = |pattern: &str| -> Vec<String> {
                    owner.metrics.iter().filter(|name| fits(pattern, name)).cloned().collect()
                };
                let sets: Vec<Vec<String>> = if several {
                    fitting(self.metric()).into_iter().map(|name| vec![name]).collect()
                } else if let Some(pattern) = self.device_pattern() {
                    let devices = fitting(pattern);
                    if devices.is_empty() { Vec::new() } else { vec![devices] }
                } else {
                    vec![vec![self.metric().to_owned()]]
                };
                sets.into_iter().map(|metrics| {
                    let metric = if several { &metrics[0] } else { self.metric() };
                    Member { id: owner.id.clone(), name: self.member_name(&owner.label, metric), metrics }
                })
            })
            .collect()
    }

    /// What a series is called by default.
    fn member_name(&self, label: &str, metric: &str) -> String {
        match self.source() {
            Source::Service(_) => metric.to_owned(),
            Source::Host(_) => format!("{label} {metric}"),
            Source::Role { .. } | Source::RoleSlots { .. } if self.is_wild() => format!("{label} {metric}"),
            Source::Role { .. } | Source::RoleSlots { .. } => label.to_owned(),
        }
    }

    fn is_of_role(&self) -> bool {
        matches!(self.source(), Source::Role { .. } | Source::RoleSlots { .. })
    }

    fn is_wild(&self) -> bool {
        self.metric().split('.').any(|segment| segment == "*")
    }

    fn device_pattern(&self) -> Option<&'static str> {
        let row = DEVICE_SUMS.iter().find(|row| self.is_of_role() && row.0 == self.metric());
        row.map(|row| row.1)
    }
}

/// Whether a name has the pattern's segments; each `*` is exactly one.
fn fits(pattern: &str, name: &str) -> bool {
    let mut segments = name.split('.');
    let all = pattern.split('.').all(|want| {
        segments.next().is_some_and(|segment| want == segment || want == "*" && !segment.is_empty())
    });
    all && segments.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ast::Node;

    fn leaf(text: &str) -> Leaf {
        match crate::parse(text).unwrap().node {
            Node::Leaf(leaf) => leaf,
            node => panic!("{node:?} is no leaf"),
        }
    }

    #[test]
    fn a_leaf_becomes_its_series() {
        let metrics =
            ["cpu.idle.percentage", "cpu.user.percentage", "disk.sda.reads.delta", "disk.sdb.reads.delta"];
        let owner = |id: &str, metrics: &[&str]| Candidate {
            id: id.to_owned(),
            label: format!("{id}.local"),
            metrics: metrics.iter().map(|&name| name.to_owned()).collect(),
        };
        let owners = [owner("a", &metrics), owner("b", &["loadavg5"])];
        let cases: &[(&str, &[(&str, usize)])] = &[
            ("host(a, loadavg5)", &[("a.local loadavg5", 1), ("b.local loadavg5", 1)]),
            (
                "host(a, cpu.*.percentage)",
                &[("a.local cpu.idle.percentage", 1), ("a.local cpu.user.percentage", 1)],
            ),
            ("host(a, cpu.*)", &[]),
            (
                "host(a, *.*.percentage)",
                &[("a.local cpu.idle.percentage", 1), ("a.local cpu.user.percentage", 1)],
            ),
            (
                "host(a, disk.reads.delta)",
                &[("a.local disk.reads.delta", 1), ("b.local disk.reads.delta", 1)],
            ),
            ("service(shop, orders)", &[("orders", 1), ("orders", 1)]),
            ("role(shop:web, loadavg5)", &[("a.local", 1), ("b.local", 1)]),
            ("role(shop:web, disk.reads.delta)", &[("a.local", 2)]),
            (
                "roleSlots(shop:web, disk.*.reads.delta)",
                &[("a.local disk.sda.reads.delta", 1), ("a.local disk.sdb.reads.delta", 1)],
            ),
            ("role(shop:web, *)", &[("b.local loadavg5", 1)]),
        ];
        for (text, expected) in cases {
            let members = leaf(text).members(&owners);
            let found: Vec<_> = members.iter().map(|one| (one.name.as_str(), one.metrics.len())).collect();
            assert_eq!(&found, expected, "{text}");
            assert!(leaf(text).members(&[]).is_empty());
        }
    }

    #[test]
    fn names_are_needed_for_wildcards_and_devices_only() {
        let cases = [
            ("host(a, loadavg5)", false, true),
            ("host(a, custom.*)", true, false),
            ("host(a, disk.reads.delta)", false, true),
            ("service(shop, orders)", false, true),
            ("role(shop:web, loadavg5)", false, false),
            ("role(shop:web, disk.reads.delta)", true, false),
            ("roleSlots(shop:web, container.cpu.usage)", true, false),
        ];
        for (text, needs_names, reads_one) in cases {
            assert_eq!(
                (leaf(text).needs_names(), leaf(text).reads_one()),
                (needs_names, reads_one),
                "{text}"
            );
        }
    }
}
