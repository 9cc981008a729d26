//! External monitors: each minute every web server is asked, apart from the other monitors, which wait for nobody.
//!
//! * Questions are asked side by side, `AT_A_TIME` of them; a turn that lasts longer than a minute is followed by one at
//!   the next, and none overlaps another.
//! * How long an answer took is a point of the service's metric `__externalhttp.responsetime.<monitor>`, where the
//!   monitor has a service and a rule for it. Its mean is of the last minutes that have a point.
//! * A monitor that was changed or removed while its server was asked is judged by what it was, or not at all.

use super::ask::{Asker, Failure, Question, Reply};
use super::ledger::{self, Happened, Said};
use super::turn::{downtimes, opened, watch};
use crate::State;
use crate::address::Allowed;
use crate::store::points::{self, Point, STEP_SECS};
use crate::store::{Db, Error, alerts, monitors, services};
use analysis::evaluate::{Answer, External as Rule, Moment, Points, State as Known, Worry, external};
use analysis::task::{Task, keeps_time, task};
use mackerel::downtimes::{Downtime, Target};
use mackerel::metrics::Owner;
use mackerel::monitors::Monitor;
use series::{Time, TimeRange};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

/// The longest time for an answer, with all redirects before it.
pub const LONGEST_ANSWER: Duration = Duration::from_secs(15);

/// Questions under way at a time.
const AT_A_TIME: usize = 32;

/// The loop of external monitors.
pub struct External {
    state: State,
    /// Monitors that are left alone.
    exempt: Arc<BTreeSet<String>>,
    asker: Arc<Asker>,
    /// What is known of each monitor.
    memory: BTreeMap<String, Known>,
}

/// A monitor and what came of its question.
struct Heard {
    monitor: Monitor,
    rule: Rule,
    reply: Result<Reply, Failure>,
}

impl External {
    /// A loop that knows nothing yet, asks allowed addresses only, and waits so long for each answer.
    pub fn new(state: State, exempt: BTreeSet<String>, allowed: Allowed, longest: Duration) -> Self {
        let asker = Arc::new(Asker::new(allowed, longest));
        Self { state, exempt: Arc::new(exempt), asker, memory: BTreeMap::new() }
    }

    /// Asks and evaluates at every minute, for as long as the process runs.
    pub async fn run(mut self) {
        loop {
            tokio::time::sleep(self.state.clock.until_next_minute()).await;
            match self.turn().await {
                Ok(()) => {}
                Err(Error::Closed) => return,
                Err(error) => tracing::warn!(%error, "external monitors were not evaluated this minute"),
            }
        }
    }

    /// Asks for every monitor once and writes down what happened.
    pub async fn turn(&mut self) -> Result<(), Error> {
        let (store, exempt) = (&self.state.store, Arc::clone(&self.exempt));
        let asking = store.read(move |db| watching(db, &exempt)).await?;
        if asking.is_empty() {
            self.memory.clear();
            return Ok(());
        }
        let now = self.state.clock.now();
        let heard = self.ask(asking).await;
        let before = std::mem::take(&mut self.memory);
        let judge = move |db: &Db<'_>| {
            keep_times(db, now, &heard)?;
            let downtimes = downtimes(db)?;
            let mut memory = BTreeMap::new();
            for heard in &heard {
                let known = before.get(&heard.monitor.id).copied().unwrap_or_default();
                memory.insert(heard.monitor.id.clone(), heard.judge(db, now, &downtimes, known)?);
            }
            Ok(memory)
        };
        self.memory = store.write(judge).await?;
        Ok(())
    }

    async fn ask(&self, asking: Vec<(Monitor, Rule)>) -> Vec<Heard> {
        let places = Arc::new(Semaphore::new(AT_A_TIME));
        let mut questions = JoinSet::new();
        for (monitor, rule) in asking {
            let (asker, places) = (Arc::clone(&self.asker), Arc::clone(&places));
            questions.spawn(async move {
                // A semaphore that nobody closes always has a place in the end.
                let _place = places.acquire_owned().await;
                let reply = asker.ask(&Question::of(&monitor)).await;
                Heard { monitor, rule, reply }
            });
        }
        let mut heard = Vec::new();
        while let Some(answer) = questions.join_next().await {
            match answer {
                Ok(answer) => heard.push(answer),
                Err(error) => tracing::error!(%error, "a question of an external monitor ended early"),
            }
        }
        heard
    }
}

