//! Reading one series out of all the tables that may have points of it.
//!
//! * A chunk that is damaged is a gap; it is counted, logged, and left where it is. So is a page of the file that is, with
//!   what would have come after it.
//! * A minute that more than one table has is taken from the one that came last.

use super::super::{Db, Error};
use super::chunk::{self, Sample};
use super::tables::{chunk_id, head_ends, sealed_ends, sealed_id, value};
use super::{DAY_SECS, LAST_TIME, SEALED_SECS, STEP_SECS};
use rusqlite::{OptionalExtension, Row, params};
use series::{Series, Time, TimeRange};

/// A packed row.
pub(in crate::store) struct Packed {
    pub(in crate::store) id: i64,
    count: i64,
    crc: i64,
    bytes: Vec<u8>,
}

impl Packed {
    /// Reads `id, n, crc, d`.
    pub(in crate::store) fn of(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self { id: row.get(0)?, count: row.get(1)?, crc: row.get(2)?, bytes: row.get(3)? })
    }

    /// The points, or `None` if the row is not what was written. Says nothing and counts nothing.
    pub(in crate::store) fn samples(&self) -> Option<Vec<Sample>> {
        let count = usize::try_from(self.count).ok()?;
        let is_whole = i64::from(chunk::checksum(self.id, count, &self.bytes)) == self.crc;
        if is_whole { chunk::decode(&self.bytes, count) } else { None }
    }
}

/// The points of a row with their times, where minutes are counted from `start`; none, with a note, if it is damaged.
pub(in crate::store) fn unpack(
    db: &Db<'_>,
    row: &Packed,
    start: Time,
) -> Option<impl DoubleEndedIterator<Item = (Time, f64)> + use<>> {
    let Some(samples) = row.samples() else {
        db.shared.found_damage(row.id);
        return None;
    };
    let time = move |minute: u16| start + i64::from(minute) * STEP_SECS;
    Some(samples.into_iter().map(move |(minute, value)| (time(minute), value)))
}

/// The points of a series in a range, both ends included.
pub(super) fn read(db: &Db<'_>, series: i64, range: TimeRange) -> Result<Series, Error> {
    let range = TimeRange::new(range.from.max(0), range.to.min(LAST_TIME));
    if range.from > range.to {
        return Ok(Series::default());
    }
    // Of one minute the point that is added last stays.
    let mut points = Vec::new();
    by_series(db, "SELECT t, v FROM daily WHERE s = ?1 AND t BETWEEN ?2 AND ?3", series, range, &mut points)?;
    days(db, series, range, &mut points)?;
    sealed(db, series, range, &mut points)?;
    head(db, series, range, &mut points)?;
    by_series(db, "SELECT t, v FROM late WHERE s = ?1 AND t BETWEEN ?2 AND ?3", series, range, &mut points)?;
    Ok(Series::from_points(points))
}

/// The newest point of a series, looked for in the tables.
pub(super) fn newest(db: &Db<'_>, series: i64) -> Result<Option<(Time, f64)>, Error> {
    let one = |sql: &str| -> Result<Option<(Time, f64)>, Error> {
        let mut select = db.metrics.prepare_cached(sql)?;
        Ok(select.query_row([series], |row| Ok((row.get(0)?, value(row.get(1)?)))).optional()?)
    };
    let mut last_day = db.metrics.prepare_cached(
        "SELECT id, n, crc, d FROM chunk WHERE id BETWEEN ?1 AND ?2 ORDER BY id DESC LIMIT 1",
    )?;
    let day = next(db, &mut last_day.query([chunk_id(series, 0), chunk_id(series, LAST_TIME)])?)?;
    let found = [
        one("SELECT t, v FROM daily WHERE s = ?1 ORDER BY t DESC LIMIT 1")?,
        day.and_then(|row| unpack(db, &row, minute_of(row.id))?.next_back()),
        newest_sealed(db, series)?,
        newest_in_head(db, series)?,
        one("SELECT t, v FROM late WHERE s = ?1 ORDER BY t DESC LIMIT 1")?,
    ];
    // Of equal times the last one, as everywhere.
    Ok(found.into_iter().flatten().max_by_key(|point| point.0))
}

/// Where the day of a chunk begins.
pub(in crate::store) const fn minute_of(chunk_id: i64) -> Time {
    (chunk_id & 0xffff_ffff) * STEP_SECS
}

/// The points in the range of whole days.
fn days(db: &Db<'_>, series: i64, range: TimeRange, points: &mut Vec<(Time, f64)>) -> Result<(), Error> {
    let mut select = db
        .metrics
        .prepare_cached("SELECT id, n, crc, d FROM chunk WHERE id BETWEEN ?1 AND ?2 ORDER BY id")?;
    let mut rows = select.query([chunk_id(series, range.from), chunk_id(series, range.to)])?;
    while let Some(row) = next(db, &mut rows)? {
        add(points, unpack(db, &row, minute_of(row.id)), range);
    }
    Ok(())
}

