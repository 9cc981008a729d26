//! Points of metrics, one a minute, in `metrics.db`.
//!
//! * Times are floored to the minute; of two points at one minute the one appended last wins.
//! * A metric exists from its first point on, so that "never posted" and "nothing in this range" differ.
//! * Points over a [`History`](super::History) win where both have a minute.
//!
//! New points go to `head`, which is ordered by time: one minute of every series is a few neighbouring pages.
//! `chunk` is for points that were packed; nothing packs them yet, but the files have the table.

use super::{Db, Error, Recalled};
use mackerel::metrics::Owner;
use rusqlite::{OptionalExtension, params};
use series::{Series, Time, TimeRange};

/// Seconds between two points of one metric.
pub const STEP_SECS: i64 = 60;

/// How far [`latest`] looks back in a computed history.
const LATEST_HISTORY_SECS: [i64; 2] = [10 * 60, 24 * 60 * 60];

pub(super) const TABLES: &str = "
CREATE TABLE series (
    id INTEGER PRIMARY KEY, scope INTEGER NOT NULL, owner TEXT NOT NULL, name TEXT NOT NULL,
    UNIQUE (scope, owner, name)
) STRICT;
-- t is in seconds, at whole minutes.
CREATE TABLE head (
    t INTEGER NOT NULL, s INTEGER NOT NULL, v REAL NOT NULL, PRIMARY KEY (t, s)
) STRICT, WITHOUT ROWID;
-- The first and the newest point of each series, so that neither is searched for in time.
CREATE TABLE extent (
    s INTEGER PRIMARY KEY, t_first INTEGER NOT NULL, t_last INTEGER NOT NULL, v_last REAL NOT NULL
) STRICT;
-- id = (series << 32) | first minute since the epoch.
CREATE TABLE chunk (
    id INTEGER PRIMARY KEY, n INTEGER NOT NULL, t_last INTEGER NOT NULL, crc INTEGER NOT NULL, d BLOB NOT NULL
) STRICT;
";

/// One point to append.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point<'a> {
    /// Whose metric.
    pub owner: &'a Owner,
    /// Its name.
    pub name: &'a str,
    /// Any second of the minute.
    pub time: Time,
    /// A finite value.
    pub value: f64,
}

/// Adds points. Values that are not finite are refused, and then none is added.
pub fn append<'a>(db: &Db<'_>, points: impl IntoIterator<Item = Point<'a>>) -> Result<(), Error> {
    let mut insert = db.metrics.prepare_cached(
        "INSERT INTO head VALUES (?1, ?2, ?3) ON CONFLICT (t, s) DO UPDATE SET v = excluded.v",
    )?;
    let mut extend = db.metrics.prepare_cached(
        "INSERT INTO extent VALUES (?1, ?2, ?2, ?3) ON CONFLICT (s) DO UPDATE SET
            t_first = min(t_first, excluded.t_first),
            v_last = iif(excluded.t_last >= t_last, excluded.v_last, v_last),
            t_last = max(t_last, excluded.t_last)",
    )?;
    for Point { owner, name, time, value } in points {
        if !value.is_finite() {
            return Err(Error::Invalid(format!("value of {name} is not finite")));
        }
        let id = register(db, owner, name)?;
        let minute = time.div_euclid(STEP_SECS).saturating_mul(STEP_SECS);
        insert.execute(params![minute, id, value])?;
        extend.execute(params![id, minute, value])?;
    }
    Ok(())
}

/// The points of one metric in a range, both ends included; `None` if there never was one.
pub fn read(db: &Db<'_>, owner: &Owner, name: &str, range: TimeRange) -> Result<Option<Series>, Error> {
    let recalled = match db.history.map_or(Recalled::Nothing, |history| history.read(owner, name, range)) {
        Recalled::Nothing => None,
        Recalled::Series(series) => Some(series),
        Recalled::Fault(status) => return Err(Error::Fault(status)),
    };
    let stored = match find(db, owner, name)? {
        Some(id) => Some(read_stored(db, id, range)?),
        None => None,
    };
    Ok(match (recalled, stored) {
        (Some(recalled), Some(stored)) => Some(recalled.merge(&stored)),
        (recalled, stored) => stored.or(recalled),
    })
}

/// The names of all metrics of an owner, sorted.
pub fn names(db: &Db<'_>, owner: &Owner) -> Result<Vec<String>, Error> {
    let mut statement =
        db.metrics.prepare_cached("SELECT name FROM series WHERE scope = ?1 AND owner = ?2")?;
    let (scope, key) = key(owner);
    let mut names =
        statement.query_map(params![scope, key], |row| row.get(0))?.collect::<Result<Vec<_>, _>>()?;
    names.extend(db.history.map(|history| history.names(owner)).unwrap_or_default());
    names.sort_unstable();
    names.dedup();
    Ok(names)
}

/// The newest point of a metric; from a computed history only if it is not older than a day before `now`.
pub fn latest(db: &Db<'_>, owner: &Owner, name: &str, now: Time) -> Result<Option<(Time, f64)>, Error> {
    let stored = match find(db, owner, name)? {
        Some(id) => db
            .metrics
            .prepare_cached("SELECT t_last, v_last FROM extent WHERE s = ?1")?
            .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?,
        None => None,
    };
    Ok(match (stored, latest_recalled(db, owner, name, now)?) {
        (Some(stored), Some(recalled)) if recalled.0 > stored.0 => Some(recalled),
        (stored, recalled) => stored.or(recalled),
    })
}

