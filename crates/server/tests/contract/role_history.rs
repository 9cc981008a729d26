//! Who was in a role, and when.

use crate::support::{NOW, Server};
use mackerel::role_history::ListMemberships;
use serde_json::json;
use series::TimeRange;

const HOUR: i64 = 3_600;

#[tokio::test]
async fn hosts_that_left_are_known_for_the_time_they_were_there() {
    let server = Server::start().await;
    let at = |hours: i64| server.state.clock.set(NOW + hours * HOUR);
    let roles = |id: &str| format!("/api/v0/hosts/{id}/role-fullnames");
    at(0);
    let stays = server.add_host(r#"{"name":"stays","displayName":"S","roleFullnames":["shop:web"]}"#).await;
    let moves = server.add_host(r#"{"name":"moves","displayName":"","roleFullnames":["shop:web"]}"#).await;
    let retires = server.add_host(r#"{"name":"retires","roleFullnames":["shop:web"]}"#).await;
    at(1);
    server.ok("PUT", &roles(&moves), r#"{"roleFullnames":["shop:db"]}"#).await;
    at(2);
    server.ok("POST", &format!("/api/v0/hosts/{retires}/retire"), "").await;
    at(3);
    server.ok("PUT", &roles(&moves), r#"{"roleFullnames":["shop:web","shop:db"]}"#).await;
    // The same roles once more change nothing.
    at(4);
    server.ok("PUT", &roles(&stays), r#"{"roleFullnames":["shop: web"]}"#).await;
    server
        .ok("PUT", &format!("/api/v0/hosts/{stays}"), r#"{"name":"stays","roleFullnames":["shop:web"]}"#)
        .await;

    let first = |name: &str, left: Option<i64>| (name.to_owned(), 0, left);
    for (from, to, expected) in [
        (-2, -1, vec![]),
        (-1, 0, vec![first("moves", Some(1)), first("retires", Some(2)), first("S", None)]),
        (1, 1, vec![first("moves", Some(1)), first("retires", Some(2)), first("S", None)]),
        (2, 2, vec![first("retires", Some(2)), first("S", None)]),
        (3, 9, vec![first("S", None), ("moves".to_owned(), 3, None)]),
        (
            1,
            3,
            vec![
                first("moves", Some(1)),
                first("retires", Some(2)),
                first("S", None),
                ("moves".to_owned(), 3, None),
            ],
        ),
    ] {
        let range = TimeRange::new(NOW + from * HOUR, NOW + to * HOUR);
        let call = ListMemberships { service: "shop".to_owned(), role: "web".to_owned(), range };
        let members = server.call(&call).await.expect("members").members;
        let hours = |time: i64| (time - NOW) / HOUR;
        let found: Vec<_> = members
            .into_iter()
            .map(|member| (member.name, hours(member.joined_at), member.left_at.map(hours)))
            .collect();
        assert_eq!(found, expected, "{from} to {to}");
    }
    let raw = server.ok("GET", "/ext/services/shop/roles/db/members?from=0&to=9e9", "").await;
    assert_eq!(raw, json!({"members": [{"hostId": moves, "name": "moves", "joinedAt": NOW + HOUR}]}));
}

#[tokio::test]
async fn a_role_that_is_remade_has_the_hosts_of_the_one_that_went() {
    let server = Server::start().await;
    server.add_host(r#"{"name":"h","roleFullnames":["shop:web"]}"#).await;
    let path = "/ext/services/shop/roles/web/members?from=0&to=9e9";
    server.ok("DELETE", "/api/v0/services/shop/roles/web", "").await;
    let missing = [
        ("GET", path, "", 404, "Role not found"),
        ("GET", "/ext/services/nope/roles/web/members?from=0&to=1", "", 404, "Service not found"),
        ("GET", "/ext/services/shop/roles/web/members?from=0", "", 400, "query parameter to is missing"),
    ];
    server.refuses(&missing).await;
    server.ok("POST", "/api/v0/services/shop/roles", r#"{"name":"web"}"#).await;
    let members = server.ok("GET", path, "").await;
    assert_eq!(
        (&members["members"][0]["name"], &members["members"][0]["leftAt"]),
        (&json!("h"), &json!(NOW))
    );
}