/// The points in the range of sealed spans.
fn sealed(db: &Db<'_>, series: i64, range: TimeRange, points: &mut Vec<(Time, f64)>) -> Result<(), Error> {
    let Some((first, last)) = sealed_ends(db)? else { return Ok(()) };
    let range = TimeRange::new(range.from.max(first), range.to.min(last + SEALED_SECS - 1));
    let mut select = db.metrics.prepare_cached("SELECT id, n, crc, d FROM sealed WHERE id = ?1")?;
    for start in spans(range, SEALED_SECS) {
        let mut rows = select.query([sealed_id(series, start)])?;
        if let Some(row) = next(db, &mut rows)? {
            add(points, unpack(db, &row, start), range);
        }
    }
    Ok(())
}

/// Adds those of the points that are in the range.
fn add(points: &mut Vec<(Time, f64)>, found: Option<impl Iterator<Item = (Time, f64)>>, range: TimeRange) {
    points.extend(found.into_iter().flatten().filter(|(time, _)| range.contains(*time)));
}

/// The next packed row; none where a page of the file is damaged.
pub(in crate::store) fn next(db: &Db<'_>, rows: &mut rusqlite::Rows<'_>) -> Result<Option<Packed>, Error> {
    match rows.next().and_then(|row| row.map(Packed::of).transpose()) {
        Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::DatabaseCorrupt) => {
            db.shared.found_damage(0);
            Ok(None)
        }
        found => Ok(found?),
    }
}

fn by_series(
    db: &Db<'_>,
    sql: &str,
    series: i64,
    range: TimeRange,
    points: &mut Vec<(Time, f64)>,
) -> Result<(), Error> {
    let mut select = db.metrics.prepare_cached(sql)?;
    let found = select
        .query_map(params![series, range.from, range.to], |row| Ok((row.get(0)?, value(row.get(1)?))))?;
    for point in found {
        points.push(point?);
    }
    Ok(())
}

/// The newest minutes lie by time: one look at each minute that any series has, and none at the others.
fn head(db: &Db<'_>, series: i64, range: TimeRange, points: &mut Vec<(Time, f64)>) -> Result<(), Error> {
    let Some((_, last)) = head_ends(db)? else { return Ok(()) };
    let mut select = db
        .metrics
        .prepare_cached("SELECT t, s, v FROM head WHERE (t, s) >= (?1, ?2) ORDER BY t, s LIMIT 1")?;
    let (mut at, last) = (range.from, last.min(range.to));
    while at <= last {
        let row = select.query_row([at, series], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)));
        let Some((time, found, cell)): Option<(Time, i64, f64)> = row.optional()? else { break };
        if found == series && time <= last {
            points.push((time, value(cell)));
        }
        // The first row of a later minute may be of a series before this one.
        at = if time > at && found < series { time } else { time + STEP_SECS };
    }
    Ok(())
}

fn newest_in_head(db: &Db<'_>, series: i64) -> Result<Option<(Time, f64)>, Error> {
    let mut select = db.metrics.prepare_cached(
        "SELECT t, s, v FROM head WHERE (t, s) <= (?1, ?2) ORDER BY t DESC, s DESC LIMIT 1",
    )?;
    let mut at = LAST_TIME;
    loop {
        let row = select.query_row([at, series], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)));
        let Some((time, found, cell)): Option<(Time, i64, f64)> = row.optional()? else { return Ok(None) };
        if found == series {
            return Ok(Some((time, value(cell))));
        }
        // The last row of an earlier minute may be of a series after this one.
        at = if time < at && found > series { time } else { time - STEP_SECS };
    }
}

fn newest_sealed(db: &Db<'_>, series: i64) -> Result<Option<(Time, f64)>, Error> {
    let Some((first, last)) = sealed_ends(db)? else { return Ok(None) };
    let mut select = db.metrics.prepare_cached("SELECT id, n, crc, d FROM sealed WHERE id = ?1")?;
    let starts: Vec<Time> = spans(TimeRange::new(first, last), SEALED_SECS).collect();
    for start in starts.into_iter().rev() {
        let row = next(db, &mut select.query([sealed_id(series, start)])?)?;
        if let Some(point) = row.and_then(|row| unpack(db, &row, start)?.next_back()) {
            return Ok(Some(point));
        }
    }
    Ok(None)
}

/// Where the spans begin that touch a range.
fn spans(range: TimeRange, secs: i64) -> impl Iterator<Item = Time> {
    (range.from.div_euclid(secs)..=range.to.div_euclid(secs)).map(move |span| span * secs)
}

/// The day of a time.
pub(in crate::store) const fn day_of(time: Time) -> Time {
    time.div_euclid(DAY_SECS) * DAY_SECS
}
