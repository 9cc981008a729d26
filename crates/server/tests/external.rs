//! External monitors against web servers of this machine, plain and over TLS, and what must not be reached.
#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

#[path = "external/stand.rs"]
mod stand;

use serde_json::{Value, json};
use stand::{NOW, Running, Web, canary, tls, visited};
use std::time::Duration;

const HERE: &[&str] = &["127.0.0.0/8", "::1"];

#[tokio::test]
async fn an_answer_is_wanted_or_raises_a_critical_alert_that_says_why() {
    let (web, other) = (Web::start("127.0.0.1").await, Web::start("127.0.0.1").await);
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    for (path, more, expected) in [
        ("/ok", json!({}), ""),
        ("/ok", json!({"expectedStatusCode": 200}), ""),
        ("/ok", json!({"expectedStatusCode": 201}), "the status is 200 OK"),
        ("/status/399", json!({}), ""),
        ("/status/400", json!({}), "the status is 400 Bad Request"),
        ("/status/503", json!({}), "the status is 503 Service Unavailable"),
        ("/status/503", json!({"expectedStatusCode": 503}), ""),
        ("/ok", json!({"containsString": "日本"}), ""),
        ("/ok", json!({"containsString": "nihon"}), "200 OK, but the body does not contain the text"),
        ("/away/1", json!({}), ""),
        ("/away/1", json!({"containsString": "hello"}), "302 Found, but the body does not contain the text"),
        ("/away/2", json!({"followRedirect": true, "containsString": "hello"}), ""),
        ("/away/3", json!({"followRedirect": true}), "more than 2 redirects"),
        ("/nowhere", json!({"followRedirect": true}), "a redirect to nowhere"),
        ("/hang", json!({}), "no complete answer in time"),
        ("/echo", json!({"containsString": "GET cache-control=no-cache body="}), ""),
        ("/echo", json!({"headers": [], "containsString": "GET body="}), ""),
        (
            "/echo",
            json!({"method": "POST", "headers": [{"name": "X-Token", "value": "t"}], "requestBody": "b",
                "containsString": "POST x-token=t body=b"}),
            "",
        ),
    ] {
        let mut running = Running::start(HERE).await;
        running.monitor(&web.url(path), more.clone()).await;
        running.turn().await;
        assert_eq!(running.open().await.1, expected, "{path} {more}");
    }
    for (url, expected) in [
        (format!("http://{closed}/"), "no answer: Connection refused"),
        ("http://nowhere.invalid/".to_owned(), "no answer: "),
        ("http://[::1/".to_owned(), "the URL cannot be read"),
        (
            web.url("/cross").replace("cross", &format!("cross?to={}", other.url("/echo"))),
            "the status is 418",
        ),
    ] {
        let mut running = Running::start(HERE).await;
        let more = json!({"method": "POST", "headers": [{"name": "X-Token", "value": "t"}], "requestBody": "b",
            "followRedirect": true, "expectedStatusCode": 200, "containsString": "x-token=t"});
        running.monitor(&url, more).await;
        running.turn().await;
        let (status, message) = running.open().await;
        let is_other = url.contains("cross");
        let expected = if is_other { "200 OK, but the body does not contain the text" } else { expected };
        assert!(status == "CRITICAL" && message.starts_with(expected), "{url}: {status} {message}");
    }
}

