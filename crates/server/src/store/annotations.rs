//! Graph annotations, by service. They go with their service.

use super::{Db, Error, id, rows, services};
use mackerel::annotations::Annotation;
use rusqlite::params;
use series::TimeRange;

/// What is said of an annotation that does not exist.
pub const NOT_FOUND: &str = "Graph annotation not found";

pub(super) const TABLES: &str = "
CREATE TABLE annotation (
    id TEXT PRIMARY KEY NOT NULL, service TEXT NOT NULL REFERENCES service ON DELETE CASCADE,
    starts INTEGER NOT NULL, ends INTEGER NOT NULL, body TEXT NOT NULL
) STRICT;
CREATE INDEX annotation_time ON annotation (service, starts);
";

/// Those of a service that share a second with the range, sorted by their beginning.
pub fn list(db: &Db<'_>, service: &str, range: TimeRange) -> Result<Vec<Annotation>, Error> {
    rows::all(
        db.meta,
        "SELECT body FROM annotation WHERE service = ?1 AND starts <= ?3 AND ends >= ?2 ORDER BY starts, id",
        params![service, range.from, range.to],
    )
}

/// Adds an annotation under a new id.
pub fn create(db: &Db<'_>, annotation: Annotation) -> Result<Annotation, Error> {
    let annotation = Annotation { id: id::fresh()?, ..annotation };
    insert(db, &annotation)?;
    Ok(annotation)
}

/// Adds an annotation as it is, with its id.
pub fn insert(db: &Db<'_>, annotation: &Annotation) -> Result<(), Error> {
    require_scope(db, annotation)?;
    let Annotation { id, service, from, to, .. } = annotation;
    rows::execute(
        db.meta,
        "INSERT INTO annotation VALUES (?1, ?2, ?3, ?4, ?5)",
        params![id, service, from, to, rows::json(annotation)?],
    )?;
    Ok(())
}

/// Replaces the annotation of that id.
pub fn update(db: &Db<'_>, annotation: Annotation) -> Result<Annotation, Error> {
    get(db, &annotation.id)?;
    require_scope(db, &annotation)?;
    let Annotation { id, service, from, to, .. } = &annotation;
    rows::execute(
        db.meta,
        "UPDATE annotation SET service = ?2, starts = ?3, ends = ?4, body = ?5 WHERE id = ?1",
        params![id, service, from, to, rows::json(&annotation)?],
    )?;
    Ok(annotation)
}

/// Removes an annotation and answers what it was.
pub fn delete(db: &Db<'_>, id: &str) -> Result<Annotation, Error> {
    let annotation = get(db, id)?;
    rows::execute(db.meta, "DELETE FROM annotation WHERE id = ?1", [id])?;
    Ok(annotation)
}

fn get(db: &Db<'_>, id: &str) -> Result<Annotation, Error> {
    rows::one(db.meta, "SELECT body FROM annotation WHERE id = ?1", [id])?.ok_or(Error::NotFound(NOT_FOUND))
}

fn require_scope(db: &Db<'_>, annotation: &Annotation) -> Result<(), Error> {
    services::require(db, &annotation.service)?;
    annotation.roles.iter().try_for_each(|role| services::require_role(db, &annotation.service, role))
}
