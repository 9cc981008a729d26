//! The demonstration organisation keeps the API's rules, tells its story, and is the same every time.

#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod story;

use mackerel::alerts::AlertStatus;
use mackerel::dashboards::{COLUMNS, Content, Dashboard, Graph, Known, Metric, Widget};
use mackerel::hosts::{Host, HostStatus};
use mackerel::metrics::Owner;
use mackerel::names::{
    RoleFullName, is_graph_definition_name, is_metric_name, is_service_or_role_name, is_url_path,
};
use proptest::prelude::*;
use series::{Series, Time, TimeRange};
use server::clock::Clock;
use server::demo::{Demo, Organisation, sentinel};
use server::store::{History, Recalled};
use std::collections::BTreeSet;

const SEED: u64 = 1;
const MINUTE: i64 = 60;
const HOUR: i64 = 3_600;
const DAY: i64 = 86_400;
/// A Thursday morning, a Monday at midnight and a Saturday night, all in Japan.
const NOWS: [Time; 3] = [1_767_225_600, 1_780_239_600, 1_772_286_000];

fn demo(now: Time) -> Demo {
    Demo::new(SEED, Clock::fixed(now))
}

fn host<'a>(organisation: &'a Organisation, name: &str) -> &'a Host {
    organisation.hosts.iter().find(|host| host.name.starts_with(name)).unwrap()
}

fn owner(host: &Host) -> Owner {
    Owner::Host(host.id.clone())
}

fn service(name: &str) -> Owner {
    Owner::Service(name.to_owned())
}

fn read(demo: &Demo, owner: &Owner, name: &str, range: TimeRange) -> Series {
    match demo.read(owner, name, range) {
        Recalled::Series(series) => series,
        other => panic!("{name} of {owner:?}: {other:?}"),
    }
}

fn at(demo: &Demo, owner: &Owner, name: &str, time: Time) -> Option<f64> {
    read(demo, owner, name, TimeRange::new(time, time)).last().map(|point| point.1)
}

fn last(demo: &Demo, owner: &Owner, name: &str, now: Time) -> f64 {
    read(demo, owner, name, TimeRange::new(now - HOUR, now)).last().unwrap().1
}

/// Sum over the host's metrics of these names at one minute.
fn sum(demo: &Demo, owner: &Owner, names: &[&str], time: Time) -> f64 {
    names.iter().map(|name| at(demo, owner, name, time).unwrap()).sum()
}

#[test]
fn the_same_seed_and_clock_give_the_same_organisation() {
    let text = |seed, now| format!("{:?}", Demo::new(seed, Clock::fixed(now)).organisation());
    assert_eq!(text(SEED, NOWS[0]), text(SEED, NOWS[0]));
    assert_ne!(text(SEED, NOWS[0]), text(SEED + 1, NOWS[0]));
}

#[test]
fn a_new_day_keeps_the_ids() {
    let (today, tomorrow) = (demo(NOWS[0]).organisation(), demo(NOWS[0] + DAY).organisation());
    let ids = |organisation: &Organisation| -> [BTreeSet<String>; 5] {
        [
            organisation.hosts.iter().map(|host| host.id.clone()).collect(),
            organisation.dashboards.iter().map(|dashboard| dashboard.id.clone()).collect(),
            organisation.monitors.iter().map(|monitor| monitor.id.clone()).collect(),
            organisation.annotations.iter().map(|annotation| annotation.id.clone()).collect(),
            organisation.alerts.iter().map(|alert| alert.0.id.clone()).collect(),
        ]
    };
    let (today, tomorrow) = (ids(&today), ids(&tomorrow));
    assert_eq!(today[..3], tomorrow[..3]);
    let kept = |index: usize| today[index].intersection(&tomorrow[index]).count();
    assert!(kept(3) + 12 > today[3].len(), "annotations kept: {} of {}", kept(3), today[3].len());
    assert!(kept(4) + 20 > today[4].len(), "alerts kept: {} of {}", kept(4), today[4].len());
}

