//! The numbers of series. A number is never given twice, as rows of a deleted series may still lie about.

use super::super::{Db, Error};
use super::layers;
use mackerel::metrics::Owner;
use rusqlite::{OptionalExtension, params};

/// The most series there can be, so that a number and a minute are one key.
const MOST_SERIES: i64 = 1 << 31;

/// The number of a series, if it has ever had a point.
pub(super) fn find(db: &Db<'_>, owner: &Owner, name: &str) -> Result<Option<i64>, Error> {
    let (scope, key) = key(owner);
    let mut select =
        db.metrics.prepare_cached("SELECT id FROM series WHERE scope = ?1 AND owner = ?2 AND name = ?3")?;
    Ok(select.query_row(params![scope, key, name], |row| row.get(0)).optional()?)
}

/// The number of a series, which exists from now on.
pub(super) fn register(db: &Db<'_>, owner: &Owner, name: &str) -> Result<i64, Error> {
    let known = db.draft.and_then(|draft| draft.borrow().id(owner, name));
    if let Some(id) = known {
        return Ok(id);
    }
    let (id, newest) = match find(db, owner, name)? {
        // What is posted first after a start may be older than what is stored.
        Some(id) if db.draft.is_some() => (id, layers::newest(db, id)?),
        Some(id) => (id, None),
        None => (insert(db, owner, name)?, None),
    };
    if let Some(draft) = db.draft {
        let mut draft = draft.borrow_mut();
        draft.learn(owner, name, id);
        if let Some(newest) = newest {
            draft.meet(id, newest);
        }
    }
    Ok(id)
}

/// The names of an owner's series with their numbers, in any order.
pub(super) fn of_owner(db: &Db<'_>, owner: &Owner) -> Result<Vec<(String, i64)>, Error> {
    let (scope, key) = key(owner);
    let mut statement =
        db.metrics.prepare_cached("SELECT name, id FROM series WHERE scope = ?1 AND owner = ?2")?;
    let found = statement.query_map(params![scope, key], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// Makes an owner's series nobody's. Their rows are left to upkeep, because there may be millions.
pub(super) fn forget(db: &Db<'_>, owner: &Owner) -> Result<(), Error> {
    let (scope, key) = key(owner);
    let select = "INSERT INTO gone SELECT id FROM series WHERE scope = ?1 AND owner = ?2";
    db.metrics.prepare_cached(select)?.execute(params![scope, key])?;
    let delete = "DELETE FROM series WHERE scope = ?1 AND owner = ?2";
    db.metrics.prepare_cached(delete)?.execute(params![scope, key])?;
    if let Some(draft) = db.draft {
        draft.borrow_mut().forget(owner);
    }
    Ok(())
}

fn insert(db: &Db<'_>, owner: &Owner, name: &str) -> Result<i64, Error> {
    let (scope, key) = key(owner);
    let next = "UPDATE mark SET next_series = next_series + 1 WHERE one = 1 RETURNING next_series - 1";
    let id: i64 = db.metrics.prepare_cached(next)?.query_row([], |row| row.get(0))?;
    if id >= MOST_SERIES {
        return Err(Error::Invalid("there are too many metrics".to_owned()));
    }
    let mut insert = db.metrics.prepare_cached("INSERT INTO series VALUES (?1, ?2, ?3, ?4)")?;
    insert.execute(params![id, scope, key, name])?;
    Ok(id)
}

fn key(owner: &Owner) -> (i64, &str) {
    match owner {
        Owner::Host(id) => (0, id),
        Owner::Service(name) => (1, name),
    }
}
