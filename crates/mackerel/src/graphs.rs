//! Which metrics make which graph: the built-in table of system metrics, definitions of custom graphs,
//! and how a graph's name becomes metric names. Pure: the names that exist come in as an argument.
//!
//! At the edges: a name that matches nothing gives a graph without lines, never an error;
//! every existing metric is in exactly one graph of [`group`].

mod builtin;
mod pattern;
mod role;

pub use pattern::matches;
pub use role::{Combine, RoleGraph, RoleLine, role_graph};

use crate::graph_defs::{GraphDef, MetricDef, Unit};
use builtin::BuiltIn;
use std::collections::BTreeMap;

/// A graph, resolved against the metrics that exist.
#[derive(Debug, Clone, PartialEq)]
pub struct Graph {
    /// Its name, as dashboards write it.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// Unit of all its values.
    pub unit: Unit,
    /// In drawing order, the lowest of a stack first.
    pub lines: Vec<Line>,
}

/// One metric on a graph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The metric's name.
    pub metric: String,
    /// Its name within the graph.
    pub label: String,
    /// Area on top of the ones before, rather than a line.
    pub stacked: bool,
    /// Seldom wanted, such as a processor's idle share: starts hidden.
    pub quiet: bool,
}

/// Every graph that these metrics make: the built-in ones first, the others by name.
pub fn group(names: &[String], defs: &[GraphDef]) -> Vec<Graph> {
    let mut graphs: Vec<Graph> = builtin::ALL
        .iter()
        .map(|graph| built_in(graph, names))
        .filter(|graph| !graph.lines.is_empty())
        .collect();
    let mut others: BTreeMap<String, Vec<&String>> = BTreeMap::new();
    for name in names.iter().filter(|name| builtin::of(name).is_none()) {
        others.entry(graph_name(name, defs)).or_default().push(name);
    }
    graphs.extend(others.iter().map(|(graph, metrics)| custom(graph, metrics, defs)));
    graphs
}

/// The graph of this name; without lines when no metric fits.
pub fn resolve(name: &str, names: &[String], defs: &[GraphDef]) -> Graph {
    if let Some(graph) = builtin::ALL.iter().find(|graph| graph.name == name) {
        return built_in(graph, names);
    }
    if let Some(def) = defs.iter().find(|def| def.name == name) {
        let metrics: Vec<_> = names.iter().filter(|metric| graph_name(metric, defs) == def.name).collect();
        return custom(&def.name, &metrics, defs);
    }
    let metrics = named_metrics(name, names);
    let mut graph = match metrics.first().map(|first| (builtin::of(first), first)) {
        Some((Some(graph), _)) => {
            let mut whole = built_in(graph, names);
            whole.lines.retain(|line| metrics.iter().any(|metric| **metric == line.metric));
            whole.lines.iter_mut().for_each(|line| line.quiet = false);
            name.clone_into(&mut whole.title);
            whole
        }
        Some((None, first)) => custom(&graph_name(first, defs), &metrics, defs),
        None => Graph { name: String::new(), title: name.to_owned(), unit: unit_of(name), lines: Vec::new() },
    };
    name.clone_into(&mut graph.name);
    graph
}

/// The unit that a metric's name suggests: the built-in table, then words in the name, else a plain number.
pub fn unit_of(metric: &str) -> Unit {
    const WORDS: [(&str, Unit); 7] = [
        ("percent", Unit::Percentage),
        ("bytes", Unit::Bytes),
        ("millis", Unit::Milliseconds),
        ("_ms", Unit::Milliseconds),
        ("seconds", Unit::Seconds),
        ("_sec", Unit::Seconds),
        ("iops", Unit::Iops),
    ];
    if let Some(graph) = builtin::of(metric) {
        return graph.unit;
    }
    let lower = metric.to_ascii_lowercase();
    let found = WORDS.iter().find(|(word, _)| {
        if word.starts_with('_') {
            lower.ends_with(word) || lower.contains(&format!("{word}."))
        } else {
            lower.contains(word)
        }
    });
    found.map_or(Unit::Float, |row| row.1)
}

