//! Where points lie in `metrics.db`. Of two layers that both have a minute, the later one of this list wins:
//!
//! * `daily`: means of days that are past the retention, by series;
//! * `chunk`: whole days, by series: `id = series << 32 | first minute of the day`;
//! * `sealed`: two hours each, in the order of time: `id = first minute << 32 | series`, so that sealing appends;
//! * `head`: the newest minutes, in the order of time, from `mark.open_from` on;
//! * `late`: points before `mark.open_from` that came later, by series.
//!
//! Values are `REAL`, in which `SQLite` has no negative zero: infinity, which is no value of a point, stands for it.

use super::super::{Db, Error};
use super::{DAY_SECS, SEALED_SECS, STEP_SECS};
use rusqlite::{OptionalExtension, params};
use series::Time;

/// The layout of the first format.
pub(in crate::store) const TABLES: &str = "
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

/// The second format: points are packed. All points of the first one are in `head`, and are sealed in time.
pub(in crate::store) const TABLES_2: &str = "
DROP TABLE extent;
DROP TABLE chunk;
CREATE TABLE chunk (id INTEGER PRIMARY KEY, n INTEGER NOT NULL, crc INTEGER NOT NULL, d BLOB NOT NULL) STRICT;
CREATE TABLE sealed (id INTEGER PRIMARY KEY, n INTEGER NOT NULL, crc INTEGER NOT NULL, d BLOB NOT NULL) STRICT;
CREATE TABLE late (
    s INTEGER NOT NULL, t INTEGER NOT NULL, v REAL NOT NULL, PRIMARY KEY (s, t)
) STRICT, WITHOUT ROWID;
CREATE TABLE daily (
    s INTEGER NOT NULL, t INTEGER NOT NULL, v REAL NOT NULL, PRIMARY KEY (s, t)
) STRICT, WITHOUT ROWID;
-- Series that were deleted but still have rows. Their numbers are never given to another series.
CREATE TABLE gone (s INTEGER PRIMARY KEY) STRICT;
-- Chunks that upkeep found damaged, out of its way.
CREATE TABLE damaged (
    origin TEXT NOT NULL, id INTEGER NOT NULL, n INTEGER NOT NULL, crc INTEGER NOT NULL, d BLOB NOT NULL,
    PRIMARY KEY (origin, id)
) STRICT;
-- How far the work of upkeep is; one row.
CREATE TABLE mark (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    open_from INTEGER NOT NULL, sealed_to INTEGER NOT NULL, seal_next INTEGER NOT NULL,
    late_at INTEGER NOT NULL, thinned_to INTEGER NOT NULL, thin_next INTEGER NOT NULL,
    next_series INTEGER NOT NULL
) STRICT;
INSERT INTO mark SELECT 1, 0, 0, 0, 0, 0, 0, coalesce(max(id), 0) + 1 FROM series;
";

/// How far the work of upkeep is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) struct Marks {
    /// Points from here on go to `head`, earlier ones to `late`.
    pub(in crate::store) open_from: Time,
    /// Everything in `head` before here was sealed. Between here and `open_from` sealing is under way.
    pub(in crate::store) sealed_to: Time,
    /// The first series that is not sealed yet between the two.
    pub(in crate::store) seal_next: i64,
    /// When late points were last merged into their days.
    pub(in crate::store) late_at: Time,
    /// Days before here were made means, but for the series from `thin_next` on.
    pub(in crate::store) thinned_to: Time,
    /// The first series whose days were not looked at yet; 0 when no thinning is under way.
    pub(in crate::store) thin_next: i64,
}

/// The one row of marks.
pub(in crate::store) fn marks(db: &Db<'_>) -> Result<Marks, Error> {
    let mut select = db.metrics.prepare_cached(
        "SELECT open_from, sealed_to, seal_next, late_at, thinned_to, thin_next FROM mark WHERE one = 1",
    )?;
    Ok(select.query_row([], |row| {
        Ok(Marks {
            open_from: row.get(0)?,
            sealed_to: row.get(1)?,
            seal_next: row.get(2)?,
            late_at: row.get(3)?,
            thinned_to: row.get(4)?,
            thin_next: row.get(5)?,
        })
    })?)
}

/// Replaces the marks.
pub(in crate::store) fn set_marks(db: &Db<'_>, marks: Marks) -> Result<(), Error> {
    let Marks { open_from, sealed_to, seal_next, late_at, thinned_to, thin_next } = marks;
    let mut update = db.metrics.prepare_cached(
        "UPDATE mark SET open_from = ?1, sealed_to = ?2, seal_next = ?3, late_at = ?4, thinned_to = ?5,
            thin_next = ?6 WHERE one = 1",
    )?;
    update.execute(params![open_from, sealed_to, seal_next, late_at, thinned_to, thin_next])?;
    Ok(())
}

/// The first and the last time in `head`.
pub(in crate::store) fn head_ends(db: &Db<'_>) -> Result<Option<(Time, Time)>, Error> {
    ends(db, "SELECT (SELECT min(t) FROM head), (SELECT max(t) FROM head)")
}

/// Where the first and the last span of `sealed` begin.
pub(in crate::store) fn sealed_ends(db: &Db<'_>) -> Result<Option<(Time, Time)>, Error> {
    let found = ends(db, "SELECT (SELECT min(id) FROM sealed), (SELECT max(id) FROM sealed)")?;
    Ok(found.map(|(first, last)| ((first >> 32) * STEP_SECS, (last >> 32) * STEP_SECS)))
}

/// The key of a day of a series. The time is not before the epoch.
pub(in crate::store) const fn chunk_id(series: i64, time: Time) -> i64 {
    (series << 32) | (time.div_euclid(DAY_SECS) * (DAY_SECS / STEP_SECS))
}

/// The key of two hours of a series. The time is not before the epoch.
pub(in crate::store) const fn sealed_id(series: i64, time: Time) -> i64 {
    ((time.div_euclid(SEALED_SECS) * (SEALED_SECS / STEP_SECS)) << 32) | series
}

/// A value as the tables have it.
pub(in crate::store) const fn cell(value: f64) -> f64 {
    if value.to_bits() == (-0.0_f64).to_bits() { f64::INFINITY } else { value }
}

/// The value that a table has.
pub(in crate::store) const fn value(cell: f64) -> f64 {
    if cell.is_infinite() { -0.0 } else { cell }
}

fn ends(db: &Db<'_>, sql: &str) -> Result<Option<(i64, i64)>, Error> {
    let found: Option<(Option<i64>, Option<i64>)> =
        db.metrics.prepare_cached(sql)?.query_row([], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    Ok(found.and_then(|(first, last)| first.zip(last)))
}
