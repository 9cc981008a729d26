//! Hosts.

use crate::support::{NOW, Server};
use mackerel::hosts::{
    CreateHost, GetHost, HostMetricNames, HostParam, HostStatus, ListHosts, RetireHost, SetHostRoles,
    SetHostStatus, UpdateHost,
};
use mackerel::services::ListServices;
use serde_json::{Value, json};
use std::collections::BTreeMap;

fn param(name: &str) -> HostParam {
    HostParam { name: name.to_owned(), ..HostParam::default() }
}

#[tokio::test]
async fn a_host_lives_as_typed() {
    let server = Server::start().await;
    let roles = vec!["shop: web".to_owned(), "shop:db".to_owned()];
    let made = server.call(&CreateHost(HostParam { role_fullnames: roles, ..param("web-01") })).await;
    let id = made.expect("a host").id;
    let host = server.call(&GetHost { id: id.clone() }).await.expect("the host").host;
    assert_eq!(host.roles, BTreeMap::from([("shop".to_owned(), vec!["db".to_owned(), "web".to_owned()])]));
    assert_eq!((host.status, host.created_at, host.is_retired), (HostStatus::Working, NOW, false));
    assert_eq!(server.call(&ListServices).await.expect("made services").services[0].roles, ["db", "web"]);

    server.call(&SetHostStatus { id: id.clone(), status: HostStatus::Maintenance }).await.expect("a status");
    let call = SetHostRoles { id: id.clone(), role_fullnames: vec!["blog:app".to_owned()] };
    server.call(&call).await.expect("roles");
    let update =
        UpdateHost { id: id.clone(), host: HostParam { memo: Some("m".to_owned()), ..param("web-02") } };
    assert_eq!(server.call(&update).await.expect("an update").id, id);
    let host = server.call(&GetHost { id: id.clone() }).await.expect("the host").host;
    assert_eq!(
        (host.name.as_str(), host.memo.as_str(), host.status),
        ("web-02", "m", HostStatus::Maintenance)
    );
    assert_eq!(host.roles.into_keys().collect::<Vec<_>>(), ["blog"]);

    assert_eq!(
        server.call(&ListHosts::default()).await.expect("a list").hosts.len(),
        0,
        "maintenance is not asked for"
    );
    assert_eq!(server.call(&ListHosts::all()).await.expect("a list").hosts.len(), 1);
    assert_eq!(server.call(&HostMetricNames { id: id.clone() }).await.expect("names").names, [""; 0]);

    server.call(&RetireHost { id: id.clone() }).await.expect("retired");
    server.call(&RetireHost { id: id.clone() }).await.expect("retired again");
    let host = server.call(&GetHost { id }).await.expect("retired hosts answer").host;
    assert_eq!((host.is_retired, host.retired_at), (true, Some(NOW)));
    assert_eq!(server.call(&ListHosts::all()).await.expect("a list").hosts, []);
}

