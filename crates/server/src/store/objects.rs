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

impl Kind {
    /// When nobody wants an alert.
    pub const DOWNTIME: Self = Self { name: "downtime", not_found: "Downtime not found" };
    /// Where notifications go.
    pub const CHANNEL: Self = Self { name: "channel", not_found: "Channel not found" };
    /// Which channels are told of what.
    pub const NOTIFICATION_GROUP: Self =
        Self { name: "notification group", not_found: "Notification group not found" };
    /// Which alerts belong together.
    pub const ALERT_GROUP_SETTING: Self =
        Self { name: "alert group setting", not_found: "Alert group setting not found" };
    /// People.
    pub const USER: Self = Self { name: "user", not_found: "User not found" };
    /// People who are asked to come.
    pub const INVITATION: Self = Self { name: "invitation", not_found: "Invitation not found" };
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

/// Takes what is gone out of a list of every object of the kind. The list has ids or names, or objects with them.
pub fn forget(db: &Db<'_>, kind: Kind, list: &str, gone: &str) -> Result<(), Error> {
    let stands_for = |item: &Value| *item == gone || ["id", "name"].iter().any(|key| item[*key] == gone);
    for mut object in self::list(db, kind)? {
        let Some(Value::Array(items)) = object.get_mut(list) else { continue };
        let before = items.len();
        items.retain(|item| !stands_for(item));
        if items.len() < before {
            let id = object.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
            update(db, kind, &id, object)?;
        }
    }
    Ok(())
}
