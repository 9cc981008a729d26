//! Asking a web server as an external monitor says, and what came of it.
//!
//! * Only [allowed](crate::address) addresses are asked, and each redirect is looked at like the first address.
//! * Each question has a connection of its own, so that its time is that of a new visitor.
//! * A question ends in the time it is given, redirects included, and takes `MOST_BYTES` of a body at most.
//! * What the monitor sends goes to the server it names only: a redirect to another gets neither headers nor body.

use crate::address::{Allowed, Family, NotAllowed};
use crate::certificate::not_after;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use mackerel::monitors::Monitor;
use reqwest::tls::TlsInfo;
use reqwest::{Response, Url};
use serde_json::Value;
use series::Time;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Redirects that are followed; one more is a failure.
const MOST_REDIRECTS: usize = 2;

/// How much of a body is read. A text that comes later is not found.
const MOST_BYTES: usize = 1 << 20;

/// Headers that are the connection's own.
const OF_CONNECTION: [HeaderName; 7] = [
    header::CONNECTION,
    header::CONTENT_LENGTH,
    header::TE,
    header::TRAILER,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
    header::EXPECT,
];

/// Asks web servers.
pub(super) struct Asker {
    allowed: Allowed,
    /// For an answer with all redirects before it.
    longest: Duration,
    /// By whether certificates are verified, and the family of addresses.
    clients: Mutex<HashMap<(bool, Family), reqwest::Client>>,
}

/// What a monitor asks for.
pub(super) struct Question {
    url: String,
    method: Method,
    headers: HeaderMap,
    body: String,
    /// The status that is wanted; otherwise any of 200 to 399.
    status: Option<u16>,
    /// The text that the body is to have; empty for any.
    text: String,
    follows: bool,
    verifies: bool,
    family: Family,
}

/// What came back, as it was wanted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Reply {
    pub(super) status: StatusCode,
    /// Until the end of the body.
    pub(super) took_ms: f64,
    /// When the first certificate ends of all that were met.
    pub(super) expires: Option<Time>,
}

/// Why there is no reply, or none that was wanted. The text is the message of the alert.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    #[error("the URL cannot be read")]
    Url,
    #[error(transparent)]
    Address(#[from] NotAllowed),
    #[error("no complete answer in time")]
    Slow,
    #[error("no answer: {0}")]
    Connection(String),
    #[error("more than {MOST_REDIRECTS} redirects")]
    Redirects,
    #[error("a redirect to nowhere")]
    Nowhere,
    #[error("the status is {0}")]
    Status(StatusCode),
    #[error("{0}, but the body does not contain the text")]
    Text(StatusCode),
}

impl Question {
    /// What the monitor asks for. Headers that no request can carry are left out.
    pub(super) fn of(monitor: &Monitor) -> Self {
        let flag = |name: &str| monitor.extra.get(name).and_then(Value::as_bool).unwrap_or(false);
        let text = |name: &str| monitor.text(name).unwrap_or_default().to_owned();
        Self {
            url: monitor.url.clone().unwrap_or_default(),
            method: monitor.text("method").and_then(|method| method.parse().ok()).unwrap_or(Method::GET),
            headers: headers(monitor),
            body: text("requestBody"),
            status: monitor.whole("expectedStatusCode").and_then(|status| status.try_into().ok()),
            text: text("containsString"),
            follows: flag("followRedirect"),
            verifies: !flag("skipCertificateVerification"),
            family: match monitor.text("dualstack") {
                Some("ipv6") => Family::V6,
                Some("auto") => Family::Any,
                _ => Family::V4,
            },
        }
    }

    fn wants(&self, status: StatusCode) -> bool {
        self.status.map_or((200..400).contains(&status.as_u16()), |wanted| wanted == status.as_u16())
    }
}

/// One address on the way to the reply.
struct Hop {
    url: Url,
    method: Method,
    /// Whether what the monitor sends goes there.
    is_trusted: bool,
}

impl Asker {
    pub(super) fn new(allowed: Allowed, longest: Duration) -> Self {
        Self { allowed, longest, clients: Mutex::default() }
    }

    pub(super) async fn ask(&self, question: &Question) -> Result<Reply, Failure> {
        tokio::time::timeout(self.longest, self.follow(question)).await.unwrap_or(Err(Failure::Slow))
    }

