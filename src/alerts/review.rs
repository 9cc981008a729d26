//! What the hygiene page shows: alerts, monitors and roles as `analysis` counts them, with names.
//!
//! * Closed alerts that opened more than [`LOOK_BACK_SECS`] before the period are not looked for: the API has no way to
//!   find them but to read everything.
//! * Which hosts have checks the API does not list, so that a check watches no role.
//! * The API does not say since when a monitor is muted, so every muted one is told.

use super::about::Directory;
use super::filter::counted;
use analysis::hygiene::{self, LONG_SECS, Mute, Order, Tally, unwatched};
use mackerel::alerts::{Alert, AlertStatus};
use mackerel::monitors::Monitor;
use mackerel::names::RoleFullName;
use series::{Time, TimeRange};
use std::collections::BTreeMap;
use std::sync::Arc;

/// How long before a period an alert may have opened to be found as open in it, unless it is open still.
pub const LOOK_BACK_SECS: i64 = LONG_SECS;

/// Back to when alerts have to be read for a period.
pub fn reading_from(period: TimeRange) -> Time {
    period.from.saturating_sub(LOOK_BACK_SECS)
}

/// Whether an alert is looked at for a period, whatever else was read by chance.
pub fn is_in_reach(alert: &Alert, period: TimeRange) -> bool {
    alert.status != AlertStatus::Ok || alert.opened_at >= reading_from(period)
}

/// The numbers of one monitor, with its name.
#[derive(Debug, Clone, PartialEq)]
pub struct MonitorRow {
    /// Its id.
    pub id: String,
    /// Its name, or what can be said without one.
    pub name: String,
    /// Its type.
    pub kind: String,
    /// Its numbers.
    pub tally: Tally,
}

/// A monitor in one of the lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its type.
    pub kind: String,
}

/// All of it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Review {
    /// All alerts together.
    pub all: Tally,
    /// Each monitor with an alert in the period, in the order asked for.
    pub rows: Vec<MonitorRow>,
    /// Alerts that have been open for long, the oldest first.
    pub long_open: Vec<Arc<Alert>>,
    /// Monitors without an alert in the period.
    pub never_fired: Vec<Named>,
    /// Muted monitors.
    pub muted: Vec<Named>,
    /// Monitors without memo.
    pub without_memo: Vec<Named>,
    /// Roles that no monitor watches.
    pub unwatched: Vec<RoleFullName>,
}

/// When, in which order, and how moments are read.
pub struct Ask<'a> {
    /// What is looked at.
    pub period: TimeRange,
    /// The moment of looking.
    pub now: Time,
    /// What rows are ordered by.
    pub order: Order,
    /// How far local time is ahead of UTC, in seconds.
    pub offset_secs: &'a dyn Fn(Time) -> i64,
}

/// Counts.
pub fn review(
    alerts: &[Arc<Alert>],
    directory: &Directory,
    monitors: &[Monitor],
    roles: &[RoleFullName],
    ask: &Ask<'_>,
) -> Review {
    let alerts: Vec<&Arc<Alert>> = alerts.iter().filter(|alert| is_in_reach(alert, ask.period)).collect();
    let counted: Vec<_> = alerts.iter().map(|alert| counted(alert)).collect();
    let watching: Vec<_> = monitors.iter().map(watching).collect();
    let mut report = hygiene::hygiene(&counted, &watching, ask.period, ask.now, ask.offset_secs);
    report.rank(ask.order);
    let named = |places: &[usize]| {
        let named = |monitor: &Monitor| Named {
            id: monitor.id.clone(),
            name: monitor.name.clone(),
            kind: monitor.kind.clone(),
        };
        places.iter().filter_map(|&place| monitors.get(place)).map(named).collect::<Vec<_>>()
    };
    let row = |row: hygiene::Row<'_>| MonitorRow {
        id: row.monitor.to_owned(),
        name: directory.label(row.monitor, row.kind),
        kind: row.kind.to_owned(),
        tally: row.tally,
    };
    let unwatched = unwatched(roles, monitors, covers);
    Review {
        long_open: report.long_open.iter().map(|&place| Arc::clone(alerts[place])).collect(),
        never_fired: named(&report.never_fired),
        muted: named(&report.long_muted),
        without_memo: named(&report.without_memo),
        unwatched: unwatched.into_iter().map(|place| roles[place].clone()).collect(),
        all: report.all,
        rows: report.rows.into_iter().map(row).collect(),
    }
}

