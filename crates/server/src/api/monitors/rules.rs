//! What a monitor may be: one table of fields per type, and the rules between fields.
//!
//! A replacement that leaves a field out has its default, but for two that then stay as they are: the status of a
//! host that is gone, and the headers of a request. An expression is not read here, nor is a query.

use crate::api::fields::{Field, Is, Reference, apply, empty, no, none, optional, or, required, short};
use crate::store::objects::Object;
use crate::store::{Db, Error, monitors};
use http::{HeaderName, HeaderValue};
use mackerel::monitors::{Monitor, RateMetric};
use mackerel::names::is_metric_name;
use serde_json::{Value, json};
use series::Time;

/// The fields of every type.
const COMMON: &[Field] = &[
    required("name", Is::Text(1, 255)),
    or("memo", Is::Text(0, 2_048), empty),
    or("isMute", Is::Flag, no),
    optional("notificationInterval", Is::Whole(10, i64::MAX)),
];

const CONNECTIVITY: &[Field] = &[
    or("alertStatusOnGone", Is::Word(&["CRITICAL", "WARNING"]), || json!("CRITICAL")),
    SCOPES,
    EXCLUDE_SCOPES,
];

const HOST: &[Field] =
    &[METRIC, DURATION, OPERATOR, WARNING, CRITICAL, MAX_CHECK_ATTEMPTS, SCOPES, EXCLUDE_SCOPES];

const SERVICE: &[Field] = &[
    required("service", Is::One(Reference::Service)),
    METRIC,
    DURATION,
    OPERATOR,
    WARNING,
    CRITICAL,
    MAX_CHECK_ATTEMPTS,
    optional("missingDurationWarning", Is::Whole(10, 10_080)),
    optional("missingDurationCritical", Is::Whole(10, 10_080)),
];

const EXTERNAL: &[Field] = &[
    required("url", Is::Text(1, 8_192)),
    or("method", Is::Word(&["GET", "POST", "PUT", "DELETE"]), || json!("GET")),
    optional("service", Is::One(Reference::Service)),
    optional("responseTimeWarning", Is::Number),
    optional("responseTimeCritical", Is::Number),
    optional("responseTimeDuration", Is::Whole(1, 10)),
    optional("containsString", Is::Text(0, 8_192)),
    optional("certificationExpirationWarning", Is::Whole(0, i64::MAX)),
    optional("certificationExpirationCritical", Is::Whole(0, i64::MAX)),
    or("skipCertificateVerification", Is::Flag, no),
    optional("expectedStatusCode", Is::Whole(100, 599)),
    or("headers", Is::Objects(HEADER), || json!([{ "name": "Cache-Control", "value": "no-cache" }])),
    or("requestBody", Is::Text(0, usize::MAX), empty),
    or("followRedirect", Is::Flag, no),
    optional("dualstack", Is::Word(&["ipv4", "ipv6", "auto"])),
    MAX_CHECK_ATTEMPTS,
];

const HEADER: &[Field] = &[required("name", Is::Text(1, 8_192)), required("value", Is::Text(0, 8_192))];

const EXPRESSION: &[Field] = &[
    required("expression", Is::Text(1, 65_536)),
    OPERATOR,
    WARNING,
    CRITICAL,
    or("evaluateBackwardMinutes", Is::Whole(2, 10), || json!(2)),
];

const ANOMALY_DETECTION: &[Field] = &[
    required("scopes", Is::All(Reference::Role)),
    optional("warningSensitivity", SENSITIVITY),
    optional("criticalSensitivity", SENSITIVITY),
    optional("trainingPeriodFrom", Is::Time),
    or("maxCheckAttempts", Is::Whole(1, 10), || json!(3)),
];

const QUERY: &[Field] = &[
    required("query", Is::Text(1, 65_536)),
    or("legend", Is::Text(0, 8_192), empty),
    OPERATOR,
    WARNING,
    CRITICAL,
    or("evaluateBackwardMinutes", Is::Whole(0, 10), || json!(0)),
];

const METRIC: Field = required("metric", Is::Text(1, 1_024));
const DURATION: Field = required("duration", Is::Whole(1, 10));
const OPERATOR: Field = required("operator", Is::Word(&[">", "<"]));
const WARNING: Field = optional("warning", Is::Number);
const CRITICAL: Field = optional("critical", Is::Number);
const MAX_CHECK_ATTEMPTS: Field = or("maxCheckAttempts", Is::Whole(1, 10), || json!(1));
const SCOPES: Field = or("scopes", Is::All(Reference::Scope), none);
const EXCLUDE_SCOPES: Field = or("excludeScopes", Is::All(Reference::Scope), none);
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
        _ => return refuse(format!("type is {:?}, which no monitor has", short(&kind))),
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
    for header in monitor.extra.get("headers").and_then(Value::as_array).into_iter().flatten() {
        let text = |name: &str| header.get(name).and_then(Value::as_str).unwrap_or_default();
        let is_name = text("name").parse::<HeaderName>().is_ok();
        if !is_name || text("value").parse::<HeaderValue>().is_err() {
            return refuse(format!("headers has {:?}, which no request can carry", short(text("name"))));
        }
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
