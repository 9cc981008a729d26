//! Who asks, and what they may do.
//!
//! * While the data folder never had a key, the server answers everyone who reaches it under a name of this machine's
//!   loopback, and nobody else. From the first key on, everyone needs one, a session begun with one, or a proxy that
//!   vouches for them. A key that is made or revoked counts from the next request on.
//! * If the keys cannot be read, nobody gets in.
//! * A key in the header is all that counts when there is one; it never falls back to a cookie.

mod attempts;
mod cookie;
mod gate;
mod keyring;
mod network;
mod proxy;
mod secret;
mod sessions;
mod sign_in;

pub(crate) use gate::gate;
pub use gate::{Peer, Way, Who};
pub use keyring::{Access, Key, KeyringError, create, list, revoke};
pub use network::{Network, NotANetwork};
pub use proxy::Proxies;
pub use secret::NoRandom;
pub(crate) use sign_in::routes;

use crate::clock::Clock;
use crate::origin::Origins;
use crate::store::{self, Store};
use attempts::Attempts;
use keyring::Keyring;
use sessions::Sessions;
use std::net::{IpAddr, Ipv4Addr};
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::SystemTime;

/// Everything that is asked about who asks.
pub struct Auth {
    clock: Clock,
    /// Where the keys are; none for a server that needs none.
    folder: Option<PathBuf>,
    /// Whether a folder without keys means that no key is needed.
    may_be_open: bool,
    loaded: RwLock<(Option<Stamp>, Keys)>,
    sessions: Sessions,
    origins: Origins,
    proxies: Proxies,
    attempts: Attempts,
}

/// What the folder says about keys.
#[derive(Clone)]
enum Keys {
    /// There never was one.
    Never,
    /// These are known.
    Ring(Arc<Keyring>),
    /// They cannot be read.
    Unreadable,
}

/// Tells one version of the file from the next.
#[derive(Clone, PartialEq, Eq)]
struct Stamp {
    modified: Option<SystemTime>,
    bytes: u64,
    file: u64,
}

impl Auth {
    /// For a server of tests that answers everyone.
    pub fn open() -> Arc<Self> {
        Arc::new(Self {
            clock: Clock::system(),
            folder: None,
            may_be_open: true,
            loaded: RwLock::new((None, Keys::Never)),
            sessions: Sessions::none(),
            origins: Origins::new((Ipv4Addr::LOCALHOST, 0).into(), Vec::new()),
            proxies: Proxies::default(),
            attempts: Attempts::default(),
        })
    }

    /// With the keys of a data folder and the sessions of its store, for a server that listens on this address.
    pub async fn load(
        folder: &Path,
        store: Store,
        clock: Clock,
        listening: IpAddr,
        origins: Origins,
        proxies: Proxies,
    ) -> Result<Arc<Self>, store::Error> {
        let sessions = Sessions::load(store, clock.now()).await?;
        let auth = Self {
            clock,
            folder: Some(folder.to_owned()),
            may_be_open: listening.is_loopback() && !proxies.are_used(),
            loaded: RwLock::new((None, Keys::Never)),
            sessions,
            origins,
            proxies,
            attempts: Attempts::default(),
        };
        auth.keys();
        Ok(Arc::new(auth))
    }

    /// The keys as they are in the folder now.
    fn keys(&self) -> Keys {
        let Some(folder) = &self.folder else { return Keys::Never };
        let stamp = stamp(&keyring::file(folder));
        let loaded = self.loaded.read().unwrap_or_else(PoisonError::into_inner);
        if loaded.0 == stamp {
            // Also when there is no file and there never was one.
            return loaded.1.clone();
        }
        drop(loaded);
        let mut loaded = self.loaded.write().unwrap_or_else(PoisonError::into_inner);
        loaded.1 = match Keyring::read(folder) {
            Ok(Some(ring)) => Keys::Ring(Arc::new(ring)),
            // A file that is taken away opens nothing.
            Ok(None) => Keys::Unreadable,
            Err(error) => {
                tracing::error!(%error, "nobody is let in");
                Keys::Unreadable
            }
        };
        loaded.0 = stamp;
        loaded.1.clone()
    }
}

/// What tells this version of the file from others; nothing when it is not there.
fn stamp(file: &Path) -> Option<Stamp> {
    let metadata = std::fs::metadata(file).ok()?;
    Some(Stamp { modified: metadata.modified().ok(), bytes: metadata.len(), file: file_number(&metadata) })
}

/// A replaced file has another number than the one that it replaces.
#[cfg(unix)]
fn file_number(metadata: &std::fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(metadata)
}

#[cfg(not(unix))]
fn file_number(_: &std::fs::Metadata) -> u64 {
    0
}
