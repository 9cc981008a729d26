//! The relay: `/api/v0/*` is asked of another server, such as mackerel.io, with a key that only this server has.
//!
//! * Only paths below `/api/v0/` of that one server are reached, and redirects are not followed.
//! * Of a request, its method, path, query and JSON go out; of a reply, its status and JSON come back, and nothing that
//!   names the key. What else a browser or the upstream says stays here.
//! * At most `IN_FLIGHT` requests are under way; identical reads share one. Only reads are tried again, after a
//!   random pause or the one that was asked for, and all of it ends within [`Patience`].

mod answer;
mod flight;
mod target;
mod wait;

pub use target::{Astray, NotAnUpstream, Upstream};

use crate::api;
use crate::auth::{Access, Way, Who};
use crate::limits::MAX_BODY_BYTES;
use answer::Failure;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use axum::{Extension, Json, Router};
use bytes::Bytes;
use flight::{Flight, Log};
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use mackerel::capabilities::Capabilities;
use reqwest::redirect::Policy;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::time::Instant;

/// Requests to the upstream at a time.
const IN_FLIGHT: usize = 6;

/// Longest waits.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// For a connection.
    pub connect: Duration,
    /// For the beginning of a reply, and between its parts.
    pub read: Duration,
    /// For a place among those under way and for all tries until one begins to answer.
    pub begin: Duration,
    /// For all of a reply.
    pub whole: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            read: Duration::from_secs(10),
            begin: Duration::from_secs(20),
            whole: Duration::from_mins(1),
        }
    }
}

/// The upstream's key is no text that a header can carry, or the client could not be made.
#[derive(Debug, thiserror::Error)]
pub enum RelayError {
    /// The key is empty or has characters that no key has.
    #[error("the upstream's key is empty or not one line of printable characters")]
    Key,
    /// There is no way to speak TLS.
    #[error("the upstream cannot be spoken to: {0}")]
    Client(#[from] reqwest::Error),
}

/// One upstream and what is under way to it.
pub struct Relay {
    upstream: Upstream,
    key: HeaderValue,
    client: reqwest::Client,
    patience: Patience,
    permits: Semaphore,
    /// Reads under way, by path, query and compression.
    reads: Mutex<HashMap<String, Weak<Flight>>>,
    /// Until when the upstream wants to be left alone.
    paused_until: Mutex<Option<Instant>>,
}

/// A request as it goes out.
#[derive(Clone)]
struct Outgoing {
    method: Method,
    url: reqwest::Url,
    gzip: bool,
    body: Option<Bytes>,
}

impl Relay {
    /// A relay that asks with this key.
    pub fn new(upstream: Upstream, key: &str, patience: Patience) -> Result<Arc<Self>, RelayError> {
        let key = key.trim();
        let mut key = HeaderValue::from_str(key).ok().filter(|_| !key.is_empty()).ok_or(RelayError::Key)?;
        key.set_sensitive(true);
        let client = reqwest::Client::builder()
            .redirect(Policy::none())
            .no_proxy()
            .use_rustls_tls()
            .connect_timeout(patience.connect)
            .read_timeout(patience.read)
            .user_agent(concat!("battera/", env!("CARGO_PKG_VERSION")))
            .build()?;
        Ok(Arc::new(Self {
            upstream,
            key,
            client,
            patience,
            permits: Semaphore::new(IN_FLIGHT),
            reads: Mutex::default(),
            paused_until: Mutex::default(),
        }))
    }

    /// Joins the same read, or begins it.
    fn read(self: &Arc<Self>, outgoing: Outgoing) -> Arc<Flight> {
        let name = format!("{} {}", outgoing.gzip, outgoing.url);
        let mut reads = self.reads.lock().unwrap_or_else(PoisonError::into_inner);
        reads.retain(|_, flight| flight.upgrade().is_some_and(|flight| flight.is_under_way()));
        if let Some(flight) = reads.get(&name).and_then(Weak::upgrade) {
            return flight;
        }
        let relay = Arc::clone(self);
        let flight = Arc::new(Flight::read(move |log| relay.drive(outgoing, wait::TRIES, log)));
        reads.insert(name, Arc::downgrade(&flight));
        flight
    }

    fn write(self: &Arc<Self>, outgoing: Outgoing) -> Arc<Flight> {
        // A read that began before this write must not answer who asks after it.
        self.reads.lock().unwrap_or_else(PoisonError::into_inner).clear();
        let relay = Arc::clone(self);
        Arc::new(Flight::write(move |log| relay.drive(outgoing, 1, log)))
    }

    /// Asks until there is an answer to pass on, and writes down what comes.
    async fn drive(self: Arc<Self>, outgoing: Outgoing, tries: u32, log: Log) {
        let deadline = Instant::now() + self.patience.begin;
        for tried in 1.. {
            if let Err(failure) = self.wait_for_pause(deadline).await {
                return log.failed(failure);
            }
            let Ok(Ok(permit)) = tokio::time::timeout_at(deadline, self.permits.acquire()).await else {
                return log.failed(Failure::Busy { secs: 1 });
            };
            let reply = self.ask(&outgoing, deadline).await;
            let asked = reply.as_ref().ok().and_then(|reply| {
                wait::asked(reply.headers().get(header::RETRY_AFTER).and_then(|value| value.to_str().ok()))
            });
            let failed = reply.as_ref().map_or(true, |reply| is_passing(reply.status()));
            let pause = wait::pause(tried, asked, chance());
            if failed && asked.is_some() {
                self.pause_until(Instant::now() + pause);
            }
            if failed && tried < tries && Instant::now() + pause < deadline {
                drop(permit);
                tokio::time::sleep(pause).await;
                continue;
            }
            if outgoing.method != http::Method::GET {
                // Nor may one that began while it was under way.
                self.reads.lock().unwrap_or_else(PoisonError::into_inner).clear();
            }
            return match reply {
                Err(failure) => log.failed(failure),
                Ok(reply) => {
                    let whole = self.patience.whole;
                    let passing = pass(reply, outgoing.gzip, log);
                    // Dropping the log in the middle reads as a reply that broke off.
                    let _cut = tokio::time::timeout(whole, passing).await;
                }
            };
        }
    }

