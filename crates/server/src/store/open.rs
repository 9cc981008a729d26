//! The two files: refused before anything is written when they are damaged, newer or somebody else's;
//! created and brought to the newest format otherwise.

use super::OpenError;
use super::schema::{APPLICATION_ID, META, METRICS, Schema};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use std::fs::{File, TryLockError};
use std::io::Read;
use std::path::{Path, PathBuf};

/// The lock that keeps a second process out.
const LOCK_FILE: &str = "battera.lock";

/// Before this version two connections could damage a file by emptying its write-ahead log at the same moment.
const OLDEST_LIBRARY: i32 = 3_051_003;

/// A file up to this size is checked at every start, a larger one only after an unclean end.
const ALWAYS_CHECKED_BYTES: u64 = 32 << 20;

/// One connection to each file.
pub(super) struct Connections {
    pub(super) meta: Connection,
    pub(super) metrics: Connection,
}

/// What a connection may do.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Access {
    Write,
    Read,
}

impl Connections {
    /// Opens files that [`prepare`] has checked.
    pub(super) fn open(folder: &Path, access: Access) -> rusqlite::Result<Self> {
        Ok(Self {
            meta: connect(&folder.join(META.file), access)?,
            metrics: connect(&folder.join(METRICS.file), access)?,
        })
    }
}

/// Locks the folder, checks both files and brings them to the newest format. The folder is ours until the lock drops.
pub(super) fn prepare(folder: &Path) -> Result<File, OpenError> {
    let library = rusqlite::version_number();
    if library < OLDEST_LIBRARY {
        return Err(OpenError::Library(rusqlite::version()));
    }
    let unwritable = |source| OpenError::Folder { path: folder.to_owned(), source };
    std::fs::create_dir_all(folder).map_err(unwritable)?;
    let lock_path = folder.join(LOCK_FILE);
    let lock =
        File::options().create(true).truncate(false).write(true).open(lock_path).map_err(unwritable)?;
    lock.try_lock().map_err(|error| match error {
        TryLockError::WouldBlock => OpenError::InUse { path: folder.to_owned() },
        TryLockError::Error(source) => unwritable(source),
    })?;
    for schema in [&META, &METRICS] {
        check_header(&folder.join(schema.file), schema)?;
    }
    for schema in [&META, &METRICS] {
        check_content(&folder.join(schema.file), schema)?;
    }
    for schema in [&META, &METRICS] {
        let path = folder.join(schema.file);
        migrate(&path, schema).map_err(|error| damaged(&path, error))?;
    }
    Ok(lock)
}

/// Reads the header without `SQLite`, which would already write beside a file that is not ours.
pub(super) fn check_header(path: &Path, schema: &Schema) -> Result<(), OpenError> {
    let mut header = Vec::with_capacity(100);
    match File::open(path) {
        Ok(file) => file.take(100).read_to_end(&mut header).map_err(|error| damaged(path, error))?,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(damaged(path, error)),
    };
    if header.is_empty() {
        return Ok(());
    }
    let number =
        |at: usize| -> Option<u32> { Some(u32::from_be_bytes(header.get(at..at + 4)?.try_into().ok()?)) };
    match (header.starts_with(b"SQLite format 3\0"), number(60), number(68)) {
        (true, Some(version), Some(APPLICATION_ID)) => refuse_newer(path, schema, version),
        (true, Some(0), Some(0)) => Ok(()),
        _ => Err(damaged(path, "it does not begin like one")),
    }
}

/// Looks through an existing file with `SQLite`, which may still find a newer format in the write-ahead log.
fn check_content(path: &Path, schema: &Schema) -> Result<(), OpenError> {
    let size = std::fs::metadata(path).map_or(0, |metadata| metadata.len());
    if size == 0 {
        return Ok(());
    }
    let unclean = std::fs::metadata(beside(path, "-wal")).is_ok_and(|metadata| metadata.len() > 0);
    let wrong = |error| damaged(path, error);
    let connection = if unclean {
        let connection = Connection::open_with_flags(path, flags(Access::Read)).map_err(wrong)?;
        // A file that is refused stays as it is, its log too.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true).map_err(wrong)?;
        connection
    } else {
        // Nobody else has the file and there is no log: so `SQLite` makes no file beside it.
        let read_only = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
        Connection::open_with_flags(immutable(path), read_only).map_err(wrong)?
    };
    connection.pragma_update(None, "query_only", true).map_err(wrong)?;
    let version: u32 =
        connection.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(wrong)?;
    refuse_newer(path, schema, version)?;
    if unclean || size <= ALWAYS_CHECKED_BYTES {
        let verdict: String =
            connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0)).map_err(wrong)?;
        if verdict != "ok" {
            return Err(damaged(path, verdict.lines().last().unwrap_or_default()));
        }
    }
    Ok(())
}

