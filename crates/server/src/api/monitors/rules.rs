//! What a monitor may be: one table of fields per type, and the rules between fields.
//!
//! A replacement that leaves a field out has its default, but for two that then stay as they are: the status of a
//! host that is gone, and the headers of a request. An expression is not read here, nor is a query.

use crate::api::fields::{Absent, Field, Is, Reference, apply, empty, no, none};
use crate::store::objects::Object;
use crate::store::{Db, Error, monitors};
use mackerel::monitors::{Monitor, RateMetric};
use mackerel::names::is_metric_name;
use serde_json::{Value, json};
use series::Time;

/// The fields of every type.
const COMMON: &[Field] = &[
    Field { name: "name", is: Is::Text(1, 255), absent: Absent::Refused },
    Field { name: "memo", is: Is::Text(0, 2_048), absent: Absent::Becomes(empty) },
    Field { name: "isMute", is: Is::Flag, absent: Absent::Becomes(no) },
    Field { name: "notificationInterval", is: Is::Whole(10, i64::MAX), absent: Absent::Fine },
];

const CONNECTIVITY: &[Field] = &[
    Field {
        name: "alertStatusOnGone",
        is: Is::Word(&["CRITICAL", "WARNING"]),
        absent: Absent::Becomes(|| json!("CRITICAL")),
    },
    SCOPES,
    EXCLUDE_SCOPES,
];

const HOST: &[Field] =
    &[METRIC, DURATION, OPERATOR, WARNING, CRITICAL, MAX_CHECK_ATTEMPTS, SCOPES, EXCLUDE_SCOPES];

const SERVICE: &[Field] = &[
    Field { name: "service", is: Is::One(Reference::Service), absent: Absent::Refused },
    METRIC,
    DURATION,
    OPERATOR,
    WARNING,
    CRITICAL,
    MAX_CHECK_ATTEMPTS,
    Field { name: "missingDurationWarning", is: Is::Whole(10, 10_080), absent: Absent::Fine },
    Field { name: "missingDurationCritical", is: Is::Whole(10, 10_080), absent: Absent::Fine },
];

const EXTERNAL: &[Field] = &[
    Field { name: "url", is: Is::Text(1, 8_192), absent: Absent::Refused },
    Field {
        name: "method",
        is: Is::Word(&["GET", "POST", "PUT", "DELETE"]),
        absent: Absent::Becomes(|| json!("GET")),
    },
    Field { name: "service", is: Is::One(Reference::Service), absent: Absent::Fine },
    Field { name: "responseTimeWarning", is: Is::Number, absent: Absent::Fine },
    Field { name: "responseTimeCritical", is: Is::Number, absent: Absent::Fine },
    Field { name: "responseTimeDuration", is: Is::Whole(1, 10), absent: Absent::Fine },
    Field { name: "containsString", is: Is::Text(0, 8_192), absent: Absent::Fine },
    Field { name: "certificationExpirationWarning", is: Is::Whole(0, i64::MAX), absent: Absent::Fine },
    Field { name: "certificationExpirationCritical", is: Is::Whole(0, i64::MAX), absent: Absent::Fine },
    Field { name: "skipCertificateVerification", is: Is::Flag, absent: Absent::Becomes(no) },
    Field { name: "expectedStatusCode", is: Is::Whole(100, 599), absent: Absent::Fine },
    Field {
        name: "headers",
        is: Is::Objects(HEADER),
        absent: Absent::Becomes(|| json!([{ "name": "Cache-Control", "value": "no-cache" }])),
    },
    Field { name: "requestBody", is: Is::Text(0, usize::MAX), absent: Absent::Becomes(empty) },
    Field { name: "followRedirect", is: Is::Flag, absent: Absent::Becomes(no) },
    Field { name: "dualstack", is: Is::Word(&["ipv4", "ipv6", "auto"]), absent: Absent::Fine },
    MAX_CHECK_ATTEMPTS,
];

const HEADER: &[Field] = &[
    Field { name: "name", is: Is::Text(1, 8_192), absent: Absent::Refused },
    Field { name: "value", is: Is::Text(0, 8_192), absent: Absent::Refused },
];