    async fn ask(&self, outgoing: &Outgoing, deadline: Instant) -> Result<reqwest::Response, Failure> {
        let mut headers = HeaderMap::new();
        headers.insert("x-api-key", self.key.clone());
        headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
        let encoding = if outgoing.gzip { "gzip" } else { "identity" };
        headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(encoding));
        let mut request = self.client.request(outgoing.method.clone(), outgoing.url.clone());
        if let Some(body) = &outgoing.body {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
            request = request.body(body.clone());
        }
        let limit = deadline.min(Instant::now() + self.patience.read);
        match tokio::time::timeout_at(limit, request.headers(headers).send()).await {
            Ok(Ok(reply)) => Ok(reply),
            Ok(Err(error)) => {
                // Neither the address nor what it was asked for can name the key, but the log needs no query.
                tracing::warn!(error = %error.without_url(), "the upstream was not reached");
                Err(Failure::Unreachable)
            }
            Err(_) => Err(Failure::Unreachable),
        }
    }

    async fn wait_for_pause(&self, deadline: Instant) -> Result<(), Failure> {
        let until = *self.paused_until.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(until) = until.filter(|until| *until > Instant::now()) else { return Ok(()) };
        if until >= deadline {
            let secs = until.duration_since(Instant::now()).as_secs() + 1;
            return Err(Failure::Busy { secs });
        }
        tokio::time::sleep_until(until).await;
        Ok(())
    }

    fn pause_until(&self, moment: Instant) {
        let mut until = self.paused_until.lock().unwrap_or_else(PoisonError::into_inner);
        *until = Some(until.map_or(moment, |before| before.max(moment)));
    }
}

/// The routes of a server that relays.
pub fn router(relay: Arc<Relay>) -> Router {
    Router::new()
        .route("/api/v0/{*rest}", any(forward))
        .route("/ext/capabilities", get(capabilities))
        .merge(api::no_routes([
            "/api",
            "/api/",
            "/api/v0",
            "/api/v0/",
            "/api/{*rest}",
            "/ext",
            "/ext/",
            "/ext/{*rest}",
        ]))
        .with_state(relay)
}

async fn forward(State(relay): State<Arc<Relay>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(url) = relay.upstream.target(parts.uri.path(), parts.uri.query()) else {
        return api::ApiError::NotFound("Not found.").into_response();
    };
    let accepted = parts.headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
    let gzip = accepted.is_some_and(|accepted| accepted.split(',').any(|one| one.trim().starts_with("gzip")));
    match parts.method {
        Method::GET | Method::HEAD => {
            relay.read(Outgoing { method: Method::GET, url, gzip, body: None }).answer().await
        }
        Method::POST | Method::PUT | Method::DELETE => {
            let Ok(body) = axum::body::to_bytes(body, MAX_BODY_BYTES as usize).await else {
                return crate::reply::refuse(StatusCode::PAYLOAD_TOO_LARGE, "The body is larger than 8 MiB.");
            };
            relay.write(Outgoing { method: parts.method, url, gzip, body: Some(body) }).answer().await
        }
        _ => api::ApiError::Method.into_response(),
    }
}

/// What mackerel.io can do, which is the least that any upstream can.
async fn capabilities(who: Option<Extension<Who>>) -> Json<Capabilities> {
    let who = who.map(|Extension(who)| who);
    Json(Capabilities {
        server: concat!("battera ", env!("CARGO_PKG_VERSION"), " (relay)").to_owned(),
        evaluated_monitors: EVALUATED_THERE.map(str::to_owned).to_vec(),
        read_only: who.is_some_and(|who| who.access == Access::Read),
        signed_in: who.is_some_and(|who| who.way == Way::Session),
        ..Capabilities::default()
    })
}

const EVALUATED_THERE: [&str; 8] =
    ["connectivity", "host", "service", "expression", "check", "external", "anomalyDetection", "query"];

/// Hands on a reply as it comes.
async fn pass(mut reply: reqwest::Response, gzip: bool, log: Log) {
    match answer::head(reply.status(), reply.headers(), gzip) {
        Ok(head) => log.head(head),
        Err(failure) => return log.failed(failure),
    }
    loop {
        match reply.chunk().await {
            Ok(Some(chunk)) if log.chunk(chunk.clone()) => {}
            Ok(None) => return log.complete(),
            Ok(Some(_)) | Err(_) => return log.broken(),
        }
    }
}

/// Whether another try may get another answer.
fn is_passing(status: StatusCode) -> bool {
    status == StatusCode::TOO_MANY_REQUESTS || status.is_server_error()
}

/// From 0 to 1; without random numbers all of the pause.
fn chance() -> f64 {
    getrandom::u32().map_or(1.0, |number| f64::from(number) / f64::from(u32::MAX))
}
