//! Check monitors: one per host and name, with what was last reported.
//!
//! A name that is reported or declared for the first time makes a check monitor. A report that is not newer than the
//! last one changes nothing. Checks go with their host when it retires.

use super::alerts::{self, Page};
use super::{Db, Error, id, rows};
use mackerel::checks::{CheckName, CheckPage, CheckReport};
use mackerel::hosts::CheckParam;
use rusqlite::params;
use serde::{Deserialize, Serialize};

/// What is said of a check monitor that does not exist.
pub const NOT_FOUND: &str = "Check not found";

pub(super) const TABLES: &str = "
CREATE TABLE check_monitor (
    id TEXT PRIMARY KEY NOT NULL, host TEXT NOT NULL REFERENCES host, name TEXT NOT NULL, body TEXT NOT NULL,
    UNIQUE (host, name)
) STRICT;
";

/// A check monitor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// Its id, which its alerts have as their monitor's.
    pub id: String,
    /// Where it runs.
    pub host: String,
    /// Its name there.
    pub name: String,
    /// The memo of its configuration.
    pub memo: String,
    /// What was last reported; nothing yet of a check that was only declared.
    pub last: Option<CheckReport>,
    /// How many reports in a row were not good, up to the last.
    #[serde(default)]
    pub bad: u8,
    /// Whether these began in a downtime.
    #[serde(default)]
    pub is_hushed: bool,
}

/// A page of check monitors, by id.
pub fn list(db: &Db<'_>, page: &Page) -> Result<CheckPage, Error> {
    let first = page.first.as_deref().unwrap_or_default();
    if !first.is_empty() && !exists(db, first)? {
        return Err(Error::Invalid(format!("query parameter nextId {first:?} is not of this list")));
    }
    let sql = "SELECT body FROM check_monitor WHERE id >= ?1 ORDER BY id LIMIT ?2";
    let found: Vec<Check> = rows::all(db.meta, sql, params![first, page.limit + 1])?;
    let mut checks: Vec<CheckName> = found.into_iter().map(Check::into_name).collect();
    let next_id = if checks.len() > page.limit as usize { checks.pop().map(|check| check.id) } else { None };
    Ok(CheckPage { checks, next_id })
}

/// One check monitor.
pub fn get(db: &Db<'_>, id: &str) -> Result<Check, Error> {
    rows::one(db.meta, "SELECT body FROM check_monitor WHERE id = ?1", [id])?
        .ok_or(Error::NotFound(NOT_FOUND))
}

/// The check monitors of a host, by name.
pub fn of_host(db: &Db<'_>, host: &str) -> Result<Vec<Check>, Error> {
    rows::all(db.meta, "SELECT body FROM check_monitor WHERE host = ?1 ORDER BY name", [host])
}

/// Takes in a report for a host that exists. `None` if it is not newer than what is known.
pub fn report(db: &Db<'_>, host: &str, report: CheckReport) -> Result<Option<Check>, Error> {
    let known = find(db, host, &report.name)?;
    let check = match known {
        Some(check) => check,
        None => Check::new(host, &report.name)?,
    };
    if check.last.as_ref().is_some_and(|last| last.occurred_at >= report.occurred_at) {
        return Ok(None);
    }
    let check = Check { last: Some(report), ..check };
    save(db, &check)?;
    Ok(Some(check))
}

/// Makes a host's checks the ones that its agent declares. Others go, unless an alert of theirs is open.
pub(super) fn declare(db: &Db<'_>, host: &str, declared: &[CheckParam]) -> Result<(), Error> {
    for check in of_host(db, host)? {
        let kept = declared.iter().any(|one| one.name == check.name);
        if !kept && !alerts::is_open(db, &check.id)? {
            rows::execute(db.meta, "DELETE FROM check_monitor WHERE id = ?1", [&check.id])?;
        }
    }
    for CheckParam { name, memo } in declared {
        let check = match find(db, host, name)? {
            Some(check) => check,
            None => Check::new(host, name)?,
        };
        save(db, &Check { memo: memo.clone(), ..check })?;
    }
    Ok(())
}

/// Removes the checks of a host.
pub(super) fn delete_of_host(db: &Db<'_>, host: &str) -> Result<(), Error> {
    rows::execute(db.meta, "DELETE FROM check_monitor WHERE host = ?1", [host])?;
    Ok(())
}

/// Whether there is such a check monitor.
pub(super) fn exists(db: &Db<'_>, id: &str) -> Result<bool, Error> {
    rows::exists(db.meta, "SELECT 1 FROM check_monitor WHERE id = ?1", [id])
}

impl Check {
    fn new(host: &str, name: &str) -> Result<Self, Error> {
        let (host, name) = (host.to_owned(), name.to_owned());
        Ok(Self { id: id::fresh()?, host, name, memo: String::new(), last: None, bad: 0, is_hushed: false })
    }

    /// What the API shows of it.
    pub fn into_name(self) -> CheckName {
        CheckName { id: self.id, name: self.name }
    }
}

fn find(db: &Db<'_>, host: &str, name: &str) -> Result<Option<Check>, Error> {
    rows::one(db.meta, "SELECT body FROM check_monitor WHERE host = ?1 AND name = ?2", [host, name])
}

/// Stores a check monitor as it is.
pub fn save(db: &Db<'_>, check: &Check) -> Result<(), Error> {
    rows::execute(
        db.meta,
        "INSERT INTO check_monitor VALUES (?1, ?2, ?3, ?4) ON CONFLICT (id) DO UPDATE SET body = excluded.body",
        params![check.id, check.host, check.name, rows::json(check)?],
    )?;
    Ok(())
}
