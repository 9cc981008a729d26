//! The alert engine from points to alerts, minute by minute.

use crate::support::{NOW, Server};
use serde_json::{Value, json};
use server::engine::Engine;
use std::collections::BTreeSet;

const MINUTE: i64 = 60;

/// A server whose clock and engine go on together, a minute at a time.
struct Running {
    server: Server,
    engine: Engine,
    now: i64,
}

impl Running {
    async fn start() -> Self {
        let server = Server::start().await;
        server.add_shop().await;
        let engine = Engine::new(server.state.clone(), BTreeSet::new());
        // The seeded monitor would tell of every host that is silent here.
        let seeded = server.ok("GET", "/api/v0/monitors", "").await["monitors"][0]["id"].clone();
        server.ok("DELETE", &format!("/api/v0/monitors/{}", seeded.as_str().expect("an id")), "").await;
        Self { server, engine, now: NOW }
    }

    async fn add_monitor(&self, body: Value) -> String {
        let made = self.server.ok("POST", "/api/v0/monitors", body.to_string()).await;
        made["id"].as_str().expect("an id").to_owned()
    }

    async fn add_host(&self) -> String {
        self.server.add_host(r#"{"name":"h","roleFullnames":["shop:web"]}"#).await
    }

    async fn post(&self, host: &str, name: &str, value: f64) {
        let point = json!([{"hostId": host, "name": name, "time": self.now, "value": value}]);
        self.server.ok("POST", "/api/v0/tsdb", point.to_string()).await;
    }

    /// Lets the engine look, then goes on a minute.
    async fn turn(&mut self) {
        self.engine.turn().await.expect("a turn");
        self.now += MINUTE;
        self.server.state.clock.set(self.now);
    }

    /// Posts a value a minute, `_` for none.
    async fn play(&mut self, host: &str, name: &str, values: &str) {
        for word in values.split_whitespace() {
            if let Ok(value) = word.parse() {
                self.post(host, name, value).await;
            }
            self.turn().await;
        }
    }

    async fn alerts(&self) -> Vec<Value> {
        let page = self.server.ok("GET", "/api/v0/alerts?withClosed=true", "").await;
        page["alerts"].as_array().expect("a list").clone()
    }

    /// What happened to every alert, the oldest first: minute and status of each entry of its log.
    async fn story(&self) -> String {
        let mut story = Vec::new();
        for alert in self.alerts().await.iter().rev() {
            let path = format!("/api/v0/alerts/{}/logs", alert["id"].as_str().expect("an id"));
            let logs = self.server.ok("GET", &path, "").await;
            let entry = |log: &Value| {
                assert_eq!(log["monitorId"], alert["monitorId"]);
                let minute = (log["createdAt"].as_i64().expect("a time") - NOW) / MINUTE;
                format!("{minute}{}", &log["status"].as_str().expect("a status")[..1])
            };
            let entries: Vec<_> = logs["logs"].as_array().expect("a list").iter().rev().map(entry).collect();
            story.push(entries.join(" "));
        }
        story.join(", ")
    }
}

fn load(more: Value) -> Value {
    let mut body = json!({"type": "host", "name": "load", "metric": "loadavg5", "duration": 1, "operator": ">",
        "warning": 5, "critical": 8});
    body.as_object_mut().expect("fields").extend(more.as_object().expect("fields").clone());
    body
}

#[tokio::test]
async fn an_alert_opens_moves_and_closes_with_the_points() {
    for (more, values, expected) in [
        (json!({}), "1 5 6 6 1 1", "2W 4O"),
        (json!({}), "9 6 9 1 6", "0C 1W 2C 3O, 4W"),
        (json!({"maxCheckAttempts": 3}), "6 6 1 6 6 9 1", "5C 6O"),
        (json!({"duration": 3}), "0 0 9 9 9 0", "3W 4C 5W"),
        (json!({"duration": 3}), "9 _ _ 9 _ 0 0", "0C 5W 6O"),
        (json!({"operator": "<", "warning": 5, "critical": 2}), "6 4 1 6", "1W 2C 3O"),
        (json!({"isMute": true}), "6 1", "0W 1O"),
        (json!({"scopes": ["shop: web"]}), "6 1", "0W 1O"),
        (json!({"scopes": ["shop:db"]}), "6 1", ""),
        (json!({"excludeScopes": ["shop"]}), "6 1", ""),
        (json!({"metric": "loadavg1"}), "6 1", ""),
        // Silence neither opens nor closes.
        (json!({}), "6 _ _ _", "0W"),
    ] {
        let mut running = Running::start().await;
        let host = running.add_host().await;
        running.add_monitor(load(more.clone())).await;
        running.play(&host, "loadavg5", values).await;
        assert_eq!(running.story().await, expected, "{more} over {values}");
    }
}

#[tokio::test]
async fn an_alert_has_what_the_contract_says() {
    let mut running = Running::start().await;
    let host = running.add_host().await;
    let monitor = running.add_monitor(load(json!({}))).await;
    running.play(&host, "loadavg5", "6 7").await;
    let alert = running.alerts().await.remove(0);
    let id = alert["id"].as_str().expect("an id").to_owned();
    assert_eq!(id.len(), 11);
    // Its value follows the newest evaluation, its log does not.
    assert_eq!(
        alert,
        json!({"id": id, "status": "WARNING", "monitorId": monitor, "type": "host", "hostId": host, "value": 7.0,
               "memo": "", "openedAt": NOW})
    );
    let path = format!("/api/v0/alerts/{id}/logs");
    let logs = running.server.ok("GET", &path, "").await;
    assert_eq!(
        logs["logs"],
        json!([{"id": logs["logs"][0]["id"], "status": "WARNING", "trigger": "monitoring", "monitorId": monitor,
                "targetValue": 6.0, "statusDetail": null, "createdAt": NOW}])
    );
    let statuses = running.server.ok("GET", &format!("/api/v0/hosts/{host}/monitored-statuses"), "").await;
    assert_eq!(statuses["monitoredStatuses"], json!([{"monitorId": monitor, "status": "WARNING"}]));
    running.play(&host, "loadavg5", "1").await;
    let closed = running.alerts().await.remove(0);
    assert_eq!((&closed["status"], &closed["closedAt"]), (&json!("OK"), &json!(NOW + 2 * MINUTE)));
    let logs = running.server.ok("GET", &path, "").await;
    assert_eq!((&logs["logs"][0]["status"], &logs["logs"][0]["targetValue"]), (&json!("OK"), &json!(1.0)));
}

#[tokio::test]
async fn what_people_do_in_between_counts() {
    // Closed by hand while it is still bad: the next bad point opens another.
    let mut running = Running::start().await;
    let host = running.add_host().await;
    let monitor = running.add_monitor(load(json!({}))).await;
    running.play(&host, "loadavg5", "6").await;
    let id = running.alerts().await[0]["id"].as_str().expect("an id").to_owned();
    running.server.ok("POST", &format!("/api/v0/alerts/{id}/close"), r#"{"reason":""}"#).await;
    running.play(&host, "loadavg5", "_ 6").await;
    assert_eq!(running.story().await, "0W 1O, 2W");
    // An engine that starts anew goes on with what is open.
    running.engine = Engine::new(running.server.state.clone(), BTreeSet::new());
    running.play(&host, "loadavg5", "6 9 1").await;
    assert_eq!(running.story().await, "0W 1O, 2W 4C 5O");
    // A monitor that is gone opens nothing, and one that is exempt neither.
    running.engine = Engine::new(running.server.state.clone(), BTreeSet::from([monitor.clone()]));
    running.play(&host, "loadavg5", "9").await;
    running.engine = Engine::new(running.server.state.clone(), BTreeSet::new());
    running.server.ok("DELETE", &format!("/api/v0/monitors/{monitor}"), "").await;
    running.play(&host, "loadavg5", "9").await;
    assert_eq!(running.alerts().await.len(), 2);
}

#[tokio::test]
async fn a_host_that_is_not_watched_stays_as_it_is() {
    let mut running = Running::start().await;
    let host = running.add_host().await;
    running.add_monitor(load(json!({}))).await;
    for (status, values) in
        [("standby", "6"), ("maintenance", "1 9"), ("poweroff", "9 1"), ("working", "9 1")]
    {
        let body = json!({"status": status}).to_string();
        running.server.ok("POST", &format!("/api/v0/hosts/{host}/status"), body).await;
        running.play(&host, "loadavg5", values).await;
    }
    assert_eq!(running.story().await, "0W 5C 6O");
    running.server.ok("POST", &format!("/api/v0/hosts/{host}/retire"), "").await;
    running.turn().await;
    assert_eq!(running.alerts().await.len(), 1);
}

#[tokio::test]
async fn in_a_downtime_nothing_opens_and_what_began_in_it_neither() {
    for (scope, expected) in [
        (json!({"roleScopes": ["shop:web"]}), "0W 3O, 8W"),
        (json!({"serviceScopes": ["shop"], "roleExcludeScopes": ["shop:web"]}), "0W 3O, 4W 7O, 8W"),
    ] {
        let mut running = Running::start().await;
        let host = running.add_host().await;
        running.add_monitor(load(json!({}))).await;
        let mut downtime = json!({"name": "d", "start": NOW + 2 * MINUTE, "duration": 3});
        downtime.as_object_mut().expect("fields").extend(scope.as_object().expect("fields").clone());
        running.server.ok("POST", "/api/v0/downtimes", downtime.to_string()).await;
        // The downtime is minutes 2, 3 and 4. What was open closes in it.
        running.play(&host, "loadavg5", "6 6 6 1 6 6 6 1 6").await;
        assert_eq!(running.story().await, expected, "{scope}");
    }
}

#[tokio::test]
async fn a_silent_host_is_gone_after_ten_minutes() {
    for (status, letter) in [(json!(null), "C"), (json!("WARNING"), "W")] {
        let mut running = Running::start().await;
        let host = running.add_host().await;
        running.add_host().await;
        running.add_monitor(json!({"type": "connectivity", "alertStatusOnGone": status})).await;
        running.play(&host, "loadavg5", "1").await;
        for _ in 0..12 {
            running.turn().await;
        }
        assert_eq!(running.story().await, format!("11{letter}"), "the host that never posted is not missed");
        running.play(&host, "custom.any", "1").await;
        assert_eq!(running.story().await, format!("11{letter} 13O"));
        // While the engine slept nobody could post.
        running.now += 60 * MINUTE;
        running.server.state.clock.set(running.now);
        for _ in 0..11 {
            running.turn().await;
        }
        assert_eq!(running.alerts().await.len(), 1);
        running.turn().await;
        assert_eq!(running.alerts().await.len(), 2);
        // But an alert that is open is not closed by the sleep.
        running.now += 60 * MINUTE;
        running.server.state.clock.set(running.now);
        running.turn().await;
        assert_eq!(running.alerts().await[0]["status"], if letter == "C" { "CRITICAL" } else { "WARNING" });
    }
}

#[tokio::test]
async fn a_service_metric_is_watched_and_missed() {
    let mut running = Running::start().await;
    running
        .add_monitor(
            json!({"type": "service", "name": "orders", "service": "shop", "metric": "orders", "duration": 1,
            "operator": "<", "warning": 5, "missingDurationWarning": 10, "missingDurationCritical": 20}),
        )
        .await;
    for _ in 0..3 {
        running.turn().await;
    }
    assert_eq!(running.story().await, "", "a metric that never came is not missed");
    for value in [9.0, 4.0, 9.0] {
        let point = json!([{"name": "orders", "time": running.now, "value": value}]).to_string();
        running.server.ok("POST", "/api/v0/services/shop/tsdb", point).await;
        running.turn().await;
    }
    for _ in 0..25 {
        running.turn().await;
    }
    assert_eq!(running.story().await, "4W 5O, 16W 26C");
    let alert = running.alerts().await.remove(0);
    assert_eq!((&alert["type"], alert.get("hostId"), alert.get("value")), (&json!("service"), None, None));
}

#[tokio::test]
async fn an_expression_is_evaluated_every_five_minutes_on_data_two_minutes_old() {
    for (expression, expected) in [
        // Bad from minute 4 to 11; the data of minutes 3, 8 and 13 are looked at in minutes 5, 10 and 15.
        ("avg(role(shop:web, loadavg5))", "10W 15O"),
        ("sum(group(host(HOST, loadavg5), host(nope, loadavg5)))", "10W 15O"),
        ("scale(host(HOST, loadavg5), 2)", "10C 15O"),
        ("avg(timeShift(host(HOST, loadavg5), 5m))", "0U 5O, 15W"),
        ("sum(role(shop:web, disk.reads.delta))", "10W 15O"),
        ("host(HOST, disk.*.reads.delta)", "0U"),
        ("group(host(HOST, loadavg5), host(HOST, disk.a.reads.delta))", "0U"),
        ("host(nope, loadavg5)", "0U"),
        ("service(nope, orders)", "0U"),
        ("nonsense(", "0U"),
        ("movingAverage(host(HOST, loadavg5), 99y)", "0U"),
    ] {
        let mut running = Running::start().await;
        let host = running.add_host().await;
        running
            .add_monitor(
                json!({"type": "expression", "name": "e", "expression": expression.replace("HOST", &host),
                "operator": ">", "warning": 5, "critical": 10}),
            )
            .await;
        // So that the first evaluation finds something.
        running.now -= 2 * MINUTE;
        running.server.state.clock.set(running.now);
        for minute in -2..17 {
            let load = if (4..12).contains(&minute) { 6.0 } else { 1.0 };
            running.post(&host, "loadavg5", load).await;
            running.post(&host, "disk.a.reads.delta", load - 0.5).await;
            running.post(&host, "disk.b.reads.delta", 0.5).await;
            if minute < 0 {
                running.now += MINUTE;
                running.server.state.clock.set(running.now);
            } else {
                running.turn().await;
            }
        }
        assert_eq!(running.story().await, expected, "{expression}");
        assert!(running.alerts().await.iter().all(|alert| alert.get("hostId").is_none()));
    }
}

#[tokio::test]
async fn slots_of_a_role_have_hosts_that_left() {
    for (function, expected) in [("role", "0U"), ("roleSlots", "0W")] {
        let mut running = Running::start().await;
        let host = running.add_host().await;
        running.post(&host, "loadavg5", 6.0).await;
        running.server.ok("POST", &format!("/api/v0/hosts/{host}/retire"), "").await;
        running
            .add_monitor(json!({"type": "expression", "name": "e", "operator": ">", "warning": 5,
                "expression": format!("avg({function}(shop:web, loadavg5))")}))
            .await;
        running.now += 2 * MINUTE;
        running.server.state.clock.set(running.now);
        running.turn().await;
        assert_eq!(running.story().await, expected.replace('0', "2"), "{function}");
    }
}

#[tokio::test]
async fn shares_are_computed_of_what_agents_post() {
    type Posted = &'static [(&'static str, f64)];
    let cases: [(&str, Posted, Option<f64>); 8] = [
        ("cpu%", &[("cpu.user.percentage", 150.0), ("cpu.idle.percentage", 50.0)], Some(75.0)),
        ("cpu%", &[("cpu.user.percentage", 150.0)], None),
        ("memory%", &[("memory.used", 30.0), ("memory.total", 40.0)], Some(75.0)),
        ("memory%", &[("memory.used", 30.0), ("memory.total", 0.0)], None),
        (
            "swap%",
            &[("memory.swap_total", 8.0), ("memory.swap_free", 1.0), ("memory.swap_cached", 1.0)],
            Some(75.0),
        ),
        (
            "disk%",
            &[
                ("filesystem.a.used", 10.0),
                ("filesystem.a.size", 100.0),
                ("filesystem.b.used", 75.0),
                ("filesystem.b.size", 100.0),
            ],
            Some(75.0),
        ),
        (
            "container-cpu%",
            &[("container.cpu.app.usage", 75.0), ("container.cpu.app.limit", 100.0)],
            Some(75.0),
        ),
        (
            "container-memory%",
            &[("container.memory.app.usage", 3.0), ("container.memory.app.limit", 4.0)],
            Some(75.0),
        ),
    ];
    for (metric, points, expected) in cases {
        let mut running = Running::start().await;
        let host = running.add_host().await;
        running.add_monitor(load(json!({"metric": metric, "warning": 70, "critical": 80}))).await;
        for (name, value) in points {
            running.post(&host, name, *value).await;
        }
        running.turn().await;
        let found: Vec<_> = running.alerts().await.iter().map(|alert| alert["value"].as_f64()).collect();
        assert_eq!(found, expected.map(Some).into_iter().collect::<Vec<_>>(), "{metric} of {points:?}");
    }
}

