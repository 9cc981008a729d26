//! Retention: days that are past it become their mean.

use super::super::points::layers::{day_of, minute_of, next as next_row, unpack};
use super::super::points::tables::{Marks, cell, chunk_id, marks, set_marks};
use super::super::points::{DAY_SECS, STEP_SECS};
use super::super::shared::Made;
use super::super::{Db, Error, Store};
use super::{Retention, put_aside};
use rusqlite::params;
use series::{Series, Time};
use std::collections::BTreeSet;
use std::sync::Arc;

/// How many series a step looks at.
const SERIES_PER_STEP: i64 = 500;

/// How many days of series a step thins.
const DAYS_PER_STEP: usize = 100;

/// How many pages a step gives back to the disk.
const PAGES_PER_STEP: u32 = 500;

pub(super) async fn step(store: &Store, now: Time, retention: Option<Retention>) -> Result<bool, Error> {
    let Some(retention) = retention else { return Ok(false) };
    let cutoff = day_of(now) - i64::from(retention.days) * DAY_SECS;
    let Some(plan) = store.read(move |db| plan(db, now, cutoff)).await? else { return Ok(false) };
    let Plan { from, to, means, chunks, damaged } = plan;
    let shared = Arc::clone(&store.inner.shared);
    let thinned = chunks.len() as u64;
    let changed: BTreeSet<i64> = chunks.iter().map(|id| id >> 32).collect();
    let written = store
        .write(move |db| {
            let mut insert = db.metrics.prepare_cached("INSERT OR IGNORE INTO daily VALUES (?1, ?2, ?3)")?;
            for (series, day, mean) in means {
                insert.execute(params![series, day, cell(mean)])?;
            }
            let mut delete = db.metrics.prepare_cached("DELETE FROM chunk WHERE id = ?1")?;
            damaged.iter().try_for_each(|id| put_aside(db, "chunk", *id))?;
            chunks.iter().try_for_each(|id| delete.execute([id]).map(drop))?;
            advance(db, from, to)?;
            give_back(db)
        })
        .await;
    match written {
        // What lies beside a damaged page stays as it is.
        Err(error) if error.is_damage() => {
            store.write(move |db| advance(db, from, to)).await?;
            return Ok(true);
        }
        written => written?,
    }
    for series in changed {
        shared.tails.forget(series);
    }
    shared.made(Made { thinned, ..Made::default() });
    Ok(true)
}

/// Gives some free pages back to the disk, if so many are free that those of a day will not be missed.
pub(super) fn give_back(db: &Db<'_>) -> Result<(), Error> {
    let number = |name: &str| -> Result<u32, Error> {
        Ok(db.metrics.pragma_query_value(None, name, |row| row.get(0))?)
    };
    let (free, all) = (number("freelist_count")?, number("page_count")?);
    if free > all / 4 && free > PAGES_PER_STEP {
        let sql = format!("PRAGMA incremental_vacuum({PAGES_PER_STEP})");
        let mut statement = db.metrics.prepare(&sql)?;
        let mut rows = statement.query([])?;
        while rows.next()?.is_some() {}
    }
    Ok(())
}

struct Plan {
    from: Marks,
    to: Marks,
    /// Series, day and mean.
    means: Vec<(i64, Time, f64)>,
    chunks: Vec<i64>,
    /// Those of the chunks that are damaged.
    damaged: Vec<i64>,
}

fn advance(db: &Db<'_>, from: Marks, to: Marks) -> Result<(), Error> {
    if marks(db)? == from { set_marks(db, to) } else { Ok(()) }
}

fn plan(db: &Db<'_>, now: Time, cutoff: Time) -> Result<Option<Plan>, Error> {
    let from = marks(db)?;
    // What came late for those days must be in them before they become their means.
    if cutoff <= from.thinned_to || cutoff <= 0 || from.late_at != now {
        return Ok(None);
    }
    let (mut means, mut chunks, mut damaged) = (Vec::new(), Vec::new(), Vec::new());
    let mut select =
        db.metrics.prepare_cached("SELECT id FROM series WHERE id >= ?1 ORDER BY id LIMIT ?2")?;
    let numbers: Vec<i64> =
        select.query_map([from.thin_next, SERIES_PER_STEP], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let mut select = db
        .metrics
        .prepare_cached("SELECT id, n, crc, d FROM chunk WHERE id BETWEEN ?1 AND ?2 ORDER BY id LIMIT ?3")?;
    let mut next = None;
    for series in &numbers {
        let room = DAYS_PER_STEP - chunks.len();
        let ends = [chunk_id(*series, 0), chunk_id(*series, cutoff - STEP_SECS)];
        let mut rows = select.query(params![ends[0], ends[1], room as i64])?;
        while let Some(row) = next_row(db, &mut rows)? {
            let points = unpack(db, &row, minute_of(row.id));
            damaged.extend(points.is_none().then_some(row.id));
            let mean = Series::from_points(points.into_iter().flatten()).mean_by_step(DAY_SECS);
            means.extend(mean.iter().map(|(day, value)| (*series, day, value)));
            chunks.push(row.id);
        }
        if chunks.len() == DAYS_PER_STEP {
            // Perhaps there are more of this series.
            next = Some(*series);
            break;
        }
    }
    let next = next.or(numbers.last().map(|last| last + 1));
    let to = match next {
        Some(next) => Marks { thin_next: next, ..from },
        None => Marks { thin_next: 0, thinned_to: cutoff, ..from },
    };
    Ok(Some(Plan { from, to, means, chunks, damaged }))
}
