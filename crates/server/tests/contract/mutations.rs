//! Every field of every body, missing or replaced by what does not belong there: the server answers as the contract
//! says, never with a fault of its own, and what it refuses leaves no trace.

use crate::support::{NOW, Server};
use serde_json::{Value, json};

/// What stands in for each value in turn; `None` leaves the field out.
fn strangers() -> Vec<Option<Value>> {
    let texts = ["", "a", "日本", "\u{0}", "../..", "shop:web", "nope", "9999999999999999999"];
    let mut strangers = vec![
        None,
        Some(Value::Null),
        Some(json!(true)),
        Some(json!(-1)),
        Some(json!(0.5)),
        Some(json!(1e300)),
        Some(json!(i64::MIN)),
        Some(json!(u64::MAX)),
        Some(json!([])),
        Some(json!([null])),
        Some(json!({})),
        Some(json!({"a": null})),
        Some(json!("x".repeat(5_000))),
    ];
    strangers.extend(texts.map(|text| Some(json!(text))));
    strangers
}

/// Every body that results from one change at one place.
fn mutations(body: &Value) -> Vec<Value> {
    let mut places = Vec::new();
    collect_places(body, String::new(), &mut places);
    let mut bodies = Vec::new();
    for place in places {
        for stranger in strangers() {
            let mut changed = body.clone();
            match stranger {
                Some(stranger) => *changed.pointer_mut(&place).expect("a place in it") = stranger,
                None => remove(&mut changed, &place),
            }
            bodies.push(changed);
        }
    }
    bodies
}

fn collect_places(value: &Value, place: String, places: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            fields.iter().for_each(|(name, field)| collect_places(field, format!("{place}/{name}"), places));
        }
        Value::Array(items) => {
            items
                .iter()
                .enumerate()
                .for_each(|(at, item)| collect_places(item, format!("{place}/{at}"), places));
        }
        _ => {}
    }
    places.push(place);
}

fn remove(body: &mut Value, place: &str) {
    let Some((parent, name)) = place.rsplit_once('/') else { return };
    match body.pointer_mut(parent) {
        Some(Value::Object(fields)) => drop(fields.remove(name)),
        Some(Value::Array(items)) => drop(items.remove(name.parse().expect("an index"))),
        _ => {}
    }
}

async fn made_at(server: &Server, path: &str, body: &Value) -> String {
    let made = server.ok("POST", path, body.to_string()).await;
    format!("{path}/{}", made["id"].as_str().expect("an id"))
}

