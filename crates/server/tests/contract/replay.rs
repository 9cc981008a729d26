//! The engine, minute by minute over seeded points, raises what a replay over the same points says.

use crate::support::{NOW, Server};
use analysis::evaluate::Points;
use analysis::replay::{Lasted, Raised, replay, replay_computed, replay_worst};
use analysis::shares;
use analysis::task::{Task, task};
use expr::{Candidate, Fetched, Input, Period};
use mackerel::hosts::HostMetricNames;
use mackerel::metrics::{Owner, ReadMetric};
use mackerel::monitors::{Monitor, RateMetric};
use mackerel::services::ServiceMetricNames;
use serde_json::{Value, json};
use series::{Series, Time, TimeRange};
use server::engine::Engine;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

const MINUTE: i64 = 60;
const MINUTES: i64 = 480;
const PERIOD: TimeRange = TimeRange { from: NOW, to: NOW + (MINUTES - 1) * MINUTE };

/// A walk that jumps now and then, with gaps of a minute and now and then of an hour.
struct Walk {
    seed: u64,
    value: f64,
    silent: u64,
}

impl Walk {
    fn next(&mut self) -> Option<f64> {
        let chance = self.random();
        self.value = match chance % 29 {
            0 => 90.0,
            1 => 10.0,
            _ => (self.value + (self.random() % 21) as f64 - 10.0).clamp(0.0, 100.0),
        };
        self.silent = match (self.silent, chance % 97) {
            (0, 0) => 61,
            (left, _) => left.saturating_sub(1),
        };
        (self.silent == 0 && !self.random().is_multiple_of(7)).then_some(self.value)
    }

    fn random(&mut self) -> u64 {
        self.seed = self.seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.seed >> 33
    }
}

