//! One turn: every monitor on everything it watches, read from one moment of the store.

use super::ledger::Happened;
use super::{Memory, Subject, expression, readings};
use crate::store::objects::{self, Kind};
use crate::store::{Db, Error, alerts, checks, hosts, monitors, points};
use analysis::evaluate::{
    Change, Event, Moment, Open, Points, Reading, State, Watch, computed, connectivity, is_due, metric,
};
use analysis::task::{Task, level, task};
use mackerel::alerts::{Alert, AlertStatus};
use mackerel::downtimes::{Downtime, Target};
use mackerel::hosts::{Host, HostStatus, ListHosts};
use mackerel::metrics::Owner;
use mackerel::monitors::Monitor;
use serde_json::Value;
use series::Time;
use std::collections::{BTreeMap, BTreeSet};

/// What a turn found.
pub(super) struct Found {
    /// What is to be remembered.
    pub(super) memory: Memory,
    /// What is to be written down.
    pub(super) happened: Vec<Happened>,
}

/// When a turn takes place.
#[derive(Clone, Copy)]
pub(super) struct Times {
    /// Now.
    pub(super) now: Time,
    /// Since when the engine has run without a pause.
    pub(super) awake_since: Time,
}

/// What all monitors share in a turn.
struct Turn<'a> {
    db: &'a Db<'a>,
    now: Time,
    awake_since: Time,
    downtimes: Vec<Downtime>,
    open: BTreeMap<Subject, Alert>,
    before: Memory,
    found: Found,
}

/// Evaluates all monitors that are not exempt. What is remembered of subjects that are gone is forgotten.
pub(super) fn evaluate_all(
    db: &Db<'_>,
    Times { now, awake_since }: Times,
    exempt: &BTreeSet<String>,
    before: Memory,
) -> Result<Found, Error> {
    let found = Found { memory: Memory::new(), happened: Vec::new() };
    let open = alerts::open(db)?.into_iter().map(|alert| (subject_of(&alert), alert)).collect();
    let mut turn = Turn { db, now, awake_since, downtimes: downtimes(db)?, open, before, found };
    let hosts = hosts::list(db, &ListHosts::all())?;
    for monitor in monitors::list(db)?.iter().filter(|monitor| !exempt.contains(&monitor.id)) {
        match task(monitor) {
            Some(task @ (Task::Service { .. } | Task::Expression(_))) => {
                turn.evaluate(monitor, &task, None)?;
            }
            // Whose answers take seconds have a loop of their own.
            Some(Task::External(_)) | None => {}
            Some(task) => {
                for host in hosts.iter().filter(|host| monitor.covers(&host.roles)) {
                    turn.evaluate(monitor, &task, Some(host))?;
                }
            }
        }
    }
    turn.recover_checks(&hosts)?;
    Ok(turn.found)
}

/// Under which circumstances something is watched.
pub(super) fn watch(downtimes: &[Downtime], host: Option<&Host>, target: Target<'_>, now: Time) -> Watch {
    let is_off = |host: &Host| matches!(host.status, HostStatus::Maintenance | HostStatus::Poweroff);
    if host.is_some_and(is_off) {
        Watch::Frozen
    } else if downtimes.iter().any(|downtime| downtime.is_on(now) && downtime.covers(target)) {
        Watch::Downtime
    } else {
        Watch::Watched
    }
}

/// All downtimes. One that cannot be read as such is passed over.
pub(super) fn downtimes(db: &Db<'_>) -> Result<Vec<Downtime>, Error> {
    let all = objects::list(db, Kind::DOWNTIME)?;
    Ok(all.into_iter().filter_map(|one| serde_json::from_value(Value::Object(one)).ok()).collect())
}

/// The alert as the evaluation knows it.
pub(super) fn opened(alert: &Alert) -> Option<Open> {
    level(alert.status).map(|level| Open { level, value: alert.value })
}

