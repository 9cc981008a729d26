//! Small facts that the server remembers about itself, such as which host is this machine.

use super::{Db, Error};
use rusqlite::{OptionalExtension, params};

pub(super) const TABLES: &str =
    "CREATE TABLE setting (name TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) STRICT, WITHOUT ROWID;";

/// A setting, if it was ever set.
pub fn get(db: &Db<'_>, name: &str) -> Result<Option<String>, Error> {
    let mut statement = db.meta.prepare_cached("SELECT value FROM setting WHERE name = ?1")?;
    Ok(statement.query_row([name], |row| row.get(0)).optional()?)
}

/// Sets or replaces a setting.
pub fn set(db: &Db<'_>, name: &str, value: &str) -> Result<(), Error> {
    db.meta
        .prepare_cached(
            "INSERT INTO setting VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        )?
        .execute(params![name, value])?;
    Ok(())
}
