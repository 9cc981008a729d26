//! The organisation's objects as the API answers them.

use super::Demo;
use super::calendar::DAY;
use super::fleet::{CREWS, Crew, Domain, GIB, Machine, SHIPPER, System};
use super::{alerts, annotations, custom, dashboards, monitors};
use mackerel::alerts::{Alert, AlertLog};
use mackerel::annotations::Annotation;
use mackerel::dashboards::Dashboard;
use mackerel::graph_defs::GraphDef;
use mackerel::hosts::Host;
use mackerel::monitors::Monitor;
use mackerel::services::{Role, Service};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Everything but points.
#[derive(Debug, Clone, PartialEq)]
pub struct Organisation {
    /// The services, each with its roles in full.
    pub services: Vec<(Service, Vec<Role>)>,
    /// Hosts of every status.
    pub hosts: Vec<Host>,
    /// Definitions of all custom graphs.
    pub graph_defs: Vec<GraphDef>,
    /// A year of releases, a campaign, an outage.
    pub annotations: Vec<Annotation>,
    /// On call, deploy, monthly review, cost, objectives and one of everything.
    pub dashboards: Vec<Dashboard>,
    /// At least one of each type.
    pub monitors: Vec<Monitor>,
    /// The newest first, each with its log, the newest entry first.
    pub alerts: Vec<(Alert, Vec<AlertLog>)>,
}

impl Demo {
    /// The organisation's objects. Values of open alerts are those of this minute; all else is as of the epoch.
    pub fn organisation(&self) -> Organisation {
        let monitors = monitors::Monitors::new(self.noise);
        Organisation {
            services: Domain::ALL.into_iter().map(service).collect(),
            hosts: self.fleet.iter().map(|machine| self.host(machine)).collect(),
            graph_defs: custom::definitions(),
            annotations: annotations::all(self),
            dashboards: dashboards::all(self),
            alerts: alerts::all(self, &monitors),
            monitors: monitors.into_list(),
        }
    }

    fn host(&self, machine: &Machine) -> Host {
        let crew = machine.crew;
        let mut roles = BTreeMap::from([(crew.domain.name().to_owned(), vec![crew.role.to_owned()])]);
        if machine.ships_logs() {
            roles.entry(SHIPPER.0.name().to_owned()).or_default().push(SHIPPER.1.to_owned());
        }
        for names in roles.values_mut() {
            names.sort_unstable();
        }
        Host {
            id: machine.id.clone(),
            name: machine.name.clone(),
            display_name: Some(machine.display_name.clone()),
            custom_identifier: None,
            meta: meta(machine),
            interfaces: interfaces(machine),
            size: if machine.system == System::Container { "micro" } else { "standard" }.to_owned(),
            status: machine.status,
            memo: memo(machine).to_owned(),
            is_retired: false,
            retired_at: None,
            created_at: self.story.beginning() - machine.noise.below(0, 300) * DAY,
            roles,
        }
    }
}

fn service(domain: Domain) -> (Service, Vec<Role>) {
    let role = |name: &str, memo: &str| Role { name: name.to_owned(), memo: memo.to_owned() };
    let mut roles: Vec<Role> =
        CREWS.iter().filter(|crew| crew.domain == domain).map(|crew| role(crew.role, crew.memo)).collect();
    if domain == SHIPPER.0 {
        roles.push(role(SHIPPER.1, SHIPPER.2));
    }
    roles.sort_by(|left, right| left.name.cmp(&right.name));
    let names = roles.iter().map(|role| role.name.clone()).collect();
    (Service { name: domain.name().to_owned(), memo: domain.memo().to_owned(), roles: names }, roles)
}