impl Turn<'_> {
    fn evaluate(&mut self, monitor: &Monitor, task: &Task, host: Option<&Host>) -> Result<(), Error> {
        let subject = (monitor.id.clone(), host.map(|host| host.id.clone()));
        let nowhere = BTreeMap::new();
        let roles = host.map_or(&nowhere, |host| &host.roles);
        let target = Target { monitor: &monitor.id, service: monitor.service.as_deref(), roles };
        let moment = Moment { now: self.now, watch: watch(&self.downtimes, host, target, self.now) };
        let known = self.before.get(&subject).copied().unwrap_or_default();
        let alert = self.open.get(&subject);
        // The store has the last word on what is open.
        let state = State { open: alert.and_then(opened), ..known };
        let (state, event) = self.step(monitor, task, host, state, moment)?;
        let is_newer = state.open.map(|open| open.value) != alert.map(|alert| alert.value);
        if event.is_some() || (alert.is_some() && is_newer) {
            self.found.happened.push(Happened {
                subject: subject.clone(),
                kind: monitor.kind.clone(),
                change: event.map(|event: Event| event.change),
                value: event.map_or(state.open.and_then(|open| open.value), |event| event.value),
                said: None,
            });
        }
        self.found.memory.insert(subject, state);
        Ok(())
    }

    fn step(
        &self,
        monitor: &Monitor,
        task: &Task,
        host: Option<&Host>,
        state: State,
        moment: Moment,
    ) -> Result<(State, Option<Event>), Error> {
        let owner = host.map(|host| Owner::Host(host.id.clone()));
        Ok(match (task, owner) {
            (Task::Host { metric: name, rule }, Some(owner)) => {
                let series = readings::newest(self.db, &owner, name, rule, self.now)?;
                metric(rule, Points::of(&series), state, moment)
            }
            (Task::Connectivity(rule), Some(owner)) => {
                let seen = points::last_seen(self.db, &owner, self.now)?;
                // Posts that nobody was there to take are not missed; but an alert that is open stays until there is one.
                let awake_since = if state.open.is_some() { Time::MIN } else { self.awake_since };
                connectivity(*rule, seen.map(|seen| seen.max(awake_since)), state, moment)
            }
            (Task::Service { service, metric: name, rule }, _) => {
                let owner = Owner::Service(service.clone());
                let series = readings::newest(self.db, &owner, name, rule, self.now)?;
                metric(rule, Points::of(&series), state, moment)
            }
            (Task::Expression(rule), _) if is_due(state, self.now) => {
                computed(*rule, expression::read(self.db, monitor, *rule, self.now)?, state, moment)
            }
            (Task::Expression(_) | Task::External(_), _)
            | (Task::Host { .. } | Task::Connectivity(_), None) => (state, None),
        })
    }

    /// Closes alerts of checks that were good again while their host was not watched: nobody says so a second time.
    fn recover_checks(&mut self, hosts: &[Host]) -> Result<(), Error> {
        for (subject, alert) in self.open.iter().filter(|(_, alert)| alert.kind == "check") {
            let Some(check) = found(checks::get(self.db, &subject.0))? else { continue };
            let host = hosts.iter().find(|host| host.id == check.host);
            let is_good = check.last.is_some_and(|last| last.status == AlertStatus::Ok);
            let (Some(host), true) = (host, is_good) else { continue };
            let target = Target { monitor: &check.id, service: None, roles: &host.roles };
            let moment =
                Moment { now: self.now, watch: watch(&self.downtimes, Some(host), target, self.now) };
            let state = State { open: opened(alert), ..State::default() };
            let (_, event) = state.step(Reading::Good(None), 1, moment);
            if let Some(Event { change: change @ Change::Closed(_), .. }) = event {
                self.found.happened.push(Happened {
                    subject: subject.clone(),
                    kind: alert.kind.clone(),
                    change: Some(change),
                    value: None,
                    said: None,
                });
            }
        }
        Ok(())
    }
}

fn subject_of(alert: &Alert) -> Subject {
    (alert.monitor_id.clone(), alert.host_id.clone())
}

fn found<T>(result: Result<T, Error>) -> Result<Option<T>, Error> {
    match result {
        Ok(found) => Ok(Some(found)),
        Err(Error::NotFound(_)) => Ok(None),
        Err(error) => Err(error),
    }
}
