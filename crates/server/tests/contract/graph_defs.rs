//! Graph definitions.

use crate::support::{NOW, Server};
use mackerel::graph_defs::{CreateGraphDefs, DeleteGraphDef, GraphDef, ListGraphDefs, MetricDef, Unit};
use serde_json::json;

fn definition(name: &str, unit: Unit) -> GraphDef {
    let metrics = [("busy", true), ("#", false)].map(|(last, is_stacked)| MetricDef {
        name: format!("{name}.{last}"),
        display_name: Some("%1".to_owned()),
        is_stacked,
    });
    GraphDef { name: name.to_owned(), display_name: Some("Pool".to_owned()), unit, metrics: metrics.to_vec() }
}

#[tokio::test]
async fn definitions_are_listed_replaced_and_removed_as_typed() {
    let server = Server::start().await;
    let both = vec![definition("custom.pool.*", Unit::Integer), definition("custom.a", Unit::BytesPerSec)];
    server.call(&CreateGraphDefs(both.clone())).await.expect("a success");
    let list = server.call(&ListGraphDefs).await.expect("a list").graph_defs;
    assert_eq!(list, [both[1].clone(), both[0].clone()]);
    let changed = GraphDef { display_name: None, ..definition("custom.a", Unit::Iops) };
    server.call(&CreateGraphDefs(vec![changed.clone()])).await.expect("a success");
    assert_eq!(server.call(&ListGraphDefs).await.expect("a list").graph_defs[0], changed);
    server.call(&DeleteGraphDef { name: "custom.a".to_owned() }).await.expect("a success");
    server.ok("DELETE", "/api/v0/graph-defs?name=custom.pool.*", "").await;
    assert_eq!(server.ok("GET", "/api/v0/graph-defs", "").await, json!({"graphDefs": []}));
}

#[tokio::test]
async fn nulls_and_nothing_are_taken() {
    let server = Server::start().await;
    let sent = json!([{"name": "custom.a", "displayName": null, "unit": null, "x": 1,
        "metrics": [{"name": "custom.a.b", "displayName": null, "isStacked": null}]}]);
    for body in ["[]", "null", &sent.to_string()] {
        assert_eq!(
            server.ok("POST", "/api/v0/graph-defs/create", body.to_owned()).await,
            json!({"success": true})
        );
    }
    let stored = server.ok("GET", "/api/v0/graph-defs", "").await;
    let metrics = json!([{"name": "custom.a.b", "isStacked": false}]);
    assert_eq!(stored, json!({"graphDefs": [{"name": "custom.a", "unit": "float", "metrics": metrics}]}));
}

#[tokio::test]
async fn bad_definitions_are_refused_together() {
    let server = Server::start().await;
    let create = "/api/v0/graph-defs/create";
    server
        .refuses(&[
            ("POST", create, r#"[{"name":"custom.ok"},{"name":"loadavg"}]"#, 400, "[1].name \"loadavg\""),
            ("POST", create, r#"[{"name":"custom.#.#"}]"#, 400, "[0].name"),
            ("POST", create, r#"[{"name":"custom.a..b"}]"#, 400, "[0].name"),
            ("POST", create, r#"[{"name":"custom.a","unit":"parsecs"}]"#, 400, "unknown variant `parsecs`"),
            (
                "POST",
                create,
                r#"[{"name":"custom.a","metrics":[{"name":"custom.b.c"}]}]"#,
                400,
                "[0].metrics[0].name",
            ),
            ("POST", create, r#"[{"metrics":[]}]"#, 400, "missing field `name`"),
            ("POST", create, r#"{"name":"custom.a"}"#, 400, "invalid type: map"),
            (
                "DELETE",
                "/api/v0/graph-defs",
                r#"{"name":"custom.none"}"#,
                400,
                "no graph definition named \"custom.none\"",
            ),
            ("DELETE", "/api/v0/graph-defs?name=custom.none", "", 400, "no graph definition"),
            ("DELETE", "/api/v0/graph-defs", "{}", 400, "missing field `name`"),
        ])
        .await;
}

#[tokio::test]
async fn a_graph_of_a_service_goes_until_its_metrics_come_again() {
    let server = Server::start().await;
    server.add_shop().await;
    let post = async |names: &[&str]| {
        let points: Vec<_> =
            names.iter().map(|name| json!({"name": name, "time": NOW, "value": 1})).collect();
        server.ok("POST", "/api/v0/services/shop/tsdb", json!(points).to_string()).await;
    };
    let names = async || server.ok("GET", "/api/v0/services/shop/metric-names", "").await["names"].clone();
    post(&["queue.a", "queue.b", "queue.b.c", "queues.d", "orders"]).await;
    let path = |graph: &str| format!("/api/v0/services/shop/graph-defs/{graph}");
    assert_eq!(server.ok("DELETE", &path("queue.*"), "").await, json!({"success": true}));
    assert_eq!(names().await, json!(["orders", "queue.b.c", "queues.d"]));
    server.ok("DELETE", &path("orders"), "{}").await;
    assert_eq!(names().await, json!(["queue.b.c", "queues.d"]));
    let read = format!("/api/v0/services/shop/metrics?name=queue.a&from={NOW}&to={NOW}");
    assert_eq!(server.ok("GET", &read, "").await["metrics"].as_array().map(Vec::len), Some(1), "points stay");
    let (gone, exact, all) = (path("queue.%2A"), path("queues.d"), path("*"));
    server
        .refuses(&[
            ("DELETE", &gone, "", 404, "Graph not found"),
            ("DELETE", &exact, "", 404, "Graph not found"),
            ("DELETE", &all, "", 404, "Graph not found"),
            ("DELETE", "/api/v0/services/nope/graph-defs/queue.*", "", 404, "Service not found"),
        ])
        .await;
    post(&["queue.b"]).await;
    assert_eq!(names().await, json!(["queue.b", "queue.b.c", "queues.d"]));
    server.ok("DELETE", &path("queue.*"), "").await;
    server.ok("DELETE", "/api/v0/services/shop", "").await;
    server.add_shop().await;
    post(&["queue.b"]).await;
    assert_eq!(names().await, json!(["queue.b"]), "nothing outlives the service");
}