#[test]
fn the_organisation_is_whole() {
    for now in NOWS {
        let organisation = demo(now).organisation();
        assert_eq!(organisation.services.len(), 3);
        assert_eq!(organisation.hosts.len(), 40);
        assert_eq!(organisation.dashboards.len(), 6);
        let closed = organisation.alerts.iter().filter(|alert| alert.0.closed_at.is_some()).count();
        assert_eq!((closed, organisation.alerts.len() - closed), (400, 6), "at {now}");
        for status in HostStatus::ALL {
            assert!(organisation.hosts.iter().any(|host| host.status == status), "{status:?}");
        }
        let kinds: BTreeSet<&str> =
            organisation.monitors.iter().map(|monitor| monitor.kind.as_str()).collect();
        let wanted =
            ["anomalyDetection", "connectivity", "expression", "external", "host", "query", "service"];
        assert_eq!(kinds, wanted.into());
        let kinds: BTreeSet<&str> = organisation.alerts.iter().map(|alert| alert.0.kind.as_str()).collect();
        assert_eq!(kinds, wanted.into_iter().chain(["check"]).collect());
        let open: BTreeSet<AlertStatus> = organisation
            .alerts
            .iter()
            .filter(|alert| alert.0.closed_at.is_none())
            .map(|alert| alert.0.status)
            .collect();
        assert_eq!(open, [AlertStatus::Unknown, AlertStatus::Warning, AlertStatus::Critical].into());
        let crowded = organisation
            .hosts
            .iter()
            .filter(|host| {
                host.roles.get("batch").is_some_and(|roles| roles.contains(&"log-agent".to_owned()))
            })
            .count();
        assert!(crowded > 30, "one role is large enough for min, avg and max: {crowded}");
    }
}

#[test]
fn every_name_and_id_keeps_the_rules() {
    let demo = demo(NOWS[1]);
    let organisation = demo.organisation();
    for (service, roles) in &organisation.services {
        assert!(is_service_or_role_name(&service.name), "{}", service.name);
        assert!(service.roles.is_sorted());
        assert_eq!(service.roles, roles.iter().map(|role| role.name.clone()).collect::<Vec<_>>());
        for role in &service.roles {
            assert!(is_service_or_role_name(role), "{role}");
        }
    }
    let has_role = |service: &str, role: &str| {
        organisation
            .services
            .iter()
            .any(|one| one.0.name == service && one.0.roles.iter().any(|one| one == role))
    };
    for host in &organisation.hosts {
        assert!((1..=i64::from(i32::MAX)).contains(&host.created_at), "{}", host.name);
        for (service, roles) in &host.roles {
            assert!(roles.iter().all(|role| has_role(service, role)), "{} in {service}", host.name);
        }
        let names = demo.names(&owner(host));
        assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "{}", host.name);
        assert!(names.iter().all(|name| is_metric_name(name)), "{names:?}");
    }
    for definition in &organisation.graph_defs {
        assert!(is_graph_definition_name(&definition.name), "{}", definition.name);
        for metric in &definition.metrics {
            assert_eq!(metric.name.rsplit_once('.').unwrap().0, definition.name);
        }
    }
    for annotation in &organisation.annotations {
        assert!(annotation.title.chars().count() <= mackerel::annotations::MAX_TITLE_CHARS);
        assert!(annotation.description.chars().count() <= mackerel::annotations::MAX_DESCRIPTION_CHARS);
        assert!(annotation.from <= annotation.to && annotation.to <= NOWS[1], "{annotation:?}");
        assert!(annotation.roles.iter().all(|role| has_role(&annotation.service, role)), "{annotation:?}");
    }
    let ids: Vec<&String> = organisation
        .hosts
        .iter()
        .map(|host| &host.id)
        .chain(organisation.dashboards.iter().map(|dashboard| &dashboard.id))
        .chain(organisation.monitors.iter().map(|monitor| &monitor.id))
        .chain(organisation.annotations.iter().map(|annotation| &annotation.id))
        .chain(organisation.alerts.iter().map(|alert| &alert.0.id))
        .chain(organisation.alerts.iter().flat_map(|alert| alert.1.iter().map(|log| &log.id)))
        .collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "ids are unique");
}

#[test]
fn dashboards_are_legal_and_show_what_exists() {
    for now in NOWS {
        let demo = demo(now);
        let organisation = demo.organisation();
        let paths: BTreeSet<&str> =
            organisation.dashboards.iter().map(|dashboard| dashboard.url_path.as_str()).collect();
        assert_eq!(paths.len(), organisation.dashboards.len());
        for dashboard in &organisation.dashboards {
            assert!(is_url_path(&dashboard.url_path), "{}", dashboard.url_path);
            assert_layout(dashboard);
            for widget in &dashboard.widgets {
                assert_target(&demo, &organisation, dashboard, widget);
            }
        }
    }
}

