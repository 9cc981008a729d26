//! Metadata of hosts, services and roles.

use crate::support::{NOW, Server};
use http::header::LAST_MODIFIED;
use mackerel::metadata::{DeleteMetadata, GetMetadata, ListMetadata, Owner, PutMetadata};
use mackerel::names::RoleFullName;
use serde_json::{Value, json};

/// The roots of a host, the service `shop` and its role `web`, and how many namespaces each may have.
async fn roots(server: &Server) -> [(String, usize); 3] {
    server.add_shop().await;
    let host = server.add_host(r#"{"name":"h"}"#).await;
    [
        (format!("/api/v0/hosts/{host}/metadata"), 50),
        ("/api/v0/services/shop/metadata".to_owned(), 50),
        ("/api/v0/services/shop/roles/web/metadata".to_owned(), 10),
    ]
}

#[tokio::test]
async fn metadata_live_as_typed() {
    let server = Server::start().await;
    server.add_shop().await;
    let host = server.add_host(r#"{"name":"h"}"#).await;
    let role = RoleFullName { service: "shop".to_owned(), role: "web".to_owned() };
    for owner in [Owner::Host(host), Owner::Service("shop".to_owned()), Owner::Role(role)] {
        let namespace = "a-b_C".to_owned();
        for value in [json!(null), json!([1, "日本"]), json!({"a": {"b": null}}), json!("text"), json!(false)]
        {
            let put =
                PutMetadata { owner: owner.clone(), namespace: namespace.clone(), value: value.clone() };
            server.call(&put).await.expect("stored");
            let get = GetMetadata { owner: owner.clone(), namespace: namespace.clone() };
            assert_eq!(server.call(&get).await.expect("the value"), value);
        }
        let list = ListMetadata { owner: owner.clone() };
        let listed = server.call(&list).await.expect("a list").metadata;
        assert_eq!(listed.into_iter().map(|one| one.namespace).collect::<Vec<_>>(), [namespace.as_str()]);
        server.call(&DeleteMetadata { owner, namespace }).await.expect("removed");
        assert_eq!(server.call(&list).await.expect("a list").metadata, []);
    }
}

#[tokio::test]
async fn the_json_comes_back_as_it_was_sent_with_the_time_of_its_change() {
    let server = Server::start().await;
    for (root, _) in roots(&server).await {
        let path = format!("{root}/n");
        let text = " {\"b\": 1.50,\n\"a\": 1e2}";
        server.ok("PUT", &path, text).await;
        server.state.clock.set(NOW + 60);
        let (headers, body) = server.headers_and_body("GET", &path, "").await;
        assert_eq!(body, text);
        assert_eq!(headers[LAST_MODIFIED], "Fri, 15 Jan 2027 08:00:00 GMT");
        server.ok("PUT", &path, "1").await;
        let (headers, _) = server.headers_and_body("GET", &path, "").await;
        assert_eq!(headers[LAST_MODIFIED], "Fri, 15 Jan 2027 08:01:00 GMT");
        server.state.clock.set(NOW);
    }
}

#[tokio::test]
async fn bad_metadata_are_refused() {
    let server = Server::start().await;
    let largest = format!("\"{}\"", "m".repeat((100 << 10) - 2));
    let (large, deep) = (format!("{largest} "), "[".repeat(1_000) + &"]".repeat(1_000));
    for (root, most) in roots(&server).await {
        let path = |namespace: &str| format!("{root}/{namespace}");
        for index in 0..most {
            server.ok("PUT", &path(&format!("n{index}")), largest.clone()).await;
        }
        server.ok("PUT", &path("n0"), "2").await;
        let full = format!("there are {most} namespaces already");
        server
            .refuses(&[
                ("PUT", &path("one-more"), "1", 400, &full),
                ("PUT", &path("n1"), &large, 413, "metadata is longer than 102400 bytes"),
                ("PUT", &path("n1"), &"x".repeat(9 << 20), 413, "metadata is longer"),
                ("PUT", &path("n1"), "", 400, "invalid body"),
                ("PUT", &path("n1"), "{", 400, "invalid body"),
                ("PUT", &path("n1"), &deep, 400, "recursion limit"),
                ("PUT", &path("a.b"), "1", 400, "namespace \"a.b\" is not letters"),
                ("PUT", &path("%20"), "1", 400, "namespace \" \" is not letters"),
                ("PUT", &path("mackerel-x"), "1", 400, "begins with mackerel, which is reserved"),
                ("GET", &path("nope"), "", 404, "Metadata not found"),
                ("DELETE", &path("nope"), "", 404, "Metadata not found"),
            ])
            .await;
    }
    let mut refusals = Vec::new();
    for (owner, message) in [
        ("hosts/nope", "Host not found"),
        ("services/nope", "Service not found"),
        ("services/nope/roles/web", "Service not found"),
        ("services/shop/roles/nope", "Role not found"),
    ] {
        let root = format!("/api/v0/{owner}/metadata");
        for (method, path) in [
            ("GET", root.clone()),
            ("GET", format!("{root}/n")),
            ("PUT", format!("{root}/n")),
            ("DELETE", format!("{root}/n")),
        ] {
            refusals.push((method, path, message));
        }
    }
    let refusals: Vec<_> =
        refusals.iter().map(|(method, path, message)| (*method, path.as_str(), "1", 404, *message)).collect();
    server.refuses(&refusals).await;
}

#[tokio::test]
async fn a_retired_host_s_are_read_for_a_week_and_not_written() {
    const WEEK: i64 = 7 * 24 * 3_600;
    let server = Server::start().await;
    let host = server.add_host(r#"{"name":"h"}"#).await;
    let (root, path) = (format!("/api/v0/hosts/{host}/metadata"), format!("/api/v0/hosts/{host}/metadata/n"));
    server.ok("PUT", &path, "1").await;
    server.ok("POST", &format!("/api/v0/hosts/{host}/retire"), "null").await;
    let written =
        [("PUT", path.as_str(), "2", 400, "is retired"), ("DELETE", path.as_str(), "", 400, "is retired")];
    server.refuses(&written).await;
    server.state.clock.set(NOW + WEEK);
    assert_eq!(server.ok("GET", &path, "").await, json!(1));
    server.state.clock.set(NOW + WEEK + 1);
    let read = [("GET", path.as_str(), "", 400, "is retired"), ("GET", root.as_str(), "", 400, "is retired")];
    server.refuses(&read).await;
}

#[tokio::test]
async fn metadata_go_with_their_service_and_role() {
    let server = Server::start().await;
    let [_, (service, _), (role, _)] = roots(&server).await;
    for (removed, path) in [
        ("/api/v0/services/shop/roles/web", &role),
        ("/api/v0/services/shop", &service),
        ("/api/v0/services/shop", &role),
    ] {
        server.ok("PUT", &format!("{path}/n"), "1").await;
        server.ok("DELETE", removed, "").await;
        let _remade = server.ask("POST", "/api/v0/services", r#"{"name":"shop"}"#).await;
        server.ok("POST", "/api/v0/services/shop/roles", r#"{"name":"web"}"#).await;
        assert_eq!(
            server.ok("GET", path, "").await,
            json!({"metadata": Value::Array(Vec::new())}),
            "{removed}"
        );
    }
}
