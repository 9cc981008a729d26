//! Services and roles.

use crate::support::{NOW, Server};
use mackerel::hosts::GetHost;
use mackerel::services::{
    CreateRole, CreateService, DeleteRole, DeleteService, ListRoles, ListServices, Role, Service,
};
use serde_json::json;

fn role(name: &str) -> Role {
    Role { name: name.to_owned(), memo: format!("{name}'s memo") }
}

#[tokio::test]
async fn services_and_roles_come_and_go_as_typed() {
    let server = Server::start().await;
    assert_eq!(server.call(&ListServices).await.expect("a list").services, []);
    for name in ["shop", "blog"] {
        let made = server.call(&CreateService(role(name))).await.expect("a service");
        assert_eq!(made, Service { name: name.to_owned(), memo: format!("{name}'s memo"), roles: vec![] });
    }
    for name in ["web", "db"] {
        let call = CreateRole { service: "shop".to_owned(), role: role(name) };
        assert_eq!(server.call(&call).await.expect("a role"), role(name));
    }
    let services = server.call(&ListServices).await.expect("a list").services;
    let names: Vec<_> = services.iter().map(|one| (one.name.as_str(), one.roles.join(","))).collect();
    assert_eq!(names, [("blog", String::new()), ("shop", "db,web".to_owned())]);
    let roles = server.call(&ListRoles { service: "shop".to_owned() }).await.expect("a list").roles;
    assert_eq!(roles, [role("db"), role("web")]);

    let call = DeleteRole { service: "shop".to_owned(), role: "db".to_owned() };
    assert_eq!(server.call(&call).await.expect("the role as it was"), role("db"));
    let call = DeleteService { service: "shop".to_owned() };
    let gone = server.call(&call).await.expect("the service as it was");
    assert_eq!(gone.roles, ["web"]);
    assert_eq!(server.call(&ListServices).await.expect("a list").services.len(), 1);
}

#[tokio::test]
async fn a_missing_or_null_memo_is_empty() {
    let server = Server::start().await;
    for (name, body) in [("aa", r#"{"name":"aa"}"#), ("bb", r#"{"name":"bb","memo":null,"future":1}"#)] {
        let made = server.ok("POST", "/api/v0/services", body).await;
        assert_eq!(made, json!({"name": name, "memo": "", "roles": []}));
    }
}

#[tokio::test]
async fn bad_services_and_roles_are_refused() {
    let server = Server::start().await;
    server.add_shop().await;
    let long = format!(r#"{{"name":"{}"}}"#, "a".repeat(64));
    let services = "/api/v0/services";
    let roles = "/api/v0/services/shop/roles";
    let mut refusals = vec![
        ("POST", services, r#"{"memo":"m"}"#, 400, "missing field `name`"),
        ("POST", services, r#"{"name":"shop"}"#, 400, "exists"),
        ("POST", roles, r#"{"name":"web"}"#, 400, "exists"),
        ("POST", "/api/v0/services/nope/roles", r#"{"name":"web"}"#, 404, "Service not found"),
        ("GET", "/api/v0/services/nope/roles", "", 404, "Service not found"),
        ("GET", "/api/v0/services/nope/metric-names", "", 404, "Service not found"),
        ("DELETE", "/api/v0/services/nope", "", 404, "Service not found"),
        ("DELETE", "/api/v0/services/nope/roles/web", "", 404, "Service not found"),
        ("DELETE", "/api/v0/services/shop/roles/nope", "", 404, "Role not found"),
        ("DELETE", "/api/v0/services/%FF", "", 400, "path"),
    ];
    for name in ["", "a", "-ab", "a b", "日本", "a.b", "ab/"] {
        for path in [services, roles] {
            refusals.push((
                "POST",
                path,
                Box::leak(format!(r#"{{"name":"{name}"}}"#).into_boxed_str()),
                400,
                "name",
            ));
        }
    }
    refusals.push(("POST", services, &long, 400, "2 to 63"));
    server.refuses(&refusals).await;
}

#[tokio::test]
async fn a_deleted_service_takes_everything_of_its_own_along() {
    let server = Server::start().await;
    server.add_shop().await;
    server.ok("POST", "/api/v0/services", r#"{"name":"blog"}"#).await;
    let host = server.add_host(r#"{"name":"h","meta":{},"roleFullnames":["shop:web","blog:app"]}"#).await;
    let point = format!(r#"[{{"name":"orders","time":{NOW},"value":1}}]"#);
    server.ok("POST", "/api/v0/services/shop/tsdb", point).await;
    let annotation = format!(r#"{{"title":"t","from":{NOW},"to":{NOW},"service":"shop","roles":["web"]}}"#);
    server.ok("POST", "/api/v0/graph-annotations", annotation).await;
    let alert = crate::monitors::add_service_monitor_with_alert(&server, "shop").await;
    let other = crate::monitors::add_service_monitor_with_alert(&server, "blog").await;

    server.ok("DELETE", "/api/v0/services/shop", "").await;
    let found = server.call(&GetHost { id: host }).await.expect("the host stays").host;
    assert_eq!(found.roles.into_keys().collect::<Vec<_>>(), ["blog"]);
    let closed = server.ok("GET", &format!("/api/v0/alerts/{alert}"), "").await;
    assert_eq!((&closed["status"], &closed["closedAt"]), (&json!("OK"), &json!(NOW)));
    let logs = server.ok("GET", &format!("/api/v0/alerts/{alert}/logs"), "").await;
    assert_eq!(logs["logs"][0]["trigger"], "serviceDelete");
    assert_eq!(logs["logs"][0]["monitorId"], json!(null), "its monitor is gone");
    assert_eq!(server.ok("GET", &format!("/api/v0/alerts/{other}"), "").await["status"], "WARNING");
    let monitors = server.ok("GET", "/api/v0/monitors", "").await;
    assert_eq!(monitors["monitors"].as_array().expect("a list").len(), 2, "connectivity and the blog's");

    // A new service of the old name begins empty.
    server.ok("POST", "/api/v0/services", r#"{"name":"shop"}"#).await;
    let names = server.ok("GET", "/api/v0/services/shop/metric-names", "").await;
    assert_eq!(names, json!({"names": []}));
    let range = format!("/api/v0/graph-annotations?service=shop&from=0&to={NOW}");
    assert_eq!(server.ok("GET", &range, "").await, json!({"graphAnnotations": []}));
}

#[tokio::test]
async fn a_deleted_role_leaves_its_hosts() {
    let server = Server::start().await;
    let host = server.add_host(r#"{"name":"h","meta":{},"roleFullnames":["shop:web","shop:db"]}"#).await;
    server.ok("DELETE", "/api/v0/services/shop/roles/web", "").await;
    let found = server.call(&GetHost { id: host }).await.expect("the host stays").host;
    assert_eq!(found.roles["shop"], ["db"]);
}
