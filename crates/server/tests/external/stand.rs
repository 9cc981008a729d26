//! Web servers to ask, and a server that asks them.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Path, Query, State as Shared};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{any, get};
use http::{HeaderMap, Method, Request, StatusCode, header};
use serde_json::{Value, json};
use server::State;
use server::address::Allowed;
use server::auth::Network;
use server::clock::Clock;
use server::engine::External;
use server::store::{self, Store};
use std::collections::{BTreeSet, HashMap};
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::Duration;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use tower::ServiceExt;

/// 2027-01-15 08:00:00 UTC.
pub(crate) const NOW: i64 = 1_800_000_000;

/// A web server.
pub(crate) struct Web {
    address: SocketAddr,
    status: Arc<AtomicU16>,
}

impl Web {
    pub(crate) async fn start(ip: &str) -> Self {
        let listener = tokio::net::TcpListener::bind((ip, 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let status = Arc::new(AtomicU16::new(200));
        let status_of = |Path(status): Path<u16>| async move { StatusCode::from_u16(status).unwrap() };
        let leave = |Path(left): Path<u32>| async move {
            let next = if left > 1 { format!("/away/{}", left - 1) } else { "/ok".to_owned() };
            (StatusCode::FOUND, [(header::LOCATION, next)])
        };
        let set = |Shared(status): Shared<Arc<AtomicU16>>| async move {
            StatusCode::from_u16(status.load(Ordering::SeqCst)).unwrap()
        };
        let routes = Router::new()
            .route("/ok", any(async || "hello 日本"))
            .route("/status/{status}", get(status_of))
            .route("/away/{left}", get(leave))
            .route("/nowhere", get(async || (StatusCode::FOUND, [(header::LOCATION, "gopher://a/")])))
            .route("/hang", get(std::future::pending::<()>))
            .route("/echo", any(echo))
            .route("/set", get(set))
            .route("/cross", any(cross))
            .with_state(Arc::clone(&status));
        let limits = server::limits::Limits::default();
        tokio::spawn(server::connections::serve(
            listener,
            routes,
            limits,
            Network::LOOPBACK.to_vec(),
            std::future::pending(),
        ));
        Self { address, status }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The address that redirects with this status to there.
    pub(crate) fn redirect(&self, status: u16, to: &str) -> String {
        let to: Vec<String> = to.bytes().map(|byte| format!("%{byte:02x}")).collect();
        let to = to.concat();
        self.url(&format!("/cross?status={status}&to={to}"))
    }

    /// What `/set` answers from now on.
    pub(crate) fn set(&self, status: u16) {
        self.status.store(status, Ordering::SeqCst);
    }
}

/// The method, the headers that are not any client's, and the body.
async fn echo(method: Method, headers: HeaderMap, body: String) -> String {
    let usual = ["host", "accept", "user-agent", "content-length"];
    let own = headers.iter().filter(|(name, _)| !usual.contains(&name.as_str()));
    let own: Vec<String> = own.map(|(name, value)| format!("{name}={} ", value.to_str().unwrap())).collect();
    format!("{method} {}body={body}", own.concat())
}

async fn cross(Query(query): Query<HashMap<String, String>>) -> Response {
    let to = &query["to"];
    match query.get("status").and_then(|status| status.parse().ok()) {
        None => Redirect::temporary(to).into_response(),
        Some(status) => {
            let location = http::HeaderValue::from_bytes(to.as_bytes()).unwrap();
            (StatusCode::from_u16(status).unwrap(), [(header::LOCATION, location)]).into_response()
        }
    }
}

/// A web server over TLS whose certificate, made by itself, ends then. Answers its port.
pub(crate) async fn tls(ends: i64) -> u16 {
    let key = rcgen::KeyPair::generate().unwrap();
    let mut about = rcgen::CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    let day =
        |days: i64| rcgen::date_time_ymd(1970, 1, 1) + Duration::from_secs((days * 86_400).unsigned_abs());
    about.not_before = day(0);
    about.not_after = day(0) + Duration::from_secs(ends.unsigned_abs());
    let certificate = about.self_signed(&key).unwrap();
    let config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], PrivateKeyDer::Pkcs8(key.serialize_der().into()))
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            // Who does not trust the certificate leaves in the middle of the handshake.
            let Ok(mut stream) = acceptor.accept(stream).await else { continue };
            let mut request = [0; 4_096];
            let _read = stream.read(&mut request).await.unwrap();
            stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok").await.unwrap();
            stream.shutdown().await.unwrap();
        }
    });
    port
}

