//! Custom metrics of machines, and the definitions of their graphs. One table has both.

use super::fleet::{Domain, Machine};
use super::machine::{Model, Signal, hundredths};
use super::sentinel;
use mackerel::graph_defs::{GraphDef, MetricDef, Unit};

/// One custom graph.
struct Graph {
    /// Names up to the last dot, with wildcards.
    name: &'static str,
    title: &'static str,
    unit: Unit,
    runs_on: fn(&Machine) -> bool,
    /// What the wildcard stands for; empty without one.
    instances: &'static [&'static str],
    lines: &'static [Line],
}

/// One line of a custom graph: `rest + per_work × work`, give or take.
struct Line {
    name: &'static str,
    label: &'static str,
    stacked: bool,
    rest: f64,
    per_work: f64,
    /// Largest relative deviation.
    noise: f64,
    only: When,
}

#[derive(Clone, Copy, PartialEq)]
enum When {
    Always,
    /// Only while the backup runs, else nothing is posted.
    Backup,
}

const fn line(name: &'static str, label: &'static str, rest: f64, per_work: f64, noise: f64) -> Line {
    Line { name, label, stacked: false, rest, per_work, noise, only: When::Always }
}

const fn area(name: &'static str, label: &'static str, rest: f64, per_work: f64, noise: f64) -> Line {
    Line { name, label, stacked: true, rest, per_work, noise, only: When::Always }
}

const fn nightly(name: &'static str, label: &'static str, rest: f64, noise: f64) -> Line {
    Line { name, label, stacked: false, rest, per_work: 0.0, noise, only: When::Backup }
}

fn is_crew(machine: &Machine, domain: Domain, role: &str) -> bool {
    machine.crew.domain == domain && machine.crew.role == role
}

const MIB: f64 = 1_048_576.0;

const GRAPHS: &[Graph] = &[
    Graph {
        name: "custom.haproxy.traffic",
        title: "HAProxy 通信量 / Traffic",
        unit: Unit::BitsPerSec,
        runs_on: |machine| is_crew(machine, Domain::Shop, "lb"),
        instances: &[],
        lines: &[line("in", "受信 in", 4e6, 80e6, 0.15), line("out", "送信 out", 9e6, 620e6, 0.15)],
    },
    Graph {
        name: "custom.haproxy.sessions",
        title: "HAProxy セッション / Sessions",
        unit: Unit::Integer,
        runs_on: |machine| is_crew(machine, Domain::Shop, "lb"),
        instances: &[],
        lines: &[line("current", "current", 12.0, 1_900.0, 0.12)],
    },
    Graph {
        name: "custom.nginx.requests",
        title: "nginx リクエスト / Requests per second",
        unit: Unit::Float,
        runs_on: |machine| machine.crew.role == "web",
        instances: &[],
        lines: &[line("requests", "requests/s", 1.0, 210.0, 0.08)],
    },
    Graph {
        name: "custom.nginx.queue",
        title: "nginx 接続の状態 / Connections",
        unit: Unit::Integer,
        runs_on: |machine| machine.crew.role == "web",
        instances: &[],
        lines: &[
            area("reading", "reading", 0.2, 4.0, 0.4),
            area("writing", "writing", 1.0, 22.0, 0.25),
            area("waiting", "waiting", 6.0, 140.0, 0.12),
        ],
    },
    Graph {
        name: "custom.pool.#",
        title: "接続プール / Connection pool",
        unit: Unit::Integer,
        runs_on: |machine| machine.crew.role == "app",
        instances: &["orders", "users", "payments"],
        lines: &[
            area("busy", "%1 使用中 busy", 0.5, 11.0, 0.3),
            area("idle", "%1 空き idle", 14.0, -3.0, 0.2),
        ],
    },
    Graph {
        name: "custom.jvm.heap",
        title: "JVM ヒープ / Heap",
        unit: Unit::Bytes,
        runs_on: |machine| machine.crew.role == "app",
        instances: &[],
        lines: &[
            area("used", "used", 2_400.0 * MIB, 1_500.0 * MIB, 0.2),
            line("max", "max", 6_144.0 * MIB, 0.0, 0.0),
        ],
    },
    Graph {
        name: "custom.jvm.gc",
        title: "JVM GC 停止時間 / Pauses",
        unit: Unit::Milliseconds,
        runs_on: |machine| machine.crew.role == "app",
        instances: &[],
        lines: &[line("minor", "minor", 6.0, 30.0, 0.4), line("major", "major", 0.5, 9.0, 0.9)],
    },
    Graph {
        name: "custom.mysql.queries",
        title: "MySQL クエリ / Queries per second",
        unit: Unit::Float,
        runs_on: |machine| machine.crew.role == "db",
        instances: &[],
        lines: &[
            area("select", "SELECT", 40.0, 3_400.0, 0.1),
            area("insert", "INSERT", 4.0, 310.0, 0.12),
            area("update", "UPDATE", 5.0, 420.0, 0.12),
            area("delete", "DELETE", 0.5, 22.0, 0.3),
        ],
    },
    Graph {
        name: "custom.mysql.buffer_pool",
        title: "MySQL バッファプール / Buffer pool hit rate",
        unit: Unit::Percentage,
        runs_on: |machine| machine.crew.role == "db",
        instances: &[],
        lines: &[line("hit_rate", "hit rate", 99.2, -0.5, 0.002)],
    },
    Graph {
        name: "custom.mysql.replication",
        title: "MySQL レプリケーション遅延 / Replication delay",
        unit: Unit::Seconds,
        runs_on: |machine| machine.crew.role == "db" && machine.index > 0,
        instances: &[],
        lines: &[line("delay", "delay", 0.1, 1.6, 0.9)],
    },
    Graph {
        name: "custom.redis.memory",
        title: "Redis メモリ / Memory",
        unit: Unit::Bytes,
        runs_on: |machine| machine.crew.role == "cache",
        instances: &[],
        lines: &[
            line("used", "used", 21_000.0 * MIB, 6_000.0 * MIB, 0.03),
            line("rss", "rss", 24_000.0 * MIB, 6_500.0 * MIB, 0.03),
        ],
    },
    Graph {
        name: "custom.redis.keys",
        title: "Redis キー数 / Keys",
        unit: Unit::Integer,
        runs_on: |machine| machine.crew.role == "cache",
        instances: &[],
        lines: &[
            area("carts", "カート carts", 180_000.0, 420_000.0, 0.05),
            area("sessions", "セッション sessions", 250_000.0, 900_000.0, 0.05),
        ],
    },
    Graph {
        name: "custom.jobs.*",
        title: "ジョブ / Jobs per minute",
        unit: Unit::Integer,
        runs_on: |machine| machine.crew.role == "worker",
        instances: &["mail", "invoice", "thumbnail"],
        lines: &[
            line("done", "%1 完了 done", 1.0, 130.0, 0.2),
            line("failed", "%1 失敗 failed", 0.0, 0.4, 0.9),
        ],
    },
    Graph {
        name: "custom.backup.throughput",
        title: "バックアップの速さ / Backup throughput",
        unit: Unit::BytesPerSec,
        runs_on: |machine| machine.crew.role == "backup",
        instances: &[],
        lines: &[nightly("written", "written", 84.0 * MIB, 0.2)],
    },
    Graph {
        name: "custom.backup.ops",
        title: "バックアップの入出力 / Backup operations",
        unit: Unit::Iops,
        runs_on: |machine| machine.crew.role == "backup",
        instances: &[],
        lines: &[nightly("reads", "reads", 1_300.0, 0.25), nightly("writes", "writes", 1_750.0, 0.25)],
    },
    Graph {
        name: "custom.agent.memory",
        title: "Agent Memory",
        unit: Unit::Bytes,
        runs_on: |machine| machine.is(Domain::Shop, "lb", 0),
        instances: &[],
        lines: &[
            line("alloc", "Alloc", 7.0 * MIB, 0.0, 0.3),
            line("sys", "Sys", 24.0 * MIB, 0.0, 0.02),
            line("heapAlloc", "Heap Alloc", 7.0 * MIB, 0.0, 0.3),
            line("heapSys", "Heap Sys", 15.0 * MIB, 0.0, 0.02),
        ],
    },
    Graph {
        name: "custom.agent.runtime",
        title: "Agent Runtime",
        unit: Unit::Integer,
        runs_on: |machine| machine.is(Domain::Shop, "lb", 0),
        instances: &[],
        lines: &[line("goroutine_num", "Goroutines", 22.0, 0.0, 0.3)],
    },
];

