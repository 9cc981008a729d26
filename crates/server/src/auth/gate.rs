//! Stands before every route of the API: finds out who asks, and refuses who may not.
//!
//! * Nobody: 401. Somebody who may only read and wants to change something: 403.
//! * What a browser sends by itself, a cookie or what a proxy adds to it, lets nobody write who is not the app:
//!   a write must carry the app's own header, which no foreign page can send, and say that it comes from a page of
//!   this origin. A key needs neither, because no browser sends one by itself.

use super::keyring::Access;
use super::{Auth, Keys, cookie};
use crate::reply::refuse;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::{Extensions, HeaderMap, Method, StatusCode, header};
use mackerel::session::APP_HEADER;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

/// The address at the other end of the connection.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub IpAddr);

/// How somebody was recognized.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Not at all: the server has no keys.
    Open,
    /// By the key in the header.
    Key,
    /// By the cookie of a session.
    Session,
    /// By a proxy.
    Proxy,
}

/// Who asks; handlers find it in the request's extensions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Who {
    /// What they may do.
    pub access: Access,
    /// How they were recognized.
    pub way: Way,
}

/// Why a request goes no further.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Denied {
    /// Nobody knows who asks.
    Unknown,
    /// They may only read.
    ReadOnly,
    /// The browser may have been made to send it.
    NotTheApp,
}

impl Denied {
    pub(super) fn response(self) -> Response {
        match self {
            // The words that clients of the API know.
            Self::Unknown => {
                refuse(StatusCode::UNAUTHORIZED, "Authentication failed. Please try with valid Api Key.")
            }
            Self::ReadOnly => refuse(StatusCode::FORBIDDEN, "This key may read, but not change anything."),
            Self::NotTheApp => refuse(
                StatusCode::FORBIDDEN,
                "A signed-in browser may change something only from the app's own pages.",
            ),
        }
    }
}

/// Lets through who may ask for this, and says in the request who it is.
pub(crate) async fn gate(State(auth): State<Arc<Auth>>, mut request: Request, next: Next) -> Response {
    match auth.admit(request.method(), request.uri().path(), request.headers(), request.extensions()) {
        Ok(who) => {
            request.extensions_mut().insert(who);
            next.run(request).await
        }
        Err(denied) => denied.response(),
    }
}

impl Auth {
    fn admit(
        &self,
        method: &Method,
        path: &str,
        headers: &HeaderMap,
        extensions: &Extensions,
    ) -> Result<Who, Denied> {
        let who = self.recognize(headers, peer(extensions)).ok_or(Denied::Unknown)?;
        if only_reads(method, path) {
            return Ok(who);
        }
        if matches!(who.way, Way::Session | Way::Proxy) && !is_from_the_app(headers) {
            return Err(Denied::NotTheApp);
        }
        if who.access < Access::Write { Err(Denied::ReadOnly) } else { Ok(who) }
    }

    fn recognize(&self, headers: &HeaderMap, peer: IpAddr) -> Option<Who> {
        let keys = self.keys();
        let ring = match &keys {
            Keys::Ring(ring) => Some(ring),
            Keys::Never if self.may_be_open && names_loopback(headers) => {
                return Some(Who { access: Access::Write, way: Way::Open });
            }
            Keys::Never | Keys::Unreadable => None,
        };
        let mut presented = headers.get_all("x-api-key").iter();
        if let Some(key) = presented.next() {
            let only = presented.next().is_none();
            let key = key.to_str().ok().filter(|_| only)?;
            return ring?.find(key).map(|key| Who { access: key.access, way: Way::Key });
        }
        if self.proxies.person(headers, peer).is_some() {
            return Some(Who { access: Access::Write, way: Way::Proxy });
        }
        let ring = ring?;
        let token = cookie::read(headers, &self.cookie_name(&ring.pepper, headers))?;
        let key = self.sessions.key_of(&ring.pepper, token, self.clock.now())?;
        ring.get(&key).map(|key| Who { access: key.access, way: Way::Session })
    }
}

/// The address at the other end; without a connection, as in tests, this machine's.
pub(super) fn peer(extensions: &Extensions) -> IpAddr {
    extensions.get::<Peer>().map_or(Ipv4Addr::LOCALHOST.into(), |peer| peer.0)
}

/// Whether the app itself sent a write: it says so in a header, for which a foreign page would have to ask first and
/// be refused, and the browser says that the page is of this origin. That an `Origin` is one of ours was checked by
/// the guard, which stands before.
pub(super) fn is_from_the_app(headers: &HeaderMap) -> bool {
    let own_page = headers.contains_key(header::ORIGIN)
        || headers.get("sec-fetch-site").is_some_and(|site| site == "same-origin");
    headers.contains_key(APP_HEADER) && own_page
}

fn only_reads(method: &Method, path: &str) -> bool {
    // A search of traces is sent as a POST.
    matches!(*method, Method::GET | Method::HEAD) || *method == Method::POST && path == "/api/v0/traces"
}

/// Whether the request is for this machine's loopback by name or number. A proxy that passes on the name that people
/// use is thereby never taken for someone at this machine.
fn names_loopback(headers: &HeaderMap) -> bool {
    let Some(Ok(host)) = headers.get(header::HOST).map(http::HeaderValue::to_str) else { return false };
    let name = host.rsplit_once(':').filter(|(_, port)| !port.contains(']')).map_or(host, |(name, _)| name);
    let address = name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    name.eq_ignore_ascii_case("localhost") || address.is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    #[test]
    fn names_of_the_loopback_are_told_from_others() {
        for (host, expected) in [
            ("localhost:7373", true),
            ("LOCALHOST", true),
            ("127.0.0.1:7373", true),
            ("127.1.2.3", true),
            ("[::1]:7373", true),
            ("[::1]", true),
            ("battera.example", false),
            ("localhost.example:80", false),
            ("192.168.1.5:7373", false),
            ("0.0.0.0:7373", false),
            ("", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, HeaderValue::from_str(host).unwrap());
            assert_eq!(names_loopback(&headers), expected, "{host}");
        }
    }
}
