//! Points of metrics, one a minute, in `metrics.db`.
//!
//! * Times are floored to the minute; of two points at one minute the one appended last wins.
//! * Values come back bit for bit. Times before 1970 or after the year 6000 are refused.
//! * A metric exists from its first point on, so that "never posted" and "nothing in this range" differ.
//! * Points over a [`History`](super::History) win where both have a minute.
//!
//! New points go to a table ordered by time: one minute of every series is a few neighbouring pages. Upkeep packs them
//! two hours at a time, then by days, see `tables`.

pub mod chunk;
mod draft;
pub(super) mod layers;
mod registry;
pub(super) mod tables;

pub(super) use draft::{Draft, Tails};

use super::{Db, Error, Recalled};
use mackerel::metrics::Owner;
use rusqlite::params;
use series::{Series, Time, TimeRange};

/// Seconds between two points of one metric.
pub const STEP_SECS: i64 = 60;

/// How long the spans are that points are sealed in.
pub(super) const SEALED_SECS: i64 = 2 * 60 * 60;

/// How long the spans are that points are kept in.
pub(crate) const DAY_SECS: i64 = 24 * 60 * 60;

/// The last second that can have a point, so that a minute and a series are one key.
const LAST_TIME: Time = (1 << 31) * STEP_SECS - 1;

/// How far [`latest`] looks back in a computed history.
const LATEST_HISTORY_SECS: [i64; 2] = [10 * 60, 24 * 60 * 60];

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

/// Adds points. Values that are not finite and times that no key has are refused, and then none is added.
pub fn append<'a>(db: &Db<'_>, points: impl IntoIterator<Item = Point<'a>>) -> Result<(), Error> {
    let open_from = tables::marks(db)?.open_from;
    let mut head = db.metrics.prepare_cached(
        "INSERT INTO head VALUES (?1, ?2, ?3) ON CONFLICT (t, s) DO UPDATE SET v = excluded.v",
    )?;
    let mut late = db.metrics.prepare_cached(
        "INSERT INTO late VALUES (?2, ?1, ?3) ON CONFLICT (s, t) DO UPDATE SET v = excluded.v",
    )?;
    for Point { owner, name, time, value } in points {
        if !value.is_finite() {
            return Err(Error::Invalid(format!("value of {name} is not finite")));
        }
        if !(0..=LAST_TIME).contains(&time) {
            return Err(Error::Invalid(format!("time {time} of {name} is out of range")));
        }
        let id = registry::register(db, owner, name)?;
        let minute = time - time % STEP_SECS;
        let insert = if minute < open_from { &mut late } else { &mut head };
        insert.execute(params![minute, id, tables::cell(value)])?;
        if let Some(draft) = db.draft {
            draft.borrow_mut().add(id, minute, value);
        }
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
    let stored = match registry::find(db, owner, name)? {
        Some(id) => Some(layers::read(db, id, range)?),
        None => None,
    };
    Ok(match (recalled, stored) {
        (Some(recalled), Some(stored)) => Some(recalled.merge(&stored)),
        (recalled, stored) => stored.or(recalled),
    })
}

/// The names of all metrics of an owner, sorted.
pub fn names(db: &Db<'_>, owner: &Owner) -> Result<Vec<String>, Error> {
    let mut names: Vec<String> = registry::of_owner(db, owner)?.into_iter().map(|(name, _)| name).collect();
    names.extend(db.history.map(|history| history.names(owner)).unwrap_or_default());
    names.sort_unstable();
    names.dedup();
    Ok(names)
}

/// The newest point of a metric; from a computed history only if it is not older than a day before `now`.
pub fn latest(db: &Db<'_>, owner: &Owner, name: &str, now: Time) -> Result<Option<(Time, f64)>, Error> {
    let stored = match registry::find(db, owner, name)? {
        Some(id) => newest(db, id)?,
        None => None,
    };
    Ok(match (stored, latest_recalled(db, owner, name, now)?) {
        (Some(stored), Some(recalled)) if recalled.0 > stored.0 => Some(recalled),
        (stored, recalled) => stored.or(recalled),
    })
}

/// When an owner last had a point of any metric; from a computed history only within the last day.
pub fn last_seen(db: &Db<'_>, owner: &Owner, now: Time) -> Result<Option<Time>, Error> {
    let mut seen = None;
    for (_, id) in registry::of_owner(db, owner)? {
        seen = seen.max(newest(db, id)?.map(|(time, _)| time));
    }
    for name in db.history.map(|history| history.names(owner)).unwrap_or_default() {
        // A metric that fails on purpose says nothing of its host.
        let found = latest_recalled(db, owner, &name, now).ok().flatten();
        seen = seen.max(found.map(|(time, _)| time));
    }
    Ok(seen)
}

/// Forgets every metric of an owner. Upkeep removes the points in small steps.
pub fn delete_owner(db: &Db<'_>, owner: &Owner) -> Result<(), Error> {
    registry::forget(db, owner)
}

/// The newest stored point of a series. A reader may learn of one that was saved after its moment.
fn newest(db: &Db<'_>, id: i64) -> Result<Option<(Time, f64)>, Error> {
    // The writer itself sees what is not on disk yet.
    if db.draft.is_some() {
        return layers::newest(db, id);
    }
    if let Some(found) = db.shared.tails.get(id) {
        return Ok(Some(found));
    }
    let found = layers::newest(db, id)?;
    if let Some(point) = found {
        db.shared.tails.found(id, point);
    }
    Ok(found)
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
