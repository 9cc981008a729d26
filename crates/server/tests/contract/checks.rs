//! Check monitoring: reports, names, and how a host stands.

use crate::support::{NOW, Server};
use mackerel::alerts::AlertStatus;
use mackerel::checks::{CheckReport, CheckSource, GetCheck, ListChecks, MonitoredStatuses, ReportChecks};
use serde_json::{Value, json};

const PATH: &str = "/api/v0/monitoring/checks/report";

fn report(host: &str, name: &str, status: AlertStatus, occurred_at: i64) -> CheckReport {
    CheckReport {
        source: CheckSource::Host { host_id: host.to_owned() },
        name: name.to_owned(),
        status,
        message: format!("{name} at {occurred_at}"),
        occurred_at,
        notification_interval: Some(5),
        max_check_attempts: None,
    }
}

/// What is known of each check of a host: message and status.
async fn known(server: &Server, host: &str) -> Vec<(String, AlertStatus)> {
    let call = MonitoredStatuses { host_id: host.to_owned() };
    let statuses = server.call(&call).await.expect("statuses").monitored_statuses;
    statuses.into_iter().filter_map(|one| Some((one.detail?.message, one.status))).collect()
}

#[tokio::test]
async fn a_check_lives_as_typed() {
    let server = Server::start().await;
    let host = server.add_host(r#"{"name":"h","checks":[{"name":"disk","memo":"how to clean"}]}"#).await;
    let declared = server.call(&ListChecks::default()).await.expect("a page").checks;
    assert_eq!(declared.iter().map(|check| check.name.as_str()).collect::<Vec<_>>(), ["disk"]);
    assert_eq!(known(&server, &host).await, [], "nothing was reported yet");

    let reports = vec![
        report(&host, "disk", AlertStatus::Warning, NOW - 60),
        report(&host, "ntp", AlertStatus::Ok, NOW),
    ];
    server.call(&ReportChecks { reports }).await.expect("a success");
    let call = GetCheck { id: declared[0].id.clone() };
    assert_eq!(server.call(&call).await.expect("the check").check, declared[0]);
    let statuses = server.ok("GET", &format!("/api/v0/hosts/{host}/monitored-statuses"), "").await;
    let monitors = server.ok("GET", "/api/v0/monitors", "").await;
    assert_eq!(
        statuses["monitoredStatuses"].as_array().expect("a list")[..2],
        [
            json!({"monitorId": monitors["monitors"][0]["id"], "status": "OK"}),
            json!({"monitorId": declared[0].id, "status": "WARNING",
                   "detail": {"type": "check", "message": format!("disk at {}", NOW - 60), "memo": "how to clean"}}),
        ]
    );
}

#[tokio::test]
async fn of_several_reports_the_newest_that_is_in_time_counts() {
    const HOURS: i64 = 3_600;
    for (times, expected) in [
        (vec![NOW], Some(NOW)),
        (vec![NOW - 60, NOW], Some(NOW)),
        (vec![NOW, NOW - 60], Some(NOW)),
        (vec![NOW - 6 * HOURS + 1], Some(NOW - 6 * HOURS + 1)),
        (vec![NOW - 6 * HOURS], None),
        (vec![NOW + 6 * HOURS - 1], Some(NOW + 6 * HOURS - 1)),
        (vec![NOW + 6 * HOURS], None),
        (vec![NOW, NOW - 7 * HOURS, NOW + 7 * HOURS], Some(NOW)),
    ] {
        let server = Server::start().await;
        let host = server.add_host(r#"{"name":"h"}"#).await;
        for &time in &times {
            let reports = vec![report(&host, "a", AlertStatus::Critical, time)];
            server.call(&ReportChecks { reports }).await.expect("a success");
        }
        let expected: Vec<_> =
            expected.map(|time| (format!("a at {time}"), AlertStatus::Critical)).into_iter().collect();
        assert_eq!(known(&server, &host).await, expected, "{times:?}");
    }
    // Of two with one time the first stays.
    let server = Server::start().await;
    let host = server.add_host(r#"{"name":"h"}"#).await;
    for status in [AlertStatus::Ok, AlertStatus::Critical] {
        server
            .call(&ReportChecks { reports: vec![report(&host, "a", status, NOW)] })
            .await
            .expect("a success");
    }
    assert_eq!(known(&server, &host).await, [(format!("a at {NOW}"), AlertStatus::Ok)]);
}

#[tokio::test]
async fn hosts_that_are_gone_are_passed_over_unless_there_is_no_other() {
    let server = Server::start().await;
    let (host, gone) = (server.add_host(r#"{"name":"h"}"#).await, server.add_host(r#"{"name":"g"}"#).await);
    let ok = |host: &str| {
        json!({"source": {"type": "host", "hostId": host}, "name": "a", "status": "OK",
        "message": null, "occurredAt": NOW as f64 + 0.5, "notificationInterval": null, "maxCheckAttempts": null})
    };
    server.ok("POST", PATH, json!({"reports": [ok(&gone)]}).to_string()).await;
    server.ok("POST", &format!("/api/v0/hosts/{gone}/retire"), "").await;
    let all = server.ok("GET", "/api/v0/monitoring/checks", "").await;
    assert_eq!(all, json!({"checks": []}), "checks go with their host");
    for (hosts, status) in
        [(vec!["nope", host.as_str()], 200), (vec!["nope", gone.as_str()], 404), (vec![], 200)]
    {
        let reports: Vec<Value> = hosts.iter().map(|host| ok(host)).collect();
        let (found, reply) = server.ask("POST", PATH, json!({"reports": reports}).to_string()).await;
        assert_eq!(found.as_u16(), status, "{hosts:?}: {reply}");
    }
    assert_eq!(known(&server, &host).await.len(), 1);
}

#[tokio::test]
async fn an_agent_s_list_is_all_that_a_host_has_but_for_open_alerts() {
    let server = Server::start().await;
    let host = server.add_host(r#"{"name":"h","checks":[{"name":"a"},{"name":"b"},{"name":"c"}]}"#).await;
    let path = format!("/api/v0/hosts/{host}");
    let checks = server.call(&ListChecks::default()).await.expect("a page").checks;
    let burning = checks.iter().find(|check| check.name == "b").expect("a check").id.clone();
    let alert = serde_json::from_value(json!({"id": "4alert", "status": "CRITICAL", "monitorId": burning,
        "type": "check", "hostId": host, "openedAt": NOW}))
    .expect("an alert");
    server.state.store.write(move |db| server::store::alerts::insert(db, &alert)).await.expect("a row");
    for (body, expected) in [
        (r#"{"name":"h"}"#, vec!["a", "b", "c"]),
        (r#"{"name":"h","checks":null}"#, vec!["a", "b", "c"]),
        (r#"{"name":"h","checks":[{"name":"a"},{"name":"d"}]}"#, vec!["a", "b", "d"]),
        (r#"{"name":"h","checks":[]}"#, vec!["b"]),
    ] {
        server.ok("PUT", &path, body).await;
        let checks = server.call(&ListChecks::default()).await.expect("a page").checks;
        let mut names: Vec<_> = checks.into_iter().map(|check| check.name).collect();
        names.sort_unstable();
        assert_eq!(names, expected, "{body}");
    }
    server.ok("POST", "/api/v0/alerts/4alert/close", r#"{"reason":""}"#).await;
    let logs = server.ok("GET", "/api/v0/alerts/4alert/logs", "").await;
    assert_eq!(logs["logs"][0]["monitorId"], json!(burning), "the log knows checks as it knows monitors");
}

#[tokio::test]
async fn pages_of_checks_join_by_id() {
    let server = Server::start().await;
    let checks: Vec<Value> = (0..130).map(|index| json!({"name": format!("check-{index}")})).collect();
    server.add_host(&json!({"name": "h", "checks": checks}).to_string()).await;
    for limit in [None, Some(1), Some(99), Some(100)] {
        let mut call = ListChecks { next_id: None, limit };
        let mut ids = Vec::new();
        loop {
            let page = server.call(&call).await.expect("a page");
            assert!(page.checks.len() <= limit.unwrap_or(100) as usize);
            ids.extend(page.checks.into_iter().map(|check| check.id));
            call.next_id = page.next_id;
            if call.next_id.is_none() {
                break;
            }
        }
        assert_eq!(ids.len(), 130);
        assert!(ids.is_sorted(), "limit {limit:?}");
    }
}

#[tokio::test]
async fn bad_reports_are_refused_whole() {
    let server = Server::start().await;
    let host = server.add_host(r#"{"name":"h"}"#).await;
    let good = json!({"source": {"type": "host", "hostId": host}, "name": "a", "status": "OK", "message": "m",
        "occurredAt": NOW, "notificationInterval": 10, "maxCheckAttempts": 1});
    let mut bodies = Vec::new();
    for (change, message) in [
        (json!({"name": ""}), "reports[1].name \"\" is not letters"),
        (json!({"name": "a b"}), "reports[1].name \"a b\" is not letters"),
        (json!({"status": "ok"}), "unknown variant `ok`"),
        (json!({"message": "m".repeat(1_025)}), "reports[1].message has 1025 characters, over 1024"),
        (json!({"maxCheckAttempts": 0}), "reports[1].maxCheckAttempts is 0, not from 1 to 10"),
        (json!({"maxCheckAttempts": 11}), "reports[1].maxCheckAttempts is 11"),
        (json!({"maxCheckAttempts": -1}), "invalid value: integer `-1`"),
        (json!({"notificationInterval": "x"}), "invalid type: string"),
        (json!({"occurredAt": 1e18}), "time is out of range"),
        (json!({"source": {"type": "service", "hostId": host}}), "unknown variant `service`"),
        (json!({"source": {"type": "host"}}), "missing field `hostId`"),
    ] {
        let mut bad = good.clone();
        for (name, value) in change.as_object().expect("fields") {
            bad[name] = value.clone();
        }
        bodies.push((json!({"reports": [good, bad]}).to_string(), message));
    }
    bodies.push((json!({"reports": vec![good.clone(); 101]}).to_string(), "reports has 101 items, over 100"));
    bodies.push(("{}".to_owned(), "missing field `reports`"));
    bodies.push(("[]".to_owned(), "expected an object"));
    let mut refusals: Vec<_> =
        bodies.iter().map(|(body, message)| ("POST", PATH, body.as_str(), 400, *message)).collect();
    refusals.extend([
        ("GET", "/api/v0/monitoring/checks/nope", "", 404, "Check not found"),
        ("GET", "/api/v0/monitoring/checks?limit=101", "", 400, "query parameter limit"),
        ("GET", "/api/v0/monitoring/checks?nextId=nope", "", 400, "query parameter nextId \"nope\""),
        ("GET", "/api/v0/hosts/nope/monitored-statuses", "", 404, "Host not found"),
    ]);
    server.refuses(&refusals).await;
    server.ok("POST", PATH, json!({"reports": vec![good; 100]}).to_string()).await;
    server.ok("POST", PATH, r#"{"reports":null}"#).await;
}