#[tokio::test]
async fn alerts_wait_for_attempts_change_close_and_follow_their_service() {
    let web = Web::start("127.0.0.1").await;
    let mut running = Running::start(HERE).await;
    let id = running.monitor(&web.url("/set"), json!({"service": "shop", "maxCheckAttempts": 2})).await;
    for (status, expected) in
        [(200, ""), (500, ""), (500, "CRITICAL"), (200, ""), (500, ""), (502, "CRITICAL")]
    {
        web.set(status);
        running.turn().await;
        assert_eq!(running.open().await.0, expected, "{status}");
    }
    let all = running.server("GET", "/api/v0/alerts?withClosed=true", json!(null)).await;
    let all = all["alerts"].as_array().unwrap();
    assert_eq!(all.len(), 2, "{all:?}");
    assert_eq!(
        (&all[0]["type"], &all[0]["monitorId"], &all[0]["message"], &all[0]["hostId"]),
        (&json!("external"), &json!(id), &json!("the status is 502 Bad Gateway"), &Value::Null)
    );
    let path = format!("/api/v0/alerts/{}/logs", all[0]["id"].as_str().unwrap());
    // A downtime lets an alert that is open be, and the other service's server is none of this one's.
    running.server("POST", "/api/v0/services", json!({"name": "blog", "memo": ""})).await;
    let changed = json!({"type": "external", "name": "web", "url": web.url("/set"), "service": "blog"});
    running.server("PUT", &format!("/api/v0/monitors/{id}"), changed).await;
    let logs = running.server("GET", &path, json!(null)).await;
    assert_eq!(logs["logs"][0]["trigger"], "externalMonitoringServiceChange", "{logs}");
    assert_eq!(
        (&logs["logs"][1]["trigger"], &logs["logs"][1]["statusDetail"]),
        (&json!("monitoring"), &Value::Null)
    );
    assert_eq!(running.open().await.0, "");
    running.turn().await;
    assert_eq!(running.open().await.0, "CRITICAL", "the new service has its own");
    running.server("DELETE", &format!("/api/v0/monitors/{id}"), json!(null)).await;
    running.turn().await;
    assert_eq!(running.open().await.0, "");
}

#[tokio::test]
async fn response_times_are_a_metric_whose_mean_is_judged() {
    let web = Web::start("127.0.0.1").await;
    for (more, before, expected) in [
        (json!({"responseTimeWarning": 0}), &[][..], "WARNING"),
        (json!({"responseTimeWarning": 0, "responseTimeCritical": 0}), &[], "CRITICAL"),
        (json!({"responseTimeCritical": 60_000}), &[], ""),
        (json!({"responseTimeCritical": 60_000}), &[1e6, 1e6], ""),
        (json!({"responseTimeCritical": 60_000, "responseTimeDuration": 3}), &[1e6, 1e6], "CRITICAL"),
        (json!({"responseTimeCritical": 60_000, "responseTimeDuration": 3}), &[1e6, 0.0, 0.0], ""),
    ] {
        let mut running = Running::start(HERE).await;
        let mut all = json!({"service": "shop"});
        all.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let id = running.monitor(&web.url("/ok"), all).await;
        let name = format!("__externalhttp.responsetime.{id}");
        let count = before.len() as i64;
        for (at, value) in before.iter().enumerate() {
            let time = NOW - (count - at as i64) * 60;
            let point = json!([{"name": name, "time": time, "value": value}]);
            running.server("POST", "/api/v0/services/shop/tsdb", point).await;
        }
        running.turn().await;
        let alert = running.alert().await;
        assert_eq!(alert["status"].as_str().unwrap_or_default(), expected, "{more} {before:?}");
        assert_eq!(alert["value"].is_number(), !expected.is_empty(), "{alert}");
        let path = format!("/api/v0/services/shop/metrics?name={name}&from={NOW}&to={NOW}");
        let points = running.server("GET", &path, json!(null)).await;
        let took = points["metrics"][0]["value"].as_f64().unwrap();
        assert!(took > 0.0 && took < 60_000.0, "{points}");
        let names = running.server("GET", "/api/v0/services/shop/metric-names", json!(null)).await;
        assert_eq!(names["names"], json!([]));
    }
}

