//! Merging: the sealed spans of a day and what came late for it become one chunk of each series.
//!
//! A day that lies on a damaged page stays in its spans until the next start.

use super::super::points::layers::{Packed, day_of, minute_of, unpack};
use super::super::points::tables::{chunk_id, head_ends, sealed_ends, sealed_id, value};
use super::super::points::{DAY_SECS, SEALED_SECS, STEP_SECS};
use super::super::shared::Made;
use super::super::{Db, Error, Store};
use super::{Row, delete_late, exists, put_aside};
use rusqlite::OptionalExtension;
use series::{Series, Time};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// How long after its end a day is merged; until then late points cost nothing.
const LAG_SECS: i64 = 3 * 60 * 60;

/// How many series a step merges.
const SERIES_PER_STEP: usize = 40;

/// A day of a series, merged.
pub(super) struct Day {
    series: i64,
    row: Row,
    /// Points of `late` that are in the row.
    late: Vec<(Time, f64)>,
    /// Whether the row that was there is damaged.
    is_damaged: bool,
}

pub(super) async fn step(store: &Store, now: Time) -> Result<bool, Error> {
    let Some(Plan { day, days, sealed, damaged }) = store.read(move |db| plan(db, now)).await? else {
        return Ok(false);
    };
    let shared = Arc::clone(&store.inner.shared);
    let merged = days.len() as u64;
    let written = store
        .write(move |db| {
            write_days(db, &days)?;
            damaged.iter().try_for_each(|id| put_aside(db, "sealed", *id))?;
            let mut delete = db.metrics.prepare_cached("DELETE FROM sealed WHERE id = ?1")?;
            sealed.iter().try_for_each(|id| delete.execute([id]).map(drop))?;
            Ok(())
        })
        .await;
    match written {
        Err(error) if error.is_damage() => shared.leave(day),
        written => {
            written?;
            shared.made(Made { merged, ..Made::default() });
        }
    }
    Ok(true)
}

/// Writes merged days and removes the late points that are in them.
pub(super) fn write_days(db: &Db<'_>, days: &[Day]) -> Result<(), Error> {
    for Day { series, row, late, is_damaged } in days {
        if *is_damaged {
            put_aside(db, "chunk", row.id)?;
        }
        if exists(db, *series)? {
            row.write(db, "INSERT OR REPLACE INTO chunk VALUES (?1, ?2, ?3, ?4)")?;
        }
        delete_late(db, *series, late)?;
    }
    Ok(())
}

/// What a series has of a day in `chunk`, `points` on top, and then what came late. `None` if there are no points.
pub(super) fn merge_day(
    db: &Db<'_>,
    series: i64,
    day: Time,
    points: Vec<(Time, f64)>,
) -> Result<Option<Day>, Error> {
    let id = chunk_id(series, day);
    let mut select = db.metrics.prepare_cached("SELECT id, n, crc, d FROM chunk WHERE id = ?1")?;
    let stored = select.query_row([id], Packed::of).optional()?;
    let earlier = stored.as_ref().map(|row| unpack(db, row, minute_of(row.id)));
    let is_damaged = matches!(earlier, Some(None));
    let mut select =
        db.metrics.prepare_cached("SELECT t, v FROM late WHERE s = ?1 AND t BETWEEN ?2 AND ?3")?;
    let late: Vec<(Time, f64)> = select
        .query_map([series, day, day + DAY_SECS - 1], |row| Ok((row.get(0)?, value(row.get(1)?))))?
        .collect::<Result<_, _>>()?;
    let earlier = earlier.flatten().into_iter().flatten();
    let all = Series::from_points(earlier.chain(points).chain(late.iter().copied()));
    Ok(Row::pack(id, day, &all).map(|row| Day { series, row, late, is_damaged }))
}

struct Plan {
    /// The day of everything here.
    day: Time,
    days: Vec<Day>,
    /// Rows of `sealed` that are in the days now, or that nobody asks for any more.
    sealed: Vec<i64>,
    /// Rows of `sealed` that are damaged.
    damaged: Vec<i64>,
}

fn plan(db: &Db<'_>, now: Time) -> Result<Option<Plan>, Error> {
    let Some((oldest, newest)) = sealed_ends(db)? else { return Ok(None) };
    let unsealed = head_ends(db)?.map_or(Time::MAX, |(oldest, _)| oldest);
    let mut day = day_of(oldest);
    while day <= newest && day + DAY_SECS + LAG_SECS <= now && day + DAY_SECS <= unsealed {
        if !db.shared.is_left(day) {
            match of_day(db, day) {
                Err(error) if error.is_damage() => db.shared.leave(day),
                // Days before this one are left over, but this one has nothing.
                Ok(plan) if plan.sealed.is_empty() && plan.damaged.is_empty() => {}
                plan => return plan.map(Some),
            }
        }
        day += DAY_SECS;
    }
    Ok(None)
}

fn of_day(db: &Db<'_>, day: Time) -> Result<Plan, Error> {
    let mut plan = Plan { day, days: Vec::new(), sealed: Vec::new(), damaged: Vec::new() };
    for (series, rows) in slice(db, day)? {
        let mut points = Vec::new();
        for row in rows {
            match unpack(db, &row, (row.id >> 32) * STEP_SECS) {
                None => plan.damaged.push(row.id),
                Some(span) => {
                    points.extend(span);
                    plan.sealed.push(row.id);
                }
            }
        }
        if exists(db, series)? {
            plan.days.extend(merge_day(db, series, day, points)?);
        }
    }
    Ok(plan)
}

/// The first series that have sealed spans in a day, with these.
fn slice(db: &Db<'_>, day: Time) -> Result<BTreeMap<i64, Vec<Packed>>, Error> {
    let starts: Vec<Time> = (0..DAY_SECS / SEALED_SECS).map(|span| day + span * SEALED_SECS).collect();
    let mut numbers = BTreeSet::new();
    let mut select = db.metrics.prepare_cached(
        "SELECT id & 4294967295 FROM sealed WHERE id BETWEEN ?1 AND ?2 ORDER BY id LIMIT ?3",
    )?;
    for start in &starts {
        let (first, last) = (sealed_id(0, *start), sealed_id(u32::MAX.into(), *start));
        let found = select.query_map([first, last, SERIES_PER_STEP as i64], |row| row.get(0))?;
        numbers.extend(found.collect::<Result<Vec<i64>, _>>()?);
    }
    let numbers: Vec<i64> = numbers.into_iter().take(SERIES_PER_STEP).collect();
    let (Some(first), Some(last)) = (numbers.first().copied(), numbers.last().copied()) else {
        return Ok(BTreeMap::new());
    };
    let mut slice: BTreeMap<i64, Vec<Packed>> = BTreeMap::new();
    let mut select = db
        .metrics
        .prepare_cached("SELECT id, n, crc, d FROM sealed WHERE id BETWEEN ?1 AND ?2 ORDER BY id")?;
    for start in starts {
        let rows = select.query_map([sealed_id(first, start), sealed_id(last, start)], Packed::of)?;
        for row in rows {
            let row = row?;
            slice.entry(row.id & 0xffff_ffff).or_default().push(row);
        }
    }
    Ok(slice)
}

/// The first day that is not merged yet, if there is one; points before it that came late belong to merged days.
pub(super) fn first_unmerged(db: &Db<'_>) -> Result<Time, Error> {
    let oldest = |ends: Option<(Time, Time)>| ends.map_or(Time::MAX, |(oldest, _)| oldest);
    Ok(day_of(oldest(sealed_ends(db)?).min(oldest(head_ends(db)?))))
}