#[tokio::test]
async fn checks_are_judged_when_they_report() {
    for (attempts, statuses, expected) in [
        (1, "OK WARNING WARNING CRITICAL UNKNOWN OK", "1W 3C 4U 5O"),
        (3, "WARNING WARNING OK WARNING CRITICAL WARNING WARNING", "5W"),
    ] {
        let mut running = Running::start().await;
        let host = running.add_host().await;
        for status in statuses.split(' ') {
            report(&running, &host, status, attempts).await;
            running.turn().await;
        }
        assert_eq!(running.story().await, expected, "{attempts} of {statuses}");
        let alert = running.alerts().await.remove(0);
        let check =
            running.server.ok("GET", "/api/v0/monitoring/checks", "").await["checks"][0]["id"].clone();
        assert_eq!(
            (&alert["type"], &alert["monitorId"], &alert["hostId"]),
            (&json!("check"), &check, &json!(host))
        );
        let last = running.now - MINUTE;
        let message = alert["message"].as_str().expect("a message");
        assert!(
            message.ends_with(&last.to_string()) || statuses.ends_with("OK"),
            "{message}: the newest at {last}"
        );
        let logs = format!("/api/v0/alerts/{}/logs", alert["id"].as_str().expect("an id"));
        let detail = running.server.ok("GET", &logs, "").await["logs"][0]["statusDetail"].clone();
        assert_eq!((&detail["type"], detail["detail"]["message"].is_string()), (&json!("check"), true));
    }
}