fn assert_layout(dashboard: &Dashboard) {
    let mut taken = BTreeSet::new();
    for widget in &dashboard.widgets {
        let layout = widget.layout;
        let Content::Known(known) = &widget.content else { panic!("{} is of no known type", widget.title) };
        let least = match known {
            Known::Graph(_) => (6, 6),
            Known::Value(_) => (4, 4),
            Known::Markdown(_) => (4, 2),
            Known::AlertStatus(_) => (4, 3),
        };
        assert!((layout.width, layout.height) >= least && layout.height >= least.1, "{}", widget.title);
        assert!(layout.x + layout.width <= COLUMNS && layout.height <= 32, "{}", widget.title);
        for x in layout.x..layout.x + layout.width {
            for y in layout.y..layout.y + layout.height {
                assert!(taken.insert((x, y)), "{} overlaps in {}", widget.title, dashboard.title);
            }
        }
    }
}

fn assert_target(demo: &Demo, organisation: &Organisation, dashboard: &Dashboard, widget: &Widget) {
    let place = format!("{} of {}", widget.title, dashboard.title);
    let host_has = |host_id: &str, graph: &str| {
        assert!(organisation.hosts.iter().any(|host| host.id == host_id), "{place}: no host");
        let names = demo.names(&Owner::Host(host_id.to_owned()));
        assert!(names.iter().any(|name| is_on_graph(name, graph)), "{place}: {graph}");
    };
    let service_has = |name: &str, graph: &str| {
        let names = demo.names(&service(name));
        assert!(names.iter().any(|name| is_on_graph(name, graph)), "{place}: {graph}");
    };
    let role_has = |role: &str, graph: Option<&str>| {
        let role: RoleFullName = role.parse().unwrap();
        let mut hosts = organisation
            .hosts
            .iter()
            .filter(|host| host.roles.get(&role.service).is_some_and(|roles| roles.contains(&role.role)))
            .peekable();
        assert!(hosts.peek().is_some(), "{place}: no host in {role}");
        if let Some(graph) = graph.filter(|graph| *graph != "disk.reads.delta") {
            assert!(
                hosts.any(|host| demo.names(&owner(host)).iter().any(|name| is_on_graph(name, graph))),
                "{place}"
            );
        }
    };
    match &widget.content {
        Content::Known(Known::Graph(widget)) => {
            match &widget.graph {
                Graph::Host { host_id, name } => host_has(host_id, name),
                Graph::Service { service_name, name } => service_has(service_name, name),
                Graph::Role { role_fullname, name, .. } => role_has(role_fullname, Some(name)),
                Graph::Expression { .. } | Graph::Query { .. } | Graph::Unknown => {}
            }
            assert!(widget.reference_lines.len() <= 1);
            for line in &widget.reference_lines {
                assert!((1..=32).contains(&line.label.chars().count()), "{place}: {}", line.label);
            }
        }
        Content::Known(Known::Value(widget)) => {
            match &widget.metric {
                Metric::Host { host_id, name } => host_has(host_id, name),
                Metric::Service { service_name, name } => service_has(service_name, name),
                Metric::Expression { .. } | Metric::Query { .. } | Metric::Unknown => {}
            }
            assert!(widget.format_rules.len() <= 1);
        }
        Content::Known(Known::AlertStatus(widget)) => {
            if let Some(role) = &widget.role_fullname {
                role_has(role, None);
            }
        }
        Content::Known(Known::Markdown(_)) | Content::Other(_) => {}
    }
}

/// Whether a metric is on the graph of that name, or is that metric.
fn is_on_graph(metric: &str, graph: &str) -> bool {
    let (graph, deeper) = graph.strip_suffix(".*").map_or((graph, 1), |graph| (graph, 1));
    let (metric_parts, graph_parts): (Vec<_>, Vec<_>) =
        (metric.split('.').collect(), graph.split('.').collect());
    let begins = metric_parts.len() >= graph_parts.len()
        && metric_parts.iter().zip(&graph_parts).all(|(one, other)| one == other || *other == "#");
    let built_in = matches!(graph, "cpu" | "memory" | "disk" | "interface" | "filesystem");
    metric == graph
        || (graph == "loadavg" && metric.starts_with("loadavg"))
        || (begins && (built_in || metric_parts.len() == graph_parts.len() + deeper))
}

#[test]
fn every_widget_has_a_sample() {
    let organisation = demo(NOWS[0]).organisation();
    let dashboard =
        organisation.dashboards.iter().find(|one| one.url_path == "samples/every-widget").unwrap();
    let text = serde_json::to_string(dashboard).unwrap();
    for sample in [
        r#""type":"graph""#,
        r#""type":"value""#,
        r#""type":"markdown""#,
        r#""type":"alertStatus""#,
        r#""type":"host""#,
        r#""type":"role""#,
        r#""type":"service""#,
        r#""type":"expression""#,
        r#""type":"query""#,
        r#""type":"unknown""#,
        r#""type":"relative""#,
        r#""type":"absolute""#,
        r#""isStacked":true"#,
        r#""valueRange":{"max":10.0,"min":0.0}"#,
        r#""referenceLines":[{"#,
        r#""legendList":["#,
        r#""formatRules":[{"#,
        r#""roleFullname":null"#,
    ] {
        assert!(text.contains(sample), "{sample}");
    }
}

