//! Monitors that are made, replaced and removed.

use crate::support::{NOW, Server};
use mackerel::monitors::{CreateMonitor, DeleteMonitor, GetMonitor, Monitor, UpdateMonitor};
use serde_json::{Value, json};

const PATH: &str = "/api/v0/monitors";

/// A good body of each type, with nothing that has a default.
fn least() -> [Value; 7] {
    [
        json!({"type": "connectivity"}),
        json!({"type": "host", "name": "n", "metric": "loadavg5", "duration": 1, "operator": ">", "warning": 1}),
        json!({"type": "service", "name": "n", "service": "shop", "metric": "orders", "duration": 1, "operator": "<",
               "critical": 1}),
        json!({"type": "external", "name": "n", "url": "https://example.com"}),
        json!({"type": "expression", "name": "n", "expression": "host(a, b)", "operator": ">", "warning": 1}),
        json!({"type": "anomalyDetection", "name": "n", "scopes": ["shop:web"], "criticalSensitivity": "normal"}),
        json!({"type": "query", "name": "n", "query": "up", "operator": ">", "warning": 1}),
    ]
}

fn with(body: &Value, changes: &Value) -> Value {
    let mut body = body.clone();
    for (name, value) in changes.as_object().expect("fields") {
        body[name] = value.clone();
    }
    body
}

#[tokio::test]
async fn a_monitor_lives_as_typed() {
    let server = Server::start().await;
    server.add_shop().await;
    let wanted: Monitor =
        serde_json::from_value(json!({"type": "host", "name": "load", "memo": "m", "metric": "loadavg5",
        "duration": 3, "operator": ">", "warning": 8.0, "scopes": ["shop:web"], "future": {"x": null}}))
        .expect("a monitor");
    let made = server.call(&CreateMonitor(wanted)).await.expect("a monitor");
    assert_eq!(made.id.len(), 11);
    assert_eq!((&made.extra["scopes"], &made.extra["future"]), (&json!(["shop: web"]), &json!({"x": null})));
    assert_eq!(server.call(&GetMonitor { id: made.id.clone() }).await.expect("it").monitor, made);
    let changed =
        Monitor { name: "load 5".to_owned(), is_mute: true, warning: None, critical: Some(9.0), ..made };
    let updated = server.call(&UpdateMonitor(changed.clone())).await.expect("an update");
    assert_eq!(updated, changed);
    let id = updated.id.clone();
    assert_eq!(server.call(&DeleteMonitor { id: id.clone() }).await.expect("as it was"), updated);
    server.refuses(&[("DELETE", &format!("{PATH}/{id}"), "", 404, "Monitor not found")]).await;
}

#[tokio::test]
async fn what_is_left_out_has_its_default() {
    let server = Server::start().await;
    server.add_shop().await;
    let defaults = [
        json!({"name": "connectivity", "alertStatusOnGone": "CRITICAL", "scopes": [], "excludeScopes": []}),
        json!({"maxCheckAttempts": 1, "scopes": [], "excludeScopes": []}),
        json!({"maxCheckAttempts": 1}),
        json!({"method": "GET", "headers": [{"name": "Cache-Control", "value": "no-cache"}], "requestBody": "",
               "followRedirect": false, "skipCertificateVerification": false, "maxCheckAttempts": 1}),
        json!({"evaluateBackwardMinutes": 2}),
        json!({"maxCheckAttempts": 3, "scopes": ["shop: web"]}),
        json!({"evaluateBackwardMinutes": 0, "legend": ""}),
    ];
    for (body, defaults) in least().iter().zip(defaults) {
        let nulls = json!({"notificationInterval": null, "isMute": null, "memo": null, "headers": null});
        let made = server.ok("POST", PATH, with(body, &nulls).to_string()).await;
        let id = made["id"].as_str().expect("an id").to_owned();
        let mut expected = with(&with(body, &defaults), &json!({"id": id, "memo": "", "isMute": false}));
        for threshold in ["warning", "critical"] {
            if let Some(number) = expected.get_mut(threshold) {
                *number = json!(number.as_f64());
            }
        }
        assert_eq!(made, expected);
        // Once more over itself: a replacement has the same defaults.
        let path = format!("{PATH}/{id}");
        assert_eq!(server.ok("PUT", &path, body.to_string()).await, expected);
    }
}

