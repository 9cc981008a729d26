//! Every path and method: what exists answers, what does not is refused in the object form.

use crate::support::Server;
use mackerel::capabilities::{Capabilities, GetCapabilities};
use mackerel::org::{GetOrg, Org};

#[tokio::test]
async fn unknown_routes_and_methods_are_refused_in_the_object_form() {
    let server = Server::start().await;
    let mut refusals = Vec::new();
    for path in [
        "/api",
        "/api/",
        "/api/v0",
        "/api/v0/",
        "/api/v0/nope",
        "/api/v0/hosts/a/b/c",
        "/api/v0/hosts/",
        "/api/v1/query",
        "/api/v0/org/",
        "/api/v0/traces",
        "/ext",
        "/ext/nope",
    ] {
        for method in ["GET", "POST", "DELETE"] {
            refusals.push((method, path, "", 404, "Not found."));
        }
    }
    for (method, path) in [
        ("POST", "/api/v0/org"),
        ("PUT", "/api/v0/services"),
        ("GET", "/api/v0/services/a"),
        ("GET", "/api/v0/services/a/roles/b"),
        ("DELETE", "/api/v0/hosts"),
        ("DELETE", "/api/v0/hosts/a"),
        ("GET", "/api/v0/hosts/a/status"),
        ("POST", "/api/v0/hosts/a/role-fullnames"),
        ("GET", "/api/v0/tsdb"),
        ("POST", "/api/v0/tsdb/latest"),
        ("GET", "/api/v0/graph-defs/create"),
        ("PATCH", "/api/v0/graph-annotations"),
        ("GET", "/api/v0/graph-annotations/a"),
        ("POST", "/api/v0/dashboards/a"),
        ("DELETE", "/api/v0/alerts/a"),
        ("GET", "/api/v0/alerts/a/close"),
        ("POST", "/ext/capabilities"),
    ] {
        refusals.push((method, path, "{}", 405, "Method not allowed."));
    }
    server.refuses(&refusals).await;
}

#[tokio::test]
async fn a_question_mark_alone_is_no_query() {
    let server = Server::start().await;
    for path in ["/api/v0/org?", "/api/v0/hosts?", "/api/v0/alerts?", "/api/v0/services?"] {
        server.ok("GET", path, "").await;
    }
}

#[tokio::test]
async fn the_organization_and_the_extensions_answer_as_typed() {
    let server = Server::start().await;
    let org = server.call(&GetOrg).await.expect("an organization");
    assert_eq!(org, Org { name: "acme".to_owned(), display_name: None });
    let capabilities = server.call(&GetCapabilities).await.expect("capabilities");
    let server_name = capabilities.server.clone();
    assert!(server_name.starts_with("battera "), "{server_name}");
    let expected = Capabilities {
        server: server_name,
        metric_steps: vec![60],
        graph_defs: true,
        role_history: true,
        team_pins: true,
        evaluated_monitors: ["connectivity", "host", "service", "expression", "check"]
            .map(str::to_owned)
            .to_vec(),
        demo: false,
        read_only: false,
        signed_in: false,
    };
    assert_eq!(capabilities, expected);
}
