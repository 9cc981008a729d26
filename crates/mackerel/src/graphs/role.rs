//! Graphs of a role: one line for each host, or a few.

use super::{builtin, pattern, unit_of};
use crate::graph_defs::{GraphDef, Unit};

/// A graph of a role: the same lines for each of its hosts.
#[derive(Debug, Clone, PartialEq)]
pub struct RoleGraph {
    /// What people call it.
    pub title: String,
    /// Unit of all its values.
    pub unit: Unit,
    /// What is drawn of each host.
    pub lines: Vec<RoleLine>,
}

/// What is drawn of each host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleLine {
    /// Added to the host's name when there are several lines of each host.
    pub label: Option<String>,
    /// Metric names, with wildcards where they depend on the host.
    pub patterns: Vec<String>,
    /// How the metrics found become lines.
    pub combine: Combine,
}

/// How the metrics of one host become lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Combine {
    /// One line: the sum of all.
    Sum,
    /// A line for each.
    Each,
}

/// The role graph of this name.
pub fn role_graph(name: &str, defs: &[GraphDef]) -> RoleGraph {
    let def = defs.iter().find(|def| def.name == name || format!("{}.*", def.name) == name);
    let unit = |metric: &str| def.map_or_else(|| unit_of(metric), |def| def.unit);
    let title = def.and_then(|def| def.display_name.clone()).unwrap_or_else(|| name.to_owned());
    let sum = |patterns: Vec<String>| RoleLine { label: None, patterns, combine: Combine::Sum };
    let (unit, lines) = match name {
        "loadavg" => (Unit::Float, vec![sum(vec!["loadavg5".to_owned()])]),
        "cpu" => return RoleGraph { title, ..role_graph("cpu.{user,iowait,system}", defs) },
        "memory" => (Unit::Bytes, vec![sum(vec!["memory.used".to_owned()])]),
        "disk" | "interface" | "filesystem" | "container.cpu" | "container.memory" => {
            let graph = builtin::ALL.iter().find(|graph| graph.name == name);
            let rows = graph.map_or(&[][..], |graph| graph.rows);
            let lines = rows.iter().map(|row| RoleLine {
                label: pattern::strip(&format!("{name}.*"), &row.pattern.replace('*', "x"))
                    .map(|rest| rest.trim_start_matches("x.").trim_end_matches(".delta").to_owned()),
                patterns: vec![row.pattern.to_owned()],
                combine: Combine::Sum,
            });
            (graph.map_or(Unit::Float, |graph| graph.unit), lines.collect())
        }
        _ if name.contains('{') => {
            let patterns: Vec<String> = pattern::braces(name).into_iter().map(whole_name).collect();
            (patterns.first().map_or(Unit::Float, |first| unit(first)), vec![sum(patterns)])
        }
        _ if name.split('.').any(|segment| matches!(segment, "*" | "#")) => {
            let each = RoleLine { label: None, patterns: vec![name.to_owned()], combine: Combine::Each };
            (unit(name), vec![each])
        }
        _ => {
            let name = whole_name(name.to_owned());
            (unit(&name), vec![sum(vec![name])])
        }
    };
    RoleGraph { title, unit, lines }
}

/// A metric's whole name: `cpu.user` lacks its last segment, `disk.reads.delta` its device.
fn whole_name(name: String) -> String {
    if builtin::of(&name).is_some() {
        return name;
    }
    let with_percentage = format!("{name}.percentage");
    if builtin::of(&with_percentage).is_some() {
        return with_percentage;
    }
    let device_less = builtin::ALL
        .iter()
        .flat_map(|graph| graph.rows)
        .find(|row| row.pattern.contains(".*.") && row.pattern.replacen(".*.", ".", 1) == name);
    device_less.map_or(name, |row| row.pattern.to_owned())
}
