//! Monitors of an expression: every five minutes, on data that are a few minutes old.
//!
//! * What counts is the newest value up to then, of the last 20 minutes.
//! * No value, several lines, a text that is no expression and one that is too much work are `UNKNOWN`.
//! * A role has the hosts that are in it now, `roleSlots` also those that left it within the time that is read.

use crate::store::{Db, Error, hosts, points, services};
use analysis::evaluate::Computed;
use expr::{Candidate, Expr, Fetch, Fetched, Input, Leaf, Period, Source};
use mackerel::hosts::{Host, HostStatus, ListHosts};
use mackerel::metrics::Owner;
use mackerel::monitors::Monitor;
use series::{Series, Time, TimeRange};
use std::sync::Arc;

/// Most minutes that may be read, of all series together.
const MOST_MINUTES: i64 = 500_000;

/// The newest value of the monitor's expression; `None` when it has none.
pub(super) fn read(db: &Db<'_>, monitor: &Monitor, rule: Computed, now: Time) -> Result<Option<f64>, Error> {
    let Ok(expr) = expr::parse(monitor.expression.as_deref().unwrap_or_default()) else { return Ok(None) };
    let (from, until) = rule.looked_at(now);
    value(db, &expr, Period::new(TimeRange::new(from, until), now, points::STEP_SECS))
}

/// The newest value of the one line; `None` if there is none, or another number of lines.
fn value(db: &Db<'_>, expr: &Expr, period: Period) -> Result<Option<f64>, Error> {
    let mut fetched = Fetched::default();
    let mut minutes_left = MOST_MINUTES;
    for fetch in expr::plan(expr, period) {
        match inputs(db, &fetch, &mut minutes_left)? {
            Some(inputs) => fetched.insert(fetch.leaf, inputs),
            None => return Ok(None),
        }
    }
    let lines = expr::evaluate(expr, period, &fetched).unwrap_or_default();
    let [line] = lines.as_slice() else { return Ok(None) };
    Ok(line.series.last().map(|(_, value)| value))
}

/// The series of a leaf; `None` if that is too much to read.
fn inputs(db: &Db<'_>, fetch: &Fetch, minutes_left: &mut i64) -> Result<Option<Vec<Input>>, Error> {
    let Fetch { leaf, ranges } = fetch;
    let mut inputs = Vec::new();
    for member in leaf.members(&candidates(db, leaf, ranges)?) {
        let owner = match leaf.source() {
            Source::Service(_) => Owner::Service(member.id.clone()),
            _ => Owner::Host(member.id.clone()),
        };
        let mut sum: Option<Series> = None;
        for metric in &member.metrics {
            for range in ranges {
                *minutes_left -= range.to.saturating_sub(range.from) / points::STEP_SECS + 1;
            }
            if *minutes_left < 0 {
                return Ok(None);
            }
            let found = read_all(db, &owner, metric, ranges)?;
            sum = match (sum, found) {
                (Some(sum), Some(found)) => Some(add(&sum, &found)),
                (sum, found) => sum.or(found),
            };
        }
        inputs.extend(sum.map(|series| Input { name: member.name.clone(), series: Arc::new(series) }));
    }
    Ok(Some(inputs))
}

/// Whose metrics a leaf names.
fn candidates(db: &Db<'_>, leaf: &Leaf, ranges: &[TimeRange]) -> Result<Vec<Candidate>, Error> {
    let of = |owner: &Owner, id: &str, label: &str| {
        let metrics = if leaf.needs_names() { points::names(db, owner)? } else { Vec::new() };
        Ok::<_, Error>(Candidate { id: id.to_owned(), label: label.to_owned(), metrics })
    };
    let host = |id: &str, label: &str| of(&Owner::Host(id.to_owned()), id, label);
    match leaf.source() {
        Source::Host(id) => Ok(vec![host(id, id)?]),
        Source::Service(name) => match services::require(db, name) {
            Err(Error::NotFound(_)) => Ok(Vec::new()),
            found => found.and_then(|()| Ok(vec![of(&Owner::Service(name.clone()), name, name)?])),
        },
        Source::Role { service, role } => {
            let filter = ListHosts {
                service: Some(service.clone()),
                roles: vec![role.clone()],
                statuses: HostStatus::ALL.to_vec(),
                ..ListHosts::default()
            };
            hosts::list(db, &filter)?.iter().map(|one: &Host| host(&one.id, one.label())).collect()
        }
        Source::RoleSlots { service, role } => {
            let mut slots: Vec<Candidate> = Vec::new();
            for &range in ranges {
                for member in hosts::memberships(db, service, role, range)? {
                    if slots.iter().all(|slot| slot.id != member.host_id) {
                        slots.push(host(&member.host_id, &member.name)?);
                    }
                }
            }
            Ok(slots)
        }
    }
}

/// One metric in all ranges; `None` if it was never posted. What fails on purpose is as good as not there.
fn read_all(db: &Db<'_>, owner: &Owner, metric: &str, ranges: &[TimeRange]) -> Result<Option<Series>, Error> {
    let mut all: Option<Series> = None;
    for &range in ranges {
        let found = match points::read(db, owner, metric, range) {
            Err(Error::Fault(_)) => None,
            found => found?,
        };
        all = match (all, found) {
            (Some(all), Some(found)) => Some(all.merge(&found)),
            (all, found) => all.or(found),
        };
    }
    Ok(all)
}

/// Point by point; a point that only one has stays as it is, as a device that is gone adds nothing.
fn add(one: &Series, other: &Series) -> Series {
    let mut points = Vec::with_capacity(one.len().max(other.len()));
    series::align(&[one, other], |time, values| {
        points.push((time, values.iter().map(|(_, value)| value).sum()));
    });
    Series::from_points(points)
}
