//! The browsers that are signed in, in memory as in the store. Every request looks here, so nothing is read from disk.
//!
//! * A session is good for [`LENGTH_SECS`] and as long as its key is in use; signing out ends it at once.
//! * A token is in the browser only: here and in the store is its keyed hash.

use super::secret::{self, Hash, NoRandom, Pepper, Purpose};
use crate::store::sessions::{self as stored, Session};
use crate::store::{Error, Store};
use series::Time;
use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

/// 30 days.
pub(super) const LENGTH_SECS: Time = 30 * 24 * 60 * 60;

/// Who is signed in.
pub(super) struct Sessions {
    store: Option<Store>,
    known: RwLock<HashMap<Hash, Session>>,
}

impl Sessions {
    /// Nobody, and nobody can be.
    pub(super) fn none() -> Self {
        Self { store: None, known: RwLock::default() }
    }

    /// Those that the store remembers.
    pub(super) async fn load(store: Store, now: Time) -> Result<Self, Error> {
        let known = store.read(move |db| stored::list(db, now)).await?;
        let known = known.into_iter().map(|session| (session.hash, session)).collect();
        Ok(Self { store: Some(store), known: RwLock::new(known) })
    }

    /// The id of the key that this token's session was begun with.
    pub(super) fn key_of(&self, pepper: &Pepper, token: &str, now: Time) -> Option<String> {
        // Whoever could learn from the time of this look-up would learn of the hash, which needs the secret to make.
        let hash = pepper.hash(Purpose::Session, token);
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        known.get(&hash).filter(|session| session.ends_at > now).map(|session| session.key_id.clone())
    }

    /// Begins a session and answers its token.
    pub(super) async fn begin(&self, pepper: &Pepper, key_id: &str, now: Time) -> Result<String, Error> {
        let token = secret::token::<32>().map_err(|NoRandom| Error::Random)?;
        let session = Session {
            hash: pepper.hash(Purpose::Session, &token),
            key_id: key_id.to_owned(),
            ends_at: now + LENGTH_SECS,
        };
        let store = self.store.as_ref().ok_or(Error::Closed)?;
        let kept = session.clone();
        store.write(move |db| stored::add(db, &kept, now)).await?;
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= stored::MOST {
            known.retain(|_, session| session.ends_at > now);
            let first = known.values().min_by_key(|session| session.ends_at).map(|session| session.hash);
            if let Some(first) = first.filter(|_| known.len() >= stored::MOST) {
                known.remove(&first);
            }
        }
        known.insert(session.hash, session);
        Ok(token)
    }

    /// Ends the token's session, if there is one.
    pub(super) async fn end(&self, pepper: &Pepper, token: &str) -> Result<(), Error> {
        let hash = pepper.hash(Purpose::Session, token);
        self.known.write().unwrap_or_else(PoisonError::into_inner).remove(&hash);
        match &self.store {
            Some(store) => store.write(move |db| stored::remove(db, &hash)).await,
            None => Ok(()),
        }
    }
}
