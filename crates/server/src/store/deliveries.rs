//! What people are still to be told: one row for each channel and event, written with the event itself.
//!
//! * A delivery is claimed before it is sent. One that was claimed when the process ended may have arrived or not; it is
//!   not sent again, so that nobody is told twice after a restart.
//! * Muted monitors, standby hosts, and channels that are suspended, of another type or not for alerts, get none.
//! * At most `MOST` wait; of more, the oldest go.

use super::objects::{self, Kind, Object};
use super::recipients::{Concern, recipients};
use super::{Db, Error, checks, hosts, monitors, org_name, rows};
use mackerel::alerts::{Alert, AlertLog, AlertStatus};
use mackerel::hosts::{Host, HostStatus};
use mackerel::monitors::Monitor;
use rusqlite::params;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use series::Time;

pub(super) const TABLES: &str = "
CREATE TABLE delivery (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, channel TEXT NOT NULL, notice TEXT NOT NULL, due_at INTEGER NOT NULL,
    tries INTEGER NOT NULL, claimed INTEGER NOT NULL
) STRICT;
CREATE INDEX delivery_due ON delivery (claimed, due_at);
";

const MOST: i64 = 10_000;

/// Everything that a message can say, as it was when it happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Notice {
    /// The organization's name.
    pub org: String,
    /// The alert after the event.
    pub alert: Alert,
    /// The event.
    pub log: AlertLog,
    /// The monitor, unless it is a check.
    pub monitor: Option<Monitor>,
    /// What the monitor or check is called.
    pub name: String,
    /// The host, for alerts of one.
    pub host: Option<Host>,
}

/// One message to one channel.
#[derive(Debug, Clone, PartialEq)]
pub struct Delivery {
    /// Its number.
    pub seq: i64,
    /// The channel as it is now.
    pub channel: Object,
    /// What is said.
    pub notice: Notice,
    /// How often it was tried before.
    pub tries: u32,
}

/// Writes down who is to be told of an entry in an alert's log, right after it was written.
pub fn queue(db: &Db<'_>, now: Time, alert: &Alert, log: &AlertLog) -> Result<(), Error> {
    let monitor = found(monitors::get(db, &alert.monitor_id))?;
    let host = alert.host_id.as_ref().map(|id| found(hosts::get(db, id))).transpose()?.flatten();
    let is_silent = monitor.as_ref().is_some_and(|monitor| monitor.is_mute)
        || host.as_ref().is_some_and(|host| host.status == HostStatus::Standby);
    if is_silent {
        return Ok(());
    }
    let groups = objects::list(db, Kind::NOTIFICATION_GROUP)?;
    let of_monitor = monitor.as_ref().and_then(|monitor| monitor.service.clone());
    let of_host = host.iter().flat_map(|host| host.roles.keys().cloned());
    let services: Vec<String> = of_monitor.into_iter().chain(of_host).collect();
    let is_critical = log.status == AlertStatus::Critical || was_critical(db, &alert.id, &log.id)?;
    let concern = Concern { monitor: &alert.monitor_id, services: &services, is_critical };
    let channels: Vec<String> = recipients(&groups, concern);
    if channels.is_empty() {
        return Ok(());
    }
    let check = found(checks::get(db, &alert.monitor_id))?;
    let name = monitor.as_ref().map(|monitor| monitor.name.clone());
    let name = name.or_else(|| check.map(|check| check.into_name().name)).unwrap_or_default();
    let notice = Notice { org: org_name(db)?, alert: alert.clone(), log: log.clone(), monitor, name, host };
    let notice = rows::json(&notice)?;
    for id in channels {
        let Some(channel) = found(objects::get(db, Kind::CHANNEL, &id))? else { continue };
        if takes_alerts(&channel) {
            let sql =
                "INSERT INTO delivery (channel, notice, due_at, tries, claimed) VALUES (?1, ?2, ?3, 0, 0)";
            rows::execute(db.meta, sql, params![id, notice, now])?;
        }
    }
    let sql = "DELETE FROM delivery WHERE seq <= (SELECT max(seq) FROM delivery) - ?1";
    rows::execute(db.meta, sql, [MOST])?;
    Ok(())
}

