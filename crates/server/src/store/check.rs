//! Looking through the data files for damage, also while a server writes to them. Nothing is changed.

use super::OpenError;
use super::open::{check_header, look};
use super::points::layers::Packed;
use super::schema::{META, METRICS, Schema};
use rusqlite::Connection;
use std::path::Path;

/// How much damage of one file is listed.
const MOST_LISTED: usize = 20;

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// What is counted, in the order in which it is shown.
    pub counts: Vec<(&'static str, u64)>,
    /// What is damaged, in words; not more than a few dozen.
    pub damage: Vec<String>,
}

/// Looks through both files of a folder: their structure, every chunk of points, and how much there is.
pub fn check(folder: &Path) -> Result<Report, OpenError> {
    let mut report = Report::default();
    for schema in [&META, &METRICS] {
        let path = folder.join(schema.file);
        let damaged = |reason: String| OpenError::Damaged { path: path.clone(), reason };
        if !path.is_file() {
            return Err(damaged("it is missing".to_owned()));
        }
        check_header(&path, schema)?;
        let file = look(&path).map_err(|error| damaged(error.to_string()))?;
        if let Err(error) = check_file(&file, schema, &mut report) {
            report.damage.push(format!("{}: {error}", schema.file));
        }
    }
    Ok(report)
}

fn check_file(file: &Connection, schema: &Schema, report: &mut Report) -> rusqlite::Result<()> {
    // One moment of the file, however long this takes.
    let file = file.unchecked_transaction()?;
    let mut statement = file.prepare(&format!("PRAGMA integrity_check({MOST_LISTED})"))?;
    let verdicts: Vec<String> = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let bad = verdicts.into_iter().filter(|verdict| verdict != "ok");
    report.damage.extend(bad.map(|verdict| format!("{}: {verdict}", schema.file)));
    let version: u32 = file.pragma_query_value(None, "user_version", |row| row.get(0))?;
    report.counts.push(("format", version.into()));
    if version != schema.version() {
        let note = "is of an earlier format; what is in it is counted once a server has brought it forward";
        tracing::warn!("{} {note}", schema.file);
        return Ok(());
    }
    let tables: &[(&str, &str)] = if schema.file == META.file { &OBJECTS } else { &POINTS };
    for (name, table) in tables {
        let count: i64 = file.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0))?;
        report.counts.push((name, count.unsigned_abs()));
    }
    if schema.file == METRICS.file {
        let mut points = 0;
        for table in ["sealed", "chunk"] {
            points += check_chunks(&file, table, report)?;
        }
        report.counts.push(("points in chunks", points));
    }
    Ok(())
}

const OBJECTS: [(&str, &str); 6] = [
    ("services", "service"),
    ("hosts", "host"),
    ("dashboards", "dashboard"),
    ("monitors", "monitor"),
    ("alerts", "alert"),
    ("annotations", "annotation"),
];

const POINTS: [(&str, &str); 7] = [
    ("metrics", "series"),
    ("points not yet sealed", "head"),
    ("points that came late", "late"),
    ("chunks of two hours", "sealed"),
    ("chunks of a day", "chunk"),
    ("means of days", "daily"),
    ("chunks put aside as damaged", "damaged"),
];

/// Reads every chunk of a table and answers how many points they have.
fn check_chunks(file: &Connection, table: &str, report: &mut Report) -> rusqlite::Result<u64> {
    let mut statement = file.prepare(&format!("SELECT id, n, crc, d FROM {table} ORDER BY id"))?;
    let mut rows = statement.query([])?;
    let (mut points, mut bad) = (0, 0);
    while let Some(row) = rows.next()? {
        let row = Packed::of(row)?;
        if let Some(samples) = row.samples() {
            points += samples.len() as u64;
            continue;
        }
        bad += 1;
        if bad <= MOST_LISTED {
            report.damage.push(format!("{table}: chunk {} is damaged", row.id));
        }
    }
    if bad > MOST_LISTED {
        report.damage.push(format!("{table}: {bad} chunks are damaged"));
    }
    Ok(points)
}
