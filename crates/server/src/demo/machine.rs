//! System metrics of one machine: names and values as agents post them.
//!
//! In every minute the processors add up to 100 × cores and the memory to its total. A silent machine has no points.

use super::Demo;
use super::calendar::MINUTE;
use super::fleet::{GIB, Machine, System};
use super::story::{Bumps, Place, Trouble};
use series::Time;

/// A value per minute since the epoch of 1970; none where nothing was posted.
pub(super) type Signal<'a> = Box<dyn Fn(i64) -> Option<f64> + 'a>;

/// The processor's modes on Linux, in the order of [`Model::cpu`].
const MODES: [&str; 9] = ["user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal", "guest"];
const USER: usize = 0;
const SYSTEM: usize = 2;
const IDLE: usize = 3;
const IOWAIT: usize = 4;

/// A machine and what befell it.
pub(super) struct Model<'a> {
    pub(super) demo: &'a Demo,
    pub(super) machine: &'a Machine,
    load: Bumps,
    cpu: Bumps,
    memory: Bumps,
    down: Bumps,
    backup: Bumps,
    last_word: Option<Time>,
}

impl<'a> Model<'a> {
    pub(super) fn new(demo: &'a Demo, index: usize) -> Option<Self> {
        let machine = demo.fleet.get(index)?;
        let bumps =
            |strength: fn(Trouble) -> Option<f64>| Bumps::of(&demo.story, Place::Machine(index), strength);
        Some(Self {
            demo,
            machine,
            load: bumps(|trouble| if let Trouble::Load(load) = trouble { Some(load) } else { None }),
            cpu: bumps(|trouble| if let Trouble::Cpu(busy) = trouble { Some(busy) } else { None }),
            memory: bumps(|trouble| if let Trouble::Memory(used) = trouble { Some(used) } else { None }),
            down: bumps(|trouble| (trouble == Trouble::Down).then_some(1.0)),
            backup: bumps(|trouble| (trouble == Trouble::Backup).then_some(1.0)),
            last_word: demo.story.last_word(machine),
        })
    }

    /// Whether the machine posted in this minute.
    pub(super) fn speaks(&self, minute: i64) -> bool {
        let time = minute * MINUTE;
        self.last_word.is_none_or(|last| time <= last) && self.down.at(time).is_none()
    }

    /// Work that reaches the machine; 1 at a usual peak.
    pub(super) fn work(&self, minute: i64) -> f64 {
        self.demo.traffic(self.machine.crew.domain, minute)
            * (1.0 + 0.08 * self.machine.noise.wobble(minute)).max(0.0)
    }

    /// Whether the backup runs: every night for forty minutes from 03:00, only where backups are made.
    pub(super) fn backs_up(&self, minute: i64) -> bool {
        self.machine.crew.role == "backup" && (0..40).contains(&minutes_past_three(minute))
    }

    /// Share of the processors that works, from 0 to 1.
    fn busy(&self, minute: i64) -> f64 {
        let crew = self.machine.crew;
        let asked = crew.idle_load + crew.peak_load * self.work(minute);
        let backup = if self.backs_up(minute) { 0.25 } else { 0.0 };
        // However much is asked, some is always left.
        let usual = 1.0 - (-asked).exp() + backup;
        let flicker = 0.01 * self.machine.noise.stream_of(1).signed(minute);
        self.cpu.at(minute * MINUTE).unwrap_or(usual + flicker).clamp(0.002, 0.995)
    }

    /// Percent by mode; together 100 × cores.
    fn cpu(&self, minute: i64) -> [f64; 9] {
        let whole = 100.0 * f64::from(self.machine.crew.cores);
        let busy = self.busy(minute) * whole;
        let waits = match self.machine.crew.role {
            "db" => 0.16,
            "backup" => 0.3,
            _ => 0.04,
        };
        let share = 1.0 + 0.15 * self.machine.noise.stream_of(2).smooth(minute, 23);
        let stuck = self.backup.at(minute * MINUTE).map_or(0.0, |_| 0.55 * whole);
        let mut modes = [0.0; 9];
        modes[SYSTEM] = busy * 0.2 * share;
        modes[IOWAIT] = busy * waits * share + stuck;
        modes[1] = busy * 0.004;
        modes[5] = busy * 0.003;
        modes[6] = busy * 0.03;
        modes[7] = busy * 0.006 * share;
        for mode in &mut modes {
            *mode = hundredths(*mode);
        }
        let rest: f64 = modes.iter().sum();
        modes[USER] = hundredths((busy + stuck - rest).max(0.0));
        modes[IDLE] = hundredths((whole - rest - modes[USER]).max(0.0));
        modes
    }

