//! A server in this process at a fixed time, and what every table of requests is checked with.

use axum::Router;
use axum::body::{Body, to_bytes};
use http::{HeaderMap, Request, StatusCode};
use mackerel::{Endpoint, Error};
use serde_json::{Value, json};
use server::State;
use server::clock::Clock;
use server::store::{self, History, Store};
use std::sync::Arc;
use tempfile::TempDir;
use tower::ServiceExt;

/// 2027-01-15 08:00:00 UTC, on a whole hour.
pub(crate) const NOW: i64 = 1_800_000_000;

/// A request that must be refused: method, path, body, status, and a part of the message.
pub(crate) type Refusal<'a> = (&'a str, &'a str, &'a str, u16, &'a str);

pub(crate) struct Server {
    pub(crate) state: State,
    router: Router,
    _folder: TempDir,
}

impl Server {
    /// An empty organization with its one seeded monitor.
    pub(crate) async fn start() -> Self {
        Self::start_over(None).await
    }

    /// The same over a past that was never posted.
    pub(crate) async fn start_over(history: Option<Arc<dyn History>>) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::open(folder.path(), history).expect("a new store");
        store.write(|db| store::seed_defaults(db, Some("acme"))).await.expect("seeds");
        store.write(|db| store::seed_people(db, NOW)).await.expect("people");
        let state = State { store, clock: Clock::fixed(NOW), demo: false, external_monitors: false };
        Self { router: server::router(state.clone()), state, _folder: folder }
    }

    /// Sends a request without any header and answers status and body.
    pub(crate) async fn ask(&self, method: &str, path: &str, body: impl Into<Body>) -> (StatusCode, Value) {
        let request = Request::builder().method(method).uri(path).body(body.into()).expect("a request");
        let (status, bytes) = self.send(request).await;
        let json = serde_json::from_slice(&bytes)
            .unwrap_or_else(|_| panic!("{method} {path}: {status} {}", String::from_utf8_lossy(&bytes)));
        (status, json)
    }

    /// Sends a request that must succeed.
    pub(crate) async fn ok(&self, method: &str, path: &str, body: impl Into<Body>) -> Value {
        let (status, json) = self.ask(method, path, body).await;
        assert_eq!(status, StatusCode::OK, "{method} {path}: {json}");
        json
    }

    /// Sends a typed call.
    pub(crate) async fn call<E: Endpoint>(&self, call: &E) -> Result<E::Response, Error> {
        let (status, bytes) = self.send(call.request().map(Body::from)).await;
        call.decode(status, &bytes)
    }

    /// Checks that each request is refused as said, in the object form, and that nothing was stored.
    pub(crate) async fn refuses(&self, refusals: &[Refusal<'_>]) {
        let before = self.everything().await;
        for &(method, path, body, status, message) in refusals {
            let short: String = body.chars().take(200).collect();
            let (found, json) = self.ask(method, path, body.to_owned()).await;
            assert_eq!(found.as_u16(), status, "{method} {path} {short}: {json}");
            let text = json["error"]["message"].as_str().unwrap_or_else(|| panic!("{method} {path}: {json}"));
            assert!(text.contains(message), "{method} {path} {short}: {text}");
            assert_eq!(self.everything().await, before, "{method} {path} {short}: something was stored");
        }
    }

    /// All that can be read back.
    pub(crate) async fn everything(&self) -> Value {
        let mut all = Vec::new();
        for path in [
            "/api/v0/org",
            "/api/v0/services",
            "/api/v0/hosts?status=working&status=standby&status=maintenance&status=poweroff",
            "/api/v0/dashboards",
            "/ext/pins",
            "/api/v0/alerts?withClosed=true",
            "/api/v0/monitors",
            "/api/v0/graph-defs",
            "/api/v0/monitoring/checks",
            "/api/v0/downtimes",
            "/api/v0/channels",
            "/api/v0/notification-groups",
            "/api/v0/alert-group-settings",
            "/api/v0/users",
            "/api/v0/invitations",
        ] {
            all.push(self.ok("GET", path, "").await);
        }
        let mut owners: Vec<String> = Vec::new();
        for service in names_of(&all[1]["services"], "name") {
            all.push(self.ok("GET", &format!("/api/v0/services/{service}/roles"), "").await);
            let path = format!("/api/v0/graph-annotations?service={service}&from=0&to={}", 2 * NOW);
            all.push(self.ok("GET", &path, "").await);
            owners.push(format!("/api/v0/services/{service}"));
        }
        for id in names_of(&all[2]["hosts"], "id") {
            all.push(self.ok("GET", &format!("/api/v0/hosts/{id}/monitored-statuses"), "").await);
            owners.push(format!("/api/v0/hosts/{id}"));
        }
        for owner in owners {
            all.push(self.ok("GET", &format!("{owner}/metadata"), "").await);
            let names = self.ok("GET", &format!("{owner}/metric-names"), "").await;
            for name in names["names"].as_array().expect("a list").iter().filter_map(Value::as_str) {
                let path =
                    format!("{owner}/metrics?name={name}&from={}&to={}&step=60", NOW - 90_000, NOW + 90_000);
                all.push(json!([path, self.ok("GET", &path, "").await]));
            }
            all.push(names);
        }
        Value::Array(all)
    }

    /// Registers a host and answers its id.
    pub(crate) async fn add_host(&self, body: &str) -> String {
        self.ok("POST", "/api/v0/hosts", body.to_owned()).await["id"].as_str().expect("an id").to_owned()
    }

    /// Makes the service `shop` with the roles `web` and `db`.
    pub(crate) async fn add_shop(&self) {
        self.ok("POST", "/api/v0/services", r#"{"name":"shop","memo":"sells"}"#).await;
        for role in ["web", "db"] {
            self.ok("POST", "/api/v0/services/shop/roles", format!(r#"{{"name":"{role}","memo":""}}"#)).await;
        }
    }

    /// Sends a request that must succeed, and answers what `ok` does not show.
    pub(crate) async fn headers_and_body(&self, method: &str, path: &str, body: &str) -> (HeaderMap, String) {
        let request = Request::builder().method(method).uri(path).body(Body::from(body.to_owned()));
        let response = self.router.clone().oneshot(request.expect("a request")).await.expect("an answer");
        assert_eq!(response.status(), StatusCode::OK, "{method} {path}");
        let headers = response.headers().clone();
        let bytes = to_bytes(response.into_body(), usize::MAX).await.expect("a body in memory");
        (headers, String::from_utf8(bytes.to_vec()).expect("text"))
    }

    async fn send(&self, request: Request<Body>) -> (StatusCode, axum::body::Bytes) {
        let response = self.router.clone().oneshot(request).await.expect("the router always answers");
        let status = response.status();
        (status, to_bytes(response.into_body(), usize::MAX).await.expect("a body in memory"))
    }
}

fn names_of(list: &Value, key: &str) -> Vec<String> {
    list.as_array().expect("a list").iter().filter_map(|one| Some(one[key].as_str()?.to_owned())).collect()
}
