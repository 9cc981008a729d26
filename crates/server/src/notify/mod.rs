//! Telling people: what the store says is still to be told goes to webhooks and to Slack.
//!
//! * A delivery is claimed on disk before it is sent. After a restart nothing that was claimed is sent again.
//! * Only allowed addresses are asked, within `WHOLE`; redirects are not followed and replies are not read.
//! * What did not arrive is tried again later and later, up to ten times. A receiver that says that the message itself
//!   is wrong is not asked again.
//! * An address that a message is sent to is a secret, so the log names the channel only.

mod backoff;
mod payload;

use crate::State;
use crate::address::{Allowed, Family};
use crate::store::Error;
use crate::store::deliveries::{self, Delivery};
use http::StatusCode;
use reqwest::Url;
use serde_json::Value;
use std::sync::Arc;
use std::time::Duration;

/// Between two looks at what is to be told.
const LOOK_EVERY: Duration = Duration::from_secs(3);

/// For one message.
const WHOLE: Duration = Duration::from_secs(10);

/// Messages at a time.
const AT_A_TIME: u32 = 8;

/// Sends messages for as long as the process runs.
pub struct Notifier {
    state: State,
    /// Where people reach this server.
    origin: String,
    allowed: Allowed,
    client: reqwest::Client,
}

/// What came of one message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Arrived,
    /// It may arrive later.
    Failed,
    /// It never will.
    Refused,
}

impl Notifier {
    /// A notifier that names the server by this origin in its messages.
    pub fn new(state: State, origin: String, allowed: Allowed) -> reqwest::Result<Self> {
        let client = allowed.client(Family::Any, WHOLE).build()?;
        Ok(Self { state, origin, allowed, client })
    }

    /// Sends what is due, again and again.
    pub async fn run(self) {
        let notifier = Arc::new(self);
        loop {
            match Arc::clone(&notifier).turn().await {
                Ok(0) => tokio::time::sleep(LOOK_EVERY).await,
                Ok(_) => {}
                Err(Error::Closed) => return,
                Err(error) => {
                    tracing::warn!(%error, "notifications were not looked at");
                    tokio::time::sleep(LOOK_EVERY).await;
                }
            }
        }
    }

    /// Forgets what an earlier process may or may not have sent.
    pub async fn begin(&self) -> Result<(), Error> {
        let forgotten = self.state.store.write(deliveries::forget_claimed).await?;
        if forgotten > 0 {
            tracing::warn!(forgotten, "notifications that were under way at the end are not sent again");
        }
        Ok(())
    }

    /// Sends some of what is due, and answers how many were tried.
    pub async fn turn(self: Arc<Self>) -> Result<usize, Error> {
        let (store, now) = (&self.state.store, self.state.clock.now());
        if !store.read(move |db| deliveries::any_due(db, now)).await? {
            return Ok(0);
        }
        let claimed = store.write(move |db| deliveries::claim(db, now, AT_A_TIME)).await?;
        let count = claimed.len();
        let sending: Vec<_> =
            claimed.into_iter().map(|delivery| tokio::spawn(Arc::clone(&self).deliver(delivery))).collect();
        for sent in sending {
            sent.await.unwrap_or(Err(Error::Panicked))?;
        }
        Ok(count)
    }

    async fn deliver(self: Arc<Self>, delivery: Delivery) -> Result<(), Error> {
        let outcome = self.send(&delivery).await;
        let Delivery { seq, channel, tries, .. } = delivery;
        let id = channel.get("id").and_then(Value::as_str).unwrap_or_default();
        let again = match outcome {
            Outcome::Arrived => None,
            Outcome::Refused => {
                tracing::warn!(channel = id, "a notification was refused for good");
                None
            }
            Outcome::Failed => {
                let chance = getrandom::u32().map_or(0.0, |number| f64::from(number) / f64::from(u32::MAX));
                let again = backoff::next(self.state.clock.now(), tries + 1, chance);
                tracing::warn!(
                    channel = id,
                    tries = tries + 1,
                    given_up = again.is_none(),
                    "a notification failed"
                );
                again
            }
        };
        loop {
            let write = self.state.store.write(move |db| match again {
                Some(due_at) => deliveries::retry(db, seq, due_at),
                None => deliveries::finish(db, seq),
            });
            match write.await {
                // A disk or a queue that is full forgets nothing; no other delivery could be written meanwhile either.
                Err(Error::Busy | Error::NoRoom | Error::Commit(_)) => tokio::time::sleep(LOOK_EVERY).await,
                done => return done,
            }
        }
    }

    async fn send(&self, delivery: &Delivery) -> Outcome {
        let url = delivery.channel.get("url").and_then(Value::as_str).unwrap_or_default();
        let Some(url) = url.parse::<Url>().ok().filter(|url| self.allowed.check(url).is_ok()) else {
            return Outcome::Refused;
        };
        let body = payload::body(&delivery.channel, &delivery.notice, &self.origin).to_string();
        let request = self.client.post(url).header(http::header::CONTENT_TYPE, "application/json").body(body);
        match request.send().await {
            Ok(reply) => outcome(reply.status()),
            Err(_) => Outcome::Failed,
        }
    }
}

fn outcome(status: StatusCode) -> Outcome {
    if status.is_success() {
        Outcome::Arrived
    } else if status.is_server_error()
        || matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT)
    {
        Outcome::Failed
    } else {
        Outcome::Refused
    }
}
