//! Expressions: what they read, and the lines that come of it.
//!
//! A metric that does not exist is left out and said to be missing; one that could not be read leaves out every sum it
//! would be part of. An expression that is wrong draws nothing and says where.

mod leaves;
mod unit;

pub(super) use leaves::{Leaves, scopes};

use super::read::{Read, stretch};
use super::shown::{Faults, Missing, Progress, Shown, ShownLine};
use super::store::{self, Key, Need};
use super::windows::full_requests;
use super::{Context, Resolution, names, plan};
use crate::fetch::Failure;
use expr::{Aggregate, Expr, Fetch, Fetched, Input, Leaf, Line, Member, Period, aggregate, evaluate, parse};
use futures::future::{join_all, try_join_all};
use leptos::prelude::*;
use mackerel::graph_defs::Unit;
use mackerel::graphs;
use mackerel::metrics::Owner;
use series::{Series, Time, TimeRange};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What came of an expression.
pub(super) struct Outcome {
    pub(super) lines: Vec<Line>,
    pub(super) missing: Vec<Missing>,
    /// How many series it reads.
    planned: usize,
    /// Metrics that do not exist.
    absent: Vec<Key>,
    step_secs: i64,
}

/// Reads what an expression needs and writes its lines into `set_shown`.
pub(super) async fn graph(
    text: &str,
    range: TimeRange,
    now: Time,
    context: Context,
    set_shown: WriteSignal<Shown>,
    shown: ReadSignal<Shown>,
) {
    let expr = match parse(text) {
        Ok(expr) => expr,
        Err(errors) => return set_shown.set(faulty(text, range, errors)),
    };
    // A refresh waits until all of it is there: one paint, no flicker.
    let refresh = shown.with_untracked(|shown| {
        shown.progress == Progress::Done
            && shown.range.secs() == range.secs()
            && shown.range.intersects(range)
    });
    let work = Work::planned(&expr, range, now, &context).await;
    if !refresh && !work.is_held(now) {
        set_shown.update(|shown| {
            shown.range = range;
            shown.is_old = !shown.lines.is_empty();
            shown.progress = Progress::Loading;
        });
    }
    let unit = unit::of(&expr, &|leaf| work.unit_of(leaf, &context)).unwrap_or(Unit::Float);
    let next = match work.outcome(&expr, now, &context).await {
        Err(error) => faulty(text, range, vec![error]),
        Ok(outcome) => {
            let requests = work.full_requests(&expr, &outcome, now, &context).await;
            let lacks_past_hosts = context.leaves.ask_for_past_hosts();
            Shown { full_requests: requests, lacks_past_hosts, ..drawn(text, range, unit, outcome) }
        }
    };
    set_shown.set(next);
}

/// The lines in a period that ended so long ago: those of the present, with everything taken from back then.
pub(super) async fn apart(
    text: &str,
    range: TimeRange,
    ago_secs: i64,
    now: Time,
    context: &Context,
) -> Shown {
    let minutes = ago_secs / 60;
    let moved = if minutes > 0 { format!("timeShift({text}, {minutes}m)") } else { text.to_owned() };
    let expr = match parse(&moved) {
        Ok(expr) => expr,
        Err(errors) => return faulty(text, range, errors),
    };
    let ahead_secs = minutes * 60;
    let present = TimeRange::new(range.from + ahead_secs, range.to + ahead_secs);
    let work = Work::planned(&expr, present, now, context).await;
    let unit = unit::of(&expr, &|leaf| work.unit_of(leaf, context)).unwrap_or(Unit::Float);
    match work.outcome(&expr, now, context).await {
        Err(error) => faulty(text, range, vec![error]),
        Ok(mut outcome) => {
            for (at, line) in outcome.lines.iter_mut().enumerate() {
                line.series = std::mem::take(&mut line.series).shifted(-ahead_secs);
                // The name would say that it was moved; its place says which line it is.
                if minutes > 0 {
                    line.name = at.to_string();
                }
            }
            drawn(text, range, unit, outcome)
        }
    }
}

/// The newest outcome in the period up to now.
pub(super) async fn outcome(
    expr: &Expr,
    range: TimeRange,
    now: Time,
    context: &Context,
) -> Result<Outcome, expr::Error> {
    Work::planned(expr, range, now, context).await.outcome(expr, now, context).await
}

fn faulty(text: &str, range: TimeRange, errors: Vec<expr::Error>) -> Shown {
    let faults = Some(Faults { text: text.to_owned(), errors });
    Shown { title: text.to_owned(), range, faults, progress: Progress::Done, ..Shown::default() }
}