/// The graph that a metric of no built-in graph belongs to: the most specific definition, else all but its last segment.
fn graph_name(metric: &str, defs: &[GraphDef]) -> String {
    let fitting = defs.iter().filter(|def| {
        def.metrics.iter().any(|one| matches(&one.name, metric))
            || matches(&format!("{}.*", def.name), metric)
    });
    if let Some(def) = fitting.min_by_key(|def| pattern::wildcards(&def.name)) {
        return def.name.clone();
    }
    metric.rsplit_once('.').map_or_else(|| metric.to_owned(), |(prefix, _)| format!("{prefix}.*"))
}

fn built_in(graph: &BuiltIn, names: &[String]) -> Graph {
    let mut lines = Vec::new();
    for row in graph.rows {
        let fitting = names.iter().filter(|name| matches(row.pattern, name));
        for name in fitting {
            if lines.iter().any(|line: &Line| line.metric == *name) {
                continue;
            }
            lines.push(Line {
                metric: name.clone(),
                label: short(graph.name, name),
                stacked: row.stacked,
                quiet: row.quiet,
            });
        }
    }
    Graph { name: graph.name.to_owned(), title: graph.title.to_owned(), unit: graph.unit, lines }
}

fn custom(graph: &str, metrics: &[&String], defs: &[GraphDef]) -> Graph {
    let def = defs.iter().find(|def| def.name == graph);
    let mut lines = Vec::new();
    let listed = def.map_or(&[][..], |def| &def.metrics);
    for row in listed {
        lines.extend(
            metrics.iter().filter(|name| matches(&row.name, name)).map(|name| defined(graph, row, name)),
        );
    }
    let prefix = graph.strip_suffix(".*").unwrap_or(graph);
    for &name in metrics {
        if !lines.iter().any(|line: &Line| line.metric == *name) {
            lines.push(Line {
                metric: name.clone(),
                label: short(prefix, name),
                stacked: false,
                quiet: false,
            });
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    lines.retain(|line| seen.insert(line.metric.clone()));
    let title = def.and_then(|def| def.display_name.clone()).unwrap_or_else(|| prefix.to_owned());
    let unit = def.map_or_else(|| metrics.first().map_or(Unit::Float, |name| unit_of(name)), |def| def.unit);
    Graph { name: graph.to_owned(), title, unit, lines }
}

fn defined(graph: &str, def: &MetricDef, metric: &str) -> Line {
    let label = match &def.display_name {
        Some(text) => pattern::fill(text, &def.name, metric),
        None => short(graph, metric),
    };
    Line { metric: metric.to_owned(), label, stacked: def.is_stacked, quiet: false }
}

/// Metrics that a name stands for when it is neither a built-in graph nor a definition.
fn named_metrics<'a>(name: &str, names: &'a [String]) -> Vec<&'a String> {
    let pick = |fits: &dyn Fn(&str) -> bool| names.iter().filter(|one| fits(one)).collect::<Vec<_>>();
    if let Some((graph, rest)) = name.split_once('.') {
        // `loadavg.loadavg15`, `cpu.user`: one metric of a built-in graph.
        let found = pick(&|one| {
            builtin::of(one).is_some_and(|of| of.name == graph)
                && (one == rest || one == format!("{name}.percentage"))
        });
        if !found.is_empty() {
            return found;
        }
    }
    if name.contains('{') {
        let wanted = pattern::braces(name);
        return pick(&|one| {
            wanted.iter().any(|want| matches(want, one) || matches(&format!("{want}.percentage"), one))
        });
    }
    let tries: [String; 2] = [name.to_owned(), format!("{name}.*")];
    tries
        .iter()
        .map(|pattern| pick(&|one| matches(pattern, one)))
        .find(|found| !found.is_empty())
        .unwrap_or_default()
}

/// A metric's name without its graph's prefix and the words that every metric of the graph carries.
fn short(graph: &str, metric: &str) -> String {
    let rest = pattern::strip(graph, metric).unwrap_or(metric);
    let rest = rest.strip_suffix(".percentage").or_else(|| rest.strip_suffix(".delta")).unwrap_or(rest);
    rest.replace('.', " ")
}

#[cfg(test)]
mod tests;
