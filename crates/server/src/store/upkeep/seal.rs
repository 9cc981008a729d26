//! Sealing: what `head` has of two whole hours becomes one chunk of each series.
//!
//! First the span is closed, so that what still comes for it goes to `late`. Then series are packed a slice at a time.
//! When all are, the rows of `head` are removed from its beginning on, which frees whole pages.

use super::super::points::layers::{Packed, unpack};
use super::super::points::tables::{Marks, head_ends, marks, sealed_id, set_marks, value};
use super::super::points::{DAY_SECS, SEALED_SECS, STEP_SECS};
use super::super::shared::Made;
use super::super::{Db, Error, Store};
use super::{Row, exists, put_aside};
use rusqlite::{OptionalExtension, params};
use series::{Series, Time};
use std::collections::BTreeMap;

/// How long after its end a span is closed: points of agents that are a little late are not late points.
const GRACE_SECS: i64 = 10 * 60;

/// How many series a step packs.
const SERIES_PER_STEP: i64 = 100;

/// How many rows of `head` a step removes.
const ROWS_PER_STEP: i64 = 8_000;

/// Takes marks back that are far ahead of the clock, which must have jumped: else all points would be late points.
pub(super) async fn take_back(store: &Store, now: Time) -> Result<bool, Error> {
    let ahead = move |db: &Db<'_>| -> Result<Option<Marks>, Error> {
        let marks = marks(db)?;
        let newest: Option<Time> =
            db.metrics.prepare_cached("SELECT max(t) FROM late")?.query_row([], |row| row.get(0))?;
        // What is late must stay older than what is in `head`, of which it would win.
        let past = newest.unwrap_or(0).max(now) / SEALED_SECS * SEALED_SECS + SEALED_SECS;
        let is_ahead = marks.open_from > now + DAY_SECS && past < marks.open_from;
        Ok(is_ahead.then_some(Marks { open_from: past, sealed_to: past, seal_next: 0, ..marks }))
    };
    if store.read(move |db| Ok(marks(db)?.open_from <= now + DAY_SECS)).await? {
        return Ok(false);
    }
    store
        .write(move |db| match ahead(db)? {
            None => Ok(false),
            Some(marks) => {
                tracing::warn!("the clock went back; sealing begins again at its time");
                set_marks(db, marks)?;
                Ok(true)
            }
        })
        .await
}

pub(super) async fn step(store: &Store, now: Time) -> Result<bool, Error> {
    let plan = store.read(move |db| plan(db, now)).await?;
    let shared = std::sync::Arc::clone(&store.inner.shared);
    match plan {
        Plan::Nothing => Ok(false),
        Plan::Mark { from, to } => store.write(move |db| advance(db, from, to)).await,
        Plan::Pack { from, to, rows } => {
            let sealed = rows.len() as u64;
            let done = store
                .write(move |db| {
                    for Span { series, row, is_damaged } in &rows {
                        if *is_damaged {
                            put_aside(db, "sealed", row.id)?;
                        }
                        if exists(db, *series)? {
                            row.write(db, "INSERT OR REPLACE INTO sealed VALUES (?1, ?2, ?3, ?4)")?;
                        }
                    }
                    advance(db, from, to)
                })
                .await?;
            shared.made(Made { sealed, ..Made::default() });
            Ok(done)
        }
        Plan::Sweep { from, to } => store.write(move |db| sweep(db, from, to)).await,
    }
}

enum Plan {
    Nothing,
    /// Only the marks move.
    Mark {
        from: Marks,
        to: Marks,
    },
    /// These series are packed.
    Pack {
        from: Marks,
        to: Marks,
        rows: Vec<Span>,
    },
    /// Everything is packed; rows are removed, and with the last one the marks move.
    Sweep {
        from: Marks,
        to: Marks,
    },
}

/// Two hours of a series, packed.
struct Span {
    series: i64,
    row: Row,
    /// Whether the row that was there is damaged.
    is_damaged: bool,
}

