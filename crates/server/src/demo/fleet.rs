//! The forty machines and the three services they work for.
//!
//! Ids depend on the seed and the name alone, so they are the same on every day.

use super::noise::Noise;
use mackerel::hosts::HostStatus;

/// The services.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Domain {
    Shop,
    Api,
    Batch,
}

impl Domain {
    pub(super) const ALL: [Self; 3] = [Self::Shop, Self::Api, Self::Batch];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Shop => "shop",
            Self::Api => "api",
            Self::Batch => "batch",
        }
    }

    pub(super) const fn memo(self) -> &'static str {
        match self {
            Self::Shop => "オンラインショップ（一般のお客様向け） / The online shop, open to everyone",
            Self::Api => "取引先向け注文API / Ordering for business customers",
            Self::Batch => "夜間処理とバックアップ / Nightly jobs and backups",
        }
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|domain| domain.name() == name)
    }
}

/// What a machine runs, which decides the names of its metrics.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum System {
    Linux,
    /// A kernel that tells free, buffers and cached memory but not what is available.
    OldLinux,
    Windows,
    /// A container agent.
    Container,
}

/// One machine.
#[derive(Debug)]
pub(super) struct Machine {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) display_name: String,
    pub(super) crew: &'static Crew,
    /// From 0 within its crew.
    pub(super) index: usize,
    pub(super) system: System,
    pub(super) status: HostStatus,
    pub(super) noise: Noise,
}

impl Machine {
    /// `custom.*` and system metrics of everything that every machine has.
    pub(super) fn ships_logs(&self) -> bool {
        matches!(self.system, System::Linux | System::OldLinux)
            && self.status != HostStatus::Poweroff
            && self.crew.role != "sentinel"
    }

    pub(super) fn is(&self, domain: Domain, role: &str, index: usize) -> bool {
        self.crew.domain == domain && self.crew.role == role && self.index == index
    }

    pub(super) fn memory_bytes(&self) -> f64 {
        f64::from(self.crew.memory_gib) * GIB
    }
}

pub(super) const GIB: f64 = 1_073_741_824.0;

/// Machines that do the same work.
#[derive(Debug)]
pub(super) struct Crew {
    pub(super) domain: Domain,
    pub(super) role: &'static str,
    pub(super) memo: &'static str,
    pub(super) count: usize,
    /// Japanese and English name, without the number.
    pub(super) called: [&'static str; 2],
    pub(super) cores: u32,
    pub(super) memory_gib: u32,
    /// Share of the processors that is busy without visitors, and how much the usual peak adds.
    pub(super) idle_load: f64,
    pub(super) peak_load: f64,
    pub(super) disks: &'static [&'static str],
    pub(super) interfaces: &'static [&'static str],
    /// Device and size in GiB.
    pub(super) filesystems: &'static [(&'static str, u32)],
}

/// The role that every machine with a log shipper has besides its own.
pub(super) const SHIPPER: (Domain, &str, &str) =
    (Domain::Batch, "log-agent", "ログ転送（ほぼ全台） / Log shipper, on nearly every machine");

const SYSTEM_DISK: &[(&str, u32)] = &[("sda1", 60)];
const DATABASE_DISKS: &[(&str, u32)] = &[("sda1", 60), ("nvme1n1", 900)];

