//! The lines of the list of alerts: filtered, in groups, open ones first, worst first. Pure.
//!
//! * Without alerts there are no lines; a group without alerts has no heading.
//! * Groups with an open alert come first, the worst of them before the others; then by name.
//! * A host may have several roles, and settings may overlap: there an alert stands in each of its groups, but counts once.

use super::about::About;
use super::filter::{Filter, counted};
use analysis::hygiene;
use mackerel::alert_groups::AlertGroupSetting;
use mackerel::alerts::{Alert, AlertStatus};
use series::{Time, TimeRange};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What the list is grouped by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Grouping {
    /// Open and closed.
    #[default]
    State,
    /// Services.
    Service,
    /// Roles.
    Role,
    /// Monitors.
    Monitor,
    /// Alert group settings.
    Setting,
}

impl Grouping {
    /// All of them, as they are offered.
    pub const ALL: [Self; 5] = [Self::State, Self::Service, Self::Role, Self::Monitor, Self::Setting];

    /// The word of the address.
    pub const fn word(self) -> &'static str {
        match self {
            Self::State => "state",
            Self::Service => "service",
            Self::Role => "role",
            Self::Monitor => "monitor",
            Self::Setting => "group",
        }
    }

    /// Reads the address; anything else is the usual one.
    pub fn from_word(word: &str) -> Self {
        Self::ALL.into_iter().find(|grouping| grouping.word() == word).unwrap_or_default()
    }
}

/// What an alert is grouped under.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Open alerts.
    Open,
    /// Something with a name.
    Named(String),
    /// None of those.
    Rest,
    /// Closed alerts.
    Closed,
}

/// A line of the list.
#[derive(Debug, Clone, PartialEq)]
pub enum Line {
    /// The heading of a group.
    Group {
        /// What it is.
        group: Group,
        /// How many alerts it has.
        count: usize,
        /// How many of them are open.
        open: usize,
        /// The worst of them; `Ok` when all are closed.
        worst: AlertStatus,
    },
    /// An alert.
    Alert(Arc<Alert>, Arc<About>),
}

/// The lines, and how many alerts they are.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Arranged {
    /// From top to bottom.
    pub lines: Vec<Line>,
    /// Alerts that match, each once.
    pub count: usize,
    /// Of these, the open ones, by id.
    pub open: Vec<String>,
}

/// The period and how its moments are read.
pub struct When<'a> {
    /// What is looked at.
    pub period: TimeRange,
    /// The moment of looking.
    pub now: Time,
    /// How far local time is ahead of UTC, in seconds.
    pub offset_secs: &'a dyn Fn(Time) -> i64,
}

/// Open alerts as the server lists them, and closed ones from the history. What the history knows to be closed is.
pub fn together(open: &[Arc<Alert>], history: &[Arc<Alert>]) -> Vec<Arc<Alert>> {
    let ids: BTreeSet<&str> = open.iter().map(|alert| alert.id.as_str()).collect();
    let mut closed_again = BTreeSet::new();
    let mut all: Vec<Arc<Alert>> = Vec::with_capacity(open.len() + history.len());
    for alert in history.iter().filter(|alert| alert.status == AlertStatus::Ok) {
        if ids.contains(alert.id.as_str()) {
            closed_again.insert(alert.id.as_str());
        }
        all.push(Arc::clone(alert));
    }
    all.extend(open.iter().filter(|alert| !closed_again.contains(alert.id.as_str())).map(Arc::clone));
    all
}

/// An alert and what it is about.
type Member<'a> = (&'a Arc<Alert>, Arc<About>);

