//! What can go wrong in the store: when it opens, and in a job.

use http::StatusCode;
use std::path::PathBuf;

/// Why a job did nothing. Whatever it had changed is undone.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// So many writes wait that this one was not queued.
    #[error("too many writes are waiting")]
    Busy,
    /// The store was closed, or lost its files, before the job ran.
    #[error("the store is closed")]
    Closed,
    /// The job panicked; the store goes on without it.
    #[error("a job of the store panicked")]
    Panicked,
    /// The changes could not be made durable.
    #[error("changes could not be saved: {0}")]
    Commit(String),
    /// There is no room on the disk.
    #[error("there is no room on the disk")]
    NoRoom,
    /// `SQLite` refused.
    #[error("data file: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// An object in the file is not what was written.
    #[error("stored object: {0}")]
    Json(#[from] serde_json::Error),
    /// The system gave no random numbers for an id.
    #[error("the system gave no random numbers")]
    Random,
    /// There is no such object; the text is for the client, such as "Host not found".
    #[error("{0}")]
    NotFound(&'static str),
    /// The object is against the rules; the text says which.
    #[error("{0}")]
    Invalid(String),
    /// The object contradicts another one; the text says which.
    #[error("{0}")]
    Conflict(String),
    /// The history behind the store answers with this status.
    #[error("the history answers {0}")]
    Fault(StatusCode),
}

/// `SQLITE_IOERR_SHMSIZE`: the index of the write-ahead log could not grow, which only fails for want of room.
const INDEX_NOT_EXTENDED: i32 = 4_874;

impl Error {
    /// Whether the disk fails, so that a later try may succeed.
    pub fn is_disk(&self) -> bool {
        use rusqlite::ErrorCode::{CannotOpen, SystemIoFailure};
        match self {
            Self::Commit(_) => true,
            Self::Sqlite(error) => {
                matches!(error.sqlite_error_code(), Some(SystemIoFailure | CannotOpen))
            }
            _ => false,
        }
    }

    /// Whether a page of a file is damaged.
    pub fn is_damage(&self) -> bool {
        matches!(self, Self::Sqlite(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::DatabaseCorrupt))
    }

    /// Whether the disk is full.
    pub fn is_full(&self) -> bool {
        match self {
            Self::NoRoom => true,
            Self::Sqlite(error) => error.sqlite_error().is_some_and(|error| {
                error.code == rusqlite::ErrorCode::DiskFull || error.extended_code == INDEX_NOT_EXTENDED
            }),
            _ => false,
        }
    }
}

/// Why the store did not open. Nothing in the folder was changed.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The library could damage the files.
    #[error("this battera was built with SQLite {0}, which is too old to be safe; it needs 3.51.3 or newer")]
    Library(&'static str),
    /// The folder cannot be made or written.
    #[error("cannot write to the data folder {}", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// Another process has the folder.
    #[error("another battera uses the data folder {}", path.display())]
    InUse {
        /// The folder.
        path: PathBuf,
    },
    /// The file is damaged, or not ours.
    #[error("the data file {} is damaged or not Battera's: {reason}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// A newer Battera wrote the file.
    #[error("the data file {} was written by a newer Battera (format {found}, this one knows {known})", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// The file's format.
        found: u32,
        /// The newest format known here.
        known: u32,
    },
}