#[tokio::test]
async fn no_change_of_a_body_is_a_fault_of_the_server_or_half_done() {
    let server = Server::start().await;
    server.add_shop().await;
    let host = server.add_host(r#"{"name":"h","meta":{}}"#).await;
    let alert = crate::alerts::add(&server, "4aaaaaaaaaa", Some(&host), NOW, None).await;
    let annotation =
        json!({"title": "t", "description": "d", "from": 1, "to": 2, "service": "shop", "roles": ["web"]});
    let made = server.ok("POST", "/api/v0/graph-annotations", annotation.to_string()).await;
    let annotation_path = format!("/api/v0/graph-annotations/{}", made["id"].as_str().expect("an id"));
    let layout = json!({"x": 0, "y": 0, "width": 6, "height": 6});
    let dashboard = json!({"title": "t", "memo": "m", "urlPath": "mine", "widgets": [
        {"type": "graph", "title": "g", "layout": layout, "range": {"type": "relative", "period": 60, "offset": 0},
         "graph": {"type": "role", "roleFullname": "shop:web", "name": "a", "isStacked": true},
         "valueRange": {"min": 0, "max": 1}, "referenceLines": [{"label": "l", "value": 1}], "legendList": ["a"]},
        {"type": "value", "title": "v", "layout": layout, "metric": {"type": "host", "hostId": "h", "name": "a"},
         "fractionSize": 1, "suffix": "%", "formatRules": [{"name": "n", "threshold": 1, "operator": ">"}]},
        {"type": "alertStatus", "title": "a", "layout": layout, "roleFullname": "shop:web"},
    ]});
    let made = server.ok("POST", "/api/v0/dashboards", dashboard.to_string()).await;
    let dashboard_path = format!("/api/v0/dashboards/{}", made["id"].as_str().expect("an id"));
    let description = json!({"name": "h", "displayName": "d", "customIdentifier": "c", "memo": "m", "meta": {"a": 1},
        "interfaces": [{"name": "eth0", "ipAddress": "10.0.0.1", "ipv6Addresses": ["::1"]}],
        "roleFullnames": ["shop:web"], "checks": [{"name": "c", "memo": "m"}]});
    let point = json!([{"name": "good", "time": NOW, "value": 1}, {"name": "a", "time": NOW, "value": 1}]);
    let host_point = json!([{"hostId": host, "name": "a", "time": NOW, "value": 1}]);
    let definition = json!([{"name": "custom.a", "displayName": "d", "unit": "float",
        "metrics": [{"name": "custom.a.b", "displayName": "d", "isStacked": true}]}]);
    let report = json!({"reports": [{"source": {"type": "host", "hostId": host}, "name": "c", "status": "OK",
        "message": "m", "occurredAt": NOW, "notificationInterval": 10, "maxCheckAttempts": 1}]});
    let monitor = json!({"type": "host", "name": "n", "memo": "m", "isMute": true, "notificationInterval": 10,
        "metric": "a", "duration": 1, "operator": ">", "warning": 1, "critical": 2, "maxCheckAttempts": 1,
        "scopes": ["shop:web"], "excludeScopes": ["shop"]});
    let monitor_path = made_at(&server, "/api/v0/monitors", &monitor).await;
    let external = json!({"type": "external", "name": "n", "url": "https://a", "method": "POST", "service": "shop",
        "responseTimeWarning": 1, "responseTimeDuration": 1, "containsString": "c", "expectedStatusCode": 200,
        "certificationExpirationWarning": 1, "headers": [{"name": "a", "value": "b"}], "requestBody": "r"});
    let external_path = made_at(&server, "/api/v0/monitors", &external).await;
    let anomaly = json!({"type": "anomalyDetection", "name": "n", "scopes": ["shop:web"],
        "warningSensitivity": "normal", "criticalSensitivity": "normal", "trainingPeriodFrom": 1});
    let anomaly_path = made_at(&server, "/api/v0/monitors", &anomaly).await;
    let downtime = json!({"name": "n", "memo": "m", "start": NOW, "duration": 1, "serviceScopes": ["shop"],
        "roleScopes": ["shop:web"], "recurrence": {"type": "weekly", "interval": 1, "weekdays": ["Sunday"], "until": 1}});
    let downtime_path = made_at(&server, "/api/v0/downtimes", &downtime).await;
    let channel = json!({"type": "slack", "name": "n", "url": "https://a", "enabledGraphImage": true,
        "mentions": {"ok": "o"}, "events": ["alert"]});
    let channel_path = made_at(&server, "/api/v0/channels", &channel).await;
    let group = json!({"name": "n", "notificationLevel": "all", "childChannelIds": [], "services": [{"name": "shop"}]});
    let group_path = made_at(&server, "/api/v0/notification-groups", &group).await;
    let setting = json!({"name": "n", "memo": "m", "roleScopes": ["shop:web"], "notificationInterval": 10});
    let setting_path = made_at(&server, "/api/v0/alert-group-settings", &setting).await;
    for (method, path, body) in [
        ("POST", "/api/v0/monitoring/checks/report", report),
        ("PUT", &monitor_path, monitor),
        ("PUT", &external_path, external),
        ("PUT", &anomaly_path, anomaly),
        ("PUT", &downtime_path, downtime),
        ("PUT", &channel_path, channel),
        ("PUT", &group_path, group),
        ("PUT", &setting_path, setting),
        ("POST", "/api/v0/invitations", json!({"email": "a@b.c", "authority": "viewer"})),
        ("POST", "/api/v0/hosts/bulk-update-statuses", json!({"ids": [host], "status": "standby"})),
        ("POST", "/api/v0/services", json!({"name": "shop", "memo": "m"})),
        ("POST", "/api/v0/services/shop/roles", json!({"name": "web", "memo": "m"})),
        ("POST", "/api/v0/services/shop/tsdb", point),
        ("POST", "/api/v0/tsdb", host_point),
        ("PUT", &format!("/api/v0/hosts/{host}"), description),
        ("POST", &format!("/api/v0/hosts/{host}/status"), json!({"status": "standby"})),
        ("PUT", &format!("/api/v0/hosts/{host}/role-fullnames"), json!({"roleFullnames": ["shop:web"]})),
        ("POST", "/api/v0/graph-defs/create", definition),
        ("PUT", &annotation_path, annotation),
        ("PUT", &dashboard_path, dashboard),
        ("PUT", &format!("/api/v0/alerts/{alert}"), json!({"memo": "m"})),
        ("POST", &format!("/api/v0/alerts/{alert}/close"), json!({"reason": "r"})),
    ] {
        let mut refused = Vec::new();
        for body in mutations(&body) {
            let text = body.to_string();
            let short: String = text.chars().take(300).collect();
            let (status, reply) = server.ask(method, path, text.clone()).await;
            match status.as_u16() {
                200 => {}
                400 | 404 | 409 => {
                    assert!(reply["error"]["message"].is_string(), "{method} {path} {short}: {reply}");
                    refused.push((text, status));
                }
                other => panic!("{method} {path} {short}: {other} {reply}"),
            }
        }
        // Once more, with nothing in between that may change something.
        assert!(refused.len() > 10, "{method} {path} takes nearly everything");
        let before = server.everything().await;
        for (text, status) in refused {
            let (again, reply) = server.ask(method, path, text).await;
            assert_eq!(again, status, "{method} {path}: {reply}");
        }
        assert_eq!(server.everything().await, before, "{method} {path}: something was stored");
    }
}