#[test]
fn every_metric_can_be_read_and_is_plausible() {
    for now in [NOWS[0], NOWS[2]] {
        let demo = demo(now);
        let organisation = demo.organisation();
        let owners = organisation
            .hosts
            .iter()
            .map(owner)
            .chain(organisation.services.iter().map(|row| service(&row.0.name)));
        for owner in owners {
            for name in demo.names(&owner).iter().filter(|name| !name.contains(".sentinel.")) {
                // The silent machines spoke three weeks ago; the hour holds the backup and a full hour.
                let night = demo.epoch() - 20 * DAY + 3 * HOUR - MINUTE;
                let series = read(&demo, &owner, name, TimeRange::new(night, night + HOUR));
                assert!(!series.is_empty(), "{name} of {owner:?}");
                let most = most(name);
                for (time, value) in series.iter() {
                    assert!(
                        (0.0..=most).contains(&value),
                        "{name} of {owner:?} at {time}: {value} over {most}"
                    );
                }
            }
        }
    }
}

/// More than this is not plausible.
fn most(name: &str) -> f64 {
    let first = name.split('.').next().unwrap();
    match first {
        _ if name.starts_with("loadavg") => 24.0,
        "cpu" => 1_600.0,
        "memory" => 128.0 * 1_073_741_824.0,
        "disk" => 8_000.0,
        "interface" => 3e8,
        "filesystem" => 8e12 * 1.1,
        "latency" => 3_000.0,
        _ if name.contains("hit_rate") => 100.0,
        _ => 4e10,
    }
}

#[test]
fn unknown_owners_and_names_are_nothing() {
    let demo = demo(NOWS[0]);
    let organisation = demo.organisation();
    let everything = TimeRange::new(i64::MIN, i64::MAX);
    let web = owner(host(&organisation, "shop-web-01"));
    for (owner, name) in [
        (&Owner::Host("nobody".to_owned()), "loadavg5"),
        (&service("nothing"), "orders.count"),
        (&web, "loadavg"),
        (&web, "custom.sentinel.flat"),
        (&web, "custom.sentinel.error-500"),
        (&web, "disk.sdz.reads.delta"),
        (&web, ""),
        (&service("shop"), "__externalhttp.responsetime.x"),
        (&service("shop"), "jobs.waiting"),
    ] {
        assert_eq!(demo.read(owner, name, everything), Recalled::Nothing, "{name} of {owner:?}");
    }
    assert!(demo.names(&service("nothing")).is_empty());
}

#[test]
fn processors_and_memory_add_up() {
    let demo = demo(NOWS[0]);
    let organisation = demo.organisation();
    for host in organisation.hosts.iter().filter(|host| host.size == "standard") {
        let owner = owner(host);
        let names = demo.names(&owner);
        let modes: Vec<&str> =
            names.iter().map(String::as_str).filter(|name| name.starts_with("cpu.")).collect();
        let cores = host.meta["cpu"].as_array().unwrap().len() as f64;
        let has = |name: &str| names.iter().any(|one| one == name);
        let rest: &[&str] = if has("memory.mem_available") {
            &["memory.used", "memory.mem_available"]
        } else if has("memory.buffers") {
            &["memory.used", "memory.free", "memory.buffers", "memory.cached"]
        } else {
            &["memory.used", "memory.free"]
        };
        for minute in (0..DAY).step_by(37 * 60) {
            let time = demo.epoch() - 20 * DAY + minute;
            if at(&demo, &owner, modes[0], time).is_none() {
                continue;
            }
            let whole = sum(&demo, &owner, &modes, time);
            assert!((whole - 100.0 * cores).abs() < 0.06, "{} at {time}: {whole}", host.name);
            let total = at(&demo, &owner, "memory.total", time).unwrap();
            assert_eq!(sum(&demo, &owner, rest, time), total, "{} at {time}", host.name);
        }
    }
}

#[test]
fn good_and_failed_requests_are_all_requests() {
    let demo = demo(NOWS[0]);
    for name in ["shop", "api"] {
        let owner = service(name);
        for minute in (0..DAY).step_by(11 * 60) {
            let time = demo.epoch() - 3 * DAY + minute;
            let parts = sum(&demo, &owner, &["requests.good", "requests.errors"], time);
            assert_eq!(Some(parts), at(&demo, &owner, "requests.total", time));
        }
    }
}

