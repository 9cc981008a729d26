//! Which addresses this server asks on behalf of what people have written into it: public ones, and those that its
//! flags allow.
//!
//! * Names are resolved here, and a connection is made only to an address that was looked at: a name that gets another
//!   address a moment later changes nothing. A name with any public address is asked there.
//! * An IPv4 address inside an IPv6 one counts as what it is.
//! * Redirects are not followed here: who follows them has each address [checked](Allowed::check) anew. No proxy of the
//!   environment is used.

use crate::auth::Network;
use reqwest::Url;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect::Policy;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use url_host::Host;

/// Addresses beyond the public ones that may be asked.
#[derive(Debug, Clone, Default)]
pub struct Allowed(Vec<Network>);

/// Which addresses of a name are asked. An address in the place of a name is asked whatever its family.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Family {
    /// IPv4 only.
    V4,
    /// IPv6 only.
    V6,
    /// Any.
    Any,
}

/// The address is none that may be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the address is not public, and not one that --allow-address names")]
pub struct NotAllowed;

impl Allowed {
    /// Public addresses and these.
    pub fn new(networks: Vec<Network>) -> Self {
        Self(networks)
    }

    /// Whether an address may be asked.
    pub fn allows(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(address)) || is_public(address)
    }

    /// Refuses an address that stands in the URL itself, which nobody resolves.
    pub fn check(&self, url: &Url) -> Result<(), NotAllowed> {
        let literal = match Host::of(url) {
            Host::Name => return Ok(()),
            Host::Address(address) => Some(address),
            Host::Missing => None,
        };
        if literal.is_some_and(|address| self.allows(address)) { Ok(()) } else { Err(NotAllowed) }
    }

    /// A client that connects to allowed addresses only. URLs are to be [checked](Self::check) before.
    pub fn client(&self, family: Family, whole: Duration) -> reqwest::ClientBuilder {
        reqwest::Client::builder()
            .dns_resolver(Arc::new(Resolver { allowed: self.clone(), family }))
            .redirect(Policy::none())
            .no_proxy()
            .use_rustls_tls()
            .timeout(whole)
            .user_agent(concat!("battera/", env!("CARGO_PKG_VERSION")))
    }
}

impl Family {
    fn has(self, address: IpAddr) -> bool {
        match self {
            Self::V4 => address.is_ipv4(),
            Self::V6 => address.is_ipv6(),
            Self::Any => true,
        }
    }
}

/// A name has no address of the family that is asked.
#[derive(Debug, thiserror::Error)]
#[error("the name has no address of the kind that is asked")]
struct NoAddress;

/// Resolves names as the system does, and forgets addresses that may not be asked.
struct Resolver {
    allowed: Allowed,
    family: Family,
}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let (allowed, family) = (self.allowed.clone(), self.family);
        Box::pin(async move {
            let mut found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            found.retain(|address| family.has(address.ip()));
            if found.is_empty() {
                return Err(Box::from(NoAddress));
            }
            let kept: Vec<SocketAddr> =
                found.into_iter().filter(|address| allowed.allows(address.ip())).collect();
            if kept.is_empty() {
                return Err(Box::from(NotAllowed));
            }
            let addresses: Addrs = Box::new(kept.into_iter());
            Ok(addresses)
        })
    }
}

/// What the host of a URL is.
mod url_host {
    use reqwest::Url;
    use std::net::IpAddr;

    pub(super) enum Host {
        Missing,
        Name,
        Address(IpAddr),
    }

    impl Host {
        /// The URL's own reading of its host, so that `0`, `127.1` and `2130706433` are addresses.
        pub(super) fn of(url: &Url) -> Self {
            match url.host_str() {
                None | Some("") => Self::Missing,
                Some(host) => match host.trim_start_matches('[').trim_end_matches(']').parse() {
                    Ok(address) => Self::Address(address),
                    Err(_) => Self::Name,
                },
            }
        }
    }
}

fn is_public(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let is_special = matches!(
        (a, b, c),
        (0 | 10 | 127 | 224.., ..)      // this network, private, loopback, multicast and reserved
            | (100, 64..=127, _)        // shared by a provider's customers
            | (169, 254, _)             // link-local, where clouds keep credentials
            | (172, 16..=31, _)         // private
            | (192, 0, 0 | 2)           // assignments of protocols, documentation
            | (192, 88, 99)             // relays of IPv6
            | (192, 168, _)             // private
            | (198, 18 | 19, _)         // benchmarks
            | (198, 51, 100)            // documentation
            | (203, 0, 113) // documentation
    );
    !is_special
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let [a, b, ..] = address.segments();
    // Only 2000::/3 is given out, and of it these carry an IPv4 address or are for documentation and tests.
    let is_special = matches!((a, b), (0x2001, ..0x200 | 0xdb8) | (0x2002 | 0x3fff, _));
    (0x2000..0x4000).contains(&a) && !is_special
}

#[cfg(test)]
mod tests {
    use super::*;

    /// S5: addresses in every spelling that a URL has for them.
    #[test]
    fn s5_only_public_addresses_may_be_asked() {
        let allowed = Allowed::default();
        for url in [
            "http://127.0.0.1/",
            "http://127.1/",
            "http://0/",
            "http://2130706433/",
            "http://0x7f000001/",
            "http://017700000001/",
            "http://[::1]/",
            "http://[::]/",
            "http://[::ffff:127.0.0.1]/",
            "http://[::ffff:a9fe:a9fe]/",
            "http://169.254.169.254/latest/",
            "http://10.0.0.1/",
            "http://172.16.0.1/",
            "http://172.31.255.255/",
            "http://192.168.0.1/",
            "http://100.64.0.1/",
            "http://198.18.0.1/",
            "http://224.0.0.1/",
            "http://255.255.255.255/",
            "http://[fe80::1]/",
            "http://[fd00::1]/",
            "http://[ff02::1]/",
            "http://[64:ff9b::7f00:1]/",
            "http://[2002:7f00:1::]/",
            "http://[::127.0.0.1]/",
            "http://user:pass@127.0.0.1/",
            "http://１２７.０.０.１/",
            "http://127。0。0。1/",
            "http://192.0.2.1/",
        ] {
            assert_eq!(allowed.check(&url.parse().unwrap()), Err(NotAllowed), "{url}");
        }
        for url in [
            "http://93.184.216.34/",
            "https://1.1.1.1:8443/x",
            "http://172.32.0.1/",
            "http://[2606:4700::1111]/",
            "https://hooks.slack.com/services/a",
        ] {
            assert_eq!(allowed.check(&url.parse().unwrap()), Ok(()), "{url}");
        }
        let ours = Allowed::new(vec!["10.0.0.0/8".parse().unwrap()]);
        assert_eq!(ours.check(&"http://10.9.8.7/".parse().unwrap()), Ok(()));
        assert_eq!(ours.check(&"http://192.168.0.1/".parse().unwrap()), Err(NotAllowed));
    }

    /// S5: a name that leads to this machine is refused where the connection is made.
    #[tokio::test]
    async fn s5_a_name_is_looked_at_after_it_was_resolved() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let url = format!("http://localhost:{}/", listener.local_addr().unwrap().port());
        let client = Allowed::default().client(Family::Any, Duration::from_secs(5)).build().unwrap();
        assert_eq!(Allowed::default().check(&url.parse().unwrap()), Ok(()), "a name is looked at later");
        assert!(client.get(&url).send().await.is_err());
        assert!(listener.accept().is_err(), "nobody came");
    }
}
