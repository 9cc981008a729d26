//! What a channel is sent: the documented payload of a webhook, or a message for Slack and what speaks like it. Pure.

use crate::store::deliveries::Notice;
use crate::store::objects::Object;
use mackerel::alerts::AlertStatus;
use mackerel::hosts::Host;
use serde_json::{Value, json};

/// The body for a channel. `origin` is where people reach this server, without a slash at the end.
pub(super) fn body(channel: &Object, notice: &Notice, origin: &str) -> Value {
    match channel.get("type").and_then(Value::as_str) {
        Some("slack") => slack(channel, notice, origin),
        _ => webhook(notice, origin),
    }
}

fn webhook(notice: &Notice, origin: &str) -> Value {
    let Notice { org, alert, log, monitor, name, host } = notice;
    let monitor_of = |key: &str| {
        let monitor = serde_json::to_value(monitor).unwrap_or_default();
        monitor.get(key).cloned().unwrap_or_default()
    };
    let is_open = alert.status != AlertStatus::Ok;
    let service = monitor.as_ref().and_then(|monitor| monitor.service.as_deref());
    let mut body = json!({
        "orgName": org,
        "event": "alert",
        "type": alert.kind,
        "message": alert.message.clone().unwrap_or_default(),
        "memo": monitor.as_ref().map(|monitor| monitor.memo.clone()).unwrap_or_default(),
        "imageUrl": null,
        "alert": {
            "id": alert.id,
            "url": alert_url(notice, origin),
            "status": word(alert.status),
            "isOpen": is_open,
            "trigger": log.trigger,
            "openedAt": alert.opened_at,
            "closedAt": alert.closed_at,
            "statusChangedAt": log.created_at,
            "createdAt": alert.opened_at.saturating_mul(1_000),
            "monitorName": name,
            "monitorOperator": monitor_of("operator"),
            "metricLabel": monitor_of("metric"),
            "metricValue": log.target_value.or(alert.value),
            "criticalThreshold": monitor_of("critical"),
            "warningThreshold": monitor_of("warning"),
            "duration": monitor_of("duration"),
        },
    });
    if let Some(host) = host {
        body["host"] = host_of(host, origin);
    }
    if let Some(service) = service {
        body["service"] = json!({ "id": service, "name": service, "memo": "", "orgId": org, "roles": [] });
    }
    body
}

fn slack(channel: &Object, notice: &Notice, origin: &str) -> Value {
    let status = notice.alert.status;
    let place = notice.host.as_ref().map(|host| host.label().to_owned());
    let place = place.or_else(|| notice.monitor.as_ref()?.service.clone());
    let title = match place {
        Some(place) => format!("[{}] {} on {place}", word(status).to_uppercase(), notice.name),
        None => format!("[{}] {}", word(status).to_uppercase(), notice.name),
    };
    let value = notice.log.target_value.or(notice.alert.value).map(|value| format!("value {value}"));
    let lines: Vec<String> = notice
        .alert
        .message
        .clone()
        .into_iter()
        .chain(value)
        .chain(notice.monitor.as_ref().map(|monitor| monitor.memo.clone()))
        .filter(|line| !line.is_empty())
        .map(|line| plain(&line))
        .collect();
    // What its maker wrote for this status, such as `<!here>`, is the only text that may call anyone.
    let mention = channel.get("mentions").and_then(|all| all.get(word(status))).and_then(Value::as_str);
    json!({
        "text": mention.unwrap_or_default(),
        "attachments": [{
            "color": colour(status),
            "fallback": plain(&title),
            "title": plain(&title),
            "title_link": alert_url(notice, origin),
            "text": lines.join("\n"),
            "footer": plain(&notice.org),
            "ts": notice.log.created_at,
        }],
    })
}

fn host_of(host: &Host, origin: &str) -> Value {
    let roles: Vec<Value> = host
        .roles
        .iter()
        .flat_map(|(service, roles)| roles.iter().map(move |role| (service, role)))
        .map(|(service, role)| {
            json!({
                "fullname": format!("{service}: {role}"),
                "serviceName": service,
                "serviceUrl": format!("{origin}/services/{service}"),
                "roleName": role,
                "roleUrl": format!("{origin}/services/{service}/{role}"),
            })
        })
        .collect();
    json!({
        "id": host.id,
        "name": host.name,
        "url": format!("{origin}/hosts/{}", host.id),
        "type": "unknown",
        "status": host.status,
        "memo": host.memo,
        "isRetired": host.is_retired,
        "roles": roles,
    })
}

