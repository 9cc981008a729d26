//! Bodies as clients really send them, and as attackers do: the same for every call.

use crate::support::{NOW, Server};
use axum::body::Body;
use http::StatusCode;

/// Every call that needs a body: method and path. `HOST` is a live host.
const NEEDING: [(&str, &str); 13] = [
    ("POST", "/api/v0/services"),
    ("POST", "/api/v0/services/shop/roles"),
    ("POST", "/api/v0/services/shop/tsdb"),
    ("POST", "/api/v0/hosts"),
    ("PUT", "/api/v0/hosts/HOST"),
    ("POST", "/api/v0/hosts/HOST/status"),
    ("PUT", "/api/v0/hosts/HOST/role-fullnames"),
    ("POST", "/api/v0/tsdb"),
    ("POST", "/api/v0/graph-defs/create"),
    ("DELETE", "/api/v0/graph-defs"),
    ("POST", "/api/v0/graph-annotations"),
    ("POST", "/api/v0/dashboards"),
    ("POST", "/api/v0/alerts/a/close"),
];

#[tokio::test]
async fn broken_bodies_are_refused_with_the_place() {
    let server = Server::start().await;
    server.add_shop().await;
    let host = server.add_host(r#"{"name":"h","meta":{}}"#).await;
    let deep = "[".repeat(10_000);
    let deep_object = r#"{"a":"#.repeat(10_000);
    let cases = [
        ("", "line 1 column 0"),
        ("{", "line 1 column"),
        ("{\n  \"name\": nul", "column"),
        ("{\"name\":\"a\"}}", "line 1 column"),
        ("7", "invalid type: integer `7`"),
        ("\"text\"", "invalid type: string"),
        ("{\"name\":{},\"title\":7,\"status\":7,\"roleFullnames\":7,\"reason\":7}", "line 1 column"),
        ("[1]", "invalid type"),
        ("[[\"a\",\"b\",1,2]]", "invalid type: sequence, expected an object"),
        ("<html>", "expected value at line 1 column 1"),
        (&deep, "line 1 column"),
        (&deep_object, "line 1 column"),
    ];
    for (method, path) in NEEDING {
        let path = path.replace("HOST", &host);
        let refusals: Vec<_> =
            cases.iter().map(|&(body, message)| (method, path.as_str(), body, 400, message)).collect();
        server.refuses(&refusals).await;
        let (status, json) = server.ask(method, &path, Body::from(vec![b'"', 0xff, 0xfe, b'"'])).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{method} {path}: {json}");
    }
}

#[tokio::test]
async fn bodies_over_eight_mebibytes_are_refused_and_smaller_ones_read() {
    let server = Server::start().await;
    server.add_shop().await;
    let host = server.add_host(r#"{"name":"h","meta":{}}"#).await;
    let padding = " ".repeat(8 << 20);
    for (method, path) in NEEDING.into_iter().chain([
        ("DELETE", "/api/v0/services/shop"),
        ("POST", "/api/v0/hosts/HOST/retire"),
        ("PUT", "/api/v0/alerts/a"),
        ("DELETE", "/api/v0/graph-annotations/a"),
    ]) {
        let path = path.replace("HOST", &host);
        server.refuses(&[(method, &path, &format!("{padding}{{}}"), 413, "8 MiB")]).await;
    }
    let body = format!(r#"{}[{{"hostId":"{host}","name":"a","time":{NOW},"value":1}}]"#, " ".repeat(7 << 20));
    server.ok("POST", "/api/v0/tsdb", body).await;
}

#[tokio::test]
async fn calls_that_need_nothing_take_any_body() {
    let server = Server::start().await;
    for body in ["", "null", "{}", " \n", r#"{"reason":"unused"}"#, "[]"] {
        let host = server.add_host(r#"{"name":"h","meta":{}}"#).await;
        server.ok("POST", &format!("/api/v0/hosts/{host}/retire"), body).await;
        server.ok("POST", "/api/v0/services", r#"{"name":"gone"}"#).await;
        server.ok("POST", "/api/v0/services/gone/roles", r#"{"name":"role"}"#).await;
        server.ok("DELETE", "/api/v0/services/gone/roles/role", body).await;
        server.ok("DELETE", "/api/v0/services/gone", body).await;
    }
    let host = server.add_host(r#"{"name":"h","meta":{}}"#).await;
    let retire = format!("/api/v0/hosts/{host}/retire");
    server.refuses(&[("POST", &retire, "{", 400, "line 1 column 1")]).await;
}
