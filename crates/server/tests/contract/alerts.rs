//! Alerts and their logs.

use crate::support::{NOW, Server};
use mackerel::alerts::{
    Alert, AlertLog, AlertStatus, CloseAlert, GetAlert, ListAlertLogs, ListAlerts, MemoReply, SetAlertMemo,
};
use serde_json::json;
use server::store;

/// Adds an alert, open unless it has a closing time.
pub(crate) async fn add(
    server: &Server,
    id: &str,
    host: Option<&str>,
    opened_at: i64,
    closed_at: Option<i64>,
) -> String {
    let alert = Alert {
        id: id.to_owned(),
        status: if closed_at.is_some() { AlertStatus::Ok } else { AlertStatus::Critical },
        monitor_id: "2monitor111".to_owned(),
        kind: "host".to_owned(),
        host_id: host.map(str::to_owned),
        value: Some(0.0),
        message: None,
        reason: None,
        memo: String::new(),
        opened_at,
        closed_at,
        extra: serde_json::Map::new(),
    };
    server.state.store.write(move |db| store::alerts::insert(db, &alert)).await.expect("a row");
    id.to_owned()
}

async fn add_log(server: &Server, alert: &str, id: &str, created_at: i64) {
    let log = AlertLog {
        id: id.to_owned(),
        status: AlertStatus::Critical,
        trigger: "monitoring".to_owned(),
        monitor_id: Some("2monitor111".to_owned()),
        target_value: Some(1.5),
        status_detail: None,
        created_at,
    };
    let alert = alert.to_owned();
    server.state.store.write(move |db| store::alerts::insert_log(db, &alert, &log)).await.expect("a row");
}

#[tokio::test]
async fn an_alert_lives_as_typed() {
    let server = Server::start().await;
    let id = add(&server, "4aaaaaaaaaa", Some("3host"), NOW - 60, None).await;
    let raw = json!({"id": id, "status": "CRITICAL", "monitorId": "2monitor111", "type": "host", "hostId": "3host",
        "value": 0.0, "memo": "", "openedAt": NOW - 60});
    assert_eq!(server.ok("GET", &format!("/api/v0/alerts/{id}"), "").await, raw);
    assert_eq!(server.ok("GET", "/api/v0/alerts", "").await, json!({"alerts": [raw]}));
    let alert = server.call(&GetAlert { id: id.clone() }).await.expect("the alert");

    let call = SetAlertMemo { id: id.clone(), memo: "looking".to_owned() };
    assert_eq!(
        server.call(&call).await.expect("a memo"),
        MemoReply { id: id.clone(), memo: "looking".to_owned() }
    );
    let closed =
        server.call(&CloseAlert { id: id.clone(), reason: "fixed".to_owned() }).await.expect("closed");
    let expected = Alert {
        status: AlertStatus::Ok,
        reason: Some("fixed".to_owned()),
        closed_at: Some(NOW),
        memo: "looking".to_owned(),
        ..alert
    };
    assert_eq!(closed, expected);
    // Closing again changes nothing, not even the reason; the memo may still change.
    server.state.clock.set(NOW + 60);
    assert_eq!(
        server.call(&CloseAlert { id: id.clone(), reason: "other".to_owned() }).await.expect("as it was"),
        expected
    );
    server.call(&SetAlertMemo { id: id.clone(), memo: "done".to_owned() }).await.expect("a memo");
    assert_eq!(server.call(&GetAlert { id: id.clone() }).await.expect("the alert").memo, "done");
    let logs = server.call(&ListAlertLogs { id, next_id: None, limit: None }).await.expect("a log").logs;
    let entries: Vec<_> = logs.iter().map(|log| (log.trigger.as_str(), log.status, log.created_at)).collect();
    assert_eq!(entries, [("manual", AlertStatus::Ok, NOW)]);
    assert_eq!(server.call(&ListAlerts::default()).await.expect("a list").alerts, []);
}

