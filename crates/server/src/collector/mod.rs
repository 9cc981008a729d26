//! This machine as a host: described once, sampled at every minute.
//!
//! * The host keeps its id across restarts. One that a person retired is not revived: the next start makes a new one.
//! * The first points are there before the server answers; a second later there are rates too.
//! * A sample that cannot be saved is logged and left out, like every minute that this process does not run.

mod description;
#[cfg(target_os = "linux")]
mod linux;
// Tested on Linux too, where the kernel's counters are preferred.
#[cfg(any(test, not(target_os = "linux")))]
mod portable;
mod reading;

#[cfg(target_os = "linux")]
use linux as system;
#[cfg(not(target_os = "linux"))]
use portable as system;

use crate::State;
use crate::api::{ApiError, accept_host_points};
use crate::store::{self, hosts, settings};
use mackerel::metrics::HostPoint;
use reading::{Reading, points};
use std::time::{Duration, Instant};

/// The setting that remembers which host is this machine.
const HOST: &str = "collector.host";

/// From the first sample, which has no rates, to the second.
const FIRST_STEP: Duration = Duration::from_secs(1);

/// The task that samples this machine.
pub(crate) struct Collector {
    state: State,
    host_id: String,
    last: (Reading, Instant),
}

impl Collector {
    /// Makes this machine a host and saves its first points.
    pub(crate) async fn start(state: State) -> Result<Self, ApiError> {
        let now = state.clock.now();
        let description = blocking(description::describe).await?;
        let host_id = state.store.write(move |db| {
            if let Some(id) = settings::get(db, HOST)?
                && hosts::is_live(db, &id)?
            {
                let custom_identifier = hosts::get(db, &id)?.custom_identifier;
                let param = mackerel::hosts::HostParam { custom_identifier, ..description };
                hosts::update(db, now, &id, param, &[])?;
                return Ok(id);
            }
            let id = hosts::create(db, now, description, &[])?;
            settings::set(db, HOST, &id)?;
            Ok(id)
        });
        let host_id = host_id.await?;
        let first = (blocking(system::read).await?, Instant::now());
        let collector = Self { state, host_id, last: first };
        collector.post(points(None, &collector.last.0, 0.0)).await?;
        Ok(collector)
    }

    /// Samples until the host is retired.
    pub(crate) async fn run(mut self) {
        tokio::time::sleep(FIRST_STEP).await;
        loop {
            match self.sample().await {
                Ok(()) => {}
                Err(ApiError::NotFound(_)) => {
                    tracing::warn!("this machine's host was retired; collecting ends");
                    return;
                }
                Err(error) => tracing::warn!(%error, "this minute's sample was not saved"),
            }
            tokio::time::sleep(self.state.clock.until_next_minute()).await;
        }
    }

    async fn sample(&mut self) -> Result<(), ApiError> {
        let now = (blocking(system::read).await?, Instant::now());
        let elapsed_secs = now.1.duration_since(self.last.1).as_secs_f64();
        let found = points(Some(&self.last.0), &now.0, elapsed_secs);
        self.last = now;
        self.post(found).await
    }

    async fn post(&self, found: Vec<(String, f64)>) -> Result<(), ApiError> {
        let time = self.state.clock.now();
        let host_id = &self.host_id;
        let points =
            found.into_iter().map(|(name, value)| HostPoint { host_id: host_id.clone(), name, time, value });
        accept_host_points(&self.state.store, time, points.collect()).await?;
        Ok(())
    }
}

/// Asking the system may take a while, which must not hold up requests.
async fn blocking<T: Send + 'static>(ask: impl FnOnce() -> T + Send + 'static) -> Result<T, ApiError> {
    tokio::task::spawn_blocking(ask).await.map_err(|_| store::Error::Panicked.into())
}
