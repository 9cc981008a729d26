//! Alerts and their logs, the newest first, a page at a time.
//!
//! A page begins with the object whose id is given, even if that has left the list since: nothing is skipped.

use super::{Db, Error, checks, deliveries, id, monitors, rows};
use mackerel::alerts::{Alert, AlertLog, AlertLogPage, AlertPage, AlertStatus};
use rusqlite::{OptionalExtension, params};
use series::Time;
use std::collections::BTreeMap;

/// What is said of an alert that does not exist.
pub const NOT_FOUND: &str = "Alert not found";

pub(super) const TABLES: &str = "
CREATE TABLE alert (
    seq INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, monitor TEXT NOT NULL, host TEXT,
    opened_at INTEGER NOT NULL, closed_at INTEGER, body TEXT NOT NULL
) STRICT;
CREATE INDEX alert_time ON alert (opened_at, seq);
CREATE INDEX alert_open ON alert (opened_at, seq) WHERE closed_at IS NULL;
CREATE TABLE alert_log (
    seq INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, alert TEXT NOT NULL REFERENCES alert (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL, body TEXT NOT NULL
) STRICT;
CREATE INDEX alert_log_time ON alert_log (alert, created_at, seq);
";

/// Open alerts are asked for by monitor and by host.
pub(super) const TABLES_2: &str = "
CREATE INDEX alert_open_monitor ON alert (monitor, host) WHERE closed_at IS NULL;
CREATE INDEX alert_open_host ON alert (host) WHERE closed_at IS NULL;
";

/// Which alerts a list has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// Those that are open.
    Open,
    /// Closed ones too.
    All,
}

/// Which part of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The id of its first object; absent for the newest.
    pub first: Option<String>,
    /// Most objects it has.
    pub limit: u32,
}

/// A place in a list: after everything later, and at one time after what was added later.
type Place = (Time, i64);

/// The place before everything.
const TOP: Place = (Time::MAX, i64::MAX);

/// A page of alerts.
pub fn list(db: &Db<'_>, which: Which, page: &Page) -> Result<AlertPage, Error> {
    let sql = match which {
        Which::Open => {
            "SELECT body FROM alert WHERE closed_at IS NULL AND (opened_at, seq) <= (?1, ?2)
             ORDER BY opened_at DESC, seq DESC LIMIT ?3"
        }
        Which::All => {
            "SELECT body FROM alert WHERE (opened_at, seq) <= (?1, ?2)
             ORDER BY opened_at DESC, seq DESC LIMIT ?3"
        }
    };
    let start = start(db, "SELECT opened_at, seq FROM alert WHERE id = ?1", page)?;
    let mut alerts: Vec<Alert> = rows::all(db.meta, sql, params![start.0, start.1, page.limit + 1])?;
    let next_id = split_next(&mut alerts, page).map(|alert| alert.id);
    Ok(AlertPage { alerts, next_id })
}

/// One alert.
pub fn get(db: &Db<'_>, id: &str) -> Result<Alert, Error> {
    rows::one(db.meta, "SELECT body FROM alert WHERE id = ?1", [id])?.ok_or(Error::NotFound(NOT_FOUND))
}

/// Adds an alert as it is, with its id.
pub fn insert(db: &Db<'_>, alert: &Alert) -> Result<(), Error> {
    let Alert { id, monitor_id, host_id, opened_at, closed_at, .. } = alert;
    rows::execute(
        db.meta,
        "INSERT INTO alert (id, monitor, host, opened_at, closed_at, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![id, monitor_id, host_id, opened_at, closed_at, rows::json(alert)?],
    )?;
    Ok(())
}

/// Adds an entry to an alert's log, as it is, with its id.
pub fn insert_log(db: &Db<'_>, alert_id: &str, log: &AlertLog) -> Result<(), Error> {
    rows::execute(
        db.meta,
        "INSERT INTO alert_log (id, alert, created_at, body) VALUES (?1, ?2, ?3, ?4)",
        params![log.id, alert_id, log.created_at, rows::json(log)?],
    )?;
    Ok(())
}

/// Removes an alert with its log, as if it had never been.
pub fn remove(db: &Db<'_>, id: &str) -> Result<(), Error> {
    rows::execute(db.meta, "DELETE FROM alert_log WHERE alert = ?1", [id])?;
    rows::execute(db.meta, "DELETE FROM alert WHERE id = ?1", [id])?;
    Ok(())
}

/// Sets the memo.
pub fn set_memo(db: &Db<'_>, id: &str, memo: &str) -> Result<(), Error> {
    save(db, &Alert { memo: memo.to_owned(), ..get(db, id)? })
}

/// Closes an alert by hand. One that is closed stays as it is.
pub fn close(db: &Db<'_>, now: Time, id: &str, reason: String) -> Result<Alert, Error> {
    let alert = get(db, id)?;
    if alert.closed_at.is_some() {
        return Ok(alert);
    }
    close_as(db, now, Alert { reason: Some(reason), ..alert }, "manual")
}

