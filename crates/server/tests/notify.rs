//! Notifications, from the report that raises an alert to the webhook that is told of it.
#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::State as Shared;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::post;
use http::{Request, StatusCode};
use mackerel::alerts::AlertStatus;
use serde_json::{Value, json};

use server::State;
use server::address::Allowed;
use server::auth::Network;
use server::clock::Clock;
use server::notify::Notifier;
use server::store::{self, Store, deliveries};
use std::sync::{Arc, Mutex};
use tempfile::TempDir;
use tower::ServiceExt;

const NOW: i64 = 1_800_000_000;

/// Receives messages and answers each with the next status it was told, then with 200.
#[derive(Clone, Default)]
struct Receiver {
    heard: Arc<Mutex<Vec<Value>>>,
    answers: Arc<Mutex<Vec<u16>>>,
}

impl Receiver {
    async fn start(&self) -> String {
        async fn hear(Shared(receiver): Shared<Receiver>, body: String) -> Response {
            receiver.heard.lock().unwrap().push(serde_json::from_str(&body).unwrap());
            let answer = receiver.answers.lock().unwrap().pop();
            match answer {
                Some(307) => Redirect::temporary("/elsewhere").into_response(),
                Some(status) => StatusCode::from_u16(status).unwrap().into_response(),
                None => StatusCode::OK.into_response(),
            }
        }
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://localhost:{}/hook", listener.local_addr().unwrap().port());
        let routes = Router::new().route("/hook", post(hear)).route("/elsewhere", post(hear));
        let routes = routes.with_state(self.clone());
        tokio::spawn(async move { axum_serve(listener, routes).await });
        url
    }

    fn heard(&self) -> Vec<Value> {
        std::mem::take(&mut self.heard.lock().unwrap())
    }
}

async fn axum_serve(listener: tokio::net::TcpListener, routes: Router) {
    server::connections::serve(
        listener,
        routes,
        server::limits::Limits::default(),
        Network::LOOPBACK.to_vec(),
        std::future::pending(),
    )
    .await;
}

struct Server {
    state: State,
    routes: Router,
    host: String,
    _folder: TempDir,
}

impl Server {
    async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path(), None).unwrap();
        store.write(|db| store::seed_defaults(db, Some("acme"))).await.unwrap();
        store.write(|db| store::seed_people(db, NOW)).await.unwrap();
        let state = State { store, clock: Clock::fixed(NOW), demo: false, external_monitors: false };
        let routes = server::router(state.clone());
        let server = Self { state, routes, host: String::new(), _folder: folder };
        for (path, body) in [
            ("/api/v0/services", json!({"name": "shop", "memo": ""})),
            ("/api/v0/services/shop/roles", json!({"name": "web", "memo": ""})),
        ] {
            server.ok("POST", path, &body).await;
        }
        let host = json!({"name": "web-01", "meta": {}, "roleFullnames": ["shop:web"]});
        let made = server.ok("POST", "/api/v0/hosts", &host).await;
        Self { host: made["id"].as_str().unwrap().to_owned(), ..server }
    }

    async fn ok(&self, method: &str, path: &str, body: &Value) -> Value {
        let request = Request::builder().method(method).uri(path).body(Body::from(body.to_string())).unwrap();
        let reply = self.routes.clone().oneshot(request).await.unwrap();
        let status = reply.status();
        let bytes = to_bytes(reply.into_body(), usize::MAX).await.unwrap();
        assert_eq!(status, 200, "{method} {path}: {}", String::from_utf8_lossy(&bytes));
        serde_json::from_slice(&bytes).unwrap()
    }

    async fn webhook(&self, url: &str) -> String {
        let channel = json!({"type": "webhook", "name": "hook", "url": url, "events": ["alert"]});
        self.ok("POST", "/api/v0/channels", &channel).await["id"].as_str().unwrap().to_owned()
    }

    /// A check of the host is reported, and what is due is sent.
    async fn report(&self, status: &str, notifier: &Arc<Notifier>) -> usize {
        self.state.clock.set(self.state.clock.now() + 60);
        let report = json!({"reports": [{
            "source": {"type": "host", "hostId": self.host}, "name": "disk", "status": status,
            "message": format!("disk is {status}"), "occurredAt": self.state.clock.now(),
        }]});
        self.ok("POST", "/api/v0/monitoring/checks/report", &report).await;
        Arc::clone(notifier).turn().await.unwrap()
    }

    fn notifier(&self, allowed: &[&str]) -> Arc<Notifier> {
        let allowed: Vec<Network> = allowed.iter().map(|network| network.parse().unwrap()).collect();
        let origin = "http://battera.example".to_owned();
        Arc::new(Notifier::new(self.state.clone(), origin, Allowed::new(allowed)).unwrap())
    }
}

const HERE: &[&str] = &["127.0.0.0/8", "::1"];