fn drawn(text: &str, range: TimeRange, unit: Unit, outcome: Outcome) -> Shown {
    let step_secs = outcome.step_secs;
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut line = |line: Line| {
        // Lines of one name still have a colour each.
        let nth = seen.entry(line.name.clone()).and_modify(|nth| *nth += 1).or_insert(1);
        let identity = if *nth == 1 { line.name.clone() } else { format!("{} {nth}", line.name) };
        let Read { series, pyramid, step_secs } = Read::computed(line.series, step_secs);
        ShownLine {
            name: line.name,
            identity,
            series,
            pyramid,
            stacked: line.stacked,
            quiet: false,
            step_secs,
        }
    };
    Shown {
        title: text.to_owned(),
        unit,
        range,
        lines: outcome.lines.into_iter().map(&mut line).collect(),
        missing: outcome.missing,
        planned: outcome.planned,
        progress: Progress::Done,
        ..Shown::default()
    }
}

/// What is to be read for an expression.
struct Work {
    period: Period,
    range: TimeRange,
    /// How many metrics are read.
    metrics: usize,
    fetches: Vec<(Fetch, Vec<Member>)>,
    /// Leaves whose members could not be found out.
    missing: Vec<(Leaf, Failure)>,
}

impl Work {
    async fn planned(expr: &Expr, range: TimeRange, now: Time, context: &Context) -> Self {
        Self::planned_in(expr, range, now, context, context.resolution).await
    }

    async fn planned_in(
        expr: &Expr,
        range: TimeRange,
        now: Time,
        context: &Context,
        resolution: Resolution,
    ) -> Self {
        let mut members = BTreeMap::new();
        let mut missing = Vec::new();
        for (leaf, owners) in &context.leaves.0 {
            match with_names(leaf, owners.clone(), now).await {
                Ok(owners) => {
                    members.insert(leaf.clone(), leaf.members(&owners));
                }
                Err(failure) => missing.push((leaf.clone(), failure)),
            }
        }
        let metrics = members.values().flatten().map(|member| member.metrics.len()).sum();
        let step_secs = resolution.step_secs(range, metrics, &context.offered);
        // One step more, so that lines begin at the edge.
        let wide = TimeRange::new(range.from.saturating_sub(step_secs), range.to);
        let period = Period::new(wide, now, step_secs);
        let fetches = expr::plan(expr, period).into_iter();
        let fetches = fetches.map(|fetch| {
            let members = members.remove(&fetch.leaf).unwrap_or_default();
            (fetch, members)
        });
        Self { period, range, metrics, fetches: fetches.collect(), missing }
    }

    fn count(&self) -> usize {
        self.fetches.iter().map(|(_, members)| members.len()).sum()
    }

    /// Whether nothing has to be asked for.
    fn is_held(&self, now: Time) -> bool {
        self.fetches.iter().all(|(fetch, members)| {
            members.iter().all(|member| {
                self.keys(&fetch.leaf, member, &fetch.ranges).all(|(key, range)| {
                    store::need(store::get(&key).as_ref(), range, now, key.step_secs) == Need::Nothing
                })
            })
        })
    }

    /// How many requests the same takes minute by minute; `None` where that is what was done, or is too much.
    async fn full_requests(
        &self,
        expr: &Expr,
        outcome: &Outcome,
        now: Time,
        context: &Context,
    ) -> Option<usize> {
        if !plan::may_be_full(self.range, self.metrics, self.period.step_secs) {
            return None;
        }
        let full = Self::planned_in(expr, self.range, now, context, Resolution::Full).await;
        let reads = full.fetches.iter().flat_map(|(fetch, members)| {
            members.iter().flat_map(|member| full.keys(&fetch.leaf, member, &fetch.ranges))
        });
        let is_missing =
            |key: &Key| outcome.absent.iter().any(|one| one.owner == key.owner && one.metric == key.metric);
        Some(full_requests(reads, is_missing, now, &context.offered))
    }