/// Listeners on both loopbacks, on one port.
pub(crate) fn canary() -> Vec<TcpListener> {
    let first = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = first.local_addr().unwrap().port();
    let second = TcpListener::bind(("::1", port)).ok();
    let all: Vec<TcpListener> = [first].into_iter().chain(second).collect();
    for listener in &all {
        listener.set_nonblocking(true).unwrap();
    }
    all
}

/// How many connections were made to them.
pub(crate) fn visited(canary: &[TcpListener]) -> usize {
    canary.iter().map(|listener| std::iter::from_fn(|| listener.accept().ok()).count()).sum()
}

/// A server whose clock and external monitors go on together, a minute at a time.
pub(crate) struct Running {
    state: State,
    routes: Router,
    external: External,
    _folder: TempDir,
}

impl Running {
    pub(crate) async fn start(allowed: &[&str]) -> Self {
        Self::start_within(allowed, Duration::from_secs(2)).await
    }

    pub(crate) async fn start_within(allowed: &[&str], longest: Duration) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path(), None).unwrap();
        store.write(|db| store::seed_defaults(db, Some("acme"))).await.unwrap();
        let state = State { store, clock: Clock::fixed(NOW), demo: false, external_monitors: true };
        let allowed = Allowed::new(allowed.iter().map(|network| network.parse().unwrap()).collect());
        let external = External::new(state.clone(), BTreeSet::new(), allowed, longest);
        let running = Self { routes: server::router(state.clone()), state, external, _folder: folder };
        running.server("POST", "/api/v0/services", json!({"name": "shop", "memo": ""})).await;
        running
    }

    /// Sends a request that must succeed.
    pub(crate) async fn server(&self, method: &str, path: &str, body: Value) -> Value {
        let request = Request::builder().method(method).uri(path).body(Body::from(body.to_string())).unwrap();
        let reply = self.routes.clone().oneshot(request).await.unwrap();
        let status = reply.status();
        let bytes = to_bytes(reply.into_body(), usize::MAX).await.unwrap();
        assert_eq!(status, 200, "{method} {path}: {}", String::from_utf8_lossy(&bytes));
        serde_json::from_slice(&bytes).unwrap()
    }

    /// Makes a monitor and answers its id.
    pub(crate) async fn monitor(&self, url: &str, more: Value) -> String {
        let mut body = json!({"type": "external", "name": "web", "url": url});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let made = self.server("POST", "/api/v0/monitors", body).await;
        made["id"].as_str().unwrap().to_owned()
    }

    /// Lets it ask and judge, then goes on a minute.
    pub(crate) async fn turn(&mut self) {
        self.external.turn().await.unwrap();
        self.state.clock.set(self.state.clock.now() + 60);
    }

    /// The alert that is open, or null.
    pub(crate) async fn alert(&self) -> Value {
        let page = self.server("GET", "/api/v0/alerts", json!(null)).await;
        let open = page["alerts"].as_array().unwrap();
        assert!(open.len() < 2, "{open:?}");
        open.first().cloned().unwrap_or_default()
    }

    /// Its status and message; empty if there is none.
    pub(crate) async fn open(&self) -> (String, String) {
        let alert = self.alert().await;
        let text = |name: &str| alert[name].as_str().unwrap_or_default().to_owned();
        (text("status"), text("message"))
    }
}
