//! Objects of the kinds that are only kept and shown: downtimes, channels, groups, people. Each is the JSON that
//! was sent, with its id.

use super::{Db, Error, id, rows};
use rusqlite::params;
use serde_json::{Map, Value};

pub(super) const TABLES: &str = "
CREATE TABLE object (
    seq INTEGER PRIMARY KEY, kind TEXT NOT NULL, id TEXT UNIQUE NOT NULL, body TEXT NOT NULL
) STRICT;
CREATE INDEX object_order ON object (kind, seq);
";

/// One kind of object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// What rows of it are marked with.
    pub name: &'static str,
    /// What is said of one that does not exist.
    pub not_found: &'static str,
}

/// An object's fields, its `id` among them.
pub type Object = Map<String, Value>;

/// All objects of the kind in the order they were made.
pub fn list(db: &Db<'_>, kind: Kind) -> Result<Vec<Object>, Error> {
    rows::all(db.meta, "SELECT body FROM object WHERE kind = ?1 ORDER BY seq", [kind.name])
}

/// One object.
pub fn get(db: &Db<'_>, kind: Kind, id: &str) -> Result<Object, Error> {
    rows::one(db.meta, "SELECT body FROM object WHERE kind = ?1 AND id = ?2", [kind.name, id])?
        .ok_or(Error::NotFound(kind.not_found))
}

/// Whether there is an object of the kind with this id.
pub fn exists(db: &Db<'_>, kind: Kind, id: &str) -> Result<bool, Error> {
    rows::exists(db.meta, "SELECT 1 FROM object WHERE kind = ?1 AND id = ?2", [kind.name, id])
}

/// Adds an object under a new id.
pub fn create(db: &Db<'_>, kind: Kind, mut object: Object) -> Result<Object, Error> {
    let id = id::fresh()?;
    object.insert("id".to_owned(), id.as_str().into());
    rows::execute(
        db.meta,
        "INSERT INTO object (kind, id, body) VALUES (?1, ?2, ?3)",
        params![kind.name, id, rows::json(&object)?],
    )?;
    Ok(object)
}

/// Replaces all of an object but its id.
pub fn update(db: &Db<'_>, kind: Kind, id: &str, mut object: Object) -> Result<Object, Error> {
    object.insert("id".to_owned(), id.into());
    let sql = "UPDATE object SET body = ?3 WHERE kind = ?1 AND id = ?2";
    match rows::execute(db.meta, sql, params![kind.name, id, rows::json(&object)?])? {
        0 => Err(Error::NotFound(kind.not_found)),
        _ => Ok(object),
    }
}

/// Removes an object and answers what it was.
pub fn delete(db: &Db<'_>, kind: Kind, id: &str) -> Result<Object, Error> {
    let object = get(db, kind, id)?;
    rows::execute(db.meta, "DELETE FROM object WHERE kind = ?1 AND id = ?2", [kind.name, id])?;
    Ok(object)
}