    /// A load average over about so many minutes.
    fn load(&self, minute: i64, over: i64) -> f64 {
        let crew = self.machine.crew;
        let wobble = self.machine.noise.stream_of(3);
        if let Some(load) = self.load.at(minute * MINUTE) {
            return hundredths(load * (1.0 + 0.04 * wobble.smooth(minute, over)));
        }
        let usual = 1.0 - (-(crew.idle_load + crew.peak_load * self.demo.traffic(crew.domain, minute))).exp();
        let backup = if self.backs_up(minute) { 0.4 } else { 0.0 };
        let spread = if over < 3 { 0.35 } else { 0.2 };
        let load =
            0.55 * f64::from(crew.cores) * (usual + backup) * (1.0 + spread * wobble.smooth(minute, over));
        hundredths(load.max(0.0))
    }

    fn disk_ops(&self, minute: i64, device: usize, writes: bool) -> f64 {
        let most = match (self.machine.crew.role, device) {
            ("db", 1) => 2_400.0,
            ("backup", 1) => 30.0,
            _ => 45.0,
        };
        let backup = if self.backs_up(minute) { 1_900.0 } else { 0.0 };
        let share = if writes { 0.7 } else { 1.0 };
        let wobble = self.machine.noise.stream_of(10 + device as u64 * 2 + u64::from(writes));
        let ops = (3.0 + most * self.work(minute) + backup) * share * (1.0 + 0.3 * wobble.wobble(minute));
        hundredths(ops.max(0.0))
    }

    fn interface_bytes(&self, minute: i64, device: usize, sends: bool) -> f64 {
        let most = match self.machine.crew.role {
            "lb" => 42e6,
            "db" => 18e6,
            "sentinel" => 2e4,
            _ => 9e6,
        };
        let backup = if self.backs_up(minute) { 85e6 } else { 0.0 };
        // Answers are larger than questions; the second interface carries the internal side.
        let share = if sends == (device == 0) { 1.0 } else { 0.22 };
        let wobble = self.machine.noise.stream_of(20 + device as u64 * 2 + u64::from(sends));
        ((4e3 + most * self.work(minute) + backup) * share * (1.0 + 0.2 * wobble.wobble(minute)))
            .max(0.0)
            .round()
    }

    /// Share of a file system that is used, from 0 to 1.
    fn disk_share(&self, minute: i64, device: usize) -> f64 {
        if device == 1 && self.machine.is(super::fleet::Domain::Shop, "db", 1) {
            return self.demo.story.filling(minute * MINUTE);
        }
        let base = 0.22 + 0.3 * self.machine.noise.stream_of(30 + device as u64).unit(0);
        // Logs grow for a week and are then thrown away.
        let week = super::calendar::minute_of_week(minute) as f64 / super::calendar::WEEK_MINUTES as f64;
        base + 0.06 * week + 0.002 * self.machine.noise.stream_of(40).smooth(minute, 200)
    }

    /// Names of all system metrics.
    pub(super) fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = match self.machine.system {
            System::Linux | System::OldLinux => {
                let cpu = MODES.iter().map(|mode| format!("cpu.{mode}.percentage"));
                ["loadavg1", "loadavg5", "loadavg15"].into_iter().map(str::to_owned).chain(cpu).collect()
            }
            System::Windows => ["user", "system", "idle"]
                .into_iter()
                .map(|mode| format!("cpu.{mode}.percentage"))
                .chain(["processor_queue_length".to_owned()])
                .collect(),
            System::Container => {
                ["cpu.gateway.usage", "cpu.gateway.limit", "memory.gateway.usage", "memory.gateway.limit"]
                    .into_iter()
                    .map(|name| format!("container.{name}"))
                    .collect()
            }
        };
        let memory: &[&str] = match self.machine.system {
            System::Linux => &["total", "used", "mem_available", "swap_total", "swap_free", "swap_cached"],
            System::OldLinux => {
                &["total", "used", "free", "buffers", "cached", "swap_total", "swap_free", "swap_cached"]
            }
            System::Windows => &["total", "used", "free", "pagefile_total", "pagefile_free"],
            System::Container => &[],
        };
        names.extend(memory.iter().map(|part| format!("memory.{part}")));
        let crew = self.machine.crew;
        let interfaces = crew.interfaces.iter();
        names.extend(
            interfaces.flat_map(|name| ["rx", "tx"].map(|way| format!("interface.{name}.{way}Bytes.delta"))),
        );
        if self.machine.system == System::Container {
            return names;
        }
        names.extend(
            crew.disks
                .iter()
                .flat_map(|name| ["reads", "writes"].map(|way| format!("disk.{name}.{way}.delta"))),
        );
        let filesystems = crew.filesystems.iter();
        names.extend(
            filesystems
                .flat_map(|(name, _)| ["size", "used"].map(|what| format!("filesystem.{name}.{what}"))),
        );
        names
    }

    /// One system metric; the name must be one of [`names`](Self::names).
    pub(super) fn signal(self, name: &str) -> Option<Signal<'a>> {
        let crew = self.machine.crew;
        let parts: Vec<&str> = name.split('.').collect();
        let value: Part = match parts.as_slice() {
            ["loadavg1"] => Box::new(|model, minute| model.load(minute, 2)),
            ["loadavg5"] => Box::new(|model, minute| model.load(minute, 7)),
            ["loadavg15"] => Box::new(|model, minute| model.load(minute, 20)),
            ["processor_queue_length"] => {
                Box::new(|model, minute| model.machine.noise.round(minute, 0.4 + 3.0 * model.work(minute)))
            }
            ["cpu", mode, "percentage"] => cpu_signal(self.machine.system, mode)?,
            ["memory", part] => memory_signal(self.machine.system, part)?,
            ["disk", device, way, "delta"] => {
                let device = crew.disks.iter().position(|disk| disk == device)?;
                let writes = *way == "writes";
                Box::new(move |model, minute| model.disk_ops(minute, device, writes))
            }
            ["interface", device, way, "delta"] => {
                let device = crew.interfaces.iter().position(|one| one == device)?;
                let sends = *way == "txBytes";
                Box::new(move |model, minute| model.interface_bytes(minute, device, sends))
            }
            ["filesystem", device, what] => {
                let index = crew.filesystems.iter().position(|one| one.0 == *device)?;
                let size = f64::from(crew.filesystems[index].1) * GIB;
                match *what {
                    "size" => Box::new(move |_, _| size),
                    _ => Box::new(move |model, minute| (size * model.disk_share(minute, index)).round()),
                }
            }
            ["container", "cpu", _, "limit"] => {
                Box::new(|model, _| 100.0 * f64::from(model.machine.crew.cores))
            }
            ["container", "cpu", ..] => Box::new(|model, minute| {
                hundredths(model.busy(minute) * 100.0 * f64::from(model.machine.crew.cores))
            }),
            ["container", "memory", _, "limit"] => Box::new(|model, _| model.machine.memory_bytes()),
            ["container", "memory", ..] => Box::new(memory_used),
            _ => return None,
        };
        Some(Box::new(move |minute| self.speaks(minute).then(|| value(&self, minute))))
    }
}

