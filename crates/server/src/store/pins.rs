//! The dashboards that everybody finds on the first page. A dashboard that is deleted takes its pin with it.

use super::{Db, Error, dashboards, rows};

pub(super) const TABLES: &str = "
CREATE TABLE pin (
    seq INTEGER PRIMARY KEY, dashboard TEXT UNIQUE NOT NULL REFERENCES dashboard (id) ON DELETE CASCADE
) STRICT;
";

/// Ids of the pinned dashboards in the order pinned.
pub fn list(db: &Db<'_>) -> Result<Vec<String>, Error> {
    let mut statement = db.meta.prepare_cached("SELECT dashboard FROM pin ORDER BY seq")?;
    Ok(statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// Pins a dashboard at the end; one that is pinned stays where it is.
pub fn add(db: &Db<'_>, dashboard: &str) -> Result<(), Error> {
    if !rows::exists(db.meta, "SELECT 1 FROM dashboard WHERE id = ?1", [dashboard])? {
        return Err(Error::NotFound(dashboards::NOT_FOUND));
    }
    let sql = "INSERT INTO pin (dashboard) VALUES (?1) ON CONFLICT DO NOTHING";
    rows::execute(db.meta, sql, [dashboard])?;
    Ok(())
}

/// Takes a pin away, if there is one.
pub fn remove(db: &Db<'_>, dashboard: &str) -> Result<(), Error> {
    rows::execute(db.meta, "DELETE FROM pin WHERE dashboard = ?1", [dashboard])?;
    Ok(())
}
