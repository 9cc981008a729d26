//! The contract's own minimal smoke test, row by row. Keys are not asked for yet, so its row of a wrong key is absent.

use crate::support::{NOW, Server};
use serde_json::json;

#[tokio::test]
async fn the_contracts_smoke_test_passes() {
    let server = Server::start().await;
    let (from, to) = (NOW - 600, NOW);
    assert_eq!(server.ok("GET", "/api/v0/org", "").await, json!({"name": "acme", "displayName": null}));
    let service = json!({"name": "t1", "memo": "", "roles": []});
    assert_eq!(server.ok("POST", "/api/v0/services", r#"{"name":"t1","memo":""}"#).await, service);
    let point = format!(r#"[{{"name":"a.b","time":{NOW},"value":1}}]"#);
    assert_eq!(server.ok("POST", "/api/v0/services/t1/tsdb", point).await, json!({"success": true}));
    assert_eq!(
        server.ok("GET", &format!("/api/v0/services/t1/metrics?name=a.b&from={from}&to={to}"), "").await,
        json!({"metrics": [{"time": NOW, "value": 1.0}]})
    );
    let path = r#"{"title":"t","memo":"","urlPath":"a","widgets":[]}"#;
    server.ok("POST", "/api/v0/dashboards", path).await;
    let unknown = format!("/api/v0/services/t1/metrics?name=zz&from={from}&to={to}");
    let backwards = format!(r#"{{"title":"t","from":{to},"to":{from},"service":"t1"}}"#);
    server
        .refuses(&[
            ("GET", "/api/v0/nope", "", 404, "Not found."),
            ("GET", &unknown, "", 404, "Metric not found"),
            ("POST", "/api/v0/graph-annotations", &backwards, 400, "is later than to"),
            ("POST", "/api/v0/dashboards", path, 409, r#"urlPath "a" is used by the dashboard "t""#),
            ("GET", "/api/v0/alerts?limit=101", "", 400, "query parameter limit"),
        ])
        .await;
    assert_eq!(server.ok("DELETE", "/api/v0/services/t1", "").await, service);
}