fn memo(machine: &Machine) -> &'static str {
    match (machine.crew.domain, machine.crew.role, machine.index) {
        (Domain::Shop, "db", 0) => {
            "主系。フェイルオーバー手順は手順書3章 / Primary; failover is chapter 3 of the runbook"
        }
        (Domain::Shop, "db", 1) => "副系。監査ログの削除を検討中 / Replica; the audit log wants pruning",
        (Domain::Shop | Domain::Api, "db", 2) => "待機 / Standby",
        (Domain::Shop, "web", 7) => "カーネル更新のためメンテナンス中 / In maintenance for a kernel update",
        (Domain::Batch, "worker", 2) => "帳票出力（Windows） / Prints reports, Windows",
        (Domain::Batch, "worker", 4) => "年末まで停止 / Off until the end of the year",
        (Domain::Batch, "sentinel", _) => {
            "custom.sentinel.* の形は決まっています / Shapes of custom.sentinel.* are known"
        }
        _ => "",
    }
}

/// What an agent says of its machine. The API's Go client wants text in `kernel` and `memory`.
fn meta(machine: &Machine) -> Map<String, Value> {
    let crew = machine.crew;
    let agent =
        if machine.system == System::Container { "mackerel-container-agent" } else { "mackerel-agent" };
    let mut meta = Map::from_iter([
        ("agent-name".to_owned(), json!(format!("{agent}/0.85.0"))),
        ("agent-version".to_owned(), json!("0.85.0")),
        ("agent-revision".to_owned(), json!("0000000")),
        ("kernel".to_owned(), kernel(machine.system)),
        ("memory".to_owned(), json!({ "total": format!("{}kB", u64::from(crew.memory_gib) * 1_048_576) })),
    ]);
    let processor = json!({
        "vendor_id": "GenuineIntel", "model_name": "Intel(R) Xeon(R) Gold 6338", "mhz": "2000.000", "cores": "1",
    });
    meta.insert("cpu".to_owned(), Value::Array(vec![processor; crew.cores as usize]));
    if machine.system != System::Container {
        meta.insert("block_device".to_owned(), block_devices(crew));
        meta.insert("filesystem".to_owned(), filesystems(crew));
    }
    meta
}

fn kernel(system: System) -> Value {
    let (name, release, platform, version) = match system {
        System::Linux | System::Container => ("Linux", "6.8.0-45-generic", "ubuntu", "24.04"),
        System::OldLinux => ("Linux", "3.10.0-1160.el7.x86_64", "centos", "7.9"),
        System::Windows => ("Microsoft Windows", "10.0.20348", "Windows Server", "2022"),
    };
    json!({
        "name": name, "release": release, "version": "#1 SMP", "machine": "x86_64", "os": name,
        "platform_name": platform, "platform_version": version,
    })
}

fn block_devices(crew: &Crew) -> Value {
    let device = |name: &&str| ((*name).to_owned(), json!({ "model": "Virtual disk", "removable": "0" }));
    Value::Object(crew.disks.iter().map(device).collect())
}

fn filesystems(crew: &Crew) -> Value {
    let filesystem = |&(name, gib): &(&str, u32)| {
        let mount = if name == "sda1" { "/" } else { "/data" };
        let size = f64::from(gib) * GIB / 1_024.0;
        (format!("/dev/{}", name.replace('_', "/")), json!({ "kb_size": size as u64, "mount": mount }))
    };
    Value::Object(crew.filesystems.iter().map(filesystem).collect())
}

fn interfaces(machine: &Machine) -> Vec<Value> {
    let (network, host) = address(machine);
    let interface = |(index, name): (usize, &&str)| {
        json!({
            "name": name,
            "macAddress": format!("52:54:00:{index:02x}:{network:02x}:{host:02x}"),
            "ipv4Addresses": [format!("10.{}.{network}.{host}", index + 1)],
            "ipv6Addresses": [],
        })
    };
    machine.crew.interfaces.iter().enumerate().map(interface).collect()
}

/// The last two bytes of its address.
fn address(machine: &Machine) -> (usize, usize) {
    let crew = CREWS.iter().position(|crew| std::ptr::eq(crew, machine.crew)).unwrap_or_default();
    (crew, 11 + machine.index)
}
