//! The one thread that writes: many jobs share one transaction, and none is answered before it is on disk.
//!
//! * A job that fails or panics is undone alone; the others of its transaction are kept.
//! * If the transaction cannot be committed, no job of it is acknowledged and the files are opened anew. Points may
//!   then be there although the objects of the same transaction are not: sending them again changes nothing.

use super::open::{Access, Connections};
use super::points::Draft;
use super::shared::Shared;
use super::{Db, Error, History};
use std::cell::RefCell;
use std::iter::Peekable;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;
use std::time::Instant;

/// How many writes may wait; more are refused.
const WAITING: usize = 1024;

/// How many jobs share a transaction at most.
const JOBS_PER_TRANSACTION: usize = 256;

/// Tells the one who asked how it went: `None` is success.
type Reply = Box<dyn FnOnce(Option<Error>) + Send>;

/// A write. It says itself how to answer, because only it knows the type of the answer. Without files it does nothing.
type Job = Box<dyn FnOnce(Option<&Db<'_>>) -> Done + Send>;

struct Done {
    failed: bool,
    /// Whether it failed for want of room, which may have undone the whole transaction.
    full: bool,
    reply: Reply,
}

enum Message {
    Job(Job),
    Close,
}

/// The way to the writing thread.
pub(super) struct Writer {
    sender: SyncSender<Message>,
    thread: std::sync::Mutex<Option<JoinHandle<()>>>,
    shared: Arc<Shared>,
}

impl Writer {
    pub(super) fn start(
        folder: PathBuf,
        connections: Connections,
        history: Option<Arc<dyn History>>,
        shared: Arc<Shared>,
    ) -> std::io::Result<Self> {
        let (sender, receiver) = sync_channel(WAITING);
        let loop_ = Loop {
            folder,
            connections: Some(connections),
            history,
            draft: RefCell::default(),
            shared: Arc::clone(&shared),
        };
        let thread =
            std::thread::Builder::new().name("store".to_owned()).spawn(move || loop_.run(&receiver))?;
        Ok(Self { sender, thread: std::sync::Mutex::new(Some(thread)), shared })
    }

    pub(super) async fn write<T: Send + 'static>(
        &self,
        job: impl FnOnce(&Db<'_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let (answer, answered) = tokio::sync::oneshot::channel();
        let job: Job = Box::new(move |db| {
            let result = match db {
                None => Err(Error::Closed),
                Some(db) => catch_unwind(AssertUnwindSafe(|| job(db))).unwrap_or(Err(Error::Panicked)),
            };
            let failed = result.is_err();
            let full = result.as_ref().is_err_and(Error::is_full);
            let reply: Reply = Box::new(move |error| {
                // Whoever asked may have gone away; the write stands.
                let _gone = answer.send(match error {
                    None => result,
                    Some(error) => Err(match result {
                        Ok(_) | Err(Error::Closed) => error,
                        Err(own) => own,
                    }),
                });
            });
            Done { failed, full, reply }
        });
        self.shared.queued();
        self.sender.try_send(Message::Job(job)).map_err(|error| {
            self.shared.refused();
            match error {
                TrySendError::Full(_) => Error::Busy,
                TrySendError::Disconnected(_) => Error::Closed,
            }
        })?;
        answered.await.unwrap_or(Err(Error::Closed))
    }

    /// Finishes what waits, empties the write-ahead log into the files and ends the thread. May be called twice.
    pub(super) fn close(&self) {
        let thread = self.thread.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take();
        let Some(thread) = thread else { return };
        // Fails only when the thread has ended already.
        let _ended = self.sender.send(Message::Close);
        // A job that holds the last store ends here, on the very thread that would be waited for.
        if thread.thread().id() != std::thread::current().id() {
            let _panicked = thread.join();
        }
    }
}

struct Loop {
    folder: PathBuf,
    /// Absent after a failed commit, until opening succeeds again.
    connections: Option<Connections>,
    history: Option<Arc<dyn History>>,
    draft: RefCell<Draft>,
    shared: Arc<Shared>,
}

impl Loop {
    fn run(mut self, receiver: &Receiver<Message>) {
        let mut open = true;
        while open {
            let mut jobs = Vec::new();
            let mut message = receiver.recv().ok();
            loop {
                match message {
                    Some(Message::Job(job)) => {
                        self.shared.taken();
                        jobs.push(job);
                    }
                    Some(Message::Close) | None => {
                        open = false;
                        break;
                    }
                }
                if jobs.len() == JOBS_PER_TRANSACTION {
                    break;
                }
                match receiver.try_recv() {
                    Ok(next) => message = Some(next),
                    Err(_) => break,
                }
            }
            if !jobs.is_empty() {
                self.transact(jobs);
            }
        }
        if let Some(connections) = self.connections {
            for connection in [&connections.meta, &connections.metrics] {
                if let Err(error) = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())) {
                    tracing::warn!(%error, "the write-ahead log stays for the next start");
                }
            }
        }
    }

    fn transact(&mut self, jobs: Vec<Job>) {
        let mut replies = Vec::with_capacity(jobs.len());
        let began = Instant::now();
        let mut full = false;
        let mut jobs = jobs.into_iter().peekable();
        match self.run_all(&mut jobs, &mut replies, &mut full) {
            Ok(()) => {
                // Before anyone is answered: a reader that begins after an answer knows of its points.
                let points = self.draft.get_mut().committed(&self.shared.tails);
                self.shared.committed(points, began.elapsed());
                for reply in replies {
                    reply(None);
                }
            }
            Err(error) => {
                tracing::error!(%error, "a transaction was lost; opening the files anew");
                self.connections = None;
                self.draft.get_mut().lost();
                self.shared.lost();
                let (reason, full) = (error.to_string(), full || Error::Sqlite(error).is_full());
                // Some may not have run.
                let others = jobs.map(|job| job(None).reply);
                for reply in replies.into_iter().chain(others) {
                    reply(Some(if full { Error::NoRoom } else { Error::Commit(reason.clone()) }));
                }
            }
        }
    }

    fn run_all(
        &mut self,
        jobs: &mut Peekable<impl Iterator<Item = Job>>,
        replies: &mut Vec<Reply>,
        full: &mut bool,
    ) -> rusqlite::Result<()> {
        let connections = match self.connections.take() {
            Some(connections) => connections,
            None => Connections::open(&self.folder, Access::Write)?,
        };
        let connections = self.connections.insert(connections);
        // Points first: of the two files they are the one that can be written twice without harm.
        let both = [&connections.metrics, &connections.meta];
        let all = |sql: &str| both.iter().try_for_each(|connection| connection.execute_batch(sql));
        let db = Db {
            meta: &connections.meta,
            metrics: &connections.metrics,
            history: self.history.as_deref(),
            shared: &self.shared,
            draft: Some(&self.draft),
        };
        all("BEGIN")?;
        while jobs.peek().is_some() {
            all("SAVEPOINT job")?;
            let Some(job) = jobs.next() else { break };
            let done = job(Some(&db));
            replies.push(done.reply);
            *full |= done.full;
            self.draft.borrow_mut().job_done(done.failed);
            all(if done.failed { "ROLLBACK TO job; RELEASE job" } else { "RELEASE job" })?;
        }
        all("COMMIT")
    }
}