#[tokio::test]
async fn a_memo_that_is_missing_is_empty_and_a_reason_may_be() {
    let server = Server::start().await;
    let id = add(&server, "4aaaaaaaaaa", None, NOW, None).await;
    let path = format!("/api/v0/alerts/{id}");
    for body in ["", "null", "{}", r#"{"memo":null}"#, r#"{"memo":""}"#] {
        server.ok("PUT", &path, r#"{"memo":"x"}"#).await;
        assert_eq!(server.ok("PUT", &path, body).await, json!({"id": id, "memo": ""}), "{body}");
    }
    server.ok("PUT", &path, format!(r#"{{"memo":"{}"}}"#, "m".repeat(80 << 10))).await;
    let long = format!(r#"{{"memo":"{}"}}"#, "m".repeat((80 << 10) + 1));
    server
        .refuses(&[
            ("PUT", &path, &long, 413, "memo has 81921 bytes"),
            ("PUT", &path, r#"{"memo":7}"#, 400, "invalid type: integer `7`"),
            ("PUT", &path, "[]", 400, "expected an object"),
            ("PUT", "/api/v0/alerts/nope", "{}", 404, "Alert not found"),
            ("POST", &format!("{path}/close"), "{}", 400, "missing field `reason`"),
            ("POST", &format!("{path}/close"), r#"{"reason":null}"#, 400, "invalid type: null"),
            ("POST", "/api/v0/alerts/nope/close", r#"{"reason":""}"#, 404, "Alert not found"),
            ("GET", "/api/v0/alerts/nope", "", 404, "Alert not found"),
            ("GET", "/api/v0/alerts/nope/logs", "", 404, "Alert not found"),
        ])
        .await;
    let closed = server.ok("POST", &format!("{path}/close"), r#"{"reason":""}"#).await;
    assert_eq!((&closed["reason"], &closed["closedAt"]), (&json!(""), &json!(NOW)));
}

#[tokio::test]
async fn pages_join_without_loss_or_repeat() {
    let server = Server::start().await;
    // Three alerts share each second, every fourth is closed.
    for index in 0..250_i64 {
        let closed = (index % 4 == 0).then_some(NOW);
        add(&server, &format!("4a{index:09}"), None, NOW - 1_000 + index / 3, closed).await;
    }
    for (with_closed, limit, total, pages) in [
        (true, None, 250, 3),
        (false, None, 187, 2),
        (true, Some(7), 250, 36),
        (true, Some(50), 250, 5),
        (false, Some(1), 187, 187),
    ] {
        let mut found: Vec<Alert> = Vec::new();
        let mut call = ListAlerts { with_closed, next_id: None, limit };
        let mut count = 0;
        loop {
            let page = server.call(&call).await.expect("a page");
            assert!(page.alerts.len() <= limit.unwrap_or(100) as usize);
            found.extend(page.alerts);
            count += 1;
            call.next_id = page.next_id;
            if call.next_id.is_none() {
                break;
            }
        }
        assert_eq!((found.len(), count), (total, pages), "closed {with_closed}, limit {limit:?}");
        assert!(found.windows(2).all(|pair| pair[0].opened_at >= pair[1].opened_at));
        let mut ids: Vec<_> = found.iter().map(|alert| &alert.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), total);
    }
    let first = server.ok("GET", "/api/v0/alerts?nextId=&limit=1", "").await;
    assert_eq!(first["alerts"][0]["id"], "4a000000249", "an empty nextId begins at the start");
    let next = first["nextId"].as_str().expect("more");
    let second = server.ok("GET", &format!("/api/v0/alerts?nextId={next}"), "").await;
    assert_eq!(second["alerts"][0]["id"], *next, "a page begins with the id that was given");
    // The alert where the next page begins may close in between.
    server.ok("POST", &format!("/api/v0/alerts/{next}/close"), r#"{"reason":""}"#).await;
    let rest = server.ok("GET", &format!("/api/v0/alerts?nextId={next}&limit=100"), "").await;
    assert_eq!(rest["alerts"][0], second["alerts"][1]);
}

#[tokio::test]
async fn logs_are_paged_newest_first() {
    let server = Server::start().await;
    let id = add(&server, "4aaaaaaaaaa", None, NOW, None).await;
    let other = add(&server, "4bbbbbbbbbb", None, NOW, None).await;
    for index in 0..5 {
        add_log(&server, &id, &format!("5a{index:09}"), NOW + i64::from(index / 2)).await;
    }
    add_log(&server, &other, "5b000000000", NOW).await;
    let path = format!("/api/v0/alerts/{id}/logs");
    let mut seen = Vec::new();
    let mut next = String::new();
    loop {
        let page = server.ok("GET", &format!("{path}?nextId={next}&limit=2"), "").await;
        seen.extend(
            page["logs"]
                .as_array()
                .expect("a list")
                .iter()
                .map(|log| log["id"].as_str().expect("an id").to_owned()),
        );
        match page.get("nextId") {
            Some(id) => id.as_str().expect("an id").clone_into(&mut next),
            None => break,
        }
    }
    assert_eq!(seen, ["5a000000004", "5a000000003", "5a000000002", "5a000000001", "5a000000000"]);
    let logs = server.ok("GET", &path, "").await;
    assert_eq!(
        logs["logs"][0],
        json!({"id": "5a000000004", "status": "CRITICAL", "trigger": "monitoring", "monitorId": null,
               "targetValue": 1.5, "statusDetail": null, "createdAt": NOW + 2}),
        "its monitor never existed"
    );
}

#[tokio::test]
async fn bad_pages_are_refused() {
    let server = Server::start().await;
    let id = add(&server, "4aaaaaaaaaa", None, NOW, None).await;
    let logs = format!("/api/v0/alerts/{id}/logs");
    let mut refusals = Vec::new();
    for root in ["/api/v0/alerts", logs.as_str()] {
        for (query, message) in [
            ("limit=0", "query parameter limit is \"0\", not a whole number from 1 to 100"),
            ("limit=101", "query parameter limit"),
            ("limit=-1", "query parameter limit"),
            ("limit=ten", "query parameter limit"),
            ("limit=1.5", "query parameter limit"),
            ("nextId=nope", "query parameter nextId \"nope\""),
        ] {
            refusals.push((format!("{root}?{query}"), message));
        }
    }
    refusals.push((
        "/api/v0/alerts?withClosed=1".to_owned(),
        "query parameter withClosed is \"1\", not true or false",
    ));
    let refusals: Vec<_> =
        refusals.iter().map(|(path, message)| ("GET", path.as_str(), "", 400, *message)).collect();
    server.refuses(&refusals).await;
}
