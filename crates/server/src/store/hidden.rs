//! Metrics of services whose graph was removed: not listed until they are posted again. Their points stay.

use super::{Db, Error, rows};

pub(super) const TABLES: &str = "
CREATE TABLE hidden_metric (
    service TEXT NOT NULL REFERENCES service ON DELETE CASCADE, name TEXT NOT NULL, PRIMARY KEY (service, name)
) STRICT, WITHOUT ROWID;
";

/// Takes hidden ones out of the names of a service's metrics.
pub fn retain_shown(db: &Db<'_>, service: &str, names: &mut Vec<String>) -> Result<(), Error> {
    let mut statement =
        db.meta.prepare_cached("SELECT name FROM hidden_metric WHERE service = ?1 ORDER BY name")?;
    let hidden = statement.query_map([service], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
    names.retain(|name| hidden.binary_search(name).is_err());
    Ok(())
}

/// Hides a metric of a service.
pub fn hide(db: &Db<'_>, service: &str, name: &str) -> Result<(), Error> {
    let sql = "INSERT INTO hidden_metric VALUES (?1, ?2) ON CONFLICT DO NOTHING";
    rows::execute(db.meta, sql, [service, name])?;
    Ok(())
}

/// Shows metrics that were posted again.
pub fn show<'a>(db: &Db<'_>, service: &str, names: impl Iterator<Item = &'a str>) -> Result<(), Error> {
    if !rows::exists(db.meta, "SELECT 1 FROM hidden_metric WHERE service = ?1", [service])? {
        return Ok(());
    }
    for name in names {
        rows::execute(
            db.meta,
            "DELETE FROM hidden_metric WHERE service = ?1 AND name = ?2",
            [service, name],
        )?;
    }
    Ok(())
}