/// When an owner last had a point of any metric; from a computed history only within the last day.
pub fn last_seen(db: &Db<'_>, owner: &Owner, now: Time) -> Result<Option<Time>, Error> {
    let (scope, key) = key(owner);
    let sql = "SELECT max(t_last) FROM extent JOIN series ON series.id = s WHERE scope = ?1 AND owner = ?2";
    let mut newest: Option<Time> =
        db.metrics.prepare_cached(sql)?.query_row(params![scope, key], |row| row.get(0))?;
    for name in db.history.map(|history| history.names(owner)).unwrap_or_default() {
        // A metric that fails on purpose says nothing of its host.
        let found = latest_recalled(db, owner, &name, now).ok().flatten();
        newest = newest.max(found.map(|(time, _)| time));
    }
    Ok(newest)
}

/// Forgets every metric of an owner.
pub fn delete_owner(db: &Db<'_>, owner: &Owner) -> Result<(), Error> {
    let (scope, key) = key(owner);
    let mut statement = db.metrics.prepare_cached("SELECT id FROM series WHERE scope = ?1 AND owner = ?2")?;
    let ids = statement.query_map(params![scope, key], |row| row.get(0))?.collect::<Result<Vec<i64>, _>>()?;
    for id in ids {
        if let Some(range) = extent(db, id)? {
            let mut delete = db.metrics.prepare_cached("DELETE FROM head WHERE t = ?1 AND s = ?2")?;
            for minute in minutes(range) {
                delete.execute([minute, id])?;
            }
        }
        db.metrics.execute("DELETE FROM chunk WHERE id >> 32 = ?1", [id])?;
        db.metrics.execute("DELETE FROM extent WHERE s = ?1", [id])?;
        db.metrics.execute("DELETE FROM series WHERE id = ?1", [id])?;
    }
    Ok(())
}

fn register(db: &Db<'_>, owner: &Owner, name: &str) -> Result<i64, Error> {
    if let Some(id) = find(db, owner, name)? {
        return Ok(id);
    }
    let (scope, key) = key(owner);
    let mut insert = db
        .metrics
        .prepare_cached("INSERT INTO series (scope, owner, name) VALUES (?1, ?2, ?3) RETURNING id")?;
    Ok(insert.query_row(params![scope, key, name], |row| row.get(0))?)
}

fn find(db: &Db<'_>, owner: &Owner, name: &str) -> Result<Option<i64>, Error> {
    let (scope, key) = key(owner);
    let mut select =
        db.metrics.prepare_cached("SELECT id FROM series WHERE scope = ?1 AND owner = ?2 AND name = ?3")?;
    Ok(select.query_row(params![scope, key, name], |row| row.get(0)).optional()?)
}

fn read_stored(db: &Db<'_>, id: i64, range: TimeRange) -> Result<Series, Error> {
    let Some(extent) = extent(db, id)? else { return Ok(Series::default()) };
    let range = TimeRange::new(range.from.max(extent.from), range.to.min(extent.to));
    // The table is ordered by time first: a seek per minute costs the same however many series there are.
    let mut select = db.metrics.prepare_cached("SELECT v FROM head WHERE t = ?1 AND s = ?2")?;
    let mut points = Vec::new();
    for minute in minutes(range) {
        if let Some(value) = select.query_row([minute, id], |row| row.get(0)).optional()? {
            points.push((minute, value));
        }
    }
    Ok(Series::from_points(points))
}

fn extent(db: &Db<'_>, id: i64) -> Result<Option<TimeRange>, Error> {
    let mut select = db.metrics.prepare_cached("SELECT t_first, t_last FROM extent WHERE s = ?1")?;
    Ok(select.query_row([id], |row| Ok(TimeRange::new(row.get(0)?, row.get(1)?))).optional()?)
}

fn minutes(range: TimeRange) -> impl Iterator<Item = Time> {
    let first = range.from.saturating_add(STEP_SECS - 1).div_euclid(STEP_SECS);
    let last = range.to.div_euclid(STEP_SECS);
    (first..=last).map(|minute| minute.saturating_mul(STEP_SECS))
}

fn latest_recalled(db: &Db<'_>, owner: &Owner, name: &str, now: Time) -> Result<Option<(Time, f64)>, Error> {
    let Some(history) = db.history else { return Ok(None) };
    for secs in LATEST_HISTORY_SECS {
        match history.read(owner, name, TimeRange::new(now.saturating_sub(secs), now)) {
            Recalled::Nothing => return Ok(None),
            Recalled::Fault(status) => return Err(Error::Fault(status)),
            Recalled::Series(series) => {
                if let Some(last) = series.last() {
                    return Ok(Some(last));
                }
            }
        }
    }
    Ok(None)
}

fn key(owner: &Owner) -> (i64, &str) {
    match owner {
        Owner::Host(id) => (0, id),
        Owner::Service(name) => (1, name),
    }
}