#[tokio::test]
async fn a_host_has_every_field_of_the_contract() {
    let server = Server::start().await;
    let id = server.add_host(r#"{"name":"h","meta":{"kernel":{"os":"x"}},"interfaces":null,"roleFullnames":null,"checks":null}"#).await;
    assert_eq!(
        server.ok("GET", &format!("/api/v0/hosts/{id}"), "").await,
        json!({"host": {
            "id": id, "name": "h", "displayName": null, "customIdentifier": null, "meta": {"kernel": {"os": "x"}},
            "interfaces": [], "size": "standard", "status": "working", "memo": "", "isRetired": false,
            "createdAt": NOW, "roles": {},
        }})
    );
    assert_eq!(id.len(), 11);
}

#[tokio::test]
async fn addresses_of_interfaces_come_in_both_forms() {
    let server = Server::start().await;
    for (sent, stored) in [
        (json!({"name": "eth0"}), json!({"name": "eth0", "ipv4Addresses": [], "ipv6Addresses": []})),
        (
            json!({"name": "eth0", "ipAddress": "10.0.0.1", "macAddress": "52:54:00:aa:bb:01", "ipv6Addresses": null}),
            json!({"name": "eth0", "ipAddress": "10.0.0.1", "macAddress": "52:54:00:aa:bb:01",
                   "ipv4Addresses": ["10.0.0.1"], "ipv6Addresses": []}),
        ),
        (
            json!({"name": "eth0", "ipAddress": "10.0.0.1", "ipv4Addresses": ["10.0.0.2", "10.0.0.3"], "ipv6Address": "::1"}),
            json!({"name": "eth0", "ipAddress": "10.0.0.2", "ipv4Addresses": ["10.0.0.2", "10.0.0.3"],
                   "ipv6Address": "::1", "ipv6Addresses": ["::1"]}),
        ),
    ] {
        let id = server.add_host(&json!({"name": "h", "meta": {}, "interfaces": [sent]}).to_string()).await;
        let host = server.ok("GET", &format!("/api/v0/hosts/{id}"), "").await;
        assert_eq!(host["host"]["interfaces"], json!([stored]));
    }
}

#[tokio::test]
async fn an_update_keeps_what_it_does_not_name() {
    let server = Server::start().await;
    let id = server
        .add_host(
            r#"{"name":"h","displayName":"d","memo":"m","customIdentifier":"c","meta":{"a":1},
                "interfaces":[{"name":"eth0"}],"roleFullnames":["shop:web"]}"#,
        )
        .await;
    let path = format!("/api/v0/hosts/{id}");
    let pointers = [
        "/name",
        "/displayName",
        "/memo",
        "/customIdentifier",
        "/meta/a",
        "/interfaces/0/name",
        "/roles/shop",
    ];
    for (body, expected) in [
        (r#"{"name":"h2"}"#, json!(["h2", "d", "m", null, 1, "eth0", ["web"]])),
        (
            r#"{"name":"h","memo":null,"displayName":null,"meta":null,"interfaces":null}"#,
            json!(["h", "d", "m", null, 1, "eth0", ["web"]]),
        ),
        (
            r#"{"name":"h","memo":"","displayName":"","customIdentifier":"c2"}"#,
            json!(["h", "", "", "c2", 1, "eth0", ["web"]]),
        ),
        (r#"{"name":"h","customIdentifier":""}"#, json!(["h", "", "", null, 1, "eth0", ["web"]])),
        (r#"{"name":"h","meta":{"a":2},"interfaces":[]}"#, json!(["h", "", "", null, 2, null, ["web"]])),
        (
            r#"{"name":"h","meta":{},"roleFullnames":["shop:db"]}"#,
            json!(["h", "", "", null, null, null, ["db", "web"]]),
        ),
    ] {
        assert_eq!(server.ok("PUT", &path, body).await, json!({"id": id}));
        let host = server.ok("GET", &path, "").await;
        let found: Vec<Value> =
            pointers.iter().map(|at| host["host"].pointer(at).cloned().unwrap_or_default()).collect();
        assert_eq!(Value::Array(found), expected, "{body}");
    }
}

#[tokio::test]
async fn lists_are_filtered() {
    let server = Server::start().await;
    for (name, more, status) in [
        ("a", r#""roleFullnames":["shop:web"]"#, "working"),
        ("b", r#""roleFullnames":["shop:db","blog:web"]"#, "standby"),
        ("c", r#""roleFullnames":["shop:web"],"customIdentifier":"x/y?z""#, "poweroff"),
        ("d", r#""memo":"no role""#, "maintenance"),
        ("e", r#""roleFullnames":["shop:cache"]"#, "working"),
    ] {
        let id = server.add_host(&format!(r#"{{"name":"{name}","meta":{{}},{more}}}"#)).await;
        server.ok("POST", &format!("/api/v0/hosts/{id}/status"), format!(r#"{{"status":"{status}"}}"#)).await;
    }
    let all = "status=working&status=standby&status=maintenance&status=poweroff";
    for (query, expected) in [
        (String::new(), "abe"),
        ("status=".to_owned(), "abe"),
        ("status=poweroff".to_owned(), "c"),
        ("status=poweroff&status=working".to_owned(), "ace"),
        (all.to_owned(), "abcde"),
        ("service=shop".to_owned(), "abe"),
        (format!("service=shop&{all}"), "abce"),
        (format!("service=shop&role=web&{all}"), "ac"),
        (format!("service=shop&role=web&role=db&{all}"), "abc"),
        (format!("role=web&{all}"), "abcde"),
        ("service=blog&role=db".to_owned(), ""),
        ("service=nope".to_owned(), ""),
        ("name=b".to_owned(), "b"),
        ("name=B".to_owned(), ""),
        (format!("customIdentifier=x%2Fy%3Fz&{all}"), "c"),
        ("unknown=1".to_owned(), "abe"),
    ] {
        for path in ["/api/v0/hosts", "/api/v0/hosts.json"] {
            let list = server.ok("GET", &format!("{path}?{query}"), "").await;
            let names: String = list["hosts"]
                .as_array()
                .expect("a list")
                .iter()
                .filter_map(|host| host["name"].as_str())
                .collect();
            assert_eq!(names, expected, "{path}?{query}");
        }
    }
}

#[tokio::test]
async fn bad_hosts_are_refused() {
    let server = Server::start().await;
    let id = server.add_host(r#"{"name":"h","meta":{},"customIdentifier":"taken"}"#).await;
    let retired = server.add_host(r#"{"name":"old","meta":{},"customIdentifier":"free"}"#).await;
    server.ok("POST", &format!("/api/v0/hosts/{retired}/retire"), "").await;
    let other = server.add_host(r#"{"name":"new","meta":{},"customIdentifier":"free"}"#).await;
    let path = |rest: &str| format!("/api/v0/hosts/{rest}");
    let (own, own_status, own_roles) =
        (path(&id), path(&format!("{id}/status")), path(&format!("{id}/role-fullnames")));
    let (gone, gone_status) = (path(&retired), path(&format!("{retired}/status")));
    let other = path(&other);
    let mut refusals = vec![
        ("POST", own_status.as_str(), r#"{"status":"WORKING"}"#, 400, "unknown variant `WORKING`"),
        ("POST", &own_status, r#"{"status":null}"#, 400, "line 1"),
        ("POST", &own_status, "{}", 400, "missing field `status`"),
        (
            "PUT",
            &own_roles,
            r#"{"roleFullnames":["shop"]}"#,
            400,
            r#"roleFullnames: "shop" is not a role full name"#,
        ),
        ("PUT", &own_roles, "{}", 400, "missing field `roleFullnames`"),
        ("PUT", &own, r#"{"name":""}"#, 400, "name is empty"),
        (
            "PUT",
            &other,
            r#"{"name":"h","customIdentifier":"taken"}"#,
            400,
            "customIdentifier \"taken\" belongs",
        ),
        ("PUT", &gone, r#"{"name":"h"}"#, 400, "is retired"),
        ("POST", &gone_status, r#"{"status":"working"}"#, 400, "is retired"),
        ("GET", "/api/v0/hosts?status=broken", "", 400, "query parameter status is \"broken\""),
        ("GET", "/api/v0/hosts?name=a&name=b", "", 400, "query parameter name"),
        ("GET", "/api/v0/hosts/nope", "", 404, "Host not found"),
        ("PUT", "/api/v0/hosts/nope", r#"{"name":"h"}"#, 404, "Host not found"),
        ("POST", "/api/v0/hosts/nope/status", r#"{"status":"working"}"#, 404, "Host not found"),
        ("PUT", "/api/v0/hosts/nope/role-fullnames", r#"{"roleFullnames":[]}"#, 404, "Host not found"),
        ("POST", "/api/v0/hosts/nope/retire", "null", 404, "Host not found"),
        ("GET", "/api/v0/hosts/nope/metric-names", "", 404, "Host not found"),
    ];
    for (body, message) in [
        (r#"{"meta":{}}"#, "missing field `name`"),
        (r#"{"name":"","meta":{}}"#, "name is empty"),
        (r#"{"name":null,"meta":{}}"#, "line 1"),
        (r#"{"name":"h","meta":[]}"#, "line 1"),
        (r#"{"name":"h","meta":{},"customIdentifier":"taken"}"#, "belongs to another host"),
        (r#"{"name":"h","meta":{},"roleFullnames":["shop:w"]}"#, "roleFullnames: \"shop:w\""),
        (r#"{"name":"h","meta":{},"roleFullnames":["fresh:role","bad"]}"#, "roleFullnames: \"bad\""),
        (r#"{"name":"h","meta":{},"interfaces":["eth0"]}"#, "interfaces[0]"),
        (r#"{"name":"h","meta":{},"interfaces":[{"name":"a"},{"macAddress":"b"}]}"#, "interfaces[1]"),
        (r#"{"name":"h","meta":{},"checks":[{"name":"a b"}]}"#, "checks: name \"a b\""),
    ] {
        refusals.push(("POST", "/api/v0/hosts", body, 400, message));
    }
    server.refuses(&refusals).await;
}

#[tokio::test]
async fn retiring_a_host_closes_its_open_alerts() {
    let server = Server::start().await;
    let ids = [
        server.add_host(r#"{"name":"a","meta":{}}"#).await,
        server.add_host(r#"{"name":"b","meta":{}}"#).await,
    ];
    let first = crate::alerts::add(&server, "4aaaaaaaaaa", Some(&ids[0]), NOW - 60, None).await;
    let second = crate::alerts::add(&server, "4bbbbbbbbbb", Some(&ids[1]), NOW - 60, None).await;
    server.ok("POST", &format!("/api/v0/hosts/{}/retire", ids[0]), "").await;
    let closed = server.ok("GET", &format!("/api/v0/alerts/{first}"), "").await;
    assert_eq!((&closed["status"], &closed["closedAt"]), (&json!("OK"), &json!(NOW)));
    let logs = server.ok("GET", &format!("/api/v0/alerts/{first}/logs"), "").await;
    assert_eq!(
        (&logs["logs"][0]["trigger"], &logs["logs"][0]["status"]),
        (&json!("hostRetire"), &json!("OK"))
    );
    assert_eq!(server.ok("GET", &format!("/api/v0/alerts/{second}"), "").await["status"], "CRITICAL");
}
