//! What came late for days that were merged already: it is merged into them once an hour.

use super::super::points::layers::day_of;
use super::super::points::tables::{Marks, marks, set_marks};
use super::super::{Db, Error, Store};
use super::exists;
use super::merge::{Day, first_unmerged, merge_day, write_days};
use series::Time;

const EVERY_SECS: i64 = 60 * 60;

/// How many days of series a step merges.
const DAYS_PER_STEP: usize = 40;

pub(super) async fn step(store: &Store, now: Time) -> Result<bool, Error> {
    let Some(plan) = store.read(move |db| plan(db, now)).await? else { return Ok(false) };
    let Plan { days, orphans } = plan;
    let more = !days.is_empty() || !orphans.is_empty();
    store
        .write(move |db| {
            write_days(db, &days)?;
            let mut delete = db.metrics.prepare_cached("DELETE FROM late WHERE s = ?1")?;
            orphans.iter().try_for_each(|series| delete.execute([series]).map(drop))?;
            if !more {
                let marks = marks(db)?;
                set_marks(db, Marks { late_at: now, ..marks })?;
            }
            Ok(())
        })
        .await?;
    Ok(more)
}

struct Plan {
    days: Vec<Day>,
    /// Series that were deleted after a point of theirs came late.
    orphans: Vec<i64>,
}

fn plan(db: &Db<'_>, now: Time) -> Result<Option<Plan>, Error> {
    let late_at = marks(db)?.late_at;
    if (late_at..late_at + EVERY_SECS).contains(&now) {
        return Ok(None);
    }
    let until = first_unmerged(db)?;
    let mut plan = Plan { days: Vec::new(), orphans: Vec::new() };
    // Skips from the first late point of a day to the first one after that day, so each day is looked at once.
    let mut select =
        db.metrics.prepare_cached("SELECT s, t FROM late WHERE (s, t) >= (?1, ?2) ORDER BY s, t LIMIT 1")?;
    let mut at = (0, 0);
    while plan.days.len() + plan.orphans.len() < DAYS_PER_STEP {
        let row = select.query_row([at.0, at.1], |row| Ok((row.get(0)?, row.get(1)?)));
        let (series, time): (i64, Time) = match row {
            Err(rusqlite::Error::QueryReturnedNoRows) => break,
            row => row?,
        };
        if !exists(db, series)? {
            plan.orphans.push(series);
            at = (series + 1, 0);
        } else if time >= until {
            at = (series + 1, 0);
        } else {
            let day = day_of(time);
            match merge_day(db, series, day, Vec::new()) {
                // It stays where it is: a later day of the series may be readable.
                Err(error) if error.is_damage() => {}
                merged => plan.days.extend(merged?),
            }
            at = (series, day + super::super::points::DAY_SECS);
        }
    }
    Ok(Some(plan))
}