/// The lines of the alerts that match.
pub fn arrange(
    alerts: &[Arc<Alert>],
    about: impl Fn(&Alert) -> About,
    filter: &Filter,
    (grouping, settings): (Grouping, &[AlertGroupSetting]),
    when: &When<'_>,
) -> Arranged {
    // Thousands of alerts are about a few hundred pairs of monitor and host.
    let mut known: BTreeMap<(&str, Option<&str>), Arc<About>> = BTreeMap::new();
    let mut groups: BTreeMap<Group, Vec<Member<'_>>> = BTreeMap::new();
    let mut arranged = Arranged::default();
    let needs_local_time = filter.needs_local_time();
    for alert in alerts {
        let about = known
            .entry((&alert.monitor_id, alert.host_id.as_deref()))
            .or_insert_with(|| Arc::new(about(alert)));
        let offset_secs = if needs_local_time { (when.offset_secs)(alert.opened_at) } else { 0 };
        let counted = counted(alert);
        let mark = hygiene::mark(&counted, when.period, when.now, offset_secs);
        if !filter.shows(alert, about, &mark, counted.is_long_open(when.now)) {
            continue;
        }
        arranged.count += 1;
        if alert.status != AlertStatus::Ok {
            arranged.open.push(alert.id.clone());
        }
        for group in groups_of(alert, about, grouping, settings) {
            groups.entry(group).or_default().push((alert, Arc::clone(about)));
        }
    }
    let mut groups: Vec<_> = groups
        .into_iter()
        .map(|(group, mut members)| {
            members.sort_by_key(|(alert, _)| (Reverse(alert.status), Reverse(alert.opened_at), &alert.id));
            let worst = members.first().map_or(AlertStatus::Ok, |(alert, _)| alert.status);
            (worst, group, members)
        })
        .collect();
    groups.sort_by(|left, right| right.0.cmp(&left.0).then_with(|| left.1.cmp(&right.1)));
    for (worst, group, members) in groups {
        let open = members.iter().filter(|(alert, _)| alert.status != AlertStatus::Ok).count();
        arranged.lines.push(Line::Group { group, count: members.len(), open, worst });
        let lines = members.into_iter().map(|(alert, about)| Line::Alert(Arc::clone(alert), about));
        arranged.lines.extend(lines);
    }
    arranged
}

fn groups_of(alert: &Alert, about: &About, grouping: Grouping, settings: &[AlertGroupSetting]) -> Vec<Group> {
    let named = |names: &[String]| names.iter().cloned().map(Group::Named).collect::<Vec<_>>();
    let groups = match grouping {
        Grouping::State if alert.status == AlertStatus::Ok => vec![Group::Closed],
        Grouping::State => vec![Group::Open],
        Grouping::Service => named(&about.services),
        Grouping::Role => named(&about.roles),
        Grouping::Monitor => vec![Group::Named(about.title.clone())],
        Grouping::Setting => {
            let fitting = settings.iter().filter(|setting| belongs(alert, about, setting));
            fitting.map(|setting| Group::Named(setting.name.clone())).collect()
        }
    };
    if groups.is_empty() { vec![Group::Rest] } else { groups }
}