/// A page of an alert's log. An entry whose monitor is gone has none.
pub fn logs(db: &Db<'_>, alert_id: &str, page: &Page) -> Result<AlertLogPage, Error> {
    get(db, alert_id)?;
    let start = start(db, "SELECT created_at, seq FROM alert_log WHERE id = ?1", page)?;
    let mut logs: Vec<AlertLog> = rows::all(
        db.meta,
        "SELECT body FROM alert_log WHERE alert = ?1 AND (created_at, seq) <= (?2, ?3)
         ORDER BY created_at DESC, seq DESC LIMIT ?4",
        params![alert_id, start.0, start.1, page.limit + 1],
    )?;
    let next_id = split_next(&mut logs, page).map(|log| log.id);
    let mut known: BTreeMap<String, bool> = BTreeMap::new();
    for log in &mut logs {
        let Some(monitor) = &log.monitor_id else { continue };
        let exists = match known.get(monitor) {
            Some(&exists) => exists,
            None => monitors::exists(db, monitor)? || checks::exists(db, monitor)?,
        };
        known.insert(monitor.clone(), exists);
        log.monitor_id = log.monitor_id.take().filter(|_| exists);
    }
    Ok(AlertLogPage { logs, next_id })
}

/// All open alerts.
pub fn open(db: &Db<'_>) -> Result<Vec<Alert>, Error> {
    rows::all(db.meta, "SELECT body FROM alert WHERE closed_at IS NULL ORDER BY opened_at, seq", [])
}

/// The open alert of a monitor or check on a host, or on none.
pub fn find_open(db: &Db<'_>, monitor: &str, host: Option<&str>) -> Result<Option<Alert>, Error> {
    let sql = "SELECT body FROM alert WHERE closed_at IS NULL AND monitor = ?1 AND host IS ?2";
    rows::one(db.meta, sql, params![monitor, host])
}

/// Stores an alert that is there as it is now.
pub fn update(db: &Db<'_>, alert: &Alert) -> Result<(), Error> {
    save(db, alert)
}

/// The open alerts of a host, the newest first.
pub fn open_of_host(db: &Db<'_>, host: &str) -> Result<Vec<Alert>, Error> {
    let sql =
        "SELECT body FROM alert WHERE closed_at IS NULL AND host = ?1 ORDER BY opened_at DESC, seq DESC";
    rows::all(db.meta, sql, [host])
}

/// Whether a monitor or check has an open alert.
pub(super) fn is_open(db: &Db<'_>, monitor: &str) -> Result<bool, Error> {
    rows::exists(db.meta, "SELECT 1 FROM alert WHERE closed_at IS NULL AND monitor = ?1", [monitor])
}

/// Closes the open alerts of a host.
pub(super) fn close_of_host(db: &Db<'_>, now: Time, host: &str, trigger: &str) -> Result<(), Error> {
    close_each(db, now, "SELECT body FROM alert WHERE closed_at IS NULL AND host = ?1", host, trigger)
}

/// Closes the open alerts of a monitor.
pub(super) fn close_of_monitor(db: &Db<'_>, now: Time, monitor: &str, trigger: &str) -> Result<(), Error> {
    close_each(db, now, "SELECT body FROM alert WHERE closed_at IS NULL AND monitor = ?1", monitor, trigger)
}

fn close_each(db: &Db<'_>, now: Time, sql: &str, owner: &str, trigger: &str) -> Result<(), Error> {
    let open: Vec<Alert> = rows::all(db.meta, sql, [owner])?;
    open.into_iter().try_for_each(|alert| close_as(db, now, alert, trigger).map(drop))
}

fn close_as(db: &Db<'_>, now: Time, alert: Alert, trigger: &str) -> Result<Alert, Error> {
    let alert = Alert { status: AlertStatus::Ok, closed_at: Some(now), ..alert };
    save(db, &alert)?;
    let log = AlertLog {
        id: id::fresh()?,
        status: AlertStatus::Ok,
        trigger: trigger.to_owned(),
        monitor_id: Some(alert.monitor_id.clone()),
        target_value: None,
        status_detail: None,
        created_at: now,
    };
    insert_log(db, &alert.id, &log)?;
    deliveries::queue(db, now, &alert, &log)?;
    Ok(alert)
}

fn save(db: &Db<'_>, alert: &Alert) -> Result<(), Error> {
    let sql = "UPDATE alert SET closed_at = ?2, body = ?3 WHERE id = ?1";
    rows::execute(db.meta, sql, params![alert.id, alert.closed_at, rows::json(alert)?])?;
    Ok(())
}

fn start(db: &Db<'_>, sql: &str, page: &Page) -> Result<Place, Error> {
    let Some(first) = &page.first else { return Ok(TOP) };
    let place =
        db.meta.prepare_cached(sql)?.query_row([first], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    place.ok_or_else(|| Error::Invalid(format!("query parameter nextId {first:?} is not of this list")))
}

/// Takes off the object after the page, where the next one begins.
fn split_next<T>(objects: &mut Vec<T>, page: &Page) -> Option<T> {
    if objects.len() > page.limit as usize { objects.pop() } else { None }
}