fn plan(db: &Db<'_>, now: Time) -> Result<Plan, Error> {
    let from = marks(db)?;
    if from.sealed_to == from.open_from {
        return begin(db, from, now);
    }
    let sql = "SELECT max(id), count(*) FROM (SELECT id FROM series WHERE id >= ?1 ORDER BY id LIMIT ?2)";
    let (last, count): (Option<i64>, i64) = db
        .metrics
        .prepare_cached(sql)?
        .query_row([from.seal_next, SERIES_PER_STEP], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let Some(last) = last.filter(|_| count > 0) else {
        return Ok(Plan::Sweep { from, to: Marks { sealed_to: from.open_from, seal_next: 0, ..from } });
    };
    let rows = pack(db, from, last)?;
    Ok(Plan::Pack { from, to: Marks { seal_next: last + 1, ..from }, rows })
}

/// Closes the first span with points, if it is over.
fn begin(db: &Db<'_>, from: Marks, now: Time) -> Result<Plan, Error> {
    let over = (now - GRACE_SECS).div_euclid(SEALED_SECS) * SEALED_SECS;
    let Some((oldest, _)) = head_ends(db)? else { return Ok(Plan::Nothing) };
    let start = oldest.div_euclid(SEALED_SECS) * SEALED_SECS;
    if start >= over {
        return Ok(Plan::Nothing);
    }
    let to = Marks { sealed_to: start, open_from: start + SEALED_SECS, seal_next: 0, ..from };
    Ok(Plan::Mark { from, to })
}

/// Packs what `head` has of the series from the next one to `last`.
fn pack(db: &Db<'_>, marks: Marks, last: i64) -> Result<Vec<Span>, Error> {
    let mut series: BTreeMap<i64, Vec<(Time, f64)>> = BTreeMap::new();
    let mut select =
        db.metrics.prepare_cached("SELECT s, v FROM head WHERE t = ?1 AND s BETWEEN ?2 AND ?3")?;
    let mut time = marks.sealed_to;
    while time < marks.open_from {
        let mut rows = select.query([time, marks.seal_next, last])?;
        while let Some(row) = rows.next()? {
            series.entry(row.get(0)?).or_default().push((time, value(row.get(1)?)));
        }
        time += STEP_SECS;
    }
    let mut packed = Vec::with_capacity(series.len());
    let mut select = db.metrics.prepare_cached("SELECT id, n, crc, d FROM sealed WHERE id = ?1")?;
    for (number, points) in series {
        let id = sealed_id(number, marks.sealed_to);
        // There is one already if the clock has jumped and this span is sealed for the second time.
        let stored = select.query_row([id], Packed::of).optional()?;
        let earlier = stored.map(|row| unpack(db, &row, marks.sealed_to));
        let is_damaged = matches!(earlier, Some(None));
        let all = Series::from_points(earlier.flatten().into_iter().flatten().chain(points));
        let row = Row::pack(id, marks.sealed_to, &all);
        packed.extend(row.map(|row| Span { series: number, row, is_damaged }));
    }
    Ok(packed)
}

fn sweep(db: &Db<'_>, from: Marks, to: Marks) -> Result<bool, Error> {
    let beyond: Option<(Time, i64)> = db
        .metrics
        .prepare_cached("SELECT t, s FROM head WHERE t < ?1 ORDER BY t, s LIMIT 1 OFFSET ?2")?
        .query_row([from.open_from, ROWS_PER_STEP], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    if marks(db)? != from {
        return Ok(true);
    }
    let (time, series) = beyond.unwrap_or((from.open_from, 0));
    let mut delete = db.metrics.prepare_cached("DELETE FROM head WHERE (t, s) < (?1, ?2)")?;
    delete.execute(params![time, series])?;
    if beyond.is_none() { advance(db, from, to) } else { Ok(true) }
}

/// Moves the marks, unless somebody else has. Upkeep goes on either way.
fn advance(db: &Db<'_>, from: Marks, to: Marks) -> Result<bool, Error> {
    if marks(db)? == from {
        set_marks(db, to)?;
    }
    Ok(true)
}