/// All crews, in the order of services and of the path of a request.
pub(super) const CREWS: [Crew; 11] = [
    Crew {
        domain: Domain::Shop,
        role: "lb",
        memo: "負荷分散 / Load balancers",
        count: 2,
        called: ["東京 ロードバランサ", "Osaka load balancer"],
        cores: 4,
        memory_gib: 8,
        idle_load: 0.06,
        peak_load: 0.30,
        disks: &["sda"],
        interfaces: &["eth0", "eth1"],
        filesystems: SYSTEM_DISK,
    },
    Crew {
        domain: Domain::Shop,
        role: "web",
        memo: "画面を配るnginx / nginx in front of the pages",
        count: 8,
        called: ["東京 ウェブ", "Osaka web"],
        cores: 4,
        memory_gib: 16,
        idle_load: 0.08,
        peak_load: 0.52,
        disks: &["sda"],
        interfaces: &["eth0"],
        filesystems: SYSTEM_DISK,
    },
    Crew {
        domain: Domain::Shop,
        role: "app",
        memo: "注文アプリケーション / The ordering application",
        count: 7,
        called: ["東京 アプリ", "Osaka app"],
        cores: 8,
        memory_gib: 32,
        idle_load: 0.10,
        peak_load: 0.60,
        disks: &["sda"],
        interfaces: &["eth0"],
        filesystems: SYSTEM_DISK,
    },
    Crew {
        domain: Domain::Shop,
        role: "db",
        memo: "注文データベース / Orders database",
        count: 3,
        called: ["注文DB", "Orders DB"],
        cores: 16,
        memory_gib: 128,
        idle_load: 0.07,
        peak_load: 0.40,
        disks: &["sda", "nvme1n1"],
        interfaces: &["eth0", "eth1"],
        filesystems: DATABASE_DISKS,
    },
    Crew {
        domain: Domain::Shop,
        role: "cache",
        memo: "セッションとカート / Sessions and carts",
        count: 2,
        called: ["カート用キャッシュ", "Cart cache"],
        cores: 4,
        memory_gib: 64,
        idle_load: 0.04,
        peak_load: 0.18,
        disks: &["sda"],
        interfaces: &["eth0"],
        filesystems: SYSTEM_DISK,
    },
    Crew {
        domain: Domain::Api,
        role: "web",
        memo: "取引先からの入口 / Where partners connect",
        count: 4,
        called: ["API 入口", "API web"],
        cores: 4,
        memory_gib: 16,
        idle_load: 0.08,
        peak_load: 0.46,
        disks: &["sda"],
        interfaces: &["eth0"],
        filesystems: SYSTEM_DISK,
    },
    Crew {
        domain: Domain::Api,
        role: "worker",
        memo: "非同期の注文処理 / Works off the order queue",
        count: 3,
        called: ["API ワーカー", "API worker"],
        cores: 8,
        memory_gib: 16,
        idle_load: 0.10,
        peak_load: 0.44,
        disks: &["sda"],
        interfaces: &["eth0"],
        filesystems: SYSTEM_DISK,
    },
    Crew {
        domain: Domain::Api,
        role: "db",
        memo: "取引先データベース / Partners database",
        count: 3,
        called: ["取引先DB", "Partners DB"],
        cores: 16,
        memory_gib: 64,
        idle_load: 0.06,
        peak_load: 0.36,
        disks: &["sda", "nvme1n1"],
        interfaces: &["eth0", "eth1"],
        filesystems: DATABASE_DISKS,
    },
    Crew {
        domain: Domain::Batch,
        role: "worker",
        memo: "夜間ジョブ / Nightly jobs",
        count: 5,
        called: ["夜間バッチ", "Night batch"],
        cores: 8,
        memory_gib: 32,
        idle_load: 0.05,
        peak_load: 0.62,
        disks: &["sda"],
        interfaces: &["eth0"],
        filesystems: SYSTEM_DISK,
    },
    Crew {
        domain: Domain::Batch,
        role: "backup",
        memo: "毎晩3時のバックアップ / Backups, each night at 03:00",
        count: 2,
        called: ["バックアップ", "Backup"],
        cores: 4,
        memory_gib: 16,
        idle_load: 0.03,
        peak_load: 0.05,
        disks: &["sda", "sdb"],
        interfaces: &["eth0"],
        filesystems: &[("sda1", 60), ("mapper_vg0-backup", 8_000)],
    },
    Crew {
        domain: Domain::Batch,
        role: "sentinel",
        memo: "表示確認用の決まった系列 / Series with known shapes, to check graphs by",
        count: 1,
        called: ["センチネル", "Sentinel"],
        cores: 2,
        memory_gib: 4,
        idle_load: 0.02,
        peak_load: 0.01,
        disks: &["sda"],
        interfaces: &["eth0"],
        filesystems: SYSTEM_DISK,
    },
];

/// All machines, in the order of [`CREWS`].
pub(super) fn muster(noise: Noise) -> Vec<Machine> {
    CREWS.iter().flat_map(|crew| (0..crew.count).map(move |index| machine(crew, index, noise))).collect()
}

fn machine(crew: &'static Crew, index: usize, noise: Noise) -> Machine {
    let (domain, role, number) = (crew.domain.name(), crew.role, index + 1);
    // The first half stands in Tokyo, the rest in Osaka.
    let osaka = crew.count > 1 && index >= crew.count.div_ceil(2);
    let (name, display_name) = if role == "sentinel" {
        ("sentinel-01".to_owned(), format!("{} / {}", crew.called[0], crew.called[1]))
    } else {
        let site = if osaka { "osa" } else { "tyo" };
        (
            format!("{domain}-{role}-{number:02}.{site}.example.net"),
            format!("{} {number:02}", crew.called[usize::from(osaka)]),
        )
    };
    let system = match (domain, role, number) {
        ("shop", "cache", _) => System::OldLinux,
        ("api", "web", 4) => System::Container,
        ("batch", "worker", 3) => System::Windows,
        _ => System::Linux,
    };
    let status = match (domain, role, number) {
        ("shop" | "api", "db", 3) => HostStatus::Standby,
        ("shop", "web", 8) => HostStatus::Maintenance,
        ("batch", "worker", 5) => HostStatus::Poweroff,
        _ => HostStatus::Working,
    };
    let id = noise.id("host", &name);
    let noise = noise.stream("machine").stream(&name);
    Machine { id, name, display_name, crew, index, system, status, noise }
}
