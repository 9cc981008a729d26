//! What a graph asks for: which metrics of whom make which line, and how far apart the points are. Pure.

use mackerel::graph_defs::{GraphDef, Unit};
use mackerel::graphs::{self, Combine, RoleLine, matches};
use mackerel::metrics::Owner;
use mackerel::spacing;
use series::TimeRange;

/// Most points that one graph asks for at the finest step.
pub(crate) const BUDGET_POINTS: i64 = 8_000_000;
/// Role graphs with more lines are shown as least, mean and greatest.
pub(crate) const MOST_LINES: usize = 30;
/// Most points that a graph reads minute by minute on demand: as many as are kept.
const MOST_FULL_POINTS: i64 = super::store::MOST_POINTS as i64;
/// The finest step, in seconds.
pub(crate) const FINEST_SECS: i64 = 60;

/// A graph as lines, each of the sum of some metrics.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct GraphPlan {
    pub(crate) title: String,
    pub(crate) unit: Unit,
    pub(crate) lines: Vec<LinePlan>,
    /// Whether the lines are shown as least, mean and greatest (or, stacked, as their sum).
    pub(crate) summarised: bool,
}

/// One line.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct LinePlan {
    /// Its name in the legend.
    pub(crate) name: String,
    /// What its colour is chosen by: the same thing has the same colour on every graph.
    pub(crate) identity: String,
    /// The metrics whose sum it is.
    pub(crate) parts: Vec<(Owner, String)>,
    pub(crate) stacked: bool,
    pub(crate) quiet: bool,
}

/// A host of a role: id, name, and the names of its metrics where a wildcard needs them.
pub(crate) struct RoleHost {
    pub(crate) id: String,
    pub(crate) label: String,
    pub(crate) names: Vec<String>,
}

/// A graph of one host or one service.
pub(crate) fn own_graph(
    owner: &Owner,
    name: &str,
    names: &[String],
    defs: &[GraphDef],
    only: &[String],
) -> GraphPlan {
    let graph = graphs::resolve(name, names, defs);
    let lines = graph.lines.into_iter().filter(|line| only.is_empty() || only.contains(&line.metric));
    let lines = lines.map(|line| LinePlan {
        name: line.label,
        identity: line.metric.clone(),
        parts: vec![(owner.clone(), line.metric)],
        stacked: line.stacked,
        quiet: line.quiet && only.is_empty(),
    });
    GraphPlan { title: graph.title, unit: graph.unit, lines: lines.collect(), summarised: false }
}

/// A graph of a role.
pub(crate) fn role_graph(name: &str, hosts: &[RoleHost], defs: &[GraphDef], style: RoleStyle) -> GraphPlan {
    let graph = graphs::role_graph(name, defs);
    let mut lines = Vec::new();
    for host in hosts {
        for line in &graph.lines {
            lines.extend(role_lines(host, line, style.stacked));
        }
    }
    let summarised = style.summarise && lines.len() > MOST_LINES;
    GraphPlan { title: graph.title, unit: graph.unit, lines, summarised }
}

/// How a role's lines are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RoleStyle {
    pub(crate) stacked: bool,
    /// Whether too many lines become least, mean and greatest.
    pub(crate) summarise: bool,
}

/// Whether the graph's metrics depend on what each host has.
pub(crate) fn role_needs_names(name: &str, defs: &[GraphDef]) -> bool {
    let graph = graphs::role_graph(name, defs);
    graph.lines.iter().any(|line| line.patterns.iter().any(|pattern| is_wild(pattern)))
}

/// How finely a graph is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Resolution {
    /// As the length of the period and the number of lines give it.
    #[default]
    Usual,
    /// Minute by minute, however long the period is.
    Full,
}

impl Resolution {
    /// Seconds between the points of a graph with so many lines.
    pub(crate) fn step_secs(self, range: TimeRange, lines: usize, offered: &[u32]) -> i64 {
        match self {
            Self::Usual => step_secs(range, lines, offered),
            Self::Full => FINEST_SECS,
        }
    }
}

/// Whether so many lines can be had minute by minute, where they are not already.
pub(crate) fn may_be_full(range: TimeRange, lines: usize, step_secs: i64) -> bool {
    step_secs > FINEST_SECS && points(range, lines) <= MOST_FULL_POINTS
}

/// The step to ask for: the finest that the server offers while the points stay within the budget,
/// else what the length of the period gives.
pub(crate) fn step_secs(range: TimeRange, lines: usize, offered: &[u32]) -> i64 {
    let points = points(range, lines);
    let finest = offered.iter().any(|&step| i64::from(step) == FINEST_SECS);
    if finest && points <= BUDGET_POINTS { FINEST_SECS } else { spacing::step_secs(range) }
}

fn points(range: TimeRange, lines: usize) -> i64 {
    range.secs() / FINEST_SECS * lines.max(1) as i64
}

