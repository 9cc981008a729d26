//! One exchange with the upstream, shared by all who asked for the same meanwhile.
//!
//! * It goes on as long as anybody waits for it, and is broken off when nobody does; a write is finished in any case.
//! * A short reply is looked at whole before any of it is passed on, so that one that breaks off, or is no JSON, is an
//!   error that can be read. A long one is passed on as it comes, and cut off where it breaks.

use super::answer::{Failure, Head, MAX_BODY_BYTES};
use axum::body::Body;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::header;
use http_body_util::channel::{Channel, Sender};
use std::sync::Arc;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// Up to here a reply is held back until it has ended.
const SHORT_BYTES: usize = 256 * 1024;

/// What has come of a reply so far.
#[derive(Debug, Default)]
pub(super) struct Progress {
    head: Option<Result<Head, Failure>>,
    chunks: Vec<Bytes>,
    bytes: usize,
    end: Option<End>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Complete,
    Broken,
}

/// What writes down what comes.
pub(super) struct Log(watch::Sender<Progress>);

impl Log {
    pub(super) fn head(&self, head: Head) {
        self.0.send_modify(|progress| progress.head = Some(Ok(head)));
    }

    /// Adds to the body; false when it has become too long.
    pub(super) fn chunk(&self, chunk: Bytes) -> bool {
        let mut fits = true;
        self.0.send_modify(|progress| {
            progress.bytes += chunk.len();
            fits = progress.bytes <= MAX_BODY_BYTES;
            if fits {
                progress.chunks.push(chunk);
            }
        });
        fits
    }

    pub(super) fn complete(self) {
        self.0.send_modify(|progress| progress.end = Some(End::Complete));
    }

    pub(super) fn broken(self) {
        self.0.send_modify(|progress| progress.end = Some(End::Broken));
    }

    pub(super) fn failed(self, failure: Failure) {
        self.0.send_modify(|progress| progress.head = Some(Err(failure)));
    }
}

/// An exchange under way or ended.
pub(super) struct Flight {
    progress: watch::Receiver<Progress>,
    /// Broken off with the last who waits.
    task: Option<JoinHandle<()>>,
}

impl Drop for Flight {
    fn drop(&mut self) {
        if let Some(task) = &self.task {
            task.abort();
        }
    }
}

impl Flight {
    /// A read, which may be broken off.
    pub(super) fn read<F: Future<Output = ()> + Send + 'static>(drive: impl FnOnce(Log) -> F) -> Self {
        let (log, progress) = watch::channel(Progress::default());
        Self { progress, task: Some(tokio::spawn(drive(Log(log)))) }
    }

    /// A write, which is finished whoever waits.
    pub(super) fn write<F: Future<Output = ()> + Send + 'static>(drive: impl FnOnce(Log) -> F) -> Self {
        let (log, progress) = watch::channel(Progress::default());
        tokio::spawn(drive(Log(log)));
        Self { progress, task: None }
    }

    /// Whether there is more to come.
    pub(super) fn is_under_way(&self) -> bool {
        let progress = self.progress.borrow();
        progress.end.is_none() && !matches!(progress.head, Some(Err(_)))
    }

    /// The answer for one of those who wait.
    pub(super) async fn answer(self: Arc<Self>) -> Response {
        let mut progress = self.progress.clone();
        let ready = |progress: &Progress| {
            matches!(progress.head, Some(Err(_))) || progress.end.is_some() || progress.bytes > SHORT_BYTES
        };
        let begun = match progress.wait_for(ready).await {
            Ok(progress) => (progress.head.clone(), progress.end, progress.chunks.concat()),
            Err(_) => return Failure::Broken.response(),
        };
        let (head, end, whole) = match begun {
            (Some(Ok(head)), end, whole) => (head, end, whole),
            (Some(Err(failure)), ..) => return failure.response(),
            (None, ..) => return Failure::Broken.response(),
        };
        let is_plain = !head.headers.contains_key(header::CONTENT_ENCODING);
        match end {
            Some(End::Broken) => Failure::Broken.response(),
            Some(End::Complete) if is_plain && whole.len() <= SHORT_BYTES && !is_json(&whole) => {
                Failure::Unfit("The upstream's answer is no JSON.").response()
            }
            Some(End::Complete) => (head.status, head.headers, whole).into_response(),
            None => {
                let (sender, body) = Channel::new(1);
                tokio::spawn(pump(self, progress, sender));
                (head.status, head.headers, Body::new(body)).into_response()
            }
        }
    }
}

/// Hands on what has come and what comes. Ends early when the reader has gone.
async fn pump(_flight: Arc<Flight>, mut progress: watch::Receiver<Progress>, mut sender: Sender<Bytes, Cut>) {
    let mut sent = 0;
    loop {
        let (chunk, end) = {
            let progress = progress.borrow_and_update();
            (progress.chunks.get(sent).cloned(), progress.end)
        };
        match (chunk, end) {
            (Some(chunk), _) => {
                sent += 1;
                if sender.send_data(chunk).await.is_err() {
                    return;
                }
            }
            (None, Some(End::Complete)) => return,
            (None, Some(End::Broken)) => return sender.abort(Cut),
            (None, None) => {
                if progress.changed().await.is_err() {
                    return sender.abort(Cut);
                }
            }
        }
    }
}

/// Tells the connection that the body is not all there, so that its reader notices.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("the upstream's answer broke off")]
struct Cut;

fn is_json(text: &[u8]) -> bool {
    // What is skipped is not looked at closely enough to notice bytes that are no text.
    std::str::from_utf8(text).is_ok_and(|text| serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok())
}