/// All definitions, as agents send them.
pub(super) fn definitions() -> Vec<GraphDef> {
    let mut definitions: Vec<GraphDef> = GRAPHS
        .iter()
        .map(|graph| GraphDef {
            name: graph.name.to_owned(),
            display_name: Some(graph.title.to_owned()),
            unit: graph.unit,
            metrics: graph
                .lines
                .iter()
                .map(|line| MetricDef {
                    name: format!("{}.{}", graph.name, line.name),
                    display_name: Some(line.label.to_owned()),
                    is_stacked: line.stacked,
                })
                .collect(),
        })
        .collect();
    definitions.push(sentinel::definition());
    definitions
}

/// Names of the custom metrics of one machine.
pub(super) fn names(machine: &Machine) -> Vec<String> {
    let mut names: Vec<String> =
        mine(machine).map(|(graph, instance, line)| full_name(graph, instance, line)).collect();
    if machine.crew.role == "sentinel" {
        names.extend(sentinel::names());
    }
    names
}

/// One custom metric of a machine; none if there is no such metric, or if it is a sentinel.
pub(super) fn signal<'a>(model: Model<'a>, name: &str) -> Option<Signal<'a>> {
    let found = mine(model.machine).find(|&(graph, instance, line)| full_name(graph, instance, line) == name);
    let (graph, _, line) = found?;
    let noise = model.machine.noise.stream(name);
    let whole = graph.unit == Unit::Integer || graph.unit == Unit::Bytes || line.rest > 1e6;
    Some(Box::new(move |minute| {
        if !model.speaks(minute) || (line.only == When::Backup && !model.backs_up(minute)) {
            return None;
        }
        // Beyond half again the usual peak these numbers saturate.
        let level = line.rest + line.per_work * model.work(minute).min(1.5);
        let value = (level * (1.0 + line.noise * noise.wobble(minute))).max(0.0);
        let value = if graph.unit == Unit::Percentage { value.min(100.0) } else { value };
        Some(if !whole {
            hundredths(value)
        } else if value < 1_000.0 {
            noise.stream_of(1).round(minute, value)
        } else {
            value.round()
        })
    }))
}

fn mine(machine: &Machine) -> impl Iterator<Item = (&'static Graph, &'static str, &'static Line)> + '_ {
    GRAPHS.iter().filter(|graph| (graph.runs_on)(machine)).flat_map(|graph| {
        let instances: &'static [&'static str] =
            if graph.instances.is_empty() { &[""] } else { graph.instances };
        instances
            .iter()
            .flat_map(move |&instance| graph.lines.iter().map(move |line| (graph, instance, line)))
    })
}

fn full_name(graph: &Graph, instance: &str, line: &Line) -> String {
    format!("{}.{}", graph.name.replace(['*', '#'], instance), line.name)
}