fn role_lines(host: &RoleHost, line: &RoleLine, stacked: bool) -> Vec<LinePlan> {
    let owner = Owner::Host(host.id.clone());
    let mut metrics: Vec<String> = Vec::new();
    for pattern in &line.patterns {
        if is_wild(pattern) {
            metrics.extend(host.names.iter().filter(|name| matches(pattern, name)).cloned());
        } else {
            metrics.push(pattern.clone());
        }
    }
    let plan = |suffix: Option<&str>, metrics: &[String]| LinePlan {
        name: suffix.map_or_else(|| host.label.clone(), |suffix| format!("{} {suffix}", host.label)),
        identity: suffix.map_or_else(|| host.id.clone(), |suffix| format!("{} {suffix}", host.id)),
        parts: metrics.iter().map(|metric| (owner.clone(), metric.clone())).collect(),
        stacked,
        quiet: false,
    };
    match line.combine {
        _ if metrics.is_empty() => Vec::new(),
        Combine::Sum => vec![plan(line.label.as_deref(), &metrics)],
        Combine::Each => metrics
            .iter()
            .map(|metric| {
                let last = metric.rsplit('.').next();
                plan(last, std::slice::from_ref(metric))
            })
            .collect(),
    }
}

fn is_wild(pattern: &str) -> bool {
    pattern.split('.').any(|segment| matches!(segment, "*" | "#"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn host(id: &str, names: &[&str]) -> RoleHost {
        RoleHost {
            id: id.to_owned(),
            label: format!("{id}.local"),
            names: names.iter().map(|&name| name.to_owned()).collect(),
        }
    }

    const PLAIN: RoleStyle = RoleStyle { stacked: false, summarise: true };

    #[test]
    fn a_role_graph_has_a_line_for_each_host() {
        let hosts = [
            host("a", &["disk.sda.reads.delta", "disk.sdb.reads.delta", "custom.q.x", "custom.q.y"]),
            host("b", &["loadavg5"]),
        ];
        let cases: &[(&str, &[(&str, usize)])] = &[
            ("loadavg5", &[("a.local", 1), ("b.local", 1)]),
            ("disk.reads.delta", &[("a.local", 2)]),
            ("cpu.{user,iowait,system}", &[("a.local", 3), ("b.local", 3)]),
            ("custom.q.*", &[("a.local x", 1), ("a.local y", 1)]),
            ("", &[("a.local", 1), ("b.local", 1)]),
        ];
        for (name, expected) in cases {
            let plan = role_graph(name, &hosts, &[], PLAIN);
            let found: Vec<_> =
                plan.lines.iter().map(|line| (line.name.as_str(), line.parts.len())).collect();
            assert_eq!(&found, expected, "{name}");
        }
        assert!(role_graph("loadavg5", &[], &[], PLAIN).lines.is_empty());
    }

    #[test]
    fn many_lines_are_summarised_unless_all_are_wanted() {
        let hosts: Vec<_> = (0..31).map(|index| host(&index.to_string(), &[])).collect();
        assert!(role_graph("loadavg5", &hosts, &[], PLAIN).summarised);
        assert!(!role_graph("loadavg5", &hosts[1..], &[], PLAIN).summarised);
        let all = RoleStyle { summarise: false, ..PLAIN };
        assert!(!role_graph("loadavg5", &hosts, &[], all).summarised);
    }

    #[test]
    fn a_legend_list_keeps_only_its_metrics() {
        let names = ["loadavg1", "loadavg5"].map(str::to_owned);
        let owner = Owner::Host("a".to_owned());
        let only = ["loadavg5".to_owned()];
        let plan = own_graph(&owner, "loadavg", &names, &[], &only);
        assert_eq!(plan.lines.len(), 1);
        assert_eq!(plan.lines[0].identity, "loadavg5");
        assert_eq!(own_graph(&owner, "loadavg", &names, &[], &[]).lines.len(), 2);
    }

    #[test]
    fn no_peak_is_averaged_away_while_the_points_fit() {
        const DAY: i64 = 86_400;
        let cases: [(i64, usize, &[u32], i64); 6] = [
            (DAY, 1, &[], 300),
            (DAY, 1, &[60], 60),
            (460 * DAY, 12, &[60], 60),
            (460 * DAY, 13, &[60], DAY),
            (30 * DAY, 7, &[300], 3_600),
            (0, 0, &[60], 60),
        ];
        for (secs, lines, offered, expected) in cases {
            assert_eq!(step_secs(TimeRange::new(0, secs), lines, offered), expected, "{secs} {lines}");
        }
    }

    #[test]
    fn every_minute_is_offered_where_means_would_be_shown_and_room_is() {
        const DAY: i64 = 86_400;
        let cases: [(i64, usize, &[u32], bool); 6] = [
            (3_600, 1, &[], false),
            (DAY, 1, &[], true),
            (DAY, 1, &[60], false),
            (460 * DAY, 12, &[], true),
            (460 * DAY, 13, &[60], true),
            (460 * DAY, 20, &[60], false),
        ];
        for (secs, lines, offered, expected) in cases {
            let range = TimeRange::new(0, secs);
            let usual = Resolution::Usual.step_secs(range, lines, offered);
            assert_eq!(may_be_full(range, lines, usual), expected, "{secs} {lines} {offered:?}");
            assert_eq!(Resolution::Full.step_secs(range, lines, offered), 60);
        }
    }
}
