//! What of an upstream's reply is passed on: its status, JSON, and three headers. Everything else stays here.
//!
//! * Only JSON reaches a browser. Anything else is an error in the form of the API, whatever it says it is.
//! * A redirect is not followed, and a refused key is this server's misconfiguration, not the browser's: both are 502.
//! * A body larger than [`MAX_BODY_BYTES`] is cut off, which its reader notices.

use crate::reply::refuse;
use axum::response::Response;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};

/// The largest reply that is passed on, as it comes over the network.
pub(super) const MAX_BODY_BYTES: usize = 32 << 20;

/// What of the headers is passed on.
const PASSED: [HeaderName; 3] = [header::LAST_MODIFIED, header::RETRY_AFTER, header::CONTENT_ENCODING];

/// The beginning of a reply that is passed on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
}

/// Why there is nothing to pass on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Failure {
    /// No connection, or none in time.
    Unreachable,
    /// It began to answer and did not finish, in time or at all.
    Broken,
    /// So many requests wait for the upstream, or it asked for a pause, that this one has to come again.
    Busy { secs: u64 },
    /// It answered what cannot be passed on.
    Unfit(&'static str),
}

impl Failure {
    /// What the client is told.
    pub(super) fn response(&self) -> Response {
        let bad = |why: &str| refuse(StatusCode::BAD_GATEWAY, why);
        match self {
            Self::Unreachable => refuse(StatusCode::GATEWAY_TIMEOUT, "The upstream does not answer."),
            Self::Broken => bad("The upstream's answer broke off."),
            Self::Unfit(why) => bad(why),
            Self::Busy { secs } => {
                let mut response = refuse(StatusCode::SERVICE_UNAVAILABLE, "The upstream is busy.");
                response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(*secs));
                response
            }
        }
    }
}

/// Looks at the beginning of a reply to a request that did or did not allow compression.
pub(super) fn head(status: StatusCode, headers: &HeaderMap, gzip: bool) -> Result<Head, Failure> {
    if status.is_redirection() || status.is_informational() {
        return Err(Failure::Unfit("The upstream answered a redirect, which is not followed."));
    }
    if status == StatusCode::UNAUTHORIZED {
        return Err(Failure::Unfit("The upstream does not accept the key that this server has for it."));
    }
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let media = text(header::CONTENT_TYPE).split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if media != "application/json" {
        return Err(Failure::Unfit("The upstream answered something other than JSON."));
    }
    match text(header::CONTENT_ENCODING) {
        "" | "identity" => {}
        "gzip" if gzip => {}
        _ => return Err(Failure::Unfit("The upstream answered in an encoding that nobody asked for.")),
    }
    if text(header::CONTENT_LENGTH).parse().is_ok_and(|bytes: usize| bytes > MAX_BODY_BYTES) {
        return Err(Failure::Unfit("The upstream's answer is larger than 32 MiB."));
    }
    let mut passed = HeaderMap::new();
    for name in PASSED {
        if let Some(value) = headers.get(&name) {
            passed.insert(name, value.clone());
        }
    }
    passed.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Ok(Head { status, headers: passed })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(all: &[(&'static str, &'static str)]) -> HeaderMap {
        all.iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
            .collect()
    }

    #[test]
    fn json_is_passed_on_and_nothing_else() {
        const JSON: (&str, &str) = ("content-type", "application/json; charset=utf-8");
        for (status, sent, gzip, passes) in [
            (200, &[JSON][..], false, true),
            (404, &[JSON], false, true),
            (429, &[JSON], false, true),
            (500, &[JSON], false, true),
            (401, &[JSON], false, false),
            (302, &[JSON], false, false),
            (304, &[JSON], false, false),
            (200, &[("content-type", "text/html")], false, false),
            (500, &[("content-type", "text/html")], false, false),
            (200, &[("content-type", "application/jsonp")], false, false),
            (200, &[], false, false),
            (200, &[JSON, ("content-encoding", "gzip")], true, true),
            (200, &[JSON, ("content-encoding", "gzip")], false, false),
            (200, &[JSON, ("content-encoding", "br")], true, false),
            (200, &[JSON, ("content-length", "1073741824")], true, false),
        ] {
            let status = StatusCode::from_u16(status).unwrap();
            assert_eq!(head(status, &headers(sent), gzip).is_ok(), passes, "{status} {sent:?} {gzip}");
        }
    }

    #[test]
    fn of_the_headers_only_three_are_passed_on() {
        let sent = headers(&[
            ("content-type", "application/json"),
            ("set-cookie", "a=b"),
            ("access-control-allow-origin", "*"),
            ("content-security-policy", "none"),
            ("server", "nginx"),
            ("x-api-key", "secret"),
            ("last-modified", "Thu, 01 Jan 1970 00:00:00 GMT"),
            ("retry-after", "5"),
        ]);
        let passed = head(StatusCode::OK, &sent, false).unwrap().headers;
        let mut names: Vec<&str> = passed.keys().map(HeaderName::as_str).collect();
        names.sort_unstable();
        assert_eq!(names, ["content-type", "last-modified", "retry-after"]);
    }
}