fn alert_url(notice: &Notice, origin: &str) -> String {
    format!("{origin}/alerts/{}", notice.alert.id)
}

fn word(status: AlertStatus) -> &'static str {
    match status {
        AlertStatus::Ok => "ok",
        AlertStatus::Warning => "warning",
        AlertStatus::Critical => "critical",
        AlertStatus::Unknown => "unknown",
    }
}

fn colour(status: AlertStatus) -> &'static str {
    match status {
        AlertStatus::Ok => "#2e7d32",
        AlertStatus::Warning => "#b26a00",
        AlertStatus::Critical => "#c62828",
        AlertStatus::Unknown => "#5f6368",
    }
}

/// Text that can neither mention anyone nor hide a link.
fn plain(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notice() -> Notice {
        serde_json::from_value(json!({
            "org": "acme",
            "name": "cpu <!channel>",
            "alert": {"id": "5aB", "status": "CRITICAL", "monitorId": "2mO", "type": "host", "hostId": "3hO",
                      "value": 97.5, "memo": "", "openedAt": 1_000},
            "log": {"id": "4lO", "status": "CRITICAL", "trigger": "monitoring", "monitorId": "2mO",
                    "targetValue": 98.5, "createdAt": 1_060},
            "monitor": {"id": "2mO", "type": "host", "name": "cpu", "memo": "see <runbook>", "metric": "cpu%",
                        "operator": ">", "warning": null, "critical": 90, "duration": 3},
            "host": {"id": "3hO", "name": "web-01", "status": "working", "roles": {"shop": ["web"]}},
        }))
        .unwrap()
    }

    #[test]
    fn a_webhook_gets_the_documented_keys() {
        let body = body(&Object::new(), &notice(), "http://a");
        for (pointer, expected) in [
            ("/orgName", json!("acme")),
            ("/event", json!("alert")),
            ("/type", json!("host")),
            ("/memo", json!("see <runbook>")),
            ("/imageUrl", json!(null)),
            ("/alert/id", json!("5aB")),
            ("/alert/url", json!("http://a/alerts/5aB")),
            ("/alert/status", json!("critical")),
            ("/alert/isOpen", json!(true)),
            ("/alert/trigger", json!("monitoring")),
            ("/alert/openedAt", json!(1_000)),
            ("/alert/closedAt", json!(null)),
            ("/alert/statusChangedAt", json!(1_060)),
            ("/alert/createdAt", json!(1_000_000)),
            ("/alert/monitorName", json!("cpu <!channel>")),
            ("/alert/monitorOperator", json!(">")),
            ("/alert/metricLabel", json!("cpu%")),
            ("/alert/metricValue", json!(98.5)),
            ("/alert/criticalThreshold", json!(90.0)),
            ("/alert/warningThreshold", json!(null)),
            ("/alert/duration", json!(3)),
            ("/host/url", json!("http://a/hosts/3hO")),
            ("/host/roles/0/fullname", json!("shop: web")),
            ("/host/roles/0/roleUrl", json!("http://a/services/shop/web")),
        ] {
            assert_eq!(body.pointer(pointer), Some(&expected), "{pointer}");
        }
    }

    #[test]
    fn nobody_is_called_in_slack_but_those_whom_the_channel_names() {
        let channel = json!({"type": "slack", "mentions": {"critical": "<!here>"}});
        let body = body(channel.as_object().unwrap(), &notice(), "http://a");
        assert_eq!(body["text"], "<!here>");
        let rest = body["attachments"].to_string();
        assert!(!rest.contains("<!channel>") && rest.contains("&lt;!channel&gt;"), "{rest}");
        assert_eq!(body["attachments"][0]["title"], "[CRITICAL] cpu &lt;!channel&gt; on web-01");
        assert_eq!(body["attachments"][0]["text"], "value 98.5\nsee &lt;runbook&gt;");
    }
}