const EXPRESSION: &[Field] = &[
    Field { name: "expression", is: Is::Text(1, 65_536), absent: Absent::Refused },
    OPERATOR,
    WARNING,
    CRITICAL,
    Field { name: "evaluateBackwardMinutes", is: Is::Whole(2, 10), absent: Absent::Becomes(|| json!(2)) },
];

const ANOMALY_DETECTION: &[Field] = &[
    Field { name: "scopes", is: Is::All(Reference::Role), absent: Absent::Refused },
    Field { name: "warningSensitivity", is: SENSITIVITY, absent: Absent::Fine },
    Field { name: "criticalSensitivity", is: SENSITIVITY, absent: Absent::Fine },
    Field { name: "trainingPeriodFrom", is: Is::Time, absent: Absent::Fine },
    Field { name: "maxCheckAttempts", is: Is::Whole(1, 10), absent: Absent::Becomes(|| json!(3)) },
];

const QUERY: &[Field] = &[
    Field { name: "query", is: Is::Text(1, 65_536), absent: Absent::Refused },
    Field { name: "legend", is: Is::Text(0, 8_192), absent: Absent::Becomes(empty) },
    OPERATOR,
    WARNING,
    CRITICAL,
    Field { name: "evaluateBackwardMinutes", is: Is::Whole(0, 10), absent: Absent::Becomes(|| json!(0)) },
];

const METRIC: Field = Field { name: "metric", is: Is::Text(1, 1_024), absent: Absent::Refused };
const DURATION: Field = Field { name: "duration", is: Is::Whole(1, 10), absent: Absent::Refused };
const OPERATOR: Field = Field { name: "operator", is: Is::Word(&[">", "<"]), absent: Absent::Refused };
const WARNING: Field = Field { name: "warning", is: Is::Number, absent: Absent::Fine };
const CRITICAL: Field = Field { name: "critical", is: Is::Number, absent: Absent::Fine };
const MAX_CHECK_ATTEMPTS: Field =
    Field { name: "maxCheckAttempts", is: Is::Whole(1, 10), absent: Absent::Becomes(|| json!(1)) };
const SCOPES: Field = Field { name: "scopes", is: Is::All(Reference::Scope), absent: Absent::Becomes(none) };
const EXCLUDE_SCOPES: Field =
    Field { name: "excludeScopes", is: Is::All(Reference::Scope), absent: Absent::Becomes(none) };
const SENSITIVITY: Is = Is::Word(&["insensitive", "normal", "sensitive"]);

/// A monitor to store, from what was sent and from what it replaces.
pub(super) fn check(
    db: &Db<'_>,
    now: Time,
    mut sent: Object,
    stored: Option<&Monitor>,
) -> Result<Monitor, Error> {
    let kind = sent.get("type").and_then(Value::as_str).unwrap_or_default().to_owned();
    let rules = match kind.as_str() {
        "connectivity" => CONNECTIVITY,
        "host" => HOST,
        "service" => SERVICE,
        "external" => EXTERNAL,
        "expression" => EXPRESSION,
        "anomalyDetection" => ANOMALY_DETECTION,
        "query" => QUERY,
        _ => return refuse(format!("type is {kind:?}, which no monitor has")),
    };
    sent.insert("id".to_owned(), stored.map(|stored| stored.id.as_str()).unwrap_or_default().into());
    if let Some(stored) = stored {
        if stored.kind != kind {
            return refuse(format!("type is {kind:?}, but this monitor's is {:?} for good", stored.kind));
        }
        keep(&mut sent, stored);
    }
    if kind == "connectivity" {
        let name = sent.entry("name").or_insert_with(|| json!("connectivity"));
        if name.is_null() {
            *name = json!("connectivity");
        }
    }
    apply(db, COMMON, &mut sent)?;
    apply(db, rules, &mut sent)?;
    let monitor: Monitor =
        serde_json::from_value(Value::Object(sent)).map_err(|error| Error::Invalid(error.to_string()))?;
    match kind.as_str() {
        "host" => check_host(&monitor)?,
        "service" => check_service(&monitor)?,
        "external" => check_external(&monitor)?,
        "expression" | "query" => need_one_of(&monitor, &["warning", "critical"])?,
        "anomalyDetection" => check_anomaly(db, now, &monitor)?,
        _ => {}
    }
    Ok(monitor)
}