impl Heard {
    /// Where its response times are kept, if they are.
    fn metric(&self) -> Option<(Owner, String)> {
        let service = self.monitor.service.clone().filter(|_| keeps_time(&self.monitor))?;
        Some((Owner::Service(service), format!("__externalhttp.responsetime.{}", self.monitor.id)))
    }

    /// Judges the answer, writes down what follows, and answers what is to be remembered.
    fn judge(&self, db: &Db<'_>, now: Time, downtimes: &[Downtime], known: Known) -> Result<Known, Error> {
        let monitor = &self.monitor;
        let alert = alerts::find_open(db, &monitor.id, None)?;
        let nowhere = BTreeMap::new();
        let target = Target { monitor: &monitor.id, service: monitor.service.as_deref(), roles: &nowhere };
        let moment = Moment { now, watch: watch(downtimes, None, target, now) };
        let before = Known { open: alert.as_ref().and_then(opened), ..known };
        let answer = self.answer(db, now)?;
        let (state, event) = external(&self.rule, answer, before, moment);
        if event.is_some() || state.open.is_some() {
            let message = self.message(answer, now);
            ledger::write(
                db,
                now,
                &Happened {
                    subject: (monitor.id.clone(), None),
                    kind: monitor.kind.clone(),
                    change: event.map(|event| event.change),
                    value: event.map_or(state.open.and_then(|open| open.value), |event| event.value),
                    said: Some(Said { message, memo: String::new() }),
                },
            )?;
        }
        Ok(state)
    }

    fn answer(&self, db: &Db<'_>, now: Time) -> Result<Answer, Error> {
        let Ok(reply) = &self.reply else { return Ok(Answer::Failed) };
        let mean_ms = match self.metric() {
            None => Some(reply.took_ms),
            Some((owner, name)) => {
                let since = now - i64::from(self.rule.minutes) * STEP_SECS;
                let series = points::read(db, &owner, &name, TimeRange::new(since, now))?.unwrap_or_default();
                Points::of(&series).mean_of_newest(self.rule.minutes, since)
            }
        };
        Ok(Answer::Came { mean_ms, expires: reply.expires })
    }

    /// What the alert says.
    fn message(&self, answer: Answer, now: Time) -> String {
        let reply = match &self.reply {
            Err(failure) => return failure.to_string(),
            Ok(reply) => reply,
        };
        let worry = self.rule.worry(answer, now).map(|(_, worry)| worry);
        match (worry, answer) {
            (Some(Worry::Slow), Answer::Came { mean_ms: Some(mean_ms), .. }) => {
                format!("{}, the response time is {mean_ms:.0} ms", reply.status)
            }
            (Some(Worry::Expiring), Answer::Came { expires: Some(expires), .. }) if expires < now => {
                format!("{}, the certificate has expired", reply.status)
            }
            (Some(Worry::Expiring), Answer::Came { expires: Some(expires), .. }) => {
                let days = (expires - now) / points::DAY_SECS;
                format!("{}, the certificate expires in {days} days", reply.status)
            }
            _ => reply.status.to_string(),
        }
    }
}

/// The external monitors that are not exempt, with their rules.
fn watching(db: &Db<'_>, exempt: &BTreeSet<String>) -> Result<Vec<(Monitor, Rule)>, Error> {
    let all = monitors::list(db)?.into_iter().filter(|monitor| !exempt.contains(&monitor.id));
    let rule = |monitor: Monitor| match task(&monitor) {
        Some(Task::External(rule)) => Some((monitor, rule)),
        _ => None,
    };
    Ok(all.filter_map(rule).collect())
}

/// Writes down how long answers took, for services that are still there.
fn keep_times(db: &Db<'_>, now: Time, heard: &[Heard]) -> Result<(), Error> {
    for heard in heard {
        let (Some((owner, name)), Ok(reply)) = (heard.metric(), &heard.reply) else { continue };
        let Owner::Service(service) = &owner else { continue };
        match services::require(db, service) {
            Err(Error::NotFound(_)) => continue,
            there => there?,
        }
        points::append(db, [Point { owner: &owner, name: &name, time: now, value: reply.took_ms }])?;
    }
    Ok(())
}