#[test]
fn sentinels_have_exactly_their_shapes() {
    let demo = demo(NOWS[0]);
    let organisation = demo.organisation();
    let owner = owner(host(&organisation, sentinel::HOST_NAME));
    let names = demo.names(&owner);
    assert!(sentinel::names().all(|name| names.contains(&name)));
    let whole = TimeRange::new(NOWS[0] - 460 * DAY, NOWS[0]);
    let of = |shape: &str| read(&demo, &owner, &format!("{}{shape}", sentinel::PREFIX), whole);
    let flat = of("flat");
    assert_eq!(flat.len(), 460 * 24 * 60 + 1);
    assert!(flat.values().iter().all(|&value| value == sentinel::FLAT));
    assert_eq!(flat.last().unwrap().0, NOWS[0]);
    assert!(of("rising").values().windows(2).all(|pair| pair[1] == pair[0] + 1.0));
    for (time, value) in of("gappy").iter() {
        assert_eq!(value, sentinel::GAPPY);
        assert!((time / MINUTE) % sentinel::GAPPY_CYCLE_MINUTES < sentinel::GAPPY_PRESENT_MINUTES);
    }
    assert!(of("gappy").len().abs_diff(flat.len() * 2 / 3) < 20);
    assert!(of("empty").is_empty());
    let spike = of("spike");
    let peaks: Vec<_> = spike.iter().filter(|point| point.1 != sentinel::SPIKE_REST).collect();
    assert_eq!(peaks.len(), 1);
    assert_eq!(peaks[0].1, sentinel::SPIKE_PEAK);
    let age_days = (NOWS[0] - peaks[0].0) as f64 / DAY as f64;
    assert!((458.4..459.6).contains(&age_days), "{age_days}");
    for status in sentinel::ERRORS {
        let name = format!("{}error-{}", sentinel::PREFIX, status.as_str());
        assert_eq!(demo.read(&owner, &name, whole), Recalled::Fault(status));
    }
}

#[test]
fn a_running_server_sees_new_minutes_and_none_that_have_not_come() {
    let clock = Clock::fixed(NOWS[0]);
    let demo = Demo::new(SEED, clock.clone());
    let organisation = demo.organisation();
    let owner = owner(host(&organisation, "shop-web-01"));
    let everything = TimeRange::new(i64::MIN, i64::MAX);
    let before = read(&demo, &owner, "loadavg5", everything);
    clock.set(NOWS[0] + 3 * DAY + 59);
    let after = read(&demo, &owner, "loadavg5", everything);
    assert_eq!(before.last().unwrap().0, NOWS[0]);
    assert_eq!(after.last().unwrap().0, NOWS[0] + 3 * DAY);
    assert_eq!(after.window(TimeRange::new(i64::MIN, NOWS[0])), before);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_part_equals_the_part_of_the_whole(
        pick in 0_usize..10_000, start in 0_i64..460 * DAY, length in -100_i64..2 * DAY, trim in 0_i64..DAY,
    ) {
        let demo = demo(NOWS[0]);
        let organisation = demo.organisation();
        let owner = owner(&organisation.hosts[pick % organisation.hosts.len()]);
        let names: Vec<_> = demo.names(&owner).into_iter().filter(|name| !name.contains("error-")).collect();
        let name = &names[pick % names.len()];
        let from = NOWS[0] - start;
        let wide = TimeRange::new(from, from.saturating_add(length));
        let part = TimeRange::new(from + trim, wide.to - trim / 3);
        prop_assert_eq!(read(&demo, &owner, name, part), read(&demo, &owner, name, wide).window(part));
    }
}

/// Mean of a metric over a range.
#[test]
fn a_year_and_more_of_minutes_is_quick_to_make() {
    let demo = demo(NOWS[0]);
    let organisation = demo.organisation();
    let whole = TimeRange::new(NOWS[0] - 460 * DAY, NOWS[0]);
    let web = owner(host(&organisation, "shop-web-01"));
    for (owner, name) in [
        (&web, "loadavg5"),
        (&web, "cpu.user.percentage"),
        (&web, "memory.used"),
        (&web, "custom.nginx.queue.waiting"),
        (&service("api"), "latency.p95"),
        (&service("api"), "requests.good"),
    ] {
        let started = std::time::Instant::now();
        let points = read(&demo, owner, name, whole).len();
        println!("{name}: {points} points in {:?}", started.elapsed());
        assert!(points > 460 * 24 * 60 - 2_000, "{name}: {points}");
    }
}
