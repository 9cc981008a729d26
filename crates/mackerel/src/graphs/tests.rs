//! Names of graphs and metrics as the contract and real agents have them.

use super::*;

const HOST: &[&str] = &[
    "cpu.idle.percentage",
    "cpu.system.percentage",
    "cpu.user.percentage",
    "custom.lone",
    "custom.mysql.innodb.reads",
    "custom.mysql.innodb.writes",
    "custom.pool.app.busy",
    "custom.pool.app.idle",
    "custom.pool.job.busy",
    "disk.sda.reads.delta",
    "disk.sda.writes.delta",
    "filesystem.sda1.size",
    "filesystem.sda1.used",
    "interface.eth0.rxBytes.delta",
    "loadavg1",
    "loadavg15",
    "loadavg5",
    "memory.mem_available",
    "memory.swap_total",
    "memory.total",
    "memory.used",
];

fn names(list: &[&str]) -> Vec<String> {
    list.iter().map(|&name| name.to_owned()).collect()
}

fn defs() -> Vec<GraphDef> {
    let metric = |name: &str, label: &str, is_stacked| MetricDef {
        name: name.to_owned(),
        display_name: Some(label.to_owned()),
        is_stacked,
    };
    vec![GraphDef {
        name: "custom.pool.#".to_owned(),
        display_name: Some("Pools".to_owned()),
        unit: Unit::Integer,
        metrics: vec![metric("custom.pool.#.busy", "busy of %1", true)],
    }]
}

fn labels(graph: &Graph) -> Vec<&str> {
    graph.lines.iter().map(|line| line.label.as_str()).collect()
}

#[test]
fn every_metric_is_in_exactly_one_graph() {
    let names = names(HOST);
    let graphs = group(&names, &defs());
    let found: Vec<_> =
        graphs.iter().map(|graph| (graph.name.as_str(), graph.title.as_str(), graph.unit)).collect();
    assert_eq!(
        found,
        [
            ("loadavg", "loadavg", Unit::Float),
            ("cpu", "cpu", Unit::Percentage),
            ("memory", "memory", Unit::Bytes),
            ("disk", "disk", Unit::Iops),
            ("interface", "interface", Unit::BytesPerSec),
            ("filesystem", "filesystem", Unit::Bytes),
            ("custom.*", "custom", Unit::Float),
            ("custom.mysql.innodb.*", "custom.mysql.innodb", Unit::Float),
            ("custom.pool.#", "Pools", Unit::Integer),
        ]
    );
    let mut metrics: Vec<_> =
        graphs.iter().flat_map(|graph| graph.lines.iter().map(|line| line.metric.clone())).collect();
    metrics.sort();
    assert_eq!(metrics, names);
}

#[test]
fn lines_come_in_drawing_order_with_short_names() {
    let names = names(HOST);
    let cases: &[(&str, &[&str], usize)] = &[
        ("loadavg", &["loadavg1", "loadavg5", "loadavg15"], 0),
        ("cpu", &["user", "system", "idle"], 3),
        ("memory", &["used", "mem_available", "total", "swap_total"], 2),
        ("disk", &["sda reads", "sda writes"], 0),
        ("interface", &["eth0 rxBytes"], 0),
        ("custom.pool.#", &["busy of app", "busy of job", "app idle"], 2),
    ];
    for &(name, expected, stacked) in cases {
        let graph = resolve(name, &names, &defs());
        assert_eq!(labels(&graph), expected, "{name}");
        assert_eq!(graph.lines.iter().filter(|line| line.stacked).count(), stacked, "{name}");
    }
}

#[test]
fn a_graph_name_becomes_metric_names() {
    let cases: &[(&str, &[&str])] = &[
        ("loadavg.loadavg15", &["loadavg15"]),
        ("cpu.user", &["cpu.user.percentage"]),
        ("cpu.{user,system,iowait}", &["cpu.user.percentage", "cpu.system.percentage"]),
        ("custom.mysql.innodb.*", &["custom.mysql.innodb.reads", "custom.mysql.innodb.writes"]),
        ("custom.mysql.innodb", &["custom.mysql.innodb.reads", "custom.mysql.innodb.writes"]),
        ("custom.*.*.busy", &["custom.pool.app.busy", "custom.pool.job.busy"]),
        ("memory.used", &["memory.used"]),
        ("custom.lone", &["custom.lone"]),
        ("custom", &["custom.lone"]),
        ("nothing.here", &[]),
        ("", &[]),
        ("{", &[]),
    ];
    let names = names(HOST);
    for &(name, expected) in cases {
        let graph = resolve(name, &names, &[]);
        let mut found: Vec<_> = graph.lines.iter().map(|line| line.metric.as_str()).collect();
        let mut expected = expected.to_vec();
        found.sort_unstable();
        expected.sort_unstable();
        assert_eq!(found, expected, "{name}");
        assert_eq!(graph.name, name);
    }
}

#[test]
fn names_hint_at_units() {
    let cases = [
        ("cpu.user.percentage", Unit::Percentage),
        ("custom.disk.used_percent", Unit::Percentage),
        ("custom.heap.bytes", Unit::Bytes),
        ("latency_ms", Unit::Milliseconds),
        ("latency_ms.p99", Unit::Milliseconds),
        ("items_msg", Unit::Float),
        ("uptime.seconds", Unit::Seconds),
        ("__externalhttp.responsetime.2mOn", Unit::Milliseconds),
        ("", Unit::Float),
    ];
    for (name, unit) in cases {
        assert_eq!(unit_of(name), unit, "{name}");
    }
}

#[test]
fn a_role_graph_says_what_is_drawn_of_each_host() {
    let cases: &[(&str, Unit, &[&[&str]], Combine)] = &[
        ("loadavg5", Unit::Float, &[&["loadavg5"]], Combine::Sum),
        (
            "cpu.{user,iowait}",
            Unit::Percentage,
            &[&["cpu.user.percentage", "cpu.iowait.percentage"]],
            Combine::Sum,
        ),
        ("cpu.user.percentage", Unit::Percentage, &[&["cpu.user.percentage"]], Combine::Sum),
        ("disk.reads.delta", Unit::Iops, &[&["disk.*.reads.delta"]], Combine::Sum),
        ("interface.rxBytes.delta", Unit::BytesPerSec, &[&["interface.*.rxBytes.delta"]], Combine::Sum),
        (
            "interface.{rxBytes,txBytes}.delta",
            Unit::BytesPerSec,
            &[&["interface.*.rxBytes.delta", "interface.*.txBytes.delta"]],
            Combine::Sum,
        ),
        ("disk", Unit::Iops, &[&["disk.*.reads.delta"], &["disk.*.writes.delta"]], Combine::Sum),
        ("custom.pool.*", Unit::Float, &[&["custom.pool.*"]], Combine::Each),
        ("custom.pool.app", Unit::Float, &[&["custom.pool.app"]], Combine::Sum),
    ];
    for &(name, unit, patterns, combine) in cases {
        let graph = role_graph(name, &[]);
        let found: Vec<Vec<&str>> =
            graph.lines.iter().map(|line| line.patterns.iter().map(String::as_str).collect()).collect();
        assert_eq!(found, patterns, "{name}");
        assert_eq!((graph.unit, graph.lines[0].combine), (unit, combine), "{name}");
        assert_eq!(graph.title, name);
    }
    let disk = role_graph("disk", &[]);
    assert_eq!(disk.lines[0].label.as_deref(), Some("reads"));
}
