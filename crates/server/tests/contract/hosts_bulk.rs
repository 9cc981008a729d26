//! Several hosts at once, and hosts by their custom identifier.

use crate::support::{NOW, Server};
use mackerel::hosts::{FindHost, GetHost, HostStatus, RetireHosts, SetHostStatuses};
use serde_json::json;

async fn add_three(server: &Server) -> Vec<String> {
    let mut ids = Vec::new();
    for name in ["a", "b", "c"] {
        ids.push(server.add_host(&format!(r#"{{"name":"{name}"}}"#)).await);
    }
    ids
}

#[tokio::test]
async fn many_hosts_change_together() {
    let server = Server::start().await;
    let ids = add_three(&server).await;
    let call = SetHostStatuses { ids: ids[..2].to_vec(), status: HostStatus::Poweroff };
    server.call(&call).await.expect("statuses");
    server.call(&RetireHosts { ids: ids[1..].to_vec() }).await.expect("retired");
    server.call(&RetireHosts { ids: ids[1..].to_vec() }).await.expect("retired again");
    for (id, status, retired_at) in [
        (&ids[0], HostStatus::Poweroff, None),
        (&ids[1], HostStatus::Poweroff, Some(NOW)),
        (&ids[2], HostStatus::Working, Some(NOW)),
    ] {
        let host = server.call(&GetHost { id: id.clone() }).await.expect("a host").host;
        assert_eq!((host.status, host.retired_at), (status, retired_at));
    }
    for body in [r#"{"ids":[],"status":"working"}"#, r#"{"ids":[]}"#] {
        let path = if body.contains("status") { "bulk-update-statuses" } else { "bulk-retire" };
        server.ok("POST", &format!("/api/v0/hosts/{path}"), body).await;
    }
}

#[tokio::test]
async fn one_bad_host_spoils_them_all() {
    let server = Server::start().await;
    let ids = add_three(&server).await;
    server.ok("POST", &format!("/api/v0/hosts/{}/retire", ids[2]), "").await;
    let (statuses, retire) = ("/api/v0/hosts/bulk-update-statuses", "/api/v0/hosts/bulk-retire");
    let of = |ids: &[&str]| json!({"ids": ids, "status": "standby"}).to_string();
    let (unknown, retired) = (of(&[&ids[0], "nope"]), of(&[&ids[0], &ids[2]]));
    let (many, most) = (of(&[ids[0].as_str(); 31]), of(&[ids[0].as_str(); 30]));
    server
        .refuses(&[
            ("POST", statuses, &unknown, 404, "Host not found"),
            ("POST", retire, &unknown, 404, "Host not found"),
            ("POST", statuses, &retired, 400, "is retired"),
            ("POST", statuses, &many, 400, "ids has 31 hosts, over 30"),
            ("POST", retire, &many, 400, "ids has 31 hosts, over 30"),
            ("POST", statuses, r#"{"ids":[],"status":"broken"}"#, 400, "unknown variant `broken`"),
            ("POST", statuses, r#"{"status":"working"}"#, 400, "missing field `ids`"),
            ("POST", retire, r#"{"ids":"x"}"#, 400, "invalid type: string"),
            ("POST", retire, "{", 400, "invalid body"),
        ])
        .await;
    server.ok("POST", statuses, most).await;
}

#[tokio::test]
async fn a_host_is_found_by_its_identifier() {
    let server = Server::start().await;
    let mut made = Vec::new();
    for identifier in ["Web/1?x", "web/1?x", "日 本+"] {
        server.state.clock.set(NOW + 60 * made.len() as i64);
        let body = json!({"name": "h", "customIdentifier": identifier}).to_string();
        made.push(server.add_host(&body).await);
    }
    for (identifier, case_insensitive, expected) in [
        ("Web/1?x", false, Some(0)),
        ("web/1?x", false, Some(1)),
        ("WEB/1?X", false, None),
        ("WEB/1?X", true, Some(0)),
        ("web/1?x", true, Some(0)),
        ("日 本+", true, Some(2)),
        ("nope", true, None),
    ] {
        let call = FindHost { custom_identifier: identifier.to_owned(), case_insensitive };
        let found = server.call(&call).await;
        assert_eq!(
            found.map(|reply| reply.host.id).ok().as_ref(),
            expected.map(|index: usize| &made[index]),
            "{identifier} {case_insensitive}"
        );
    }
    server.ok("POST", &format!("/api/v0/hosts/{}/retire", made[0]), "").await;
    let path = "/api/v0/hosts-by-custom-identifier/Web%2F1%3Fx";
    let found = server.ok("GET", &format!("{path}?caseInsensitive=true"), "").await;
    assert_eq!(found["host"]["id"], *made[1], "retired hosts are not found");
    server
        .refuses(&[
            ("GET", path, "", 404, "Host not found"),
            ("GET", &format!("{path}?caseInsensitive=1"), "", 400, "query parameter caseInsensitive"),
        ])
        .await;
}
