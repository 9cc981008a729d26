//! From a monitor as the API has it to a rule that can be evaluated.
//!
//! What this module promises at its edges: a type that nobody here evaluates, and a monitor without what its type
//! needs, have no task; a number out of bounds means 1, and none at all the API's default.

use crate::evaluate::{Computed, Connectivity, External, Level, Missing, Operator, Rule, Threshold};
use mackerel::alerts::AlertStatus;
use mackerel::monitors::Monitor;

/// A host that posted nothing for longer than this is gone.
const SILENT_SECS: i64 = 10 * 60;

/// How old the data of an expression are when the monitor does not say.
const BACKWARD_MINUTES: i64 = 2;

/// What a monitor does each minute.
#[derive(Debug, Clone, PartialEq)]
pub enum Task {
    /// Looks at a metric of each host.
    Host {
        /// Its name, or that of a share.
        metric: String,
        /// What is bad.
        rule: Rule,
    },
    /// Looks at a metric of a service.
    Service {
        /// Whose.
        service: String,
        /// Its name.
        metric: String,
        /// What is bad.
        rule: Rule,
    },
    /// Looks at when each host last posted.
    Connectivity(Connectivity),
    /// Looks at the value of an expression.
    Expression(Computed),
    /// Asks a web server.
    External(External),
}

/// What a monitor does; `None` for types that are not evaluated here.
pub fn task(monitor: &Monitor) -> Option<Task> {
    let metric = || monitor.metric.clone();
    Some(match monitor.kind.as_str() {
        "host" => Task::Host { metric: metric()?, rule: rule(monitor)? },
        "service" => {
            Task::Service { service: monitor.service.clone()?, metric: metric()?, rule: rule(monitor)? }
        }
        "connectivity" => {
            let is_warning = monitor.text("alertStatusOnGone") == Some("WARNING");
            let level = if is_warning { Level::Warning } else { Level::Critical };
            Task::Connectivity(Connectivity { level, silent_secs: SILENT_SECS })
        }
        "expression" => {
            let backward = monitor.whole("evaluateBackwardMinutes").unwrap_or(BACKWARD_MINUTES);
            let backward_secs = backward.saturating_mul(60);
            Task::Expression(Computed { threshold: threshold(monitor)?, backward_secs })
        }
        "external" => Task::External(asking(monitor)),
        _ => return None,
    })
}

/// Whether the response times of an external monitor are kept as a metric of its service.
pub fn keeps_time(monitor: &Monitor) -> bool {
    let names = ["responseTimeWarning", "responseTimeCritical", "responseTimeDuration"];
    monitor.service.is_some() && names.iter().any(|name| monitor.extra.contains_key(*name))
}

/// How bad a status is; `None` when it is good.
pub fn level(status: AlertStatus) -> Option<Level> {
    match status {
        AlertStatus::Ok => None,
        AlertStatus::Unknown => Some(Level::Unknown),
        AlertStatus::Warning => Some(Level::Warning),
        AlertStatus::Critical => Some(Level::Critical),
    }
}

/// The status of an alert that is this bad.
pub fn status(level: Level) -> AlertStatus {
    match level {
        Level::Unknown => AlertStatus::Unknown,
        Level::Warning => AlertStatus::Warning,
        Level::Critical => AlertStatus::Critical,
    }
}

fn rule(monitor: &Monitor) -> Option<Rule> {
    let secs = |name: &str| monitor.whole(name).map(|minutes| minutes.saturating_mul(60));
    Some(Rule {
        threshold: threshold(monitor)?,
        points: small(monitor, "duration"),
        attempts: small(monitor, "maxCheckAttempts"),
        missing: Missing {
            warning_secs: secs("missingDurationWarning"),
            critical_secs: secs("missingDurationCritical"),
        },
    })
}

fn asking(monitor: &Monitor) -> External {
    let threshold = |operator, warning: &str, critical: &str| Threshold {
        operator,
        warning: monitor.number(warning),
        critical: monitor.number(critical),
    };
    External {
        time_ms: threshold(Operator::Above, "responseTimeWarning", "responseTimeCritical"),
        minutes: small(monitor, "responseTimeDuration"),
        days_left: threshold(
            Operator::Below,
            "certificationExpirationWarning",
            "certificationExpirationCritical",
        ),
        attempts: small(monitor, "maxCheckAttempts"),
    }
}

fn small(monitor: &Monitor, name: &str) -> u8 {
    monitor.whole(name).and_then(|number| u8::try_from(number).ok()).unwrap_or(1)
}

fn threshold(monitor: &Monitor) -> Option<Threshold> {
    let operator = Operator::of(monitor.operator.as_deref()?)?;
    Some(Threshold { operator, warning: monitor.warning, critical: monitor.critical })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(json: &str) -> Option<Task> {
        task(&serde_json::from_str(json).expect(json))
    }

    #[test]
    fn monitors_become_what_they_say() {
        let threshold = Threshold { operator: Operator::Above, warning: Some(1.0), critical: None };
        let plain = Rule::new(threshold);
        let patient = Rule {
            points: 3,
            attempts: 2,
            missing: Missing { warning_secs: Some(600), critical_secs: None },
            ..plain
        };
        let metric = "m".to_owned();
        let gone = |level| Some(Task::Connectivity(Connectivity { level, silent_secs: 600 }));
        for (json, expected) in [
            (
                r#"{"type":"host","metric":"m","operator":">","warning":1}"#,
                Some(Task::Host { metric: metric.clone(), rule: plain }),
            ),
            (
                r#"{"type":"service","service":"s","metric":"m","operator":">","warning":1,"duration":3,
                    "maxCheckAttempts":2,"missingDurationWarning":10}"#,
                Some(Task::Service { service: "s".to_owned(), metric, rule: patient }),
            ),
            (r#"{"type":"connectivity"}"#, gone(Level::Critical)),
            (r#"{"type":"connectivity","alertStatusOnGone":"WARNING"}"#, gone(Level::Warning)),
            (
                r#"{"type":"expression","expression":"host(a, b)","operator":">","warning":1}"#,
                Some(Task::Expression(Computed { threshold, backward_secs: 120 })),
            ),
            (r#"{"type":"host","metric":"m","operator":"?","warning":1}"#, None),
            (r#"{"type":"host","operator":">","warning":1}"#, None),
            (r#"{"type":"service","metric":"m","operator":">"}"#, None),
            (r#"{"type":"query","query":"up","operator":">"}"#, None),
            (
                r#"{"type":"external","url":"https://a"}"#,
                Some(Task::External(External {
                    time_ms: Threshold { operator: Operator::Above, warning: None, critical: None },
                    minutes: 1,
                    days_left: Threshold { operator: Operator::Below, warning: None, critical: None },
                    attempts: 1,
                })),
            ),
            (
                r#"{"type":"external","url":"https://a","responseTimeWarning":500,"responseTimeCritical":2e3,
                    "responseTimeDuration":3,"certificationExpirationWarning":30,
                    "certificationExpirationCritical":7,"maxCheckAttempts":2}"#,
                Some(Task::External(External {
                    time_ms: Threshold {
                        operator: Operator::Above,
                        warning: Some(500.0),
                        critical: Some(2_000.0),
                    },
                    minutes: 3,
                    days_left: Threshold {
                        operator: Operator::Below,
                        warning: Some(30.0),
                        critical: Some(7.0),
                    },
                    attempts: 2,
                })),
            ),
        ] {
            assert_eq!(of(json), expected, "{json}");
        }
    }
}
