//! A few connections that only read. A reader sees one moment of each file, and everything acknowledged before it.

use super::open::{Access, Connections};
use super::shared::Shared;
use super::{Db, Error, History};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How many reads run at a time; more wait.
const READERS: usize = 4;

/// The connections that nobody uses now.
pub(super) struct Readers {
    idle: Mutex<Vec<Connections>>,
    permits: Arc<Semaphore>,
    history: Option<Arc<dyn History>>,
    shared: Arc<Shared>,
}

impl Readers {
    pub(super) fn open(
        folder: &Path,
        history: Option<Arc<dyn History>>,
        shared: Arc<Shared>,
    ) -> rusqlite::Result<Self> {
        let idle = (0..READERS).map(|_| Connections::open(folder, Access::Read)).collect::<Result<_, _>>()?;
        Ok(Self { idle: Mutex::new(idle), permits: Arc::new(Semaphore::new(READERS)), history, shared })
    }

    pub(super) async fn read<T: Send + 'static>(
        self: Arc<Self>,
        job: impl FnOnce(&Db<'_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let permit = Arc::clone(&self.permits).acquire_owned().await.map_err(|_| Error::Closed)?;
        let lease = Lease::take(self, permit)?;
        tokio::task::spawn_blocking(move || lease.run(job)).await.unwrap_or(Err(Error::Panicked))
    }

    /// Waits for reads that run and closes their connections.
    pub(super) fn close(&self) {
        self.permits.close();
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

/// Connections on loan; they come back even when the job panics or nobody waits for it any more.
struct Lease {
    readers: Arc<Readers>,
    connections: Option<Connections>,
    /// Given back after the connections, so that whoever gets it finds some.
    _permit: OwnedSemaphorePermit,
}

impl Lease {
    fn take(readers: Arc<Readers>, permit: OwnedSemaphorePermit) -> Result<Self, Error> {
        let connections = readers.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        match connections {
            Some(connections) => Ok(Self { readers, connections: Some(connections), _permit: permit }),
            None => Err(Error::Closed),
        }
    }

    fn run<T>(&self, job: impl FnOnce(&Db<'_>) -> Result<T, Error>) -> Result<T, Error> {
        let Some(Connections { meta, metrics }) = &self.connections else { return Err(Error::Closed) };
        let _moment = (meta.unchecked_transaction()?, metrics.unchecked_transaction()?);
        let Readers { history, shared, .. } = &*self.readers;
        job(&Db { meta, metrics, history: history.as_deref(), shared, draft: None })
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        if self.readers.permits.is_closed() {
            return;
        }
        if let Some(connections) = self.connections.take() {
            self.readers.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connections);
        }
    }
}
