//! What an alert is about. An alert knows neither metric nor threshold nor service: they come from its monitor,
//! and the host from the list of hosts. Either may be gone.

use crate::catalog::Catalog;
use crate::components::graph::picture;
use crate::i18n::t;
use chart::{Precision, Unit};
use mackerel::alerts::{Alert, AlertStatus};
use mackerel::graphs;
use mackerel::monitors::Monitor;

/// The monitor's name, or what can be said without it.
pub fn title(alert: &Alert, monitor: Option<&Monitor>) -> String {
    match monitor {
        Some(monitor) if !monitor.name.is_empty() => monitor.name.clone(),
        Some(monitor) => kind_name(&monitor.kind),
        // Checks are not in the list of monitors.
        None if alert.kind == "check" => kind_name(&alert.kind),
        None => t().alerts.gone_monitor.to_owned(),
    }
}

/// The kind of a monitor in words; kinds that nobody has heard of stay as they are.
pub fn kind_name(kind: &str) -> String {
    let texts = &t().alerts;
    match kind {
        "connectivity" => texts.kind_connectivity,
        "host" => texts.kind_host,
        "service" => texts.kind_service,
        "external" => texts.kind_external,
        "check" => texts.kind_check,
        "expression" => texts.kind_expression,
        "anomalyDetection" => texts.kind_anomaly,
        "query" => texts.kind_query,
        other => other,
    }
    .to_owned()
}

/// What caused a log entry, in words.
pub fn trigger_name(trigger: &str) -> String {
    let texts = &t().alerts;
    match trigger {
        "monitoring" => texts.trigger_monitoring,
        "manual" => texts.trigger_manual,
        "monitorDelete" => texts.trigger_monitor_delete,
        "hostRetire" => texts.trigger_host_retire,
        "serviceDelete" => texts.trigger_service_delete,
        other => other,
    }
    .to_owned()
}

/// What was found: the value against its threshold, else what a check or an external monitor said.
pub fn finding(alert: &Alert, catalog: Catalog) -> Option<String> {
    let monitor = catalog.monitor(&alert.monitor_id);
    comparison(alert, monitor.as_ref()).or_else(|| alert.message.clone())
}

/// The observed value against the threshold it passed: `9.2 > 8`. Without a threshold the value alone.
pub fn comparison(alert: &Alert, monitor: Option<&Monitor>) -> Option<String> {
    let value = number(alert.value?, monitor);
    let Some((operator, threshold)) = monitor.and_then(|monitor| passed(alert, monitor)) else {
        return Some(value);
    };
    Some(format!("{value} {operator} {}", number(threshold, monitor)))
}

/// Operator and threshold that the alert is measured against: that of its status, or, once closed, the worst
/// that the last value passed, which may be none.
fn passed(alert: &Alert, monitor: &Monitor) -> Option<(String, f64)> {
    let operator = monitor.operator.clone()?;
    let is_past = |threshold: f64| match (alert.value, operator.as_str()) {
        (Some(value), "<") => value < threshold,
        (Some(value), _) => value > threshold,
        (None, _) => false,
    };
    let threshold = match alert.status {
        AlertStatus::Critical => monitor.critical.or(monitor.warning),
        AlertStatus::Warning => monitor.warning.or(monitor.critical),
        AlertStatus::Ok | AlertStatus::Unknown => {
            [monitor.critical, monitor.warning].into_iter().flatten().find(|limit| is_past(*limit))
        }
    };
    Some((operator, threshold?))
}

/// A value in the unit of what the monitor watches.
pub fn number(value: f64, monitor: Option<&Monitor>) -> String {
    monitor.map_or(Unit::Float, unit).format(value, Precision::Short)
}

fn unit(monitor: &Monitor) -> Unit {
    match (monitor.kind.as_str(), monitor.metric.as_deref()) {
        ("external", _) => Unit::Milliseconds,
        // Shares that the monitor computes itself: `cpu%`, `disk%`.
        (_, Some(metric)) if metric.ends_with('%') => Unit::Percentage,
        (_, Some(metric)) => picture::unit(graphs::unit_of(metric)),
        (_, None) => Unit::Float,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn alert(status: AlertStatus, value: Option<f64>) -> Alert {
        serde_json::from_value(json!({
            "id": "a", "status": status, "monitorId": "m", "type": "host", "value": value, "openedAt": 0,
        }))
        .expect("an alert")
    }

    fn monitor(operator: Option<&str>, warning: Option<f64>, critical: Option<f64>) -> Monitor {
        serde_json::from_value(json!({
            "type": "host", "name": "m", "operator": operator, "warning": warning, "critical": critical,
        }))
        .expect("a monitor")
    }

    #[test]
    fn numbers_have_the_unit_of_what_is_watched() {
        let watching = |kind: &str, metric: Option<&str>| {
            serde_json::from_value::<Monitor>(json!({ "type": kind, "name": "m", "metric": metric }))
                .expect("a monitor")
        };
        let cases = [
            (watching("host", Some("disk%")), 84.314, "84.3%"),
            (watching("host", Some("memory.used")), 2_048.0, "2KB"),
            (watching("host", Some("loadavg5")), 9.25, "9.25"),
            (watching("external", None), 340.0, "340ms"),
            (watching("expression", None), 0.5, "0.5"),
        ];
        for (monitor, value, expected) in cases {
            assert_eq!(number(value, Some(&monitor)).replace(' ', ""), expected, "{monitor:?}");
        }
    }

    #[test]
    fn a_value_is_set_against_the_threshold_it_passed() {
        let both = monitor(Some(">"), Some(4.0), Some(8.0));
        let below = monitor(Some("<"), Some(20.0), Some(5.0));
        let cases = [
            (alert(AlertStatus::Critical, Some(9.25)), Some(&both), Some("9.25 > 8")),
            (alert(AlertStatus::Warning, Some(5.0)), Some(&both), Some("5 > 4")),
            (alert(AlertStatus::Ok, Some(9.0)), Some(&both), Some("9 > 8")),
            (alert(AlertStatus::Ok, Some(4.5)), Some(&both), Some("4.5 > 4")),
            (alert(AlertStatus::Ok, Some(3.5)), Some(&both), Some("3.5")),
            (alert(AlertStatus::Warning, Some(12.0)), Some(&below), Some("12 < 20")),
            (alert(AlertStatus::Critical, Some(123.4)), None, Some("123")),
            (alert(AlertStatus::Critical, None), Some(&both), None),
        ];
        for (alert, monitor, expected) in cases {
            assert_eq!(comparison(&alert, monitor).as_deref(), expected, "{alert:?}");
        }
        let bare = monitor(None, None, None);
        assert_eq!(comparison(&alert(AlertStatus::Unknown, Some(0.0)), Some(&bare)).as_deref(), Some("0"));
    }
}
