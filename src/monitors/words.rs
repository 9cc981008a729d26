//! A monitor in words: what it calls bad, and what it watches.

use super::form::Problem;
use crate::i18n::{fill, t};
use crate::subject;
use mackerel::monitors::Monitor;

/// What a monitor calls bad, as a few short parts.
pub fn condition(monitor: &Monitor) -> Vec<String> {
    let (texts, alerts) = (&t().monitors, &t().alerts);
    let number = |value: f64| subject::number(value, Some(monitor));
    let operator = monitor.operator.clone().unwrap_or_default();
    let mut parts = Vec::new();
    let what = monitor.metric.as_ref().or(monitor.expression.as_ref());
    parts.extend(what.cloned().or_else(|| monitor.text("query").map(str::to_owned)));
    if let Some(url) = &monitor.url {
        parts.push(format!("{} {url}", monitor.text("method").unwrap_or("GET")));
        parts.push(match monitor.whole("expectedStatusCode") {
            Some(status) => fill(texts.answers_with, &[&status]),
            None => texts.answers_well.to_owned(),
        });
    }
    let limits = [(alerts.warning_at, monitor.warning), (alerts.critical_at, monitor.critical)];
    let limits =
        limits.into_iter().filter_map(|(text, limit)| Some(fill(text, &[&operator, &number(limit?)])));
    parts.extend(limits);
    if monitor.kind == "connectivity" {
        let is_warning = monitor.text("alertStatusOnGone") == Some("WARNING");
        let status = if is_warning { t().shell.status_warning } else { t().shell.status_critical };
        parts.push(fill(texts.silent_is, &[&status]));
    }
    let spoken = [
        ("responseTimeWarning", texts.slow_warning),
        ("responseTimeCritical", texts.slow_critical),
        ("missingDurationWarning", texts.missing_warning),
        ("missingDurationCritical", texts.missing_critical),
        ("certificationExpirationWarning", texts.certificate_warning),
        ("certificationExpirationCritical", texts.certificate_critical),
    ];
    let value = |name: &str| monitor.extra.get(name).and_then(serde_json::Value::as_f64);
    parts.extend(spoken.into_iter().filter_map(|(name, text)| Some(fill(text, &[&value(name)?]))));
    let sensitivities =
        [("warningSensitivity", texts.sensitive_warning), ("criticalSensitivity", texts.sensitive_critical)];
    let said = |(name, text): (&str, &str)| Some(fill(text, &[&choice(monitor.text(name)?)]));
    parts.extend(sensitivities.into_iter().filter_map(said));
    let repeated = [("duration", texts.mean_of), ("maxCheckAttempts", texts.in_a_row)];
    let many = |name: &str| monitor.whole(name).filter(|&count| count > 1);
    parts.extend(repeated.into_iter().filter_map(|(name, text)| Some(fill(text, &[&many(name)?]))));
    parts
}

/// What a monitor watches: hosts by their services and roles, or a service.
pub fn scope(monitor: &Monitor) -> String {
    let texts = &t().monitors;
    let list = |name: &str| monitor.texts(name).map(str::to_owned).collect::<Vec<_>>().join(", ");
    let within = match (monitor.kind.as_str(), &monitor.service) {
        (_, Some(service)) => service.clone(),
        ("host" | "connectivity" | "anomalyDetection", None) => {
            let named = list("scopes");
            if named.is_empty() { texts.all_hosts.to_owned() } else { named }
        }
        _ => String::new(),
    };
    let without = list("excludeScopes");
    if without.is_empty() { within } else { fill(texts.but_not, &[&within, &without]) }
}

