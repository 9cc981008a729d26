//! Browsers that are signed in: the hash of each one's token, the key it was begun with, and its end.

use super::{Db, Error, rows};
use rusqlite::params;
use series::Time;

pub(super) const TABLES: &str = "
CREATE TABLE session (
    hash BLOB PRIMARY KEY NOT NULL, key_id TEXT NOT NULL, ends_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
";

/// How many are kept; of more the one that ends first goes.
pub const MOST: usize = 10_000;

/// One signed-in browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The keyed hash of its token.
    pub hash: [u8; 32],
    /// Which key it was begun with.
    pub key_id: String,
    /// Until when it is good.
    pub ends_at: Time,
}

/// All that have not ended.
pub fn list(db: &Db<'_>, now: Time) -> Result<Vec<Session>, Error> {
    let mut statement =
        db.meta.prepare_cached("SELECT hash, key_id, ends_at FROM session WHERE ends_at > ?1")?;
    let rows = statement.query_map([now], |row| {
        Ok(Session { hash: row.get(0)?, key_id: row.get(1)?, ends_at: row.get(2)? })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Adds one, and removes those that have ended or are too many.
pub fn add(db: &Db<'_>, session: &Session, now: Time) -> Result<(), Error> {
    rows::execute(db.meta, "DELETE FROM session WHERE ends_at <= ?1", [now])?;
    rows::execute(
        db.meta,
        "DELETE FROM session WHERE hash IN (SELECT hash FROM session ORDER BY ends_at DESC LIMIT -1 OFFSET ?1)",
        [MOST as i64 - 1],
    )?;
    rows::execute(
        db.meta,
        "INSERT OR REPLACE INTO session VALUES (?1, ?2, ?3)",
        params![session.hash, session.key_id, session.ends_at],
    )?;
    Ok(())
}

/// Removes one, if it is there.
pub fn remove(db: &Db<'_>, hash: &[u8; 32]) -> Result<(), Error> {
    rows::execute(db.meta, "DELETE FROM session WHERE hash = ?1", params![hash])?;
    Ok(())
}