#[tokio::test]
async fn a_replay_raises_what_the_engine_raised() {
    let server = Server::start().await;
    server.add_shop().await;
    let hosts = [0, 1].map(|at| format!(r#"{{"name":"h{at}","roleFullnames":["shop:web"]}}"#));
    let hosts = [server.add_host(&hosts[0]).await, server.add_host(&hosts[1]).await];
    let host = |metric: &str, more: Value| {
        with(
            json!({"type": "host", "metric": metric, "duration": 1, "operator": ">", "warning": 60, "critical": 85}),
            more,
        )
    };
    let service = |more: Value| {
        with(
            json!({"type": "service", "service": "shop", "metric": "orders.count", "duration": 1, "operator": "<", "warning": 30}),
            more,
        )
    };
    let expression = |text: &str| json!({"type": "expression", "expression": text, "operator": ">", "warning": 50, "critical": 70});
    for body in [
        host("load", json!({})),
        host("load", json!({"duration": 5})),
        host("load", json!({"duration": 3, "maxCheckAttempts": 4})),
        host("load", json!({"operator": "<", "warning": 40, "critical": 5})),
        host("disk%", json!({"duration": 2})),
        host("disk%", json!({"operator": "<", "warning": 20, "critical": null})),
        host("memory%", json!({"critical": null})),
        service(json!({})),
        service(json!({"duration": 10, "critical": 20})),
        service(json!({"missingDurationWarning": 10, "missingDurationCritical": 30})),
        expression("avg(role(shop:web, load))"),
        with(expression("scale(service(shop, orders.count), 1)"), json!({"evaluateBackwardMinutes": 7})),
        // Two lines are no value.
        expression("role(shop:web, load)"),
    ] {
        server.ok("POST", "/api/v0/monitors", with(body, json!({"name": "m"})).to_string()).await;
    }
    let mut walks: BTreeMap<(usize, &str), Walk> = BTreeMap::new();
    let names = ["load", "filesystem.a.used", "filesystem.b.used", "memory.used", "orders.count"];
    let mut engine = Engine::new(server.state.clone(), BTreeSet::new());
    for minute in 0..MINUTES {
        let time = NOW + minute * MINUTE;
        server.state.clock.set(time);
        let (mut of_hosts, mut of_service) = (Vec::new(), Vec::new());
        for (at, name) in names.iter().enumerate().flat_map(|(at, name)| [(at * 2, name), (at * 2 + 1, name)])
        {
            let walk = Walk { seed: at as u64 + 1, value: 50.0, silent: 0 };
            let Some(value) = walks.entry((at, *name)).or_insert(walk).next() else { continue };
            if *name == "orders.count" {
                of_service.extend((at % 2 == 0).then(|| json!({"name": name, "time": time, "value": value})));
                continue;
            }
            let point = |name: &str, value: f64| json!({"hostId": hosts[at % 2], "name": name, "time": time, "value": value});
            of_hosts.push(point(name, value));
            let whole = match *name {
                "memory.used" => "memory.total".to_owned(),
                name => name.replace(".used", ".size"),
            };
            of_hosts.extend((*name != "load").then(|| point(&whole, 100.0)));
        }
        server.ok("POST", "/api/v0/tsdb", json!(of_hosts).to_string()).await;
        server.ok("POST", "/api/v0/services/shop/tsdb", json!(of_service).to_string()).await;
        engine.turn().await.expect("a turn");
    }
    let real = real(&server).await;
    let monitors = server.call(&mackerel::monitors::ListMonitors).await.expect("monitors").monitors;
    let mut compared = BTreeMap::new();
    for monitor in &monitors {
        for (host, raised) in replays(&server, monitor, &hosts).await {
            let expected: Vec<Lasted> = raised.iter().map(|raised| raised.lasted).collect();
            let found = real.get(&(monitor.id.clone(), host.clone())).cloned().unwrap_or_default();
            assert_eq!(found, expected, "{host:?} {monitor:?}");
            *compared.entry(monitor.kind.as_str()).or_insert(0) += found.len();
        }
    }
    let total: usize = real.values().map(Vec::len).sum();
    assert_eq!(compared.values().sum::<usize>(), total, "every alert was compared: {compared:?}");
    assert!(["host", "service", "expression"].iter().all(|kind| compared[kind] > 10), "{compared:?}");
}

fn with(mut body: Value, more: Value) -> Value {
    body.as_object_mut().expect("fields").extend(more.as_object().expect("fields").clone());
    body
}

/// When each alert was open, by monitor and host, the oldest first.
async fn real(server: &Server) -> BTreeMap<(String, Option<String>), Vec<Lasted>> {
    let mut all: BTreeMap<_, Vec<Lasted>> = BTreeMap::new();
    let mut next_id = None;
    loop {
        let call = mackerel::alerts::ListAlerts { with_closed: true, next_id, limit: Some(100) };
        let page = server.call(&call).await.expect("alerts");
        for alert in page.alerts.into_iter().filter(|alert| alert.kind != "connectivity") {
            let lasted = Lasted::new(alert.opened_at, alert.closed_at);
            all.entry((alert.monitor_id, alert.host_id)).or_default().push(lasted);
        }
        next_id = page.next_id;
        if next_id.is_none() {
            break;
        }
    }
    for list in all.values_mut() {
        list.sort_by_key(|lasted| lasted.opened_at);
    }
    all
}

/// What the app does in its editor, with this server's points.
async fn replays(server: &Server, monitor: &Monitor, hosts: &[String]) -> Vec<(Option<String>, Vec<Raised>)> {
    match task(monitor) {
        Some(Task::Host { metric, rule }) => {
            let mut all = Vec::new();
            for id in hosts {
                let owner = Owner::Host(id.clone());
                let names = server.call(&HostMetricNames { id: id.clone() }).await.expect("names").names;
                let lines = match RateMetric::of(&metric) {
                    None => vec![read(server, &owner, &metric).await],
                    Some(rate) => {
                        let mut parts = BTreeMap::new();
                        for name in shares::needed(rate, &names) {
                            parts.insert(name.clone(), read(server, &owner, &name).await);
                        }
                        shares::lines(rate, &names, |name| Ok::<_, ()>(parts[name].clone())).expect("lines")
                    }
                };
                let points: Vec<Points<'_>> = lines.iter().map(Points::of).collect();
                all.push((Some(id.clone()), replay_worst(&rule, &points, PERIOD)));
            }
            all
        }
        Some(Task::Service { service, metric, rule }) => {
            let series = read(server, &Owner::Service(service), &metric).await;
            vec![(None, replay(&rule, Points::of(&series), PERIOD))]
        }
        Some(Task::Expression(rule)) => {
            let line = line(server, monitor.expression.as_deref().expect("a text"), hosts).await;
            vec![(None, replay_computed(rule, Points::of(&line), PERIOD))]
        }
        Some(Task::Connectivity(_) | Task::External(_)) | None => Vec::new(),
    }
}

async fn read(server: &Server, owner: &Owner, name: &str) -> Series {
    let range = TimeRange::new(PERIOD.from - 24 * 60 * MINUTE, PERIOD.to);
    let call = ReadMetric { owner: owner.clone(), name: name.to_owned(), range, step: Some(60) };
    server.call(&call).await.map(|points| points.series).unwrap_or_default()
}

/// The one line of an expression over the whole period; empty if there are several.
async fn line(server: &Server, text: &str, hosts: &[String]) -> Series {
    let expr = expr::parse(text).expect(text);
    let wide = TimeRange::new(PERIOD.from - 60 * MINUTE, PERIOD.to);
    let period = Period::new(wide, PERIOD.to, MINUTE as Time);
    let mut fetched = Fetched::default();
    for fetch in expr::plan(&expr, period) {
        let owners = match fetch.leaf.source() {
            expr::Source::Service(name) => vec![(Owner::Service(name.clone()), name.clone())],
            _ => hosts.iter().map(|id| (Owner::Host(id.clone()), id.clone())).collect(),
        };
        let mut inputs = Vec::new();
        for (owner, id) in owners {
            let metrics = match &owner {
                Owner::Host(id) => {
                    server.call(&HostMetricNames { id: id.clone() }).await.expect("names").names
                }
                Owner::Service(name) => {
                    server.call(&ServiceMetricNames { service: name.clone() }).await.expect("names").names
                }
            };
            for member in fetch.leaf.members(&[Candidate { id, label: String::new(), metrics }]) {
                let series = read(server, &owner, &member.metrics[0]).await;
                inputs.push(Input { name: member.name, series: Arc::new(series) });
            }
        }
        fetched.insert(fetch.leaf, inputs);
    }
    match expr::evaluate(&expr, period, &fetched).expect(text).as_slice() {
        [line] => line.series.clone(),
        _ => Series::default(),
    }
}