#[tokio::test]
async fn two_fields_outlive_a_replacement_that_leaves_them_out() {
    let server = Server::start().await;
    server.add_shop().await;
    let [gone, _, _, external, ..] = least();
    for (body, name, set, cleared) in [
        (gone, "alertStatusOnGone", json!("WARNING"), json!("CRITICAL")),
        (external, "headers", json!([{"name": "a", "value": "b"}]), json!([])),
    ] {
        let made = server.ok("POST", PATH, with(&body, &json!({name: set})).to_string()).await;
        let path = format!("{PATH}/{}", made["id"].as_str().expect("an id"));
        for (change, expected) in [
            (json!({}), &set),
            (json!({name: null}), &set),
            (json!({name: cleared}), &cleared),
            (json!({}), &cleared),
        ] {
            let updated = server.ok("PUT", &path, with(&body, &change).to_string()).await;
            assert_eq!(updated[name], *expected, "{change}");
        }
    }
}

#[tokio::test]
async fn bad_monitors_are_refused() {
    let server = Server::start().await;
    server.add_shop().await;
    let [gone, host, service, external, expression, anomaly, query] = least();
    let cases = [
        (&gone, json!({"type": "check"}), "type is \"check\""),
        (&gone, json!({"type": null}), "type is \"\""),
        (&gone, json!({"name": ""}), "name is \"\", not a text of 1 to 255 characters"),
        (&gone, json!({"memo": "m".repeat(2_049)}), "memo is"),
        (&gone, json!({"isMute": 1}), "isMute is 1, not true or false"),
        (&gone, json!({"notificationInterval": 9}), "notificationInterval is 9, not a whole number from 10"),
        (
            &gone,
            json!({"alertStatusOnGone": "OK"}),
            "alertStatusOnGone is \"OK\", not one of CRITICAL, WARNING",
        ),
        (&gone, json!({"scopes": ["nope"]}), "scopes[0] is \"nope\""),
        (&gone, json!({"scopes": ["shop", "shop:nope"]}), "scopes[1] is \"shop:nope\""),
        (&gone, json!({"excludeScopes": "shop"}), "excludeScopes is \"shop\", not a list"),
        (&host, json!({"name": null}), "name is missing"),
        (&host, json!({"metric": null}), "metric is missing"),
        (&host, json!({"metric": "a b"}), "metric is \"a b\""),
        (&host, json!({"metric": "loadavg5%"}), "metric is \"loadavg5%\""),
        (&host, json!({"duration": null}), "duration is missing"),
        (&host, json!({"duration": 0}), "duration is 0, not a whole number from 1 to 10"),
        (&host, json!({"duration": 11}), "duration is 11"),
        (&host, json!({"duration": 1.5}), "duration is 1.5"),
        (&host, json!({"operator": ">="}), "operator is \">=\", not one of >, <"),
        (&host, json!({"operator": null}), "operator is missing"),
        (&host, json!({"warning": "1"}), "warning is \"1\", not a number"),
        (&host, json!({"warning": null}), "one of warning, critical must be there"),
        (&host, json!({"maxCheckAttempts": 0}), "maxCheckAttempts is 0"),
        (&host, json!({"maxCheckAttempts": 11}), "maxCheckAttempts is 11"),
        (&host, json!({"metric": "cpu%", "warning": 101}), "warning is 101, not a share from 0 to 100"),
        (&host, json!({"metric": "disk%", "critical": -1}), "critical is -1"),
        (&service, json!({"service": "nope"}), "service is \"nope\""),
        (&service, json!({"service": null}), "service is missing"),
        (&service, json!({"metric": "cpu%"}), "metric is \"cpu%\""),
        (
            &service,
            json!({"missingDurationWarning": 15}),
            "missingDurationWarning is 15, not a multiple of 10",
        ),
        (&service, json!({"missingDurationCritical": 10_090}), "missingDurationCritical is 10090"),
        (&service, json!({"critical": null}), "one of warning, critical, missingDurationWarning"),
        (&external, json!({"url": "ftp://a"}), "url is \"ftp://a\", not one of http or https"),
        (&external, json!({"url": "https://"}), "url is"),
        (&external, json!({"method": "PATCH"}), "method is \"PATCH\""),
        (&external, json!({"responseTimeWarning": 1}), "responseTimeWarning needs service"),
        (&external, json!({"service": "shop", "responseTimeDuration": 11}), "responseTimeDuration is 11"),
        (&external, json!({"expectedStatusCode": 99}), "expectedStatusCode is 99"),
        (&external, json!({"headers": [{"name": "a"}]}), "headers[0].value is missing"),
        (&external, json!({"headers": ["a"]}), "headers[0] is \"a\", not an object"),
        (&external, json!({"dualstack": "both"}), "dualstack is \"both\""),
        (&expression, json!({"expression": ""}), "expression is"),
        (&expression, json!({"evaluateBackwardMinutes": 1}), "evaluateBackwardMinutes is 1"),
        (&anomaly, json!({"scopes": []}), "scopes is empty"),
        (&anomaly, json!({"scopes": ["shop"]}), "scopes[0] is \"shop\", not the full name of a role"),
        (&anomaly, json!({"criticalSensitivity": null}), "one of warningSensitivity, criticalSensitivity"),
        (&anomaly, json!({"criticalSensitivity": "high"}), "criticalSensitivity is \"high\""),
        (&anomaly, json!({"trainingPeriodFrom": NOW + 1}), "which is still to come"),
        (&query, json!({"query": null}), "query is missing"),
        (&query, json!({"evaluateBackwardMinutes": 11}), "evaluateBackwardMinutes is 11"),
    ];
    let bodies: Vec<_> =
        cases.iter().map(|(body, change, message)| (with(body, change).to_string(), *message)).collect();
    let mut refusals: Vec<_> =
        bodies.iter().map(|(body, message)| ("POST", PATH, body.as_str(), 400, *message)).collect();
    let twice = with(&anomaly, &json!({"scopes": ["shop:db"]})).to_string();
    let made = server.ok("POST", PATH, twice.clone()).await;
    let path = format!("{PATH}/{}", made["id"].as_str().expect("an id"));
    let host = host.to_string();
    refusals.extend([
        ("POST", PATH, twice.as_str(), 400, "which another such monitor watches"),
        ("POST", PATH, "[]", 400, "expected an object"),
        ("POST", PATH, "", 400, "invalid body"),
        ("PUT", path.as_str(), host.as_str(), 400, "but this monitor's is \"anomalyDetection\" for good"),
        ("PUT", "/api/v0/monitors/nope", host.as_str(), 404, "Monitor not found"),
        ("DELETE", "/api/v0/monitors/nope", "", 404, "Monitor not found"),
    ]);
    server.refuses(&refusals).await;
}

