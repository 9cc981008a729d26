//! The two data files. Nothing outside this folder knows SQL.
//!
//! * A write is answered only when it is on disk; it survives `kill -9` and, if the disk keeps its word, a power cut.
//! * Writes happen one after the other on one thread; a job that fails leaves nothing behind.
//! * When too many writes wait, more are refused at once with [`Error::Busy`].
//! * A reader sees everything that was acknowledged before it began.

pub mod alerts;
pub mod annotations;
pub mod checks;
pub mod dashboards;
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
pub mod points;
mod readers;
mod rows;
mod schema;
mod seed;
pub mod services;
pub mod sessions;
pub mod settings;
mod writer;

pub use error::{Error, OpenError};
pub use history::{History, Recalled};
pub use seed::{org_name, seed_defaults, seed_people};

use open::{Access, Connections};
use readers::Readers;
use rusqlite::Connection;
use std::fs::File;
use std::path::Path;
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
    /// Dropped last: another process may open the folder only after the files are closed.
    _lock: File,
}

/// What a job sees: both files, and the history behind the points.
pub struct Db<'a> {
    pub(in crate::store) meta: &'a Connection,
    pub(in crate::store) metrics: &'a Connection,
    pub(in crate::store) history: Option<&'a dyn History>,
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
        let readers = Arc::new(Readers::open(folder, history.clone()).map_err(damaged)?);
        let writer = Writer::start(folder.to_owned(), connections, history)
            .map_err(|source| OpenError::Folder { path: folder.to_owned(), source })?;
        Ok(Self { inner: Arc::new(Inner { writer, readers, _lock: lock }) })
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
