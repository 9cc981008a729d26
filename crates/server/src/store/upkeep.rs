//! Packing, thinning and deleting points: everything that has to be done now and then, in small steps.
//!
//! * Each step is one short job of the writing thread. What it writes was read and packed before, elsewhere: rows that
//!   upkeep works on are changed by nobody else, and what comes late goes to a table of its own.
//! * Each step and the mark of how far the work is are in one transaction: the work goes on after any end.
//! * A damaged chunk is put aside, and the work goes on without it. What lies on a page of the file that cannot be read
//!   stays where it is, and the work goes on beside it; what else there is to do is done first.
//! * A clock that jumps ahead and back costs only time: marks that are ahead of it are taken back.

mod gone;
mod late;
mod merge;
mod seal;
mod thin;

use super::points::chunk::{self, Sample};
use super::points::{STEP_SECS, tables};
use super::{Db, Error, Store};
use rusqlite::params;
use series::{Series, Time};
use std::str::FromStr;

/// How long points are kept at one minute; of each day before that its mean is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retention {
    days: u16,
}

impl Default for Retention {
    fn default() -> Self {
        Self { days: 460 }
    }
}

impl FromStr for Retention {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let days = text.strip_suffix('d').and_then(|days| days.parse().ok()).filter(|days| *days > 0);
        Ok(Self { days: days.ok_or("not a number of days such as 460d")? })
    }
}

impl std::fmt::Display for Retention {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}d", self.days)
    }
}

impl Store {
    /// Does one step of what is due; `false` if nothing is. Without a retention nothing is thinned.
    ///
    /// Of several callers all but one wait. Steps until nothing is due are meant to have the same `now`.
    pub async fn upkeep(&self, now: Time, retention: Option<Retention>) -> Result<bool, Error> {
        let _alone = self.inner.upkeep.lock().await;
        let mut damage = Damage(None);
        let more = damage.pass(seal::take_back(self, now).await)?
            || damage.pass(gone::step(self).await)?
            || damage.pass(seal::step(self, now).await)?
            || damage.pass(merge::step(self, now).await)?
            || damage.pass(late::step(self, now).await)?
            || damage.pass(thin::step(self, now, retention).await)?;
        match damage.0 {
            Some(error) if !more => Err(error),
            _ => Ok(more),
        }
    }
}

/// The first step that failed because a page of the file is damaged.
struct Damage(Option<Error>);

impl Damage {
    /// Lets the steps after such a one have their turn.
    fn pass(&mut self, result: Result<bool, Error>) -> Result<bool, Error> {
        match result {
            Err(error) if error.is_damage() => {
                self.0.get_or_insert(error);
                Ok(false)
            }
            result => result,
        }
    }
}

/// Moves a damaged row out of the way. It is kept for whoever wants to know what happened to it.
fn put_aside(db: &Db<'_>, table: &str, id: i64) -> Result<(), Error> {
    let keep = format!("INSERT OR REPLACE INTO damaged SELECT '{table}', * FROM {table} WHERE id = ?1");
    db.metrics.prepare_cached(&keep)?.execute([id])?;
    db.metrics.prepare_cached(&format!("DELETE FROM {table} WHERE id = ?1"))?.execute([id])?;
    Ok(())
}

/// A row of a table of chunks, packed.
struct Row {
    id: i64,
    count: usize,
    bytes: Vec<u8>,
}

impl Row {
    /// Packs the points of a span that begins at `start`; `None` if there are none.
    fn pack(id: i64, start: Time, series: &Series) -> Option<Self> {
        let minute = |time: Time| u16::try_from((time - start) / STEP_SECS).ok();
        let samples: Option<Vec<Sample>> =
            series.iter().map(|(time, value)| Some((minute(time)?, value))).collect();
        let samples = samples?;
        Some(Self { id, count: samples.len(), bytes: chunk::encode(&samples)? })
    }

    fn write(&self, db: &Db<'_>, insert: &str) -> Result<(), Error> {
        let crc = chunk::checksum(self.id, self.count, &self.bytes);
        let mut insert = db.metrics.prepare_cached(insert)?;
        insert.execute(params![self.id, self.count as i64, crc, self.bytes])?;
        Ok(())
    }
}

/// Whether a series was not deleted. The rows of one that was are removed, so none may be added.
fn exists(db: &Db<'_>, series: i64) -> Result<bool, Error> {
    Ok(db.metrics.prepare_cached("SELECT 1 FROM series WHERE id = ?1")?.exists([series])?)
}

/// Removes late points that are elsewhere now, unless newer ones have taken their places.
fn delete_late(db: &Db<'_>, series: i64, merged: &[(Time, f64)]) -> Result<(), Error> {
    let mut delete = db.metrics.prepare_cached("DELETE FROM late WHERE s = ?1 AND t = ?2 AND v = ?3")?;
    for (time, value) in merged {
        delete.execute(params![series, time, tables::cell(*value)])?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_retention_is_a_number_of_days() {
        for (text, days) in [
            ("460d", Some(460)),
            ("1d", Some(1)),
            ("0d", None),
            ("-1d", None),
            ("460", None),
            ("d", None),
            ("99999d", None),
        ] {
            assert_eq!(text.parse::<Retention>().ok(), days.map(|days| Retention { days }), "{text}");
        }
        assert_eq!(Retention::default().to_string(), "460d");
    }
}