/// Forgets what was claimed by a process that has ended: nobody knows whether it arrived.
pub fn forget_claimed(db: &Db<'_>) -> Result<usize, Error> {
    rows::execute(db.meta, "DELETE FROM delivery WHERE claimed = 1", [])
}

/// Whether any is due.
pub fn any_due(db: &Db<'_>, now: Time) -> Result<bool, Error> {
    rows::exists(db.meta, "SELECT 1 FROM delivery WHERE claimed = 0 AND due_at <= ?1", [now])
}

/// Claims the oldest that are due. Those whose channel is gone are forgotten.
pub fn claim(db: &Db<'_>, now: Time, most: u32) -> Result<Vec<Delivery>, Error> {
    let sql = "UPDATE delivery SET claimed = 1 WHERE seq IN
        (SELECT seq FROM delivery WHERE claimed = 0 AND due_at <= ?1 ORDER BY due_at, seq LIMIT ?2)
        RETURNING seq, channel, notice, tries";
    let mut statement = db.meta.prepare_cached(sql)?;
    let rows = statement.query_map(params![now, most], |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?, row.get::<_, u32>(3)?))
    })?;
    let mut claimed = Vec::new();
    for row in rows.collect::<Result<Vec<_>, _>>()? {
        let (seq, channel, notice, tries) = row;
        match found(objects::get(db, Kind::CHANNEL, &channel))?.filter(takes_alerts) {
            Some(channel) => match serde_json::from_str(&notice) {
                Ok(notice) => claimed.push(Delivery { seq, channel, notice, tries }),
                // One that an older version wrote must not hold up the others.
                Err(error) => {
                    tracing::warn!(%error, "a notification could not be read and is forgotten");
                    finish(db, seq)?;
                }
            },
            None => finish(db, seq)?,
        }
    }
    claimed.sort_by_key(|delivery| delivery.seq);
    Ok(claimed)
}

/// Forgets a delivery that has arrived or never will.
pub fn finish(db: &Db<'_>, seq: i64) -> Result<(), Error> {
    rows::execute(db.meta, "DELETE FROM delivery WHERE seq = ?1", [seq]).map(drop)
}

/// Has a delivery that did not arrive tried again.
pub fn retry(db: &Db<'_>, seq: i64, due_at: Time) -> Result<(), Error> {
    let sql = "UPDATE delivery SET claimed = 0, tries = tries + 1, due_at = ?2 WHERE seq = ?1";
    rows::execute(db.meta, sql, params![seq, due_at]).map(drop)
}

/// Whether a channel is one that we can tell of an alert.
fn takes_alerts(channel: &Object) -> bool {
    let is_ours = channel.get("type").is_some_and(|kind| kind == "webhook" || kind == "slack");
    let is_suspended = channel.get("suspendedAt").is_some_and(|at| !at.is_null());
    let events = channel.get("events").and_then(Value::as_array);
    is_ours && !is_suspended && events.is_some_and(|events| events.iter().any(|event| event == "alert"))
}

/// Whether the alert was critical just before the entry of this id.
fn was_critical(db: &Db<'_>, alert: &str, entry: &str) -> Result<bool, Error> {
    let sql = "SELECT body FROM alert_log WHERE alert = ?1 AND id != ?2 ORDER BY seq DESC LIMIT 1";
    let before: Option<AlertLog> = rows::one(db.meta, sql, [alert, entry])?;
    Ok(before.is_some_and(|log| log.status == AlertStatus::Critical))
}

/// What was found; not finding it is no error here.
fn found<T>(result: Result<T, Error>) -> Result<Option<T>, Error> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(Error::NotFound(_)) => Ok(None),
        Err(error) => Err(error),
    }
}
