//! Objects in and out of their rows: each is its JSON beside the columns that are searched.

use super::Error;
use rusqlite::{Connection, OptionalExtension, Params};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Every object that a query gives, whose only column is the JSON.
pub(super) fn all<T: DeserializeOwned>(
    connection: &Connection,
    sql: &str,
    params: impl Params,
) -> Result<Vec<T>, Error> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(params)?;
    let mut objects = Vec::new();
    while let Some(row) = rows.next()? {
        objects.push(serde_json::from_str(row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?)?);
    }
    Ok(objects)
}

/// The object that a query gives, if it gives one.
pub(super) fn one<T: DeserializeOwned>(
    connection: &Connection,
    sql: &str,
    params: impl Params,
) -> Result<Option<T>, Error> {
    let text: Option<String> =
        connection.prepare_cached(sql)?.query_row(params, |row| row.get(0)).optional()?;
    text.map(|text| serde_json::from_str(&text)).transpose().map_err(Error::Json)
}

/// Whether a query gives any row.
pub(super) fn exists(connection: &Connection, sql: &str, params: impl Params) -> Result<bool, Error> {
    Ok(connection.prepare_cached(sql)?.exists(params)?)
}

/// Runs a statement and says how many rows it changed.
pub(super) fn execute(connection: &Connection, sql: &str, params: impl Params) -> Result<usize, Error> {
    Ok(connection.prepare_cached(sql)?.execute(params)?)
}

/// The JSON to store.
pub(super) fn json(object: &impl Serialize) -> Result<String, Error> {
    Ok(serde_json::to_string(object)?)
}
