//! Four hundred closed alerts and six open ones, each raised by a monitor for a trouble of the story.
//!
//! Values are read off the series at the time, so that the graph around an alert shows what it says.

use super::Demo;
use super::calendar::{HOUR, MINUTE};
use super::fleet::{Domain, GIB};
use super::monitors::{Monitors, key};
use super::story::{Incident, Place, Trouble, position};
use mackerel::alerts::{Alert, AlertLog, AlertStatus};
use mackerel::metrics::Owner;
use serde_json::{Map, Value, json};
use series::{Time, TimeRange};

/// Days until the certificate ends.
const CERTIFICATE_DAYS: i64 = 11;

/// What a monitor sees of a trouble.
struct Sight<'a> {
    key: &'a str,
    kind: &'a str,
    host: Option<usize>,
    /// What was observed at a minute, where a number was.
    observe: Box<dyn Fn(Time) -> Option<f64> + 'a>,
    message: Option<String>,
    /// Where no threshold decides.
    status: Option<AlertStatus>,
    /// Series of a labelled metric.
    series: Option<Value>,
}

/// All alerts with their logs, the newest first.
pub(super) fn all(demo: &Demo, monitors: &Monitors) -> Vec<(Alert, Vec<AlertLog>)> {
    let mut alerts: Vec<_> =
        demo.story.incidents.iter().filter_map(|incident| raised(demo, monitors, incident)).collect();
    alerts.push(filling_disk(demo, monitors));
    alerts.push(certificate(demo, monitors));
    alerts.sort_by(|left, right| (right.0.opened_at, &right.0.id).cmp(&(left.0.opened_at, &left.0.id)));
    alerts
}

fn raised(demo: &Demo, monitors: &Monitors, incident: &Incident) -> Option<(Alert, Vec<AlertLog>)> {
    let sight = sight(demo, incident)?;
    // A silent machine is noticed after a while.
    let delay = if incident.trouble == Trouble::Down && incident.is_open() { 9 * MINUTE } else { MINUTE };
    let opened = incident.range.from + delay;
    let closed = (!incident.is_open()).then(|| incident.range.to + 2 * MINUTE);
    Some(alert(demo, monitors, &sight, TimeRange::new(opened, incident.range.to), closed))
}

fn sight<'a>(demo: &'a Demo, incident: &Incident) -> Option<Sight<'a>> {
    let host = match incident.place {
        Place::Machine(index) => Some(index),
        Place::Domain(_) => None,
    };
    let of_host = move |name: &'static str| host.map(|index| demo.watch_host(index, name));
    let plain =
        |key, kind, observe| Sight { key, kind, host, observe, message: None, status: None, series: None };
    Some(match (incident.trouble, incident.place) {
        (Trouble::Load(_), _) => plain(key::LOAD, "host", of_host("loadavg5")?),
        (Trouble::Cpu(_), _) => plain(key::CPU, "host", of_host("cpu%")?),
        (Trouble::Memory(_), _) => plain(key::MEMORY, "host", of_host("memory%")?),
        (Trouble::Backup, _) => plain(key::BACKUP, "host", of_host("cpu.iowait.percentage")?),
        (Trouble::Down, _) => Sight {
            status: Some(AlertStatus::Critical),
            ..plain(key::GONE, "connectivity", Box::new(|_| None))
        },
        (Trouble::Check, _) => Sight {
            status: Some(AlertStatus::Unknown),
            message: Some(
                "NTP UNKNOWN: no reply from ntp.example.net within 10 s / 応答がありません".to_owned(),
            ),
            ..plain(key::NTP_CHECK, "check", Box::new(|_| None))
        },
        (Trouble::Anomaly, _) => Sight {
            status: Some(AlertStatus::Warning),
            ..plain(key::ANOMALY, "anomalyDetection", Box::new(|_| None))
        },
        (Trouble::Latency(_), Place::Domain(domain)) => {
            let key = if domain == Domain::Api { key::API_LATENCY } else { key::SHOP_LATENCY };
            plain(key, "service", demo.watch(domain, "latency.p95"))
        }
        (Trouble::Queue(_), Place::Domain(domain)) => {
            plain(key::QUEUE, "service", demo.watch(domain, "jobs.waiting"))
        }
        (Trouble::Errors(_), Place::Domain(domain)) => {
            let (failed, total) =
                (demo.watch(domain, "requests.errors"), demo.watch(domain, "requests.total"));
            let percent = move |time| Some(100.0 * failed(time)? / total(time)?);
            let key = if domain == Domain::Api { key::BUDGET } else { key::ERRORS };
            plain(key, "expression", Box::new(percent))
        }
        (Trouble::Response(_), Place::Domain(domain)) => {
            let response = demo.watch_response(domain);
            Sight {
                message: Some("Response time is too long / 応答が遅い".to_owned()),
                ..plain(key::SHOP_PAGE, "external", response)
            }
        }
        (Trouble::Query, _) => {
            let noise = demo.noise.stream("query");
            let range = incident.range;
            let seconds = move |time: Time| {
                let level = if range.contains(time) { 0.95 } else { 0.55 };
                Some(((level + 0.2 * noise.unit(time / HOUR)) * 100.0).round() / 100.0)
            };
            Sight {
                series: Some(json!({
                    "name": "http.server.request.duration.p95",
                    "labels": { "service.name": "shop", "http.route": "/checkout" },
                })),
                ..plain(key::QUERY, "query", Box::new(seconds))
            }
        }
        // A service's trouble never befalls a machine.
        _ => return None,
    })
}

