//! The alert engine: each minute every monitor looks at its newest points, and alerts open, change and close.
//!
//! What is bad is decided by [`analysis::evaluate`], which has no clock and no store; here is what it needs to know and
//! what becomes of what it says. What this module promises:
//! * the alert that is open is the one in the store: a person, another call or a restart may have changed it;
//! * attempts that were counted and breaches that began in a downtime are forgotten by a restart, alerts are not;
//! * a turn that fails is logged and tried again a minute later, and none overlaps another;
//! * hosts are not called silent for the time in which this engine itself did not run;
//! * checks are judged when they are reported, in the transaction that stores the report.
//!
//! Evaluated are monitors of hosts' and services' metrics, of connectivity and of expressions, and where the flags say
//! so those of web servers, by a loop of their own ([`External`]); other types are only kept.

mod ask;
mod checks;
mod expression;
mod external;
mod ledger;
mod readings;
mod turn;

pub(crate) use checks::judge as judge_check;
pub use external::{External, LONGEST_ANSWER};

use crate::State;
use crate::store::Error;
use analysis::evaluate;
use series::Time;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The types of monitors that are evaluated. Checks are monitors too, made by those who report them.
pub(crate) fn evaluated(external: bool) -> impl Iterator<Item = &'static str> {
    ["connectivity", "host", "service", "expression", "check"]
        .into_iter()
        .chain(external.then_some("external"))
}

/// A monitor's id and what it watches: a host's id, or nothing more for a service.
type Subject = (String, Option<String>);

/// What is remembered of each subject between two turns.
type Memory = BTreeMap<Subject, evaluate::State>;

/// After a pause of more than this between two turns, as after sleep, the engine begins anew to wait for silent hosts.
const PAUSE_SECS: i64 = 5 * 60;

/// The engine.
pub struct Engine {
    state: State,
    /// Monitors that are left alone.
    exempt: Arc<BTreeSet<String>>,
    memory: Memory,
    /// Since when it has run without a pause, and when it last did.
    awake: Option<(Time, Time)>,
}

impl Engine {
    /// An engine that knows nothing yet. Monitors whose alerts are a demonstration's own are exempt.
    pub fn new(state: State, exempt: BTreeSet<String>) -> Self {
        Self { state, exempt: Arc::new(exempt), memory: Memory::new(), awake: None }
    }

    /// Evaluates at every minute, for as long as the process runs.
    pub async fn run(mut self) {
        loop {
            tokio::time::sleep(self.state.clock.until_next_minute()).await;
            match self.turn().await {
                Ok(()) => {}
                Err(Error::Closed) => return,
                Err(error) => tracing::warn!(%error, "monitors were not evaluated this minute"),
            }
        }
    }

    /// Evaluates every monitor once and writes down what happened.
    pub async fn turn(&mut self) -> Result<(), Error> {
        let now = self.state.clock.now();
        let since = self.awake.filter(|(_, last)| now - last <= PAUSE_SECS).map_or(now, |(since, _)| since);
        self.awake = Some((since, now));
        let times = turn::Times { now, awake_since: since };
        let (exempt, before) = (Arc::clone(&self.exempt), self.memory.clone());
        let store = &self.state.store;
        let found = store.read(move |db| turn::evaluate_all(db, times, &exempt, before)).await?;
        let turn::Found { memory, happened } = found;
        if !happened.is_empty() {
            store.write(move |db| happened.iter().try_for_each(|one| ledger::write(db, now, one))).await?;
        }
        // Only now: what could not be written is found again in the next turn.
        self.memory = memory;
        Ok(())
    }
}
