//! Dashboards that are pinned for everybody.

use crate::support::Server;
use mackerel::pins::{ListPins, Pin, PinList, Unpin};
use serde_json::json;

async fn dashboard(server: &Server, path: &str) -> String {
    let body = json!({"title": path, "memo": "", "urlPath": path, "widgets": []}).to_string();
    server.ok("POST", "/api/v0/dashboards", body).await["id"].as_str().expect("an id").to_owned()
}

fn list(ids: &[&String]) -> PinList {
    PinList { dashboard_ids: ids.iter().copied().cloned().collect() }
}

#[tokio::test]
async fn pins_keep_their_order_and_go_with_their_dashboards() {
    let server = Server::start().await;
    let [a, b, c] =
        [dashboard(&server, "a").await, dashboard(&server, "b").await, dashboard(&server, "c").await];
    assert_eq!(server.call(&ListPins).await.expect("a list"), list(&[]));
    // What is pinned twice is pinned once and stays where it is; what is not pinned can be taken away all the same.
    let steps: [(&str, &String, &[&String]); 7] = [
        ("pin", &c, &[&c]),
        ("pin", &a, &[&c, &a]),
        ("pin", &c, &[&c, &a]),
        ("pin", &b, &[&c, &a, &b]),
        ("unpin", &a, &[&c, &b]),
        ("unpin", &a, &[&c, &b]),
        ("pin", &a, &[&c, &b, &a]),
    ];
    for (step, id, expected) in steps {
        let id = id.clone();
        let answer = match step {
            "pin" => server.call(&Pin { id: id.clone() }).await,
            _ => server.call(&Unpin { id: id.clone() }).await,
        };
        assert_eq!(answer.expect("the list"), list(expected), "{step} {id}");
        assert_eq!(server.call(&ListPins).await.expect("a list"), list(expected), "after {step} {id}");
    }
    server.ok("DELETE", &format!("/api/v0/dashboards/{b}"), "").await;
    assert_eq!(server.call(&ListPins).await.expect("a list"), list(&[&c, &a]));
}

#[tokio::test]
async fn only_dashboards_that_exist_are_pinned() {
    let server = Server::start().await;
    let id = dashboard(&server, "a").await;
    let path = format!("/ext/pins/{id}");
    server
        .refuses(&[
            ("PUT", "/ext/pins/nope", "", 404, "Dashboard not found"),
            ("PUT", &path, "{", 400, "invalid body"),
            ("POST", "/ext/pins", "{}", 405, "Method not allowed."),
            ("GET", &path, "", 405, "Method not allowed."),
            ("GET", "/ext/pins/a/b", "", 404, "Not found."),
        ])
        .await;
}