fn watching(monitor: &Monitor) -> hygiene::Monitor<'_> {
    hygiene::Monitor {
        id: &monitor.id,
        has_memo: !monitor.memo.trim().is_empty(),
        mute: if monitor.is_mute { Mute::Unknown } else { Mute::No },
    }
}

/// Whether a monitor watches a role: a metric of its hosts, or an expression that names it. A monitor of silent hosts
/// is there for every host from the beginning and says nothing about what a role does.
fn covers(monitor: &Monitor, role: &RoleFullName) -> bool {
    match monitor.kind.as_str() {
        "host" | "anomalyDetection" => {
            monitor.covers(&BTreeMap::from([(role.service.clone(), vec![role.role.clone()])]))
        }
        "expression" => monitor.expression.as_deref().is_some_and(|text| {
            let RoleFullName { service, role } = role;
            let is_named = |name: &str| {
                text.match_indices(name).any(|(at, _)| {
                    let goes_on = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
                    let (before, after) = (&text[..at], &text[at + name.len()..]);
                    !before.ends_with(goes_on) && !after.starts_with(goes_on)
                })
            };
            is_named(&format!("{service}:{role}")) || is_named(&format!("{service}: {role}"))
        }),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_role_is_watched_by_what_looks_at_its_hosts() {
        let role = RoleFullName { service: "shop".to_owned(), role: "web".to_owned() };
        let cases = [
            (json!({ "type": "host", "name": "m" }), true),
            (json!({ "type": "host", "name": "m", "scopes": ["shop: web"] }), true),
            (json!({ "type": "host", "name": "m", "scopes": ["shop: db"] }), false),
            (json!({ "type": "host", "name": "m", "excludeScopes": ["shop"] }), false),
            (json!({ "type": "connectivity", "name": "m" }), false),
            (json!({ "type": "service", "name": "m", "service": "shop" }), false),
            (
                json!({ "type": "expression", "name": "m", "expression": "avg(role(shop:web, loadavg5))" }),
                true,
            ),
            (json!({ "type": "expression", "name": "m", "expression": "avg(role('shop: web', cpu))" }), true),
            (json!({ "type": "expression", "name": "m", "expression": "avg(role(shop:web-2, cpu))" }), false),
            (json!({ "type": "expression", "name": "m", "expression": "avg(role(ishop:web, cpu))" }), false),
        ];
        for (monitor, expected) in cases {
            let monitor: Monitor = serde_json::from_value(monitor).unwrap();
            assert_eq!(covers(&monitor, &role), expected, "{monitor:?}");
        }
    }

    #[test]
    fn closed_alerts_from_long_before_are_out_of_reach() {
        let alert = |status: &str, opened_at: Time| -> Alert {
            serde_json::from_value(json!({
                "id": "a", "status": status, "monitorId": "m", "type": "host", "openedAt": opened_at,
            }))
            .unwrap()
        };
        let period = TimeRange::new(LOOK_BACK_SECS + 10, LOOK_BACK_SECS + 20);
        for (alert, expected) in [
            (alert("OK", 9), false),
            (alert("OK", 10), true),
            (alert("WARNING", 9), true),
            (alert("OK", LOOK_BACK_SECS + 30), true),
        ] {
            assert_eq!(is_in_reach(&alert, period), expected, "{alert:?}");
        }
    }
}