/// Carries over the two fields that an update may leave out without losing them.
fn keep(sent: &mut Object, stored: &Monitor) {
    for name in ["alertStatusOnGone", "headers"] {
        if let Some(value) = stored.extra.get(name).filter(|_| sent.get(name).is_none_or(Value::is_null)) {
            sent.insert(name.to_owned(), value.clone());
        }
    }
}

fn check_host(monitor: &Monitor) -> Result<(), Error> {
    let metric = monitor.metric.as_deref().unwrap_or_default();
    let is_rate = RateMetric::of(metric).is_some();
    if !is_rate && !is_metric_name(metric) {
        return refuse(format!("metric is {metric:?}, not the name of a metric"));
    }
    for (name, threshold) in [("warning", monitor.warning), ("critical", monitor.critical)] {
        if let Some(threshold) = threshold.filter(|percent| is_rate && !(0.0..=100.0).contains(percent)) {
            return refuse(format!("{name} is {threshold}, not a share from 0 to 100"));
        }
    }
    need_one_of(monitor, &["warning", "critical"])
}

fn check_service(monitor: &Monitor) -> Result<(), Error> {
    let metric = monitor.metric.as_deref().unwrap_or_default();
    if !is_metric_name(metric) {
        return refuse(format!("metric is {metric:?}, not the name of a metric"));
    }
    for name in ["missingDurationWarning", "missingDurationCritical"] {
        let minutes = monitor.extra.get(name).and_then(Value::as_i64);
        if let Some(minutes) = minutes.filter(|minutes| minutes % 10 != 0) {
            return refuse(format!("{name} is {minutes}, not a multiple of 10"));
        }
    }
    need_one_of(monitor, &["warning", "critical", "missingDurationWarning", "missingDurationCritical"])
}

fn check_external(monitor: &Monitor) -> Result<(), Error> {
    let url = monitor.url.as_deref().unwrap_or_default();
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    if !rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/')) {
        return refuse(format!("url is {url:?}, not one of http or https"));
    }
    if monitor.service.is_none() {
        let names = ["responseTimeWarning", "responseTimeCritical", "responseTimeDuration"];
        if let Some(name) = names.into_iter().find(|name| monitor.extra.contains_key(*name)) {
            return refuse(format!("{name} needs service"));
        }
    }
    Ok(())
}

fn check_anomaly(db: &Db<'_>, now: Time, monitor: &Monitor) -> Result<(), Error> {
    let scopes = |monitor: &Monitor| monitor.extra.get("scopes").and_then(Value::as_array).cloned();
    let own = scopes(monitor).unwrap_or_default();
    if own.is_empty() {
        return refuse("scopes is empty".to_owned());
    }
    let others = monitors::list(db)?.into_iter();
    for other in others.filter(|other| other.kind == monitor.kind && other.id != monitor.id) {
        if let Some(role) = scopes(&other).unwrap_or_default().iter().find(|role| own.contains(role)) {
            return refuse(format!("scopes has {role}, which another such monitor watches"));
        }
    }
    let from = monitor.extra.get("trainingPeriodFrom").and_then(Value::as_i64);
    if let Some(from) = from.filter(|from| *from > now) {
        return refuse(format!("trainingPeriodFrom is {from}, which is still to come"));
    }
    need_one_of(monitor, &["warningSensitivity", "criticalSensitivity"])
}

/// A monitor that can never raise an alert is a mistake.
fn need_one_of(monitor: &Monitor, names: &[&str]) -> Result<(), Error> {
    let is_there = |name: &&str| match *name {
        "warning" => monitor.warning.is_some(),
        "critical" => monitor.critical.is_some(),
        name => monitor.extra.contains_key(name),
    };
    if names.iter().any(is_there) {
        return Ok(());
    }
    refuse(format!("one of {} must be there", names.join(", ")))
}

fn refuse<T>(why: String) -> Result<T, Error> {
    Err(Error::Invalid(why))
}