fn migrate(path: &Path, schema: &Schema) -> rusqlite::Result<()> {
    let mut connection = connect(path, Access::Write)?;
    let version: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    for (done, statements) in (0..).zip(schema.migrations).skip(version as usize) {
        let transaction = connection.transaction()?;
        for statement in *statements {
            transaction.execute_batch(statement)?;
        }
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
        transaction.pragma_update(None, "user_version", done + 1)?;
        transaction.commit()?;
    }
    Ok(())
}

/// A connection that changes nothing, not even what the last one of a file tidies up.
pub(super) fn look(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open_with_flags(path, flags(Access::Read))?;
    connection.busy_timeout(std::time::Duration::from_secs(5))?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    Ok(connection)
}

fn connect(path: &Path, access: Access) -> rusqlite::Result<Connection> {
    let connection = Connection::open_with_flags(path, flags(access))?;
    connection.set_prepared_statement_cache_capacity(64);
    connection.busy_timeout(std::time::Duration::from_secs(5))?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    // Only the first connection to a new file can choose this, before the journal mode makes a page.
    connection.pragma_update(None, "auto_vacuum", "INCREMENTAL")?;
    connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update_and_check(None, "journal_size_limit", 64 << 20, |_| Ok(()))?;
    connection.pragma_update_and_check(None, "wal_autocheckpoint", 4000, |_| Ok(()))?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    connection.pragma_update_and_check(None, "mmap_size", 0, |_| Ok(()))?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    if access == Access::Write {
        // In KiB: the pages that a minute of every series touches stay in memory.
        connection.pragma_update(None, "cache_size", -16_384)?;
    }
    connection.pragma_update(None, "query_only", access == Access::Read)?;
    Ok(connection)
}

fn flags(access: Access) -> OpenFlags {
    // Readers of a write-ahead log write to its shared memory, so they too open the file for writing.
    let shared = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    match access {
        Access::Write => shared | OpenFlags::SQLITE_OPEN_CREATE,
        Access::Read => shared,
    }
}

fn refuse_newer(path: &Path, schema: &Schema, found: u32) -> Result<(), OpenError> {
    let known = schema.version();
    if found > known { Err(OpenError::Newer { path: path.to_owned(), found, known }) } else { Ok(()) }
}

fn damaged(path: &Path, reason: impl std::fmt::Display) -> OpenError {
    OpenError::Damaged { path: path.to_owned(), reason: reason.to_string() }
}

/// The path as an address that tells `SQLite` that the file does not change.
fn immutable(path: &Path) -> String {
    let mut address = "file:".to_owned();
    for c in path.to_string_lossy().chars() {
        match c {
            '%' => address.push_str("%25"),
            '?' => address.push_str("%3f"),
            '#' => address.push_str("%23"),
            c if std::path::is_separator(c) => address.push('/'),
            c => address.push(c),
        }
    }
    address.push_str("?immutable=1");
    address
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_every_earlier_format_is_brought_forward_with_what_is_in_it() {
        for earlier in 1..META.version() {
            let folder = tempfile::tempdir().expect("a folder");
            let path = folder.path().join(META.file);
            let (migrations, _) = META.migrations.split_at(earlier as usize);
            migrate(&path, &Schema { file: META.file, migrations }).expect("the earlier format");
            let before = connect(&path, Access::Write).expect("the file");
            before.execute("INSERT INTO setting VALUES ('name', 'kept')", []).expect("a row");
            drop(before);
            drop(prepare(folder.path()).expect("opened"));
            let after = connect(&path, Access::Write).expect("the file");
            let version: u32 =
                after.pragma_query_value(None, "user_version", |row| row.get(0)).expect("a version");
            assert_eq!(version, META.version());
            let value: String =
                after.query_row("SELECT value FROM setting", [], |row| row.get(0)).expect("the row");
            assert_eq!(value, "kept");
            after.prepare("SELECT body FROM object").expect("a table of the newest format");
        }
    }
}
