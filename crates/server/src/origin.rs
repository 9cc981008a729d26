//! Under which addresses the server is reached by a browser.
//!
//! An authority is a host and a port, in lower case; the port is left out where it is the scheme's own.

use std::net::{IpAddr, SocketAddr};

/// Scheme, host and port, such as `http://localhost:7373`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    scheme: String,
    authority: String,
}

/// The text is not an origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an origin such as http://localhost:8080")]
pub struct NotAnOrigin;

impl Origin {
    fn http(host: &str, port: u16) -> Self {
        Self { scheme: "http".to_owned(), authority: without_own_port("http", &format!("{host}:{port}")) }
    }

    /// The host, and the port unless it is the scheme's own.
    pub fn authority(&self) -> &str {
        &self.authority
    }
}

impl std::fmt::Display for Origin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}://{}", self.scheme, self.authority)
    }
}

impl std::str::FromStr for Origin {
    type Err = NotAnOrigin;

    fn from_str(text: &str) -> Result<Self, NotAnOrigin> {
        let (scheme, authority) = text.trim_end_matches('/').split_once("://").ok_or(NotAnOrigin)?;
        let is_host = |c: char| c.is_ascii_alphanumeric() || "-._:[]".contains(c);
        if !matches!(scheme, "http" | "https") || authority.is_empty() || !authority.chars().all(is_host) {
            return Err(NotAnOrigin);
        }
        Ok(Self { scheme: scheme.to_owned(), authority: without_own_port(scheme, authority) })
    }
}

/// Where the server is: its own names, and the origins of proxies that it was told of.
#[derive(Debug, Clone)]
pub struct Origins {
    own: Vec<Origin>,
    trusted: Vec<Origin>,
}

impl Origins {
    /// What a server that listens on this address answers to: the address itself and the names of this machine's
    /// loopback, all with its port.
    pub fn new(address: SocketAddr, trusted: Vec<Origin>) -> Self {
        let listening = match address.ip() {
            IpAddr::V4(ip) => ip.to_string(),
            IpAddr::V6(ip) => format!("[{ip}]"),
        };
        let own = [listening.as_str(), "127.0.0.1", "localhost", "[::1]"]
            .map(|host| Origin::http(host, address.port()))
            .to_vec();
        Self { own, trusted }
    }

    /// The origin to show to a person.
    pub fn main(&self) -> String {
        self.own.first().map(Origin::to_string).unwrap_or_default()
    }

    /// The origin to name in messages to people: the first that the server was told of, else its own.
    pub fn public(&self) -> String {
        self.trusted.first().map_or_else(|| self.main(), Origin::to_string)
    }

    /// Whether a request for this authority is for us.
    pub fn answers_for(&self, authority: &str) -> bool {
        let authority = without_own_port("http", authority);
        self.own.iter().chain(&self.trusted).any(|origin| origin.authority == authority)
    }

    /// Whether a page of this origin is the app itself, as served under this authority.
    pub fn is_own_page(&self, origin: &str, authority: &str) -> bool {
        let authority = without_own_port("http", authority);
        origin.parse().is_ok_and(|page: Origin| {
            self.own.contains(&page) && page.authority == authority || self.trusted.contains(&page)
        })
    }

    /// Whether pages are under https at this authority, which only a proxy that the server was told of can do.
    pub fn is_https(&self, authority: &str) -> bool {
        let authority = without_own_port("https", authority);
        self.trusted.iter().any(|origin| origin.scheme == "https" && origin.authority == authority)
    }

    /// Whether a page of this origin was allowed to use the API from elsewhere.
    pub fn is_trusted(&self, origin: &str) -> bool {
        origin.parse().is_ok_and(|page: Origin| self.trusted.contains(&page))
    }
}

fn without_own_port(scheme: &str, authority: &str) -> String {
    let authority = authority.to_ascii_lowercase();
    let port = if scheme == "https" { ":443" } else { ":80" };
    authority.strip_suffix(port).map_or(authority.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_and_authorities_are_ours_or_not() {
        let trusted = vec!["http://127.0.0.1:7374/".parse().unwrap()];
        let origins = Origins::new("127.0.0.1:7373".parse().unwrap(), trusted);
        for (authority, ours) in [
            ("127.0.0.1:7373", true),
            ("LOCALHOST:7373", true),
            ("[::1]:7373", true),
            ("127.0.0.1:7374", true),
            ("127.0.0.1", false),
            ("127.0.0.1:7375", false),
            ("localhost.:7373", false),
            ("evil.example:7373", false),
            ("a@127.0.0.1:7373", false),
            ("", false),
        ] {
            assert_eq!(origins.answers_for(authority), ours, "{authority}");
        }
        for (page, authority, ours) in [
            ("http://127.0.0.1:7373", "127.0.0.1:7373", true),
            ("http://localhost:7373", "127.0.0.1:7373", false),
            ("http://127.0.0.1:7374", "127.0.0.1:7373", true),
            ("https://127.0.0.1:7373", "127.0.0.1:7373", false),
            ("http://evil.example:7373", "127.0.0.1:7373", false),
            ("null", "127.0.0.1:7373", false),
            ("", "127.0.0.1:7373", false),
        ] {
            assert_eq!(origins.is_own_page(page, authority), ours, "{page} on {authority}");
        }
        let on_port_80 = Origins::new("127.0.0.1:80".parse().unwrap(), vec![]);
        assert!(on_port_80.answers_for("localhost") && on_port_80.answers_for("localhost:80"));
    }

    #[test]
    fn what_is_not_an_origin_is_refused() {
        for text in
            ["", "null", "localhost:80", "ftp://a", "http://", "http://a/b", "http://a b", "http://u@a"]
        {
            assert_eq!(text.parse::<Origin>(), Err(NotAnOrigin), "{text}");
        }
    }
}
