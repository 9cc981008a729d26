//! Graph definitions of the organization, by name.

use super::{Db, Error, rows};
use mackerel::graph_defs::GraphDef;

pub(super) const TABLES: &str =
    "CREATE TABLE graph_def (name TEXT PRIMARY KEY NOT NULL, body TEXT NOT NULL) STRICT;";

/// All definitions, sorted by name.
pub fn list(db: &Db<'_>) -> Result<Vec<GraphDef>, Error> {
    rows::all(db.meta, "SELECT body FROM graph_def ORDER BY name", [])
}

/// Adds a definition, or replaces the one of that name.
pub fn put(db: &Db<'_>, definition: &GraphDef) -> Result<(), Error> {
    let sql = "INSERT INTO graph_def VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET body = excluded.body";
    rows::execute(db.meta, sql, [&definition.name, &rows::json(definition)?])?;
    Ok(())
}

/// Removes a definition. The contract calls a missing one a bad request, not a missing object.
pub fn delete(db: &Db<'_>, name: &str) -> Result<(), Error> {
    match rows::execute(db.meta, "DELETE FROM graph_def WHERE name = ?1", [name])? {
        0 => Err(Error::Invalid(format!("there is no graph definition named {name:?}"))),
        _ => Ok(()),
    }
}