fn filling_disk(demo: &Demo, monitors: &Monitors) -> (Alert, Vec<AlertLog>) {
    let index = position(&demo.fleet, Domain::Shop, "db", 1);
    let sight = Sight {
        key: key::DISK,
        kind: "host",
        host: Some(index),
        observe: demo.watch_host(index, "disk%"),
        message: None,
        status: None,
        series: None,
    };
    alert(demo, monitors, &sight, TimeRange::new(demo.story.filled(80.0) + MINUTE, Time::MAX), None)
}

fn certificate(demo: &Demo, monitors: &Monitors) -> (Alert, Vec<AlertLog>) {
    let sight = Sight {
        key: key::CERTIFICATE,
        kind: "external",
        host: None,
        observe: Box::new(|_| None),
        message: Some(format!(
            "Certificate ends in {CERTIFICATE_DAYS} days / 証明書の期限まで{CERTIFICATE_DAYS}日"
        )),
        status: Some(AlertStatus::Warning),
        series: None,
    };
    alert(demo, monitors, &sight, TimeRange::new(demo.story.epoch - 74 * HOUR, Time::MAX), None)
}

/// An alert that was seen in `seen` and closed or not, with its log.
fn alert(
    demo: &Demo,
    monitors: &Monitors,
    sight: &Sight<'_>,
    seen: TimeRange,
    closed: Option<Time>,
) -> (Alert, Vec<AlertLog>) {
    let host_id = sight.host.and_then(|index| demo.fleet.get(index)).map(|machine| machine.id.clone());
    let monitor_id = monitors.id(sight.key);
    let id = demo.noise.id("alert", &format!("{} {monitor_id} {host_id:?}", seen.from));
    let newest = seen.to.min(demo.started);
    let steps = steps(monitors, sight, TimeRange::new(seen.from, newest));
    let last = steps.last().map_or(AlertStatus::Unknown, |step| step.1);
    let value = (sight.observe)(newest);
    let (reason, memo) = words(demo, sight, seen.from, closed.is_some());
    let log = |at: Time, status, trigger: &str, target_value: Option<f64>| {
        AlertLog {
        id: demo.noise.id("log", &format!("{id} {at}")),
        status,
        trigger: trigger.to_owned(),
        monitor_id: Some(monitor_id.clone()),
        target_value,
        status_detail: (sight.kind == "check").then(|| {
            json!({ "type": "check", "detail": { "message": sight.message.as_deref().unwrap_or_default(), "memo": "" } })
        }),
        created_at: at,
    }
    };
    let mut logs: Vec<AlertLog> =
        steps.iter().map(|&(at, status)| log(at, status, "monitoring", (sight.observe)(at))).collect();
    if let Some(closed) = closed {
        let trigger = if reason.is_some() { "manual" } else { "monitoring" };
        logs.push(log(closed, AlertStatus::Ok, trigger, (sight.observe)(closed)));
    }
    logs.reverse();
    let has_value = matches!(sight.kind, "host" | "service" | "query") || sight.key == key::SHOP_PAGE;
    let mut extra = Map::new();
    extra.extend(sight.series.clone().map(|series| ("series".to_owned(), series)));
    let alert = Alert {
        id: id.clone(),
        status: if closed.is_some() { AlertStatus::Ok } else { last },
        monitor_id: monitor_id.clone(),
        kind: sight.kind.to_owned(),
        host_id,
        value: value.filter(|_| has_value),
        message: sight.message.clone(),
        reason,
        memo,
        opened_at: seen.from,
        closed_at: closed,
        extra,
    };
    (alert, logs)
}

