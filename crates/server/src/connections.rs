//! Accepting connections and ending them: slow clients are cut off, and the end waits for the others.
//!
//! No address has more than its share of the places, but for those that many share.

use crate::auth::{Network, Peer};
use crate::crowd::{Crowd, Place};
use crate::limits::Limits;
use axum::Router;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Room for a request's headers, far more than any client of ours sends.
const MAX_HEADER_BYTES: usize = 64 * 1024;

/// How many headers a request may have.
const MAX_HEADERS: usize = 100;

/// The pause after a failed accept, for instance when files have run out.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// Serves until `end` is ready, then finishes the requests under way, but for at most [`Limits::drain`]. The clients behind
/// a `shared` address may have all places.
pub async fn serve(
    listener: TcpListener,
    app: Router,
    limits: Limits,
    shared: Vec<Network>,
    end: impl Future<Output = ()>,
) {
    let graceful = GracefulShutdown::new();
    let permits = Arc::new(Semaphore::new(limits.connections));
    let crowd = Crowd::new(limits.connections_per_address, shared);
    let mut end = std::pin::pin!(end);
    loop {
        let accepted = tokio::select! {
            () = &mut end => break,
            accepted = accept(&listener, &permits, &crowd) => accepted,
        };
        let Some((stream, peer, places)) = accepted else { continue };
        let stream = crate::stall::Stalling::new(stream, limits.stalled);
        let service = TowerToHyperService::new(app.clone());
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(limits.headers)
            .max_buf_size(MAX_HEADER_BYTES)
            .max_headers(MAX_HEADERS)
            .serve_connection(
                TokioIo::new(stream),
                service_fn(move |mut request: Request<Incoming>| {
                    request.extensions_mut().insert(peer);
                    service.call(request)
                }),
            );
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended early");
            }
            drop(places);
        });
    }
    drop(listener);
    if tokio::time::timeout(limits.drain, graceful.shutdown()).await.is_err() {
        tracing::warn!("some clients did not finish in time and were cut off");
    }
}

/// The next connection, who is at its other end, and its places among those allowed at a time.
async fn accept(
    listener: &TcpListener,
    permits: &Arc<Semaphore>,
    crowd: &Arc<Crowd>,
) -> Option<(TcpStream, Peer, (OwnedSemaphorePermit, Place))> {
    let permit = Arc::clone(permits).acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, peer)) => {
            // Dropped without a word: an answer would take as long as its reader likes.
            let place = crowd.enter(peer.ip())?;
            // Answers are small and written at once; waiting for more to send would only delay them.
            let _unsupported = stream.set_nodelay(true);
            Some((stream, Peer(peer.ip()), (permit, place)))
        }
        Err(error) => {
            tracing::warn!(%error, "a connection was not accepted");
            tokio::time::sleep(ACCEPT_PAUSE).await;
            None
        }
    }
}
