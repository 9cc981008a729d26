//! The relay against a real second server, and against upstreams that behave as badly as networks do.
#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

#[path = "relay/bad.rs"]
mod bad;
#[path = "relay/stand.rs"]
mod stand;

use bad::{Bad, Script};
use serde_json::json;
use server::State;
use server::clock::Clock;
use server::store::{self, Store};
use stand::{Stand, serve};
use std::time::{Duration, Instant};

const NOW: i64 = 1_800_000_000;

/// A second server with something in it, as the upstream.
#[tokio::test]
async fn a_second_server_is_read_and_written_through_the_relay() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path(), None).unwrap();
    store.write(|db| store::seed_defaults(db, Some("acme"))).await.unwrap();
    let state = State { store, clock: Clock::fixed(NOW), demo: false, external_monitors: false };
    let upstream = serve(server::router(state)).await;
    let stand = Stand::over(upstream).await;
    let (status, org) = stand.ask("GET", "/api/v0/org", "").await;
    assert_eq!((status, org["name"].as_str()), (200, Some("acme")));
    assert_eq!(stand.ask("POST", "/api/v0/services", r#"{"name":"shop","memo":""}"#).await.0, 200);
    let points = json!([{"name": "orders", "time": NOW - 60, "value": 17}]).to_string();
    assert_eq!(stand.ask("POST", "/api/v0/services/shop/tsdb", &points).await.0, 200);
    let query = format!("/api/v0/services/shop/metrics?name=orders&from={}&to={NOW}", NOW - 600);
    let (status, found) = stand.ask("GET", &query, "").await;
    assert_eq!((status, &found["metrics"][0]["value"]), (200, &json!(17.0)));
    assert_eq!(stand.ask("DELETE", "/api/v0/services/shop", "").await.0, 200);
    assert_eq!(stand.ask("GET", "/api/v0/hosts/none", "").await.0, 404);
    let (_, known) = stand.ask("GET", "/ext/capabilities", "").await;
    assert_eq!(known["metricSteps"], json!([]), "what mackerel.io lacks is not promised");
    for path in ["/ext/services/shop/roles/web/members", "/api/v1/x", "/api/v0/../../ext", "/api/v0/%2e%2e/x"]
    {
        assert_eq!(stand.ask("GET", path, "").await.0, 404, "{path}");
    }
}

/// S7: nothing that only the browser or only the upstream should know crosses the relay.
#[tokio::test]
async fn s7_headers_and_keys_stay_on_their_side() {
    let (upstream, heard) = Bad::start(Script::Echo).await;
    let stand = Stand::over(upstream).await;
    let request = stand.client.get(stand.url("/api/v0/org?from=1"));
    let request = request.header("cookie", "canary=1").header("authorization", "Basic canary");
    let request = request.header("x-api-key", "canary-of-the-browser").header("x-forwarded-for", "canary");
    let reply =
        request.header("referer", "http://canary/").header("origin", stand.url("")).send().await.unwrap();
    assert_eq!(reply.status(), 200);
    for name in ["set-cookie", "access-control-allow-origin", "server", "x-secret"] {
        assert!(!reply.headers().contains_key(name), "{name} came back");
    }
    let policy = reply.headers()["content-security-policy"].to_str().unwrap();
    assert!(policy.starts_with("default-src 'none'"), "{policy}");
    let body = reply.text().await.unwrap();
    assert!(!body.contains(stand::UPSTREAM_KEY), "{body}");
    let heard = heard.lock().unwrap().join("\n").to_lowercase();
    assert!(!heard.contains("canary"), "{heard}");
    assert!(heard.contains(&format!("x-api-key: {}", stand::UPSTREAM_KEY)), "{heard}");
    assert!(heard.starts_with("get /api/v0/org?from=1 http/1.1"), "{heard}");
}

/// R8, R9, S5: whatever the upstream does, the answer is JSON in time, or a body that is visibly cut off.
#[tokio::test]
async fn r9_a_misbehaving_upstream_is_an_error_in_time() {
    for (script, expected) in [
        (Script::Stall, 504),
        (Script::StallInBody, 502),
        (Script::Reset, 504),
        (Script::Truncate, 502),
        (Script::Status(500), 500),
        (Script::Status(503), 503),
        (Script::Html, 502),
        (Script::InvalidJson, 502),
        (Script::InvalidUtf8, 502),
        (Script::Empty, 502),
        (Script::Redirect, 502),
        (Script::Status(401), 502),
        (Script::Status(403), 403),
        (Script::Announced1Gb, 502),
        (Script::Nonsense, 504),
        (Script::Unasked, 502),
    ] {
        let (upstream, heard) = Bad::start(script).await;
        let stand = Stand::over(upstream).await;
        let begun = Instant::now();
        let (status, body) = stand.ask("GET", "/api/v0/org", "").await;
        assert_eq!(status, expected, "{script:?}: {body}");
        let said = body["error"]["message"].as_str().unwrap_or_else(|| panic!("{script:?}: {body}"));
        assert!(!said.contains(stand::UPSTREAM_KEY) && !said.contains("127.0.0.1"), "{script:?}: {said}");
        assert!(begun.elapsed() < Duration::from_secs(10), "{script:?} took {:?}", begun.elapsed());
        let tries = heard.lock().unwrap().len();
        let again =
            matches!(script, Script::Stall | Script::Reset | Script::Nonsense | Script::Status(500 | 503));
        assert!(if again { (2..=3).contains(&tries) } else { tries == 1 }, "{script:?}: {tries} tries");
    }
}

#[tokio::test]
async fn an_endless_answer_is_cut_off_at_its_limit() {
    let (upstream, _) = Bad::start(Script::Endless).await;
    let stand = Stand::over(upstream).await;
    let mut reply = stand.client.get(stand.url("/api/v0/hosts")).send().await.unwrap();
    let mut bytes = 0;
    let end = loop {
        match reply.chunk().await {
            Ok(Some(chunk)) => bytes += chunk.len(),
            end => break end,
        }
    };
    assert!(end.is_err(), "its reader notices that it is not all");
    assert!(bytes <= 32 << 20, "{bytes}");
}

/// R8: reads are tried again, at the time that was asked for; writes are not.
#[tokio::test]
async fn r8_retry_after_is_heeded_by_everyone_and_writes_are_sent_once() {
    let (upstream, heard) = Bad::start(Script::BusyOnce).await;
    let stand = Stand::over(upstream).await;
    let begun = Instant::now();
    assert_eq!(stand.ask("GET", "/api/v0/org", "").await.0, 200);
    assert!(begun.elapsed() >= Duration::from_secs(1), "{:?}", begun.elapsed());
    assert_eq!(heard.lock().unwrap().len(), 2);

    for (script, expected) in [(Script::Status(500), 500), (Script::Reset, 504), (Script::BusyForLong, 429)] {
        let (upstream, heard) = Bad::start(script).await;
        let stand = Stand::over(upstream).await;
        assert_eq!(stand.ask("POST", "/api/v0/services", "{}").await.0, expected, "{script:?}");
        assert_eq!(heard.lock().unwrap().len(), 1, "{script:?}");
        if script == Script::BusyForLong {
            let reply = stand.client.get(stand.url("/api/v0/org")).send().await.unwrap();
            assert_eq!(reply.status(), 503, "the upstream wants to be left alone");
            let secs: u64 = reply.headers()["retry-after"].to_str().unwrap().parse().unwrap();
            assert!((100..=121).contains(&secs), "{secs}");
            assert_eq!(heard.lock().unwrap().len(), 1, "and is");
        }
    }
}

/// S23: the upstream has at most six requests at a time, and identical reads are one.
#[tokio::test]
async fn s23_few_requests_are_under_way_and_identical_ones_share() {
    let (upstream, heard) = Bad::start(Script::Slow).await;
    let stand = Stand::over(upstream).await;
    let asks = (0..40).map(|number| {
        let stand = stand.clone();
        tokio::spawn(async move { stand.ask("GET", &format!("/api/v0/hosts/{}", number % 10), "").await })
    });
    for ask in asks.collect::<Vec<_>>() {
        let (status, body) = ask.await.unwrap();
        assert_eq!((status, body), (200, json!({"slow": true})));
    }
    assert_eq!(heard.lock().unwrap().len(), 10, "40 asked for 10 things");
    assert!(bad::most_at_once() <= 6 && bad::most_at_once() > 1, "{}", bad::most_at_once());
    assert_eq!(stand.ask("GET", "/api/v0/hosts/1", "").await.1, json!({"slow": true}));
    assert_eq!(heard.lock().unwrap().len(), 11, "what has ended is asked for anew");
}

#[tokio::test]
async fn a_compressed_answer_is_passed_on_as_it_is() {
    let (upstream, heard) = Bad::start(Script::Gzip).await;
    let stand = Stand::over(upstream).await;
    let reply = stand
        .client
        .get(stand.url("/api/v0/org"))
        .header("accept-encoding", "gzip, br")
        .send()
        .await
        .unwrap();
    assert_eq!(reply.headers()["content-encoding"], "gzip");
    assert_eq!(reply.bytes().await.unwrap(), bad::GZIP);
    assert!(heard.lock().unwrap()[0].to_lowercase().contains("accept-encoding: gzip\r\n"));
}

/// `/metrics` tells of the relay itself, to those who may ask it.
#[tokio::test]
async fn a_relay_says_how_it_is() {
    let (upstream, _heard) = Bad::start(Script::Echo).await;
    let stand = Stand::over(upstream).await;
    assert_eq!(stand.client.get(stand.url("/api/v0/org")).send().await.unwrap().status(), 200);
    assert_eq!(stand.client.get(stand.url("/api/v1/none")).send().await.unwrap().status(), 404);
    let reply = stand.client.get(stand.url("/metrics")).send().await.unwrap();
    assert_eq!(reply.status(), 200);
    let text = reply.text().await.unwrap();
    for line in [
        "battera_http_requests_total{class=\"2xx\"} 1",
        "battera_http_requests_total{class=\"4xx\"} 1",
        "battera_store_points_total 0",
    ] {
        assert!(text.lines().any(|found| found == line), "{line} is not in\n{text}");
    }
}
