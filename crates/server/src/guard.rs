//! Who may ask at all. It stands before everything else, so that no page of a stranger reaches the data.
//!
//! * There is exactly one `Host`, it is one of ours, and a target with an authority names the same one: else 421.
//!   A name that a stranger points at this machine is thereby useless to their page.
//! * What may change something comes from the app itself or from a program, which sends neither `Origin` nor
//!   `Sec-Fetch-Site`: else 403.
//! * `OPTIONS` is answered 204; only origins that the server was told of learn that they may go on.

use crate::origin::Origins;
use crate::reply::refuse;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use std::sync::Arc;

/// Why a request is not even looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Refusal {
    /// It is meant for another server.
    Misdirected,
    /// A page of another origin sent it.
    Foreign,
}

/// Lets through what is meant for us and allowed to ask.
pub(crate) async fn guard(State(origins): State<Arc<Origins>>, request: Request, next: Next) -> Response {
    match check(request.method(), request.uri(), request.headers(), &origins) {
        Err(Refusal::Misdirected) => refuse(
            StatusCode::MISDIRECTED_REQUEST,
            format!(
                "The Host header does not name this server, which is at {}/. Other addresses of it are named with \
                 --origin.",
                origins.main()
            ),
        ),
        Err(Refusal::Foreign) => {
            refuse(StatusCode::FORBIDDEN, "A page of another origin may not change anything here.")
        }
        Ok(()) => {
            let page = trusted_page(request.headers(), &origins);
            let mut response = if request.method() == Method::OPTIONS {
                StatusCode::NO_CONTENT.into_response()
            } else {
                next.run(request).await
            };
            if let Some(page) = page {
                share(response.headers_mut(), page);
            }
            response
        }
    }
}

fn check(method: &Method, uri: &Uri, headers: &HeaderMap, origins: &Origins) -> Result<(), Refusal> {
    let mut hosts = headers.get_all(header::HOST).iter();
    let (Some(host), None) = (hosts.next(), hosts.next()) else { return Err(Refusal::Misdirected) };
    let host = host.to_str().map_err(|_| Refusal::Misdirected)?;
    let same_target = uri.authority().is_none_or(|target| target.as_str().eq_ignore_ascii_case(host));
    if !same_target || !origins.answers_for(host) {
        return Err(Refusal::Misdirected);
    }
    if matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS) {
        return Ok(());
    }
    let foreign = headers
        .get_all(header::ORIGIN)
        .iter()
        .any(|page| !page.to_str().is_ok_and(|page| origins.is_own_page(page, host)));
    // An origin that the server was told of may be of another site; then the `Origin` has been looked at.
    let foreign_site = !headers.contains_key(header::ORIGIN)
        && headers.get_all("sec-fetch-site").iter().any(|site| site != "same-origin" && site != "none");
    if foreign || foreign_site { Err(Refusal::Foreign) } else { Ok(()) }
}

/// The origin of the page that asks, when it is one that may read the answer from elsewhere.
fn trusted_page(headers: &HeaderMap, origins: &Origins) -> Option<HeaderValue> {
    let page = headers.get(header::ORIGIN)?;
    origins.is_trusted(page.to_str().ok()?).then(|| page.clone())
}

fn share(headers: &mut HeaderMap, page: HeaderValue) {
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, page);
    for (name, value) in [
        (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, PUT, DELETE, OPTIONS"),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, "X-Api-Key, Content-Type, X-Battera-App"),
        (header::ACCESS_CONTROL_EXPOSE_HEADERS, "Last-Modified, Retry-After"),
        (header::ACCESS_CONTROL_MAX_AGE, "600"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.append(header::VARY, HeaderValue::from_static("origin"));
}
