//! Keys and session tokens: drawn at random, shown once, kept only as keyed hashes.
//!
//! A slow password hash makes guessing dear, which people's passwords need. Ours are 128 and 256 random bits: nobody
//! guesses one of 2^128 however fast a guess is, so a slow hash would only make every request slow. HMAC-SHA-256 under
//! a secret of the installation is right for them: a stolen list of hashes gives no key back, says nothing about
//! equal keys of other installations, and a hash of one purpose is useless for another. Hashes are compared in
//! constant time.

use hmac::digest::CtOutput;
use hmac::{Hmac, Mac};
use sha2::Sha256;

/// The system gave no random numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the system gave no random numbers")]
pub struct NoRandom;

/// What a hash is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    Key,
    Session,
    CookieName,
}

impl Purpose {
    fn label(self) -> &'static [u8] {
        match self {
            Self::Key => b"key\0",
            Self::Session => b"session\0",
            Self::CookieName => b"cookie\0",
        }
    }
}

/// A keyed hash.
pub(super) type Hash = [u8; 32];

/// The installation's own secret, under which everything is hashed.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Pepper([u8; 32]);

impl Pepper {
    /// A new one.
    pub(super) fn fresh() -> Result<Self, NoRandom> {
        random().map(Self)
    }

    /// Reads what [`to_hex`](Self::to_hex) wrote.
    pub(super) fn from_hex(text: &str) -> Option<Self> {
        from_hex(text).map(Self)
    }

    pub(super) fn to_hex(&self) -> String {
        to_hex(&self.0)
    }

    pub(super) fn hash(&self, purpose: Purpose, token: &str) -> Hash {
        self.mac(purpose, token).finalize().into_bytes().into()
    }

    fn mac(&self, purpose: Purpose, token: &str) -> Hmac<Sha256> {
        // HMAC takes keys of any length, so the block it is given instead is never used.
        let mut mac = Hmac::new_from_slice(&self.0).unwrap_or_else(|_| Hmac::new(&[0; 64].into()));
        mac.update(purpose.label());
        mac.update(token.as_bytes());
        mac
    }
}

/// A secret is never printed.
impl std::fmt::Debug for Pepper {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pepper")
    }
}

/// Whether two hashes are the same, found out in a time that does not depend on where they differ.
pub(super) fn equal(one: &Hash, other: &Hash) -> bool {
    CtOutput::<Hmac<Sha256>>::new((*one).into()) == CtOutput::new((*other).into())
}

/// `N` random bytes as text.
pub(super) fn token<const N: usize>() -> Result<String, NoRandom> {
    random::<N>().map(|bytes| to_hex(&bytes))
}

pub(super) fn to_hex(bytes: &[u8]) -> String {
    let digit = |four_bits: u8| char::from_digit(four_bits.into(), 16).unwrap_or_default();
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

pub(super) fn from_hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    if text.len() != 2 * N || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let mut bytes = [0; N];
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * at..2 * at + 2)?, 16).ok()?;
    }
    Some(bytes)
}

fn random<const N: usize>() -> Result<[u8; N], NoRandom> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| NoRandom)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_fits_its_token_purpose_and_secret_only() {
        let (ours, other) = (Pepper::fresh().unwrap(), Pepper::fresh().unwrap());
        let hash = ours.hash(Purpose::Key, "token");
        for (pepper, purpose, token, fits) in [
            (&ours, Purpose::Key, "token", true),
            (&ours, Purpose::Key, "Token", false),
            (&ours, Purpose::Key, "", false),
            (&ours, Purpose::Session, "token", false),
            (&other, Purpose::Key, "token", false),
        ] {
            assert_eq!(equal(&pepper.hash(purpose, token), &hash), fits, "{purpose:?} {token:?}");
        }
        let again = Pepper::from_hex(&ours.to_hex()).unwrap();
        assert!(equal(&again.hash(Purpose::Key, "token"), &hash));
        assert_eq!(format!("{ours:?}"), "Pepper");
    }

    #[test]
    fn tokens_have_as_many_bits_as_asked_for_and_differ() {
        let tokens: std::collections::BTreeSet<_> = (0..1_000).map(|_| token::<16>().unwrap()).collect();
        assert_eq!(tokens.len(), 1_000);
        assert!(tokens.iter().all(|token| token.len() == 32));
    }

    #[test]
    fn only_hexadecimal_of_the_right_length_is_read() {
        for (text, expected) in [
            ("00ff", Some([0, 255])),
            ("00f", None),
            ("00fff", None),
            ("0g00", None),
            ("+f00", None),
            ("é00", None),
        ] {
            assert_eq!(from_hex::<2>(text), expected, "{text}");
        }
    }
}