/// The name of a field, as people call it.
pub fn field_name(name: &str) -> &'static str {
    let texts = &t().monitors;
    match name {
        "name" => texts.name,
        "memo" => texts.memo,
        "notificationInterval" => texts.notification_interval,
        "alertStatusOnGone" => texts.alert_status_on_gone,
        "scopes" => texts.scopes,
        "excludeScopes" => texts.exclude_scopes,
        "metric" => texts.metric,
        "operator" => texts.operator,
        "warning" => texts.warning,
        "critical" => texts.critical,
        "duration" => texts.duration,
        "maxCheckAttempts" => texts.attempts,
        "service" => texts.service,
        "missingDurationWarning" => texts.missing_duration_warning,
        "missingDurationCritical" => texts.missing_duration_critical,
        "url" => texts.url,
        "method" => texts.method,
        "responseTimeWarning" => texts.response_time_warning,
        "responseTimeCritical" => texts.response_time_critical,
        "responseTimeDuration" => texts.response_time_duration,
        "expectedStatusCode" => texts.expected_status_code,
        "containsString" => texts.contains_string,
        "certificationExpirationWarning" => texts.certification_expiration_warning,
        "certificationExpirationCritical" => texts.certification_expiration_critical,
        "headers" => texts.headers,
        "requestBody" => texts.request_body,
        "followRedirect" => texts.follow_redirect,
        "skipCertificateVerification" => texts.skip_certificate_verification,
        "dualstack" => texts.dualstack,
        "expression" => texts.expression,
        "evaluateBackwardMinutes" => texts.evaluate_backward_minutes,
        "warningSensitivity" => texts.warning_sensitivity,
        "criticalSensitivity" => texts.critical_sensitivity,
        "trainingPeriodFrom" => texts.training_period_from,
        "query" => texts.query,
        "legend" => texts.legend,
        "isMute" => texts.is_mute,
        _ => texts.other_field,
    }
}

/// What a field means, where its name does not say it.
pub fn field_hint(kind: &str, name: &str) -> Option<&'static str> {
    let texts = &t().monitors;
    Some(match (kind, name) {
        (_, "notificationInterval") => texts.hint_notification_interval,
        (_, "duration") => texts.hint_duration,
        (_, "maxCheckAttempts") => texts.hint_attempts,
        (_, "scopes") if kind != "anomalyDetection" => texts.hint_scopes,
        ("service", "missingDurationWarning") => texts.hint_missing,
        (_, "expectedStatusCode") => texts.hint_status_code,
        (_, "headers") => texts.hint_headers,
        ("external", "service") => texts.hint_external_service,
        ("expression", "expression") => texts.hint_expression,
        (_, "evaluateBackwardMinutes") => texts.hint_backward,
        ("query", "name") => texts.hint_query_name,
        (_, "memo") => texts.hint_memo,
        _ => return None,
    })
}

/// A word of the API in the language shown; words that nobody has heard of stay as they are.
pub fn choice(word: &str) -> String {
    let texts = &t().monitors;
    match word {
        "" => texts.not_set,
        ">" => texts.above,
        "<" => texts.below,
        "CRITICAL" => t().shell.status_critical,
        "WARNING" => t().shell.status_warning,
        "insensitive" => texts.insensitive,
        "normal" => texts.normal,
        "sensitive" => texts.sensitive,
        other => other,
    }
    .to_owned()
}

/// What is wrong with a field.
pub fn problem(problem: &Problem) -> String {
    let texts = &t().monitors;
    match problem {
        Problem::Missing => texts.problem_missing.to_owned(),
        Problem::TooLong(most) => fill(texts.problem_long, &[most]),
        Problem::NotWhole(min, i64::MAX) => fill(texts.problem_whole_from, &[min]),
        Problem::NotWhole(min, max) => fill(texts.problem_whole, &[min, max]),
        Problem::NotTens(min, max) => fill(texts.problem_tens, &[min, max]),
        Problem::NotNumber => texts.problem_number.to_owned(),
        Problem::NotShare => texts.problem_share.to_owned(),
        Problem::NotMetric => texts.problem_metric.to_owned(),
        Problem::NotAddress => texts.problem_address.to_owned(),
        Problem::OneOf(names) => {
            let names: Vec<&str> = names.iter().map(|name| field_name(name)).collect();
            fill(texts.problem_one_of, &[&names.join(texts.separator)])
        }
        Problem::NeedsService => texts.problem_needs_service.to_owned(),
        Problem::NotHeader(line) => fill(texts.problem_header, &[line]),
        Problem::Unknown(name) => fill(texts.problem_unknown, &[name]),
        Problem::NotExpression(at) => fill(texts.problem_expression, &[at]),
        Problem::Future => texts.problem_future.to_owned(),
    }
}