    async fn follow(&self, question: &Question) -> Result<Reply, Failure> {
        let client = self.client(question.verifies, question.family)?;
        let began = Instant::now();
        let mut expires: Option<Time> = None;
        let url = question.url.parse().map_err(|_| Failure::Url)?;
        let mut hop = Hop { url, method: question.method.clone(), is_trusted: true };
        for _ in 0..=MOST_REDIRECTS {
            let reply = self.send(&client, question, &hop).await?;
            let info = reply.extensions().get::<TlsInfo>();
            let end = info.and_then(TlsInfo::peer_certificate).and_then(not_after);
            expires = expires.into_iter().chain(end).min();
            if question.follows
                && let Some(next) = hop.next(&reply)?
            {
                hop = next;
                continue;
            }
            let status = reply.status();
            let body = read(reply).await?;
            let took_ms = began.elapsed().as_secs_f64() * 1_000.0;
            if !question.wants(status) {
                return Err(Failure::Status(status));
            }
            if !String::from_utf8_lossy(&body).contains(&question.text) {
                return Err(Failure::Text(status));
            }
            return Ok(Reply { status, took_ms, expires });
        }
        Err(Failure::Redirects)
    }

    async fn send(
        &self,
        client: &reqwest::Client,
        question: &Question,
        hop: &Hop,
    ) -> Result<Response, Failure> {
        self.allowed.check(&hop.url)?;
        let mut request = client.request(hop.method.clone(), hop.url.clone());
        if hop.is_trusted {
            request = request.headers(question.headers.clone());
            if !question.body.is_empty() && hop.method != Method::GET {
                request = request.body(question.body.clone());
            }
        }
        request.send().await.map_err(failure)
    }

    /// The client for these questions, made when it is first wanted: reading the system's certificates takes a while.
    fn client(&self, verifies: bool, family: Family) -> Result<reqwest::Client, Failure> {
        let mut clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(client) = clients.get(&(verifies, family)) {
            return Ok(client.clone());
        }
        let builder = self.allowed.client(family, self.longest).tls_info(true).pool_max_idle_per_host(0);
        let client = builder.danger_accept_invalid_certs(!verifies).build().map_err(failure)?;
        clients.insert((verifies, family), client.clone());
        Ok(client)
    }
}

impl Hop {
    /// Where a reply leads, if it is a redirect.
    fn next(&self, reply: &Response) -> Result<Option<Self>, Failure> {
        let status = reply.status().as_u16();
        if !matches!(status, 301 | 302 | 303 | 307 | 308) {
            return Ok(None);
        }
        let location = reply.headers().get(header::LOCATION).and_then(|location| location.to_str().ok());
        let url = location.and_then(|location| self.url.join(location).ok()).ok_or(Failure::Nowhere)?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(Failure::Nowhere);
        }
        let method = if status < 307 { Method::GET } else { self.method.clone() };
        let is_trusted = self.is_trusted && url.origin() == self.url.origin();
        Ok(Some(Self { url, method, is_trusted }))
    }
}

fn headers(monitor: &Monitor) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for one in monitor.extra.get("headers").and_then(Value::as_array).into_iter().flatten() {
        let text = |name: &str| one.get(name).and_then(Value::as_str).unwrap_or_default();
        let name = text("name").parse::<HeaderName>().ok().filter(|name| !OF_CONNECTION.contains(name));
        if let (Some(name), Ok(value)) = (name, text("value").parse::<HeaderValue>()) {
            headers.append(name, value);
        }
    }
    headers
}

async fn read(mut reply: Response) -> Result<Vec<u8>, Failure> {
    let mut body = Vec::new();
    while body.len() < MOST_BYTES {
        let Some(chunk) = reply.chunk().await.map_err(failure)? else { break };
        body.extend(&chunk[..chunk.len().min(MOST_BYTES - body.len())]);
    }
    Ok(body)
}

/// The innermost reason, without the address: that may have a password in it.
fn failure(error: reqwest::Error) -> Failure {
    if error.is_timeout() {
        return Failure::Slow;
    }
    let error = error.without_url();
    let mut reason: &dyn std::error::Error = &error;
    while let Some(inner) = reason.source() {
        if inner.is::<NotAllowed>() {
            return Failure::Address(NotAllowed);
        }
        reason = inner;
    }
    Failure::Connection(reason.to_string())
}
