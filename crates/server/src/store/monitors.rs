//! Monitors, with the fields that nobody here knows.

use super::objects::{self, Kind};
use super::{Db, Error, alerts, id, rows};
use mackerel::monitors::Monitor;
use mackerel::names::RoleFullName;
use rusqlite::params;
use serde_json::Value;
use series::Time;

/// What is said of a monitor that does not exist.
pub const NOT_FOUND: &str = "Monitor not found";

pub(super) const TABLES: &str = "
CREATE TABLE monitor (
    id TEXT PRIMARY KEY NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL
) STRICT;
CREATE INDEX monitor_order ON monitor (kind, name, id);
";

/// All monitors, by type, then name.
pub fn list(db: &Db<'_>) -> Result<Vec<Monitor>, Error> {
    rows::all(db.meta, "SELECT body FROM monitor ORDER BY kind, name, id", [])
}

/// One monitor.
pub fn get(db: &Db<'_>, id: &str) -> Result<Monitor, Error> {
    rows::one(db.meta, "SELECT body FROM monitor WHERE id = ?1", [id])?.ok_or(Error::NotFound(NOT_FOUND))
}

/// Whether there is such a monitor.
pub fn exists(db: &Db<'_>, id: &str) -> Result<bool, Error> {
    rows::exists(db.meta, "SELECT 1 FROM monitor WHERE id = ?1", [id])
}

/// Adds a monitor as it is, with its id.
pub fn insert(db: &Db<'_>, monitor: &Monitor) -> Result<(), Error> {
    let Monitor { id, kind, name, .. } = monitor;
    let sql = "INSERT INTO monitor VALUES (?1, ?2, ?3, ?4)";
    rows::execute(db.meta, sql, params![id, kind, name, rows::json(monitor)?])?;
    Ok(())
}

/// Adds a monitor under a new id.
pub fn create(db: &Db<'_>, monitor: Monitor) -> Result<Monitor, Error> {
    let monitor = Monitor { id: id::fresh()?, ..monitor };
    insert(db, &monitor)?;
    Ok(monitor)
}

/// Replaces a monitor by another of the same id and type. An alert about one service's web server is none of another's.
pub fn update(db: &Db<'_>, now: Time, before: &Monitor, monitor: Monitor) -> Result<Monitor, Error> {
    let Monitor { id, kind, name, .. } = &monitor;
    if kind == "external" && before.service != monitor.service {
        alerts::close_of_monitor(db, now, id, "externalMonitoringServiceChange")?;
    }
    let sql = "UPDATE monitor SET kind = ?2, name = ?3, body = ?4 WHERE id = ?1";
    match rows::execute(db.meta, sql, params![id, kind, name, rows::json(&monitor)?])? {
        0 => Err(Error::NotFound(NOT_FOUND)),
        _ => Ok(monitor),
    }
}

/// Removes a monitor and answers what it was. Its open alerts close.
pub fn delete(db: &Db<'_>, now: Time, id: &str) -> Result<Monitor, Error> {
    let monitor = get(db, id)?;
    remove(db, now, id, "monitorDelete")?;
    Ok(monitor)
}

/// Removes the monitors that watch this service and nothing else. Their open alerts close.
pub(super) fn delete_of_service(db: &Db<'_>, now: Time, service: &str) -> Result<(), Error> {
    let gone = list(db)?.into_iter().filter(|monitor| is_only_of(monitor, service));
    gone.into_iter().try_for_each(|monitor| remove(db, now, &monitor.id, "serviceDelete"))
}

fn remove(db: &Db<'_>, now: Time, id: &str, trigger: &str) -> Result<(), Error> {
    alerts::close_of_monitor(db, now, id, trigger)?;
    objects::forget(db, Kind::NOTIFICATION_GROUP, "monitors", id)?;
    rows::execute(db.meta, "DELETE FROM monitor WHERE id = ?1", [id])?;
    Ok(())
}

/// Without scopes a monitor watches everything.
fn is_only_of(monitor: &Monitor, service: &str) -> bool {
    let scopes = monitor.extra.get("scopes").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let within = |scope: &Value| {
        scope.as_str().is_some_and(|scope| {
            scope == service || scope.parse::<RoleFullName>().is_ok_and(|role| role.service == service)
        })
    };
    monitor.service.as_deref() == Some(service) || (!scopes.is_empty() && scopes.iter().all(within))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_monitor_goes_with_the_only_service_it_watches() {
        for (monitor, expected) in [
            (r#"{"type":"service","service":"shop"}"#, true),
            (r#"{"type":"service","service":"blog"}"#, false),
            (r#"{"type":"connectivity"}"#, false),
            (r#"{"type":"host","scopes":[]}"#, false),
            (r#"{"type":"host","scopes":["shop"]}"#, true),
            (r#"{"type":"host","scopes":["shop: web","shop"]}"#, true),
            (r#"{"type":"host","scopes":["shop: web","blog"]}"#, false),
            (r#"{"type":"external","url":"http://x","service":"shop"}"#, true),
        ] {
            let read: Monitor = serde_json::from_str(monitor).expect(monitor);
            assert_eq!(is_only_of(&read, "shop"), expected, "{monitor}");
        }
    }
}
