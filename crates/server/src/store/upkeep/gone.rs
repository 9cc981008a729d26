//! Removing what deleted series have left, a few hundred rows at a time. What is left in `head` goes when it is swept.

use super::super::points::SEALED_SECS;
use super::super::points::tables::{chunk_id, sealed_ends, sealed_id};
use super::super::{Db, Error, Store};
use super::thin::give_back;
use rusqlite::{OptionalExtension, params};

/// How many rows of small points a step removes, and how many chunks.
const POINTS_PER_STEP: i64 = 4_000;
const CHUNKS_PER_STEP: i64 = 200;

/// How many series a step looks at.
const SERIES_PER_STEP: usize = 20;

/// The last minute that a key can have.
const LAST: i64 = u32::MAX as i64;

pub(super) async fn step(store: &Store) -> Result<bool, Error> {
    let any = |db: &Db<'_>| -> Result<bool, Error> {
        Ok(db.metrics.prepare_cached("SELECT 1 FROM gone LIMIT 1")?.exists([])?)
    };
    if !store.read(any).await? {
        return Ok(false);
    }
    store
        .write(|db| {
            for _ in 0..SERIES_PER_STEP {
                if !remove_some(db)? {
                    break;
                }
            }
            Ok(true)
        })
        .await
}

/// Removes rows of the first deleted series, which is enough for one step, or the series itself if it has none any more;
/// true while there is time for another.
fn remove_some(db: &Db<'_>) -> Result<bool, Error> {
    let mut first = db.metrics.prepare_cached("SELECT s FROM gone LIMIT 1")?;
    let Some(series): Option<i64> = first.query_row([], |row| row.get(0)).optional()? else {
        return Ok(false);
    };
    let (from, to) = (chunk_id(series, 0), (series << 32) | LAST);
    let chunks = "DELETE FROM chunk WHERE id IN (SELECT id FROM chunk WHERE id BETWEEN ?1 AND ?2 LIMIT ?3)";
    if db.metrics.prepare_cached(chunks)?.execute(params![from, to, CHUNKS_PER_STEP])? > 0 {
        give_back(db)?;
        return Ok(false);
    }
    for sql in [
        "DELETE FROM late WHERE s = ?1 AND t IN (SELECT t FROM late WHERE s = ?1 LIMIT ?2)",
        "DELETE FROM daily WHERE s = ?1 AND t IN (SELECT t FROM daily WHERE s = ?1 LIMIT ?2)",
    ] {
        if db.metrics.prepare_cached(sql)?.execute([series, POINTS_PER_STEP])? > 0 {
            return Ok(false);
        }
    }
    if let Some((mut start, last)) = sealed_ends(db)? {
        let mut delete = db.metrics.prepare_cached("DELETE FROM sealed WHERE id = ?1")?;
        while start <= last {
            delete.execute([sealed_id(series, start)])?;
            start += SEALED_SECS;
        }
    }
    db.metrics.prepare_cached("DELETE FROM gone WHERE s = ?1")?.execute([series])?;
    Ok(true)
}