type Part = Box<dyn Fn(&Model<'_>, i64) -> f64>;

fn cpu_signal(system: System, mode: &str) -> Option<Part> {
    let index = MODES.iter().position(|one| *one == mode)?;
    Some(if system == System::Windows && index == USER {
        // What Windows has no name for counts as user time.
        Box::new(|model, minute| {
            let modes = model.cpu(minute);
            hundredths(modes.iter().sum::<f64>() - modes[SYSTEM] - modes[IDLE])
        })
    } else {
        Box::new(move |model, minute| model.cpu(minute)[index])
    })
}

fn memory_signal(system: System, part: &str) -> Option<Part> {
    const SWAP: f64 = 2.0 * GIB;
    let rest = |share: f64| -> Part {
        Box::new(move |model, minute| {
            ((model.machine.memory_bytes() - memory_used(model, minute)) * share).floor()
        })
    };
    Some(match (system, part) {
        (_, "total") => Box::new(|model, _| model.machine.memory_bytes()),
        (_, "used") => Box::new(memory_used),
        (_, "mem_available") | (System::Windows, "free") => rest(1.0),
        (_, "buffers") => rest(1.0 / 16.0),
        (_, "cached") => rest(0.625),
        (_, "free") => Box::new(|model, minute| {
            let left = model.machine.memory_bytes() - memory_used(model, minute);
            left - (left / 16.0).floor() - (left * 0.625).floor()
        }),
        (_, "swap_total" | "pagefile_total") => Box::new(|_, _| SWAP),
        (_, "swap_free" | "pagefile_free") => Box::new(|model, minute| {
            (SWAP * (0.96 + 0.03 * model.machine.noise.stream_of(5).smooth(minute, 1_500))).round()
        }),
        (_, "swap_cached") => Box::new(|_, _| 0.002 * SWAP),
        _ => return None,
    })
}

/// Bytes in use.
fn memory_used(model: &Model<'_>, minute: i64) -> f64 {
    let base = match model.machine.crew.role {
        "db" | "cache" => 0.70,
        "app" => 0.55,
        _ => 0.34,
    };
    let drift = 0.05 * model.machine.noise.stream_of(4).smooth(minute, 2_900);
    let share = base + drift + 0.08 * model.work(minute).min(2.0);
    (model.memory.at(minute * MINUTE).unwrap_or(share.min(0.88)) * model.machine.memory_bytes()).round()
}

/// Minutes since the last 03:00 in Japan.
fn minutes_past_three(minute: i64) -> i64 {
    (super::calendar::minute_of_week(minute) - 3 * 60).rem_euclid(24 * 60)
}

/// Rounded to hundredths, so that a reply does not carry digits that nobody measured. For values below 10^16.
pub(super) fn hundredths(value: f64) -> f64 {
    let scaled = value * 100.0;
    // Through an integer: rounding a float is a call on processors that the executable has to allow for.
    (scaled + 0.5_f64.copysign(scaled)) as i64 as f64 / 100.0
}