    async fn outcome(&self, expr: &Expr, now: Time, context: &Context) -> Result<Outcome, expr::Error> {
        let planned = self.count();
        if planned > expr::limits::MOST_SERIES {
            return Err(expr::Error { span: expr.span, problem: expr::Problem::TooManySeries });
        }
        let leaves = join_all(self.fetches.iter().map(|(fetch, members)| async move {
            join_all(members.iter().map(|member| self.series(fetch, member, now, &context.offered))).await
        }))
        .await;
        let mut fetched = Fetched::default();
        let mut missing = Vec::new();
        let mut not_there = Vec::new();
        for ((fetch, members), replies) in self.fetches.iter().zip(leaves) {
            let mut inputs = Vec::with_capacity(members.len());
            let mut absent = Vec::new();
            for (member, reply) in members.iter().zip(replies) {
                let name = member.name.clone();
                match reply {
                    Ok(series) => inputs.push(Input { name, series }),
                    Err(failure) if failure.is_missing() => {
                        not_there.extend(self.keys(&fetch.leaf, member, &fetch.ranges).map(|(key, _)| key));
                        absent.push(Missing { name, failure });
                    }
                    Err(failure) => {
                        fetched.unread(fetch.leaf.clone());
                        missing.push(Missing { name, failure });
                    }
                }
            }
            // A host without a metric of its role is nothing to speak of, unless nobody has it.
            if inputs.is_empty() {
                missing.extend(absent);
            }
            fetched.insert(fetch.leaf.clone(), inputs);
        }
        for (leaf, failure) in &self.missing {
            if !failure.is_missing() {
                fetched.unread(leaf.clone());
            }
            missing.push(Missing { name: leaf.to_string(), failure: failure.clone() });
        }
        let lines = evaluate(expr, self.period, &fetched)?;
        Ok(Outcome {
            lines,
            missing,
            planned: planned.max(1),
            absent: not_there,
            step_secs: self.period.step_secs,
        })
    }

    /// The points of one member over all that is needed of it; several metrics are added up.
    async fn series(
        &self,
        fetch: &Fetch,
        member: &Member,
        now: Time,
        offered: &[u32],
    ) -> Result<Arc<Series>, Failure> {
        let keys: Vec<(Key, TimeRange)> = self.keys(&fetch.leaf, member, &fetch.ranges).collect();
        let reads = try_join_all(keys.iter().map(|(key, range)| newest(key, *range, now, offered))).await?;
        if let [one] = &reads[..] {
            return Ok(Arc::clone(one));
        }
        let mut metrics: BTreeMap<&str, Series> = BTreeMap::new();
        for ((key, range), read) in keys.iter().zip(&reads) {
            let metric = metrics.entry(&key.metric).or_default();
            *metric = metric.merge(&read.window(*range));
        }
        Ok(Arc::new(aggregate(Aggregate::Sum, &metrics.values().collect::<Vec<_>>())))
    }

    /// Which stretches of which metrics. Those that lie before the shown period are kept apart from those that it has.
    fn keys<'a>(
        &'a self,
        leaf: &'a Leaf,
        member: &'a Member,
        ranges: &'a [TimeRange],
    ) -> impl Iterator<Item = (Key, TimeRange)> + 'a {
        let shown = self.range;
        member.metrics.iter().flat_map(move |metric| {
            ranges.iter().map(move |range| {
                let ago_secs = if range.intersects(shown) { 0 } else { shown.to - range.to };
                let key = Key {
                    owner: leaves::owner(leaf, &member.id),
                    metric: metric.clone(),
                    step_secs: self.period.step_secs,
                    ago_secs,
                };
                (key, *range)
            })
        })
    }

    fn unit_of(&self, leaf: &Leaf, context: &Context) -> Option<Unit> {
        let (_, members) = self.fetches.iter().find(|(fetch, _)| fetch.leaf == *leaf)?;
        let metric = members.first()?.metrics.first()?;
        Some(graphs::resolve(metric, std::slice::from_ref(metric), &context.defs).unit)
    }
}

/// What is newest of a stretch: when nothing newer can be had, what is there.
async fn newest(key: &Key, range: TimeRange, now: Time, offered: &[u32]) -> Result<Arc<Series>, Failure> {
    match stretch(key, range, now, offered).await {
        Ok(read) => Ok(read.series),
        Err(failure) if failure.is_missing() => Err(failure),
        Err(failure) => {
            let held = store::get(key).filter(|entry| entry.covered.intersects(range));
            held.map(|entry| entry.series).ok_or(failure)
        }
    }
}

/// The owners of a leaf, with the names of their metrics where these decide. Who does not exist has no names.
async fn with_names(
    leaf: &Leaf,
    mut owners: Vec<expr::Candidate>,
    now: Time,
) -> Result<Vec<expr::Candidate>, Failure> {
    if !leaf.needs_names() {
        return Ok(owners);
    }
    let asked: Vec<Owner> = owners.iter().map(|owner| leaves::owner(leaf, &owner.id)).collect();
    let replies = join_all(asked.iter().map(|owner| names::metric_names(owner, now))).await;
    let alone = owners.len() == 1;
    for (owner, reply) in owners.iter_mut().zip(replies) {
        match reply {
            Ok(names) => owner.metrics = names.to_vec(),
            Err(failure) if failure.is_missing() && !alone => {}
            Err(failure) => return Err(failure),
        }
    }
    Ok(owners)
}
