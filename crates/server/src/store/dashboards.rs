//! Dashboards as the JSON that was sent. Only their path is looked into: it is unique.

use super::{Db, Error, id, rows};
use rusqlite::{OptionalExtension, params};
use serde_json::{Map, Value};
use series::Time;

/// What is said of a dashboard that does not exist.
pub const NOT_FOUND: &str = "Dashboard not found";

pub(super) const TABLES: &str = "
CREATE TABLE dashboard (
    seq INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, url_path TEXT UNIQUE NOT NULL, title TEXT NOT NULL,
    body TEXT NOT NULL
) STRICT;
";

/// A dashboard to store. Id and times in the body are replaced.
#[derive(Debug, Clone)]
pub struct Document {
    /// Its title.
    pub title: String,
    /// Its path.
    pub url_path: String,
    /// All of it.
    pub body: Map<String, Value>,
}

/// All dashboards in the order they were made.
pub fn list(db: &Db<'_>) -> Result<Vec<Map<String, Value>>, Error> {
    rows::all(db.meta, "SELECT body FROM dashboard ORDER BY seq", [])
}

/// One dashboard.
pub fn get(db: &Db<'_>, id: &str) -> Result<Map<String, Value>, Error> {
    rows::one(db.meta, "SELECT body FROM dashboard WHERE id = ?1", [id])?.ok_or(Error::NotFound(NOT_FOUND))
}

/// Adds a dashboard under a new id.
pub fn create(db: &Db<'_>, now: Time, document: Document) -> Result<Map<String, Value>, Error> {
    let id = id::fresh()?;
    insert(db, now, &id, document)
}

/// Adds a dashboard under this id.
pub fn insert(db: &Db<'_>, now: Time, id: &str, document: Document) -> Result<Map<String, Value>, Error> {
    refuse_taken(db, id, &document.url_path)?;
    let body = stamp(document.body, id, now.into(), now);
    rows::execute(
        db.meta,
        "INSERT INTO dashboard (id, url_path, title, body) VALUES (?1, ?2, ?3, ?4)",
        params![id, document.url_path, document.title, rows::json(&body)?],
    )?;
    Ok(body)
}

/// Replaces the whole dashboard of that id.
pub fn update(db: &Db<'_>, now: Time, id: &str, document: Document) -> Result<Map<String, Value>, Error> {
    let mut stored = get(db, id)?;
    refuse_taken(db, id, &document.url_path)?;
    let created_at = stored.remove("createdAt").unwrap_or_else(|| now.into());
    let body = stamp(document.body, id, created_at, now);
    rows::execute(
        db.meta,
        "UPDATE dashboard SET url_path = ?2, title = ?3, body = ?4 WHERE id = ?1",
        params![id, document.url_path, document.title, rows::json(&body)?],
    )?;
    Ok(body)
}

/// Removes a dashboard and answers what it was.
pub fn delete(db: &Db<'_>, id: &str) -> Result<Map<String, Value>, Error> {
    let dashboard = get(db, id)?;
    rows::execute(db.meta, "DELETE FROM dashboard WHERE id = ?1", [id])?;
    Ok(dashboard)
}

fn refuse_taken(db: &Db<'_>, id: &str, url_path: &str) -> Result<(), Error> {
    let other: Option<(String, String)> = db
        .meta
        .prepare_cached("SELECT title, id FROM dashboard WHERE url_path = ?1 AND id <> ?2")?
        .query_row([url_path, id], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    match other {
        None => Ok(()),
        Some((title, id)) => {
            Err(Error::Conflict(format!("urlPath {url_path:?} is used by the dashboard {title:?} ({id})")))
        }
    }
}

fn stamp(mut body: Map<String, Value>, id: &str, created_at: Value, now: Time) -> Map<String, Value> {
    body.insert("id".to_owned(), id.into());
    body.insert("createdAt".to_owned(), created_at);
    body.insert("updatedAt".to_owned(), now.into());
    body
}
