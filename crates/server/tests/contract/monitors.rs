//! Monitors, and what else needs one.

use crate::support::{NOW, Server};
use mackerel::alerts::{Alert, AlertStatus};
use mackerel::monitors::{GetMonitor, ListMonitors, Monitor};
use serde_json::{Value, json};
use server::store;

async fn add(server: &Server, monitor: Value) -> Monitor {
    let monitor: Monitor = serde_json::from_value(monitor).expect("a monitor");
    let row = monitor.clone();
    server.state.store.write(move |db| store::monitors::insert(db, &row)).await.expect("a row");
    monitor
}

/// A monitor of this service with an open alert, whose id is answered.
pub(crate) async fn add_service_monitor_with_alert(server: &Server, service: &str) -> String {
    let id = format!("2{service:1>10}");
    add(
        server,
        json!({"id": id, "type": "service", "name": service, "service": service, "metric": "orders"}),
    )
    .await;
    let alert = Alert {
        id: format!("4{service:1>10}"),
        status: AlertStatus::Warning,
        monitor_id: id,
        kind: "service".to_owned(),
        host_id: None,
        value: Some(1.0),
        message: None,
        reason: None,
        memo: String::new(),
        opened_at: NOW - 60,
        closed_at: None,
        extra: serde_json::Map::new(),
    };
    let alert_id = alert.id.clone();
    server.state.store.write(move |db| store::alerts::insert(db, &alert)).await.expect("a row");
    alert_id
}

#[tokio::test]
async fn a_new_store_has_one_connectivity_monitor_and_is_seeded_once() {
    let server = Server::start().await;
    let list = server.ok("GET", "/api/v0/monitors", "").await;
    let monitors = list["monitors"].as_array().expect("a list");
    assert_eq!(monitors.len(), 1);
    assert_eq!(
        monitors[0],
        json!({"id": monitors[0]["id"], "type": "connectivity", "name": "connectivity", "memo": "", "isMute": false,
               "scopes": [], "excludeScopes": [], "alertStatusOnGone": "CRITICAL"})
    );
    server.state.store.write(|db| store::seed_defaults(db, Some("other"))).await.expect("nothing to do");
    assert_eq!(server.ok("GET", "/api/v0/monitors", "").await, list);
    assert_eq!(server.ok("GET", "/api/v0/org", "").await["name"], "acme");
}

#[tokio::test]
async fn monitors_are_ordered_and_whole() {
    let server = Server::start().await;
    let load = json!({"id": "2b", "type": "host", "name": "load", "memo": "", "isMute": false, "metric": "loadavg5",
        "operator": ">", "warning": 8.0, "critical": null, "duration": 3, "maxCheckAttempts": 1,
        "scopes": ["shop: web"], "excludeScopes": [], "future": {"x": 1}});
    let typed = add(&server, load).await;
    add(&server, json!({"id": "2c", "type": "service", "name": "a", "service": "shop", "metric": "b"})).await;
    add(&server, json!({"id": "2a", "type": "host", "name": "cpu", "metric": "cpu%"})).await;
    let list = server.call(&ListMonitors).await.expect("a list").monitors;
    let order: Vec<_> = list.iter().map(|monitor| (monitor.kind.as_str(), monitor.name.as_str())).collect();
    assert_eq!(
        order,
        [("connectivity", "connectivity"), ("host", "cpu"), ("host", "load"), ("service", "a")]
    );
    assert_eq!(server.call(&GetMonitor { id: "2b".to_owned() }).await.expect("a monitor").monitor, typed);
    let raw = server.ok("GET", "/api/v0/monitors/2b", "").await;
    assert_eq!(
        (&raw["monitor"]["future"], &raw["monitor"]["scopes"]),
        (&json!({"x": 1}), &json!(["shop: web"]))
    );
    server.refuses(&[("GET", "/api/v0/monitors/nope", "", 404, "Monitor not found")]).await;
}
