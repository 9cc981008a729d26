//! Metadata: any JSON under a namespace of a host, a service or a role. It goes with its service or role.

use super::{Db, Error, rows};
use mackerel::metadata::Owner;
use rusqlite::{OptionalExtension, params};
use series::Time;

/// What is said of a namespace that an owner does not have.
pub const NOT_FOUND: &str = "Metadata not found";

pub(super) const TABLES: &str = "
CREATE TABLE metadata (
    scope INTEGER NOT NULL, owner TEXT NOT NULL, namespace TEXT NOT NULL, modified_at INTEGER NOT NULL,
    body TEXT NOT NULL, PRIMARY KEY (scope, owner, namespace)
) STRICT, WITHOUT ROWID;
";

/// What is stored in a namespace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The JSON, as it was sent.
    pub body: String,
    /// When it was.
    pub modified_at: Time,
}

/// The namespaces of an owner, sorted.
pub fn namespaces(db: &Db<'_>, owner: &Owner) -> Result<Vec<String>, Error> {
    let mut statement = db.meta.prepare_cached(
        "SELECT namespace FROM metadata WHERE scope = ?1 AND owner = ?2 ORDER BY namespace",
    )?;
    let names = statement.query_map(params![scope(owner), key(owner)], |row| row.get(0))?;
    Ok(names.collect::<Result<_, _>>()?)
}

/// What an owner has in a namespace.
pub fn get(db: &Db<'_>, owner: &Owner, namespace: &str) -> Result<Entry, Error> {
    let sql = "SELECT body, modified_at FROM metadata WHERE scope = ?1 AND owner = ?2 AND namespace = ?3";
    db.meta
        .prepare_cached(sql)?
        .query_row(params![scope(owner), key(owner), namespace], |row| {
            Ok(Entry { body: row.get(0)?, modified_at: row.get(1)? })
        })
        .optional()?
        .ok_or(Error::NotFound(NOT_FOUND))
}

/// Sets or replaces a namespace.
pub fn put(db: &Db<'_>, owner: &Owner, namespace: &str, entry: &Entry) -> Result<(), Error> {
    rows::execute(
        db.meta,
        "INSERT INTO metadata VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (scope, owner, namespace)
         DO UPDATE SET modified_at = excluded.modified_at, body = excluded.body",
        params![scope(owner), key(owner), namespace, entry.modified_at, entry.body],
    )?;
    Ok(())
}

/// Removes a namespace.
pub fn delete(db: &Db<'_>, owner: &Owner, namespace: &str) -> Result<(), Error> {
    let sql = "DELETE FROM metadata WHERE scope = ?1 AND owner = ?2 AND namespace = ?3";
    match rows::execute(db.meta, sql, params![scope(owner), key(owner), namespace])? {
        0 => Err(Error::NotFound(NOT_FOUND)),
        _ => Ok(()),
    }
}

/// Removes all that an owner has.
pub(super) fn delete_owner(db: &Db<'_>, owner: &Owner) -> Result<(), Error> {
    let sql = "DELETE FROM metadata WHERE scope = ?1 AND owner = ?2";
    rows::execute(db.meta, sql, params![scope(owner), key(owner)])?;
    Ok(())
}

fn scope(owner: &Owner) -> i64 {
    match owner {
        Owner::Host(_) => 0,
        Owner::Service(_) => 1,
        Owner::Role(_) => 2,
    }
}

fn key(owner: &Owner) -> String {
    match owner {
        Owner::Host(name) | Owner::Service(name) => name.clone(),
        Owner::Role(role) => role.to_string(),
    }
}