#[tokio::test]
async fn alerts_close_when_their_monitor_goes() {
    let server = Server::start().await;
    server.add_shop().await;
    let alert = crate::monitors::add_service_monitor_with_alert(&server, "shop").await;
    let opened = server.ok("GET", &format!("/api/v0/alerts/{alert}"), "").await;
    let monitor = opened["monitorId"].as_str().expect("an id");
    let groups = "/api/v0/notification-groups";
    let group = json!({"name": "g", "monitors": [{"id": monitor}]}).to_string();
    server.ok("POST", groups, group).await;
    let gone = server.ok("DELETE", &format!("{PATH}/{monitor}"), "{}").await;
    assert_eq!(gone["id"], *monitor);
    let closed = server.ok("GET", &format!("/api/v0/alerts/{alert}"), "").await;
    assert_eq!((&closed["status"], &closed["closedAt"]), (&json!("OK"), &json!(NOW)));
    let logs = server.ok("GET", &format!("/api/v0/alerts/{alert}/logs"), "").await;
    let log = &logs["logs"][0];
    assert_eq!(
        (&log["trigger"], &log["monitorId"], &log["status"]),
        (&json!("monitorDelete"), &Value::Null, &json!("OK"))
    );
    let all = server.ok("GET", groups, "").await;
    assert_eq!(all["notificationGroups"][1]["monitors"], json!([]), "groups forget it");
}
