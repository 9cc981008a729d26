//! How often an address may try a wrong key before it must wait.
//!
//! * After [`ALLOWED`] failures within [`WINDOW_SECS`] no further try is looked at until the window is over.
//! * The tries of one IPv6 network of 64 bits, which one household has, are the tries of one address.
//! * Only [`REMEMBERED`] addresses are remembered; when more fail, all are forgotten. Whoever has so many addresses has
//!   as many tries anyway, and no number of tries finds a key of 128 random bits.

use super::Network;
use series::Time;
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

const ALLOWED: u32 = 10;
const WINDOW_SECS: Time = 60;
const REMEMBERED: usize = 4_096;

/// The failures of the last minute.
#[derive(Debug, Default)]
pub(super) struct Attempts(Mutex<BTreeMap<IpAddr, Window>>);

#[derive(Debug, Clone, Copy)]
struct Window {
    began: Time,
    failures: u32,
}

impl Window {
    /// How many seconds of the window are left; a clock that went back ends it.
    fn left(self, now: Time) -> Time {
        if now < self.began { 0 } else { (self.began + WINDOW_SECS - now).max(0) }
    }
}

impl Attempts {
    /// How many seconds the address has to wait before its next try, if it has to.
    pub(super) fn must_wait(&self, address: IpAddr, now: Time) -> Option<Time> {
        let windows = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let window = windows.get(&Network::household(address)).filter(|window| window.failures >= ALLOWED)?;
        Some(window.left(now)).filter(|left| *left > 0)
    }

    /// Notes a failure.
    pub(super) fn failed(&self, address: IpAddr, now: Time) {
        let mut windows = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let address = Network::household(address);
        if windows.len() >= REMEMBERED {
            windows.clear();
        }
        let window = windows.entry(address).or_insert(Window { began: now, failures: 0 });
        if window.left(now) == 0 {
            *window = Window { began: now, failures: 0 };
        }
        window.failures += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::Ipv6Addr;

    #[test]
    fn ten_failures_a_minute_are_allowed() {
        let attempts = Attempts::default();
        let address: IpAddr = "203.0.113.5".parse().unwrap();
        for second in 0..10 {
            assert_eq!(attempts.must_wait(address, 100 + second), None);
            attempts.failed(address, 100 + second);
        }
        for (now, wait) in [(109, Some(51)), (159, Some(1)), (160, None), (99, None)] {
            assert_eq!(attempts.must_wait(address, now), wait, "at {now}");
        }
        assert_eq!(attempts.must_wait("203.0.113.6".parse().unwrap(), 109), None, "another address");
        attempts.failed(address, 160);
        assert_eq!(attempts.must_wait(address, 161), None, "a new window begins with one failure");
    }

    #[test]
    fn a_network_of_ipv6_is_one_address_and_memory_is_bounded() {
        let attempts = Attempts::default();
        for last in 0..10_u128 {
            attempts.failed(Ipv6Addr::from_bits(0x2001_0db8 << 96 | last).into(), 0);
        }
        assert!(attempts.must_wait("2001:db8::ffff".parse().unwrap(), 1).is_some());
        for number in 0..100_000_u32 {
            attempts.failed(std::net::Ipv4Addr::from_bits(number).into(), 1);
        }
        assert!(attempts.0.lock().unwrap().len() <= REMEMBERED);
    }
}
