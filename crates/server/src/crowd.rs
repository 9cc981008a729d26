//! How many connections each address has, so that one alone cannot take all places.
//!
//! * The addresses of one IPv6 network of 64 bits are one address.
//! * Addresses that many people share, as those of a proxy, are not counted.

use crate::auth::Network;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

/// The connections of all addresses.
#[derive(Debug)]
pub(crate) struct Crowd {
    most: usize,
    shared: Vec<Network>,
    counts: Mutex<HashMap<IpAddr, usize>>,
}

/// The place of one connection, which is free again when this is dropped.
#[derive(Debug)]
pub(crate) struct Place {
    crowd: Arc<Crowd>,
    /// Nothing for an address that is not counted.
    household: Option<IpAddr>,
}

impl Crowd {
    /// So many connections for each address that is not shared.
    pub(crate) fn new(most: usize, shared: Vec<Network>) -> Arc<Self> {
        Arc::new(Self { most, shared, counts: Mutex::default() })
    }

    /// A place for a connection from there; `None` if the address has as many as it may.
    pub(crate) fn enter(self: &Arc<Self>, address: IpAddr) -> Option<Place> {
        let crowd = Arc::clone(self);
        if self.shared.iter().any(|network| network.contains(address)) {
            return Some(Place { crowd, household: None });
        }
        let household = Network::household(address);
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.entry(household).or_default();
        if *count >= self.most {
            return None;
        }
        *count += 1;
        Some(Place { crowd, household: Some(household) })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let Some(household) = self.household else { return };
        let mut counts = self.crowd.counts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = counts.get_mut(&household) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&household);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_address_has_its_places_and_gets_them_back() {
        let crowd = Crowd::new(2, vec!["10.0.0.0/8".parse().unwrap()]);
        let enter = |address: &str| crowd.enter(address.parse().unwrap());
        let kept: Vec<Place> = ["1.1.1.1", "::ffff:1.1.1.1", "2001:db8::1", "2001:db8::2", "2001:db8:0:1::"]
            .into_iter()
            .map(|address| enter(address).expect(address))
            .collect();
        for (address, may_enter) in
            [("1.1.1.1", false), ("1.1.1.2", true), ("2001:db8::3", false), ("2001:db8:0:1::9", true)]
        {
            assert_eq!(enter(address).is_some(), may_enter, "{address}");
        }
        let proxied: Vec<_> = (0..9).map(|_| enter("10.1.2.3").expect("shared")).collect();
        drop((kept, proxied));
        assert!(enter("1.1.1.1").is_some());
        assert!(crowd.counts.lock().unwrap().is_empty(), "nothing is left behind");
    }
}