#[tokio::test]
async fn certificates_are_verified_and_watched_until_they_end() {
    let day = 86_400;
    for (ends, more, expected, message) in [
        (NOW + 10 * day + 60, json!({}), "CRITICAL", "no answer: invalid peer certificate"),
        (NOW + 10 * day + 60, json!({"skipCertificateVerification": true}), "", ""),
        (
            NOW + 10 * day + 60,
            json!({"skipCertificateVerification": true, "certificationExpirationWarning": 10}),
            "",
            "",
        ),
        (
            NOW + 10 * day + 60,
            json!({"skipCertificateVerification": true, "certificationExpirationWarning": 30,
                "certificationExpirationCritical": 7}),
            "WARNING",
            "200 OK, the certificate expires in 10 days",
        ),
        (
            NOW + 10 * day + 60,
            json!({"skipCertificateVerification": true, "certificationExpirationWarning": 30,
                "certificationExpirationCritical": 14}),
            "CRITICAL",
            "200 OK, the certificate expires in 10 days",
        ),
        (
            NOW - day,
            json!({"skipCertificateVerification": true, "certificationExpirationCritical": 0}),
            "CRITICAL",
            "200 OK, the certificate has expired",
        ),
    ] {
        let port = tls(ends).await;
        let mut running = Running::start(HERE).await;
        running.monitor(&format!("https://localhost:{port}/"), more.clone()).await;
        running.turn().await;
        let (status, said) = running.open().await;
        assert_eq!(status, expected, "{more}: {said}");
        assert!(said.starts_with(message), "{more}: {said}");
    }
}

/// S5, C13: addresses in every spelling, each at once and behind each kind of redirect from an address that is allowed.
#[tokio::test]
async fn s5_no_spelling_and_no_redirect_reaches_an_address_that_is_not_allowed() {
    let canary = canary();
    let port = canary[0].local_addr().unwrap().port();
    let web = Web::start("127.0.0.2").await;
    let urls = [
        "http://127.0.0.1:PORT/",
        "http://127.1:PORT/",
        "http://0:PORT/",
        "http://0.0.0.0:PORT/",
        "http://2130706433:PORT/",
        "http://0x7f000001:PORT/",
        "http://0x7f.1:PORT/",
        "http://017700000001:PORT/",
        "http://0177.0.0.1:PORT/",
        "http://[::1]:PORT/",
        "http://[::]:PORT/",
        "http://[::ffff:127.0.0.1]:PORT/",
        "http://[::ffff:7f00:1]:PORT/",
        "http://[::127.0.0.1]:PORT/",
        "http://[64:ff9b::7f00:1]:PORT/",
        "http://localhost:PORT/",
        "http://LOCALHOST:PORT/",
        "http://localhost.:PORT/",
        "http://user:pass@127.0.0.1:PORT/",
        "http://1.1.1.1@127.0.0.1:PORT/",
        "http://１２７.０.０.１:PORT/",
        "http://127。0。0。1:PORT/",
        "https://127.0.0.1:PORT/",
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/",
        "http://127.0.0.1:PORT\\@1.1.1.1/",
    ];
    let mut running = Running::start_within(&["127.0.0.2"], Duration::from_secs(5)).await;
    for url in urls {
        let url = url.replace("PORT", &port.to_string());
        for status in [0, 301, 302, 303, 307, 308] {
            let first = if status == 0 { url.clone() } else { web.redirect(status, &url) };
            let more =
                json!({"followRedirect": true, "method": "POST", "requestBody": "b", "dualstack": "auto"});
            let id = running.monitor(&first, more).await;
            running.turn().await;
            let (level, message) = running.open().await;
            running.server("DELETE", &format!("/api/v0/monitors/{id}"), json!(null)).await;
            assert_eq!(level, "CRITICAL", "{status} {url}: {message}");
            // A name may also be unknown here; an address never is.
            let is_name = url.contains("localhost");
            let known = [
                "not public",
                "cannot be read",
                "to nowhere",
                if is_name { "no answer" } else { "not public" },
            ];
            assert!(known.iter().any(|known| message.contains(known)), "{status} {url}: {message}");
        }
    }
    assert_eq!(visited(&canary), 0, "somebody came");
    // The canary sings when it is visited.
    let mut running = Running::start(HERE).await;
    running.monitor(&format!("http://127.0.0.1:{port}/"), json!({})).await;
    let asked = tokio::time::timeout(Duration::from_millis(500), running.turn());
    let _unanswered = asked.await;
    assert_eq!(visited(&canary), 1);
}
