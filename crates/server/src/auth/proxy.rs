//! Proxies that have asked who someone is before they pass a request on.
//!
//! Their header counts only from their own addresses: from anywhere else anyone could write it. It is given once,
//! and is not empty.

use super::network::Network;
use http::{HeaderMap, HeaderName};
use std::net::IpAddr;

/// Which proxies there are and how they say who asks.
#[derive(Debug, Clone, Default)]
pub struct Proxies {
    header: Option<HeaderName>,
    networks: Vec<Network>,
}

impl Proxies {
    /// Proxies in these networks, which name a person in this header.
    pub fn new(header: Option<HeaderName>, networks: Vec<Network>) -> Self {
        Self { header, networks }
    }

    /// Whether any proxy vouches for people.
    pub fn are_used(&self) -> bool {
        self.header.is_some()
    }

    /// Whom a proxy at this address vouches for.
    pub(super) fn person<'a>(&self, headers: &'a HeaderMap, peer: IpAddr) -> Option<&'a str> {
        let mut values = headers.get_all(self.header.as_ref()?).iter();
        let (Some(value), None) = (values.next(), values.next()) else { return None };
        value.to_str().ok().map(str::trim).filter(|person| !person.is_empty() && self.includes(peer))
    }

    /// Whose address it is that failures are counted for: the last hop that is none of our proxies.
    pub(super) fn client(&self, headers: &HeaderMap, peer: IpAddr) -> IpAddr {
        if !self.includes(peer) {
            return peer;
        }
        let hops = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
        let hops: Vec<&str> = hops.flat_map(|value| value.split(',')).map(str::trim).collect();
        for hop in hops.into_iter().rev() {
            match hop.parse() {
                Ok(hop) if self.includes(hop) => {}
                Ok(hop) => return hop,
                // What comes before a hop that cannot be read was written by who knows whom.
                Err(_) => break,
            }
        }
        peer
    }

    fn includes(&self, address: IpAddr) -> bool {
        self.networks.iter().any(|network| network.contains(address))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    fn headers(all: &[(&'static str, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in all {
            headers.append(*name, HeaderValue::from_str(value).unwrap());
        }
        headers
    }

    #[test]
    fn only_a_known_proxy_vouches_and_only_for_one_person() {
        let proxies =
            Proxies::new(Some(HeaderName::from_static("x-user")), vec!["10.0.0.0/8".parse().unwrap()]);
        for (peer, sent, expected) in [
            ("10.1.2.3", &[("x-user", "ana")][..], Some("ana")),
            ("::ffff:10.1.2.3", &[("x-user", "ana")], Some("ana")),
            ("127.0.0.1", &[("x-user", "ana")], None),
            ("11.0.0.1", &[("x-user", "ana")], None),
            ("10.1.2.3", &[("x-user", " ")], None),
            ("10.1.2.3", &[("x-user", "ana"), ("x-user", "eve")], None),
            ("10.1.2.3", &[("x-name", "ana")], None),
        ] {
            assert_eq!(proxies.person(&headers(sent), peer.parse().unwrap()), expected, "{peer} {sent:?}");
        }
        let none = Proxies::new(None, vec!["0.0.0.0/0".parse().unwrap()]);
        assert_eq!(none.person(&headers(&[("x-user", "ana")]), "10.0.0.1".parse().unwrap()), None);
    }

    #[test]
    fn failures_are_counted_for_the_last_hop_that_nobody_could_invent() {
        let proxies = Proxies::new(None, vec!["10.0.0.0/8".parse().unwrap()]);
        for (peer, sent, expected) in [
            ("203.0.113.9", "198.51.100.1", "203.0.113.9"),
            ("10.0.0.1", "198.51.100.1", "198.51.100.1"),
            ("10.0.0.1", "1.1.1.1, 198.51.100.1, 10.0.0.2", "198.51.100.1"),
            ("10.0.0.1", "198.51.100.1, nonsense", "10.0.0.1"),
            ("10.0.0.1", "", "10.0.0.1"),
            ("10.0.0.1", "10.0.0.7", "10.0.0.1"),
        ] {
            let headers = headers(&[("x-forwarded-for", sent)]);
            let client = proxies.client(&headers, peer.parse().unwrap());
            assert_eq!(client.to_string(), expected, "{peer} {sent}");
        }
    }
}
