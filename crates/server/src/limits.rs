//! How long and how much a client may ask, so that no client keeps the others waiting.

use crate::reply::refuse;
use axum::body::HttpBody;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use http_body_util::BodyExt;
use std::any::Any;
use std::time::Duration;

/// The largest body that is read.
pub const MAX_BODY_BYTES: u64 = 8 << 20;

/// How much of a body that is too large is still taken, so that its sender reads the refusal and not a reset.
const MAX_DISCARDED_BYTES: u64 = 64 << 20;

/// The longest path with its query.
const MAX_TARGET_BYTES: usize = 16 << 10;

/// The longest headers, all together.
const MAX_HEADER_BYTES: usize = 32 << 10;

/// What a client gets.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// From the first moment of a connection, or the last answer on it, to the end of the next request's headers.
    pub headers: Duration,
    /// From the headers to the end of the body.
    pub body: Duration,
    /// From the headers to the answer.
    pub request: Duration,
    /// Without a byte taken while an answer is sent.
    pub stalled: Duration,
    /// From the wish to end to the end.
    pub drain: Duration,
    /// Connections at a time; more wait to be accepted.
    pub connections: usize,
    /// Connections of one address at a time; more are closed at once.
    pub connections_per_address: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            headers: Duration::from_secs(10),
            body: Duration::from_secs(10),
            request: Duration::from_secs(30),
            stalled: Duration::from_secs(30),
            drain: Duration::from_secs(10),
            connections: 512,
            connections_per_address: 64,
        }
    }
}

/// Refuses a target or headers that are longer than any honest client's.
pub(crate) async fn limit_head(request: Request, next: Next) -> Response {
    let target = request.uri().path_and_query().map_or(0, |target| target.as_str().len());
    let bytes: usize = request.headers().iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
    if target > MAX_TARGET_BYTES {
        return refuse(StatusCode::URI_TOO_LONG, "The address is longer than 16 KiB.");
    }
    if bytes > MAX_HEADER_BYTES {
        return refuse(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE, "The headers are longer than 32 KiB.");
    }
    next.run(request).await
}

/// Refuses at once a body that says it is too large.
pub(crate) async fn limit_body(request: Request, next: Next) -> Response {
    let announced = announced_bytes(request.headers());
    if announced <= MAX_BODY_BYTES && request.body().size_hint().lower() <= MAX_BODY_BYTES {
        return next.run(request).await;
    }
    if announced <= MAX_DISCARDED_BYTES {
        let mut body = request.into_body();
        while let Some(Ok(_)) = body.frame().await {}
    }
    refuse(StatusCode::PAYLOAD_TOO_LARGE, "The body is larger than 8 MiB.")
}

/// Gives up on an answer that takes too long.
pub(crate) async fn limit_time(State(limit): State<Duration>, request: Request, next: Next) -> Response {
    if let Ok(response) = tokio::time::timeout(limit, next.run(request)).await {
        return response;
    }
    let mut response = refuse(StatusCode::SERVICE_UNAVAILABLE, "The answer took too long.");
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
    response
}

/// The answer of a handler that panicked.
pub(crate) fn panicked(reason: Box<dyn Any + Send>) -> Response {
    let text = reason.downcast_ref::<&str>().copied();
    let text = text.or_else(|| reason.downcast_ref::<String>().map(String::as_str));
    tracing::error!(reason = text.unwrap_or("unknown"), "a handler panicked");
    refuse(StatusCode::INTERNAL_SERVER_ERROR, "internal error")
}

fn announced_bytes(headers: &HeaderMap) -> u64 {
    let length = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok());
    length.and_then(|length| length.parse().ok()).unwrap_or(0)
}
