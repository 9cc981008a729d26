//! `/ext/session`: a browser signs in with a key that a person pastes once, and signs out.
//!
//! * After ten wrong keys within a minute an address waits: 429 with `Retry-After`, whatever it sends.
//! * Each sign-in makes a new token; the session that the browser had before ends.
//! * The key itself is never stored in the browser, nor answered.

use super::gate::{Denied, is_from_the_app, peer};
use super::keyring::Keyring;
use super::secret::{Pepper, Purpose};
use super::sessions::LENGTH_SECS;
use super::{Auth, Keys, cookie, secret};
use crate::api::ApiError;
use crate::reply::refuse;
use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use cookie::Scheme;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use mackerel::Success;
use mackerel::session::SignIn;
use std::sync::Arc;

const PATH: &str = "/ext/session";

/// Longest body in bytes; a key is far shorter.
const MAX_BODY_BYTES: usize = 4_096;

/// Signing in and out. They stand outside the gate, because who signs in has not been let in yet.
pub(crate) fn routes(auth: Arc<Auth>) -> Router {
    Router::new()
        .route(PATH, post(sign_in).delete(sign_out))
        .method_not_allowed_fallback(|| async { ApiError::Method })
        .with_state(auth)
}

async fn sign_in(State(auth): State<Arc<Auth>>, request: Request) -> Result<Response, Response> {
    let (parts, body) = request.into_parts();
    if !is_from_the_app(&parts.headers) {
        return Err(Denied::NotTheApp.response());
    }
    let client = auth.proxies.client(&parts.headers, peer(&parts.extensions));
    let now = auth.clock.now();
    if let Some(secs) = auth.attempts.must_wait(client, now) {
        let mut response =
            refuse(StatusCode::TOO_MANY_REQUESTS, "Too many wrong keys. Try again in a minute.");
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(secs));
        return Err(response);
    }
    let body: Bytes = axum::body::to_bytes(body, MAX_BODY_BYTES)
        .await
        .map_err(|_| ApiError::TooLarge("the body is longer than 4 KiB".to_owned()).into_response())?;
    let SignIn { key } = serde_json::from_slice(&body)
        .map_err(|error| ApiError::invalid(format!("invalid body: {error}")).into_response())?;
    let ring = auth.ring();
    let known = ring.as_ref().and_then(|ring| Some((ring, ring.find(key.trim())?)));
    let Some((ring, key)) = known else {
        auth.attempts.failed(client, now);
        return Err(Denied::Unknown.response());
    };
    let name = auth.cookie_name(&ring.pepper, &parts.headers);
    let begin = async {
        if let Some(before) = cookie::read(&parts.headers, &name) {
            auth.sessions.end(&ring.pepper, before).await?;
        }
        auth.sessions.begin(&ring.pepper, &key.id, now).await
    };
    let token = begin.await.map_err(|error| ApiError::from(error).into_response())?;
    Ok(auth.with_cookie(&ring.pepper, &parts.headers, &token, LENGTH_SECS))
}

async fn sign_out(State(auth): State<Arc<Auth>>, headers: HeaderMap) -> Result<Response, Response> {
    if !is_from_the_app(&headers) {
        return Err(Denied::NotTheApp.response());
    }
    let Some(ring) = auth.ring() else { return Ok(Json(Success { success: true }).into_response()) };
    if let Some(token) = cookie::read(&headers, &auth.cookie_name(&ring.pepper, &headers)) {
        let ended = auth.sessions.end(&ring.pepper, token).await;
        ended.map_err(|error| ApiError::from(error).into_response())?;
    }
    Ok(auth.with_cookie(&ring.pepper, &headers, "", 0))
}

impl Auth {
    fn ring(&self) -> Option<Arc<Keyring>> {
        match self.keys() {
            Keys::Ring(ring) => Some(ring),
            Keys::Never | Keys::Unreadable => None,
        }
    }

    /// The name of this server's cookie under the address that the request is for.
    pub(super) fn cookie_name(&self, pepper: &Pepper, headers: &HeaderMap) -> String {
        let [a, b, c, d, ..] = pepper.hash(Purpose::CookieName, "");
        cookie::name(&secret::to_hex(&[a, b, c, d]), self.scheme(headers))
    }

    fn with_cookie(&self, pepper: &Pepper, headers: &HeaderMap, value: &str, secs: i64) -> Response {
        let mut response = Json(Success { success: true }).into_response();
        let name = self.cookie_name(pepper, headers);
        if let Some(cookie) = cookie::set(&name, value, secs, self.scheme(headers)) {
            response.headers_mut().insert(header::SET_COOKIE, cookie);
        }
        response
    }

    fn scheme(&self, headers: &HeaderMap) -> Scheme {
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
        if self.origins.is_https(host) { Scheme::Https } else { Scheme::Http }
    }
}