/// The statuses an alert went through: from its opening on, in the middle and at the end, where they differ.
fn steps(monitors: &Monitors, sight: &Sight<'_>, seen: TimeRange) -> Vec<(Time, AlertStatus)> {
    let monitor = monitors.find(sight.key);
    let critical = monitor.and_then(|monitor| monitor.critical).unwrap_or(f64::INFINITY);
    let status = |time| {
        sight.status.unwrap_or(match (sight.observe)(time) {
            Some(value) if value > critical => AlertStatus::Critical,
            _ => AlertStatus::Warning,
        })
    };
    // It opens as what it was first, and gets worse at most once: monitors wait before they say better.
    let first = status(seen.from);
    let worse = (1..=12)
        .map(|part| seen.from + seen.secs().min(2 * HOUR) * part / 12 / MINUTE * MINUTE)
        .find(|&time| time > seen.from && status(time) > first);
    [(seen.from, first)].into_iter().chain(worse.map(|time| (time, status(time)))).collect()
}

/// Why it was closed by hand, and what was noted.
fn words(demo: &Demo, sight: &Sight<'_>, opened: Time, is_closed: bool) -> (Option<String>, String) {
    const REASONS: [&str; 4] = [
        "再起動で解消 / Fixed by a restart",
        "一時的なもの / It was passing",
        "リリース起因、切り戻し済み / Caused by a release, rolled back",
        "容量を追加した / Capacity was added",
    ];
    const MEMOS: [&str; 3] = [
        "対応: 田中。手順書2章のとおり / Handled as chapter 2 of the runbook says",
        "原因は外部の決済サービス / The payment provider was the cause\nhttps://wiki.example.net/incidents",
        "しきい値を見直す / Reconsider the threshold",
    ];
    // Nobody gets up for the backup.
    let quiet = sight.key == key::BACKUP;
    let chance = demo.noise.stream("words").stream(sight.key);
    let pick = |among: &[&str], one_in: i64| {
        let drawn = chance.stream(among[0]).below(opened / MINUTE, one_in * among.len() as i64);
        among.get(drawn as usize).filter(|_| !quiet).map(|&text| text.to_owned())
    };
    let reason = if is_closed { pick(&REASONS, 4) } else { None };
    (reason, pick(&MEMOS, 3).unwrap_or_default())
}

type Watch<'a> = Box<dyn Fn(Time) -> Option<f64> + 'a>;

impl Demo {
    /// What a host monitor sees; `cpu%`, `memory%` and `disk%` are computed as the API says.
    pub(super) fn watch_host(&self, index: usize, name: &'static str) -> Watch<'_> {
        let owner = Owner::Host(self.fleet.get(index).map(|machine| machine.id.clone()).unwrap_or_default());
        let crew = self.fleet.get(index).map(|machine| machine.crew);
        match (name, crew) {
            ("cpu%", Some(crew)) => {
                let idle = self.watch_owner(&owner, "cpu.idle.percentage");
                let whole = 100.0 * f64::from(crew.cores);
                Box::new(move |time| Some(100.0 - 100.0 * idle(time)? / whole))
            }
            ("memory%", Some(crew)) => {
                let used = self.watch_owner(&owner, "memory.used");
                let total = f64::from(crew.memory_gib) * GIB;
                Box::new(move |time| Some(100.0 * used(time)? / total))
            }
            ("disk%", Some(crew)) => {
                let disk = |row: &(&str, u32)| {
                    (self.watch_owner(&owner, &format!("filesystem.{}.used", row.0)), f64::from(row.1) * GIB)
                };
                let disks: Vec<_> = crew.filesystems.iter().map(disk).collect();
                Box::new(move |time| {
                    disks.iter().filter_map(|(used, size)| Some(100.0 * used(time)? / size)).reduce(f64::max)
                })
            }
            _ => self.watch_owner(&owner, name),
        }
    }

    /// What a service monitor sees.
    pub(super) fn watch(&self, domain: Domain, name: &str) -> Watch<'_> {
        self.watch_owner(&Owner::Service(domain.name().to_owned()), name)
    }

    fn watch_response(&self, domain: Domain) -> Watch<'_> {
        let signal = super::service::Model::new(self, domain).response_time();
        Box::new(move |time| signal(time.div_euclid(MINUTE)))
    }

    fn watch_owner(&self, owner: &Owner, name: &str) -> Watch<'_> {
        match self.signal(owner, name) {
            Some(signal) => Box::new(move |time| signal(time.div_euclid(MINUTE))),
            None => Box::new(|_| None),
        }
    }
}