#[tokio::test]
async fn a_check_that_is_good_again_in_maintenance_closes_afterwards() {
    let mut running = Running::start().await;
    let host = running.add_host().await;
    let set = |status: &str| json!({"status": status}).to_string();
    let path = format!("/api/v0/hosts/{host}/status");
    report(&running, &host, "CRITICAL", 1).await;
    running.turn().await;
    running.server.ok("POST", &path, set("maintenance")).await;
    report(&running, &host, "OK", 1).await;
    running.turn().await;
    assert_eq!(running.story().await, "0C");
    running.server.ok("POST", &path, set("working")).await;
    running.turn().await;
    assert_eq!(running.story().await, "0C 2O");
    // In a downtime a check opens nothing, and goes on to open nothing until it was good.
    running
        .server
        .ok(
            "POST",
            "/api/v0/downtimes",
            json!({"name": "d", "start": running.now, "duration": 1}).to_string(),
        )
        .await;
    for status in ["WARNING", "WARNING", "OK", "WARNING"] {
        report(&running, &host, status, 1).await;
        running.turn().await;
    }
    assert_eq!(running.story().await, "0C 2O, 6W");
}

async fn report(running: &Running, host: &str, status: &str, attempts: u32) {
    let report = json!({"reports": [{"source": {"type": "host", "hostId": host}, "name": "disk", "status": status,
        "message": format!("{status} at {}", running.now), "occurredAt": running.now, "maxCheckAttempts": attempts}]});
    running.server.ok("POST", "/api/v0/monitoring/checks/report", report.to_string()).await;
}