#[tokio::test]
async fn an_alert_tells_its_channel_when_it_opens_changes_and_ends() {
    let (server, receiver) = (Server::start().await, Receiver::default());
    server.webhook(&receiver.start().await).await;
    let notifier = server.notifier(HERE);
    for (status, sent, said) in [
        ("OK", 0, ""),
        ("WARNING", 1, "warning"),
        ("WARNING", 0, ""),
        ("CRITICAL", 1, "critical"),
        ("OK", 1, "ok"),
    ] {
        assert_eq!(server.report(status, &notifier).await, sent, "{status}");
        let heard = receiver.heard();
        assert_eq!(heard.len(), sent, "{status}");
        for message in heard {
            assert_eq!(message["orgName"], "acme");
            assert_eq!(message["alert"]["status"], said);
            assert_eq!(message["alert"]["monitorName"], "disk");
            assert_eq!(message["host"]["name"], "web-01");
            let url = message["alert"]["url"].as_str().unwrap();
            assert!(url.starts_with("http://battera.example/alerts/"), "{url}");
        }
        assert_eq!(Arc::clone(&notifier).turn().await.unwrap(), 0, "nothing is sent twice");
    }
}

#[tokio::test]
async fn what_did_not_arrive_is_tried_again_later_and_what_is_wrong_is_not() {
    for (answers, tries) in [(&[500][..], 2), (&[429, 503], 3), (&[400], 1), (&[410], 1), (&[], 1)] {
        let (server, receiver) = (Server::start().await, Receiver::default());
        *receiver.answers.lock().unwrap() = answers.to_vec();
        server.webhook(&receiver.start().await).await;
        let notifier = server.notifier(HERE);
        assert_eq!(server.report("CRITICAL", &notifier).await, 1);
        assert_eq!(Arc::clone(&notifier).turn().await.unwrap(), 0, "not at once");
        for _ in 0..5 {
            server.state.clock.set(server.state.clock.now() + 3_600);
            Arc::clone(&notifier).turn().await.unwrap();
        }
        assert_eq!(receiver.heard().len(), tries, "{answers:?}");
    }
}

#[tokio::test]
async fn nobody_is_told_twice_after_a_restart() {
    let (server, receiver) = (Server::start().await, Receiver::default());
    server.webhook(&receiver.start().await).await;
    let notifier = server.notifier(HERE);
    *receiver.answers.lock().unwrap() = vec![500];
    server.report("WARNING", &notifier).await;
    let waiting = "what failed for certain is still to be told";
    // The process ends between claiming the second message and hearing how it went.
    let report = json!({"reports": [{"source": {"type": "host", "hostId": server.host}, "name": "disk",
        "status": "CRITICAL", "message": "", "occurredAt": NOW + 61}]});
    server.state.clock.set(NOW + 61);
    server.ok("POST", "/api/v0/monitoring/checks/report", &report).await;
    let claimed = server.state.store.write(|db| deliveries::claim(db, NOW + 61, 10)).await.unwrap();
    let status = |delivery: &deliveries::Delivery| delivery.notice.alert.status;
    assert_eq!(claimed.iter().map(status).collect::<Vec<_>>(), [AlertStatus::Critical]);
    receiver.heard();
    let after = server.notifier(HERE);
    after.begin().await.unwrap();
    server.state.clock.set(NOW + 3_600);
    assert_eq!(Arc::clone(&after).turn().await.unwrap(), 1, "{waiting}");
    let heard = receiver.heard();
    assert_eq!(
        (heard.len(), &heard[0]["alert"]["status"]),
        (1, &json!("warning")),
        "{waiting}, the other is not"
    );
    assert_eq!(Arc::clone(&after).turn().await.unwrap(), 0);
}

/// S5: neither this machine nor a network behind it is asked, and a redirect leads nowhere.
#[tokio::test]
async fn s5_a_webhook_reaches_allowed_addresses_only() {
    for (allowed, answers, heard) in [(&[][..], &[][..], 0), (&["10.0.0.0/8"], &[], 0), (HERE, &[307], 1)] {
        let (server, receiver) = (Server::start().await, Receiver::default());
        *receiver.answers.lock().unwrap() = answers.to_vec();
        let url = receiver.start().await;
        server.webhook(&url).await;
        server.webhook(&url.replace("localhost", "127.0.0.1")).await;
        server.webhook(&url.replace("localhost", "2130706433")).await;
        server.webhook(&url.replace("localhost", "[::ffff:127.0.0.1]")).await;
        let notifier = server.notifier(allowed);
        assert_eq!(server.report("CRITICAL", &notifier).await, 4);
        let found = receiver.heard().len();
        if heard == 0 {
            assert_eq!(found, 0, "{allowed:?}");
        } else {
            assert_eq!(found, 4, "each channel once, none of them a redirect's target");
        }
    }
}

#[tokio::test]
async fn mute_monitors_other_events_and_suspended_channels_are_silent() {
    let (server, receiver) = (Server::start().await, Receiver::default());
    let url = receiver.start().await;
    let notifier = server.notifier(HERE);
    let quiet = json!({"type": "webhook", "name": "quiet", "url": url, "events": ["hostStatus"]});
    server.ok("POST", "/api/v0/channels", &quiet).await;
    let apart = json!({"type": "slack", "name": "apart", "url": url, "events": ["alert"],
        "addToDefaultNotificationGroup": false});
    server.ok("POST", "/api/v0/channels", &apart).await;
    assert_eq!(server.report("CRITICAL", &notifier).await, 0);
    server.webhook(&url).await;
    assert_eq!(server.report("OK", &notifier).await, 1);
    server.ok("POST", &format!("/api/v0/hosts/{}/status", server.host), &json!({"status": "standby"})).await;
    assert_eq!(server.report("CRITICAL", &notifier).await, 0, "a standby host alerts and nobody is told");
    assert_eq!(receiver.heard().len(), 1);
}