/// Kinds of scope are joined by and, the scopes of one kind by or; a kind without scopes excludes nothing.
fn belongs(alert: &Alert, about: &About, setting: &AlertGroupSetting) -> bool {
    // Roles are written with or without a blank.
    let is_role = |scope: &String| about.roles.contains(&scope.replace(": ", ":"));
    let within =
        |scopes: &[String], holds: &dyn Fn(&String) -> bool| scopes.is_empty() || scopes.iter().any(holds);
    within(&setting.service_scopes, &|scope| about.services.contains(scope))
        && within(&setting.role_scopes, &is_role)
        && within(&setting.monitor_scopes, &|scope| *scope == alert.monitor_id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn alert(id: &str, status: &str, opened_at: Time, host: &str) -> Arc<Alert> {
        let closed_at = if status == "OK" { Value::from(opened_at + 60) } else { Value::Null };
        Arc::new(
            serde_json::from_value(json!({
                "id": id, "status": status, "monitorId": "m", "type": "host", "hostId": host,
                "openedAt": opened_at, "closedAt": closed_at,
            }))
            .unwrap(),
        )
    }

    fn about(alert: &Alert) -> About {
        let roles: &[&str] = match alert.host_id.as_deref() {
            Some("web") => &["shop:web"],
            Some("both") => &["api:app", "shop:web"],
            _ => &[],
        };
        let mut services: Vec<String> =
            roles.iter().filter_map(|role| Some(role.split_once(':')?.0.to_owned())).collect();
        services.dedup();
        let roles = roles.iter().map(|&role| role.to_owned()).collect();
        About {
            title: format!("on {}", alert.host_id.as_deref().unwrap_or_default()),
            place: None,
            services,
            roles,
        }
    }

    fn texts(arranged: &Arranged) -> Vec<String> {
        let text = |line: &Line| match line {
            Line::Group { group: Group::Named(name), count, open, .. } => format!("{name} {open}/{count}"),
            Line::Group { group, count, open, .. } => format!("{group:?} {open}/{count}"),
            Line::Alert(alert, _) => format!("- {}", alert.id),
        };
        arranged.lines.iter().map(text).collect()
    }

    #[test]
    fn lines_are_in_groups_with_the_worst_first() {
        let alerts = [
            alert("old", "OK", 100, "web"),
            alert("warn", "WARNING", 200, "web"),
            alert("new", "OK", 300, "none"),
            alert("crit", "CRITICAL", 50, "both"),
            alert("unknown", "UNKNOWN", 400, "none"),
        ];
        let setting = |name: &str, role: &str| AlertGroupSetting {
            id: name.to_owned(),
            name: name.to_owned(),
            role_scopes: vec![role.to_owned()],
            ..AlertGroupSetting::default()
        };
        let settings = [setting("apps", "api: app"), setting("webs", "shop:web")];
        let cases: [(Grouping, &[&str]); 5] = [
            (Grouping::State, &["Open 3/3", "- crit", "- warn", "- unknown", "Closed 0/2", "- new", "- old"]),
            (
                Grouping::Service,
                &[
                    "api 1/1",
                    "- crit",
                    "shop 2/3",
                    "- crit",
                    "- warn",
                    "- old",
                    "Rest 1/2",
                    "- unknown",
                    "- new",
                ],
            ),
            (
                Grouping::Role,
                &[
                    "api:app 1/1",
                    "- crit",
                    "shop:web 2/3",
                    "- crit",
                    "- warn",
                    "- old",
                    "Rest 1/2",
                    "- unknown",
                    "- new",
                ],
            ),
            (
                Grouping::Monitor,
                &[
                    "on both 1/1",
                    "- crit",
                    "on web 1/2",
                    "- warn",
                    "- old",
                    "on none 1/2",
                    "- unknown",
                    "- new",
                ],
            ),
            (
                Grouping::Setting,
                &[
                    "apps 1/1",
                    "- crit",
                    "webs 2/3",
                    "- crit",
                    "- warn",
                    "- old",
                    "Rest 1/2",
                    "- unknown",
                    "- new",
                ],
            ),
        ];
        let when = When { period: TimeRange::new(0, 1_000), now: 1_000, offset_secs: &|_| 0 };
        for (grouping, expected) in cases {
            let arranged = arrange(&alerts, about, &Filter::default(), (grouping, &settings), &when);
            assert_eq!(texts(&arranged), expected, "{grouping:?}");
            assert_eq!((arranged.count, arranged.open.len()), (5, 3), "{grouping:?}");
        }
        let none = arrange(&[], about, &Filter::default(), (Grouping::State, &[]), &when);
        assert_eq!(none, Arranged::default());
        let earlier = When { period: TimeRange::new(0, 90), ..when };
        let arranged = arrange(&alerts, about, &Filter::default(), (Grouping::State, &[]), &earlier);
        assert_eq!(texts(&arranged), ["Open 1/1", "- crit"]);
    }

    #[test]
    fn what_has_closed_meanwhile_is_closed() {
        let open = [alert("a", "WARNING", 100, "web"), alert("b", "WARNING", 200, "web")];
        let history =
            [alert("b", "OK", 200, "web"), alert("c", "OK", 50, "web"), alert("a", "CRITICAL", 100, "web")];
        let found: Vec<_> =
            together(&open, &history).iter().map(|alert| (alert.id.clone(), alert.status)).collect();
        let expected = [("b", AlertStatus::Ok), ("c", AlertStatus::Ok), ("a", AlertStatus::Warning)];
        assert_eq!(found, expected.map(|(id, status)| (id.to_owned(), status)));
    }
}
