//! The two data files. Nothing outside this folder knows SQL.
//!
//! * A write is answered only when it is on disk; it survives `kill -9` and, if the disk keeps its word, a power cut.
//! * Writes happen one after the other on one thread; a job that fails leaves nothing behind.
//! * When too many writes wait, more are refused at once with [`Error::Busy`].
//! * A reader sees everything that was acknowledged before it began.
//! * Points are packed, thinned and deleted by [`Store::upkeep`], in steps so small that writes hardly wait for one.

pub mod alerts;
pub mod annotations;
mod check;
pub mod checks;
mod copy;
pub mod dashboards;
pub mod deliveries;
mod error;
pub mod graph_defs;
pub mod hidden;
mod history;
pub mod hosts;
pub mod id;
pub mod metadata;
pub mod monitors;
pub mod objects;
mod open;
pub mod pins;
pub mod points;
mod readers;
mod recipients;
mod rows;
mod schema;
mod seed;
pub mod services;
pub mod sessions;
pub mod settings;
mod shared;
mod upkeep;
mod writer;

pub use check::{Report, check};
pub use copy::{CopyError, copy};
pub use error::{Error, OpenError};
pub use history::{History, Recalled};
pub use seed::{org_name, seed_defaults, seed_people};
pub use shared::{COMMIT_CLASSES_MS, Counts};
pub use upkeep::Retention;

use open::{Access, Connections};
use points::Draft;
use readers::Readers;
use rusqlite::Connection;
use shared::Shared;
use std::cell::RefCell;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use writer::Writer;

/// The data folder, open. Clones share it; it closes when the last one drops.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    writer: Writer,
    readers: Arc<Readers>,
    shared: Arc<Shared>,
    folder: PathBuf,
    /// Held by whoever does upkeep: what one plans, no other may undo meanwhile.
    upkeep: tokio::sync::Mutex<()>,
    /// Dropped last: another process may open the folder only after the files are closed.
    _lock: File,
}

/// What a job sees: both files, and the history behind the points.
pub struct Db<'a> {
    pub(in crate::store) meta: &'a Connection,
    pub(in crate::store) metrics: &'a Connection,
    pub(in crate::store) history: Option<&'a dyn History>,
    pub(in crate::store) shared: &'a Shared,
    /// The writing thread's memory; readers have none.
    pub(in crate::store) draft: Option<&'a RefCell<Draft>>,
}

impl Store {
    /// Opens the folder, making what is missing. Files that are damaged or newer are left alone.
    pub fn open(folder: &Path, history: Option<Arc<dyn History>>) -> Result<Self, OpenError> {
        let lock = open::prepare(folder)?;
        let damaged = |error: rusqlite::Error| OpenError::Damaged {
            path: folder.to_owned(),
            reason: error.to_string(),
        };
        let connections = Connections::open(folder, Access::Write).map_err(damaged)?;
        let shared = Arc::new(Shared::default());
        let readers = Arc::new(Readers::open(folder, history.clone(), Arc::clone(&shared)).map_err(damaged)?);
        let writer = Writer::start(folder.to_owned(), connections, history, Arc::clone(&shared))
            .map_err(|source| OpenError::Folder { path: folder.to_owned(), source })?;
        let upkeep = tokio::sync::Mutex::new(());
        Ok(Self {
            inner: Arc::new(Inner {
                writer,
                readers,
                shared,
                folder: folder.to_owned(),
                upkeep,
                _lock: lock,
            }),
        })
    }

    /// Runs a job that only reads, on a thread where it may take its time.
    pub async fn read<T: Send + 'static>(
        &self,
        job: impl FnOnce(&Db<'_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        Arc::clone(&self.inner.readers).read(job).await
    }

    /// Runs a job that writes, and returns when its changes are on disk. If it fails, it changed no object.
    pub async fn write<T: Send + 'static>(
        &self,
        job: impl FnOnce(&Db<'_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.inner.writer.write(job).await
    }

    /// What the store has counted since it was opened.
    pub fn counts(&self) -> Counts {
        self.inner.shared.counts()
    }

    /// The data files and their sizes in bytes, the logs of what is not yet in them too.
    pub fn sizes(&self) -> Vec<(&'static str, u64)> {
        let size = |name: &&'static str| {
            std::fs::metadata(self.inner.folder.join(name)).map_or(0, |file| file.len())
        };
        ["meta.db", "meta.db-wal", "metrics.db", "metrics.db-wal"]
            .iter()
            .map(|name| (*name, size(name)))
            .collect()
    }

    /// Finishes the writes that wait and closes the files, whoever else still holds the store.
    pub async fn close(self) {
        let inner = self.inner;
        // The thread that waits for the writer must not be one that the runtime needs.
        let _panicked = tokio::task::spawn_blocking(move || inner.close()).await;
    }
}

impl Inner {
    fn close(&self) {
        self.readers.close();
        self.writer.close();
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.close();
    }
}
