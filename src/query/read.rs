//! The reading itself: plans a graph, reads what is missing of each metric, and shows what has come.

use super::plan::{self, GraphPlan, LinePlan, RoleHost, RoleStyle};
use super::shown::{Missing, Progress, Shown, ShownLine};
use super::store::{self, Entry, Key, Need};
use super::windows::{full_requests, offered_step, windows};
use super::{Context, GraphSource, expression, names};
use crate::fetch::{self, Failure};
use crate::i18n::Texts;
use downsample::Pyramid;
use expr::{Aggregate, aggregate};
use futures::StreamExt;
use futures::stream::FuturesUnordered;
use leptos::prelude::*;
use mackerel::graph_defs::Unit;
use mackerel::metrics::{Owner, ReadMetric};
use series::{Series, Time, TimeRange};
use std::sync::Arc;

/// Least milliseconds between two looks at a graph that is still arriving, counted from its first line: most are whole by
/// then and painted once, and a dashboard of many does not paint all the time that it waits.
const SHOW_EVERY_MS: f64 = 300.0;

/// Points of one metric and their distance.
#[derive(Clone)]
pub(super) struct Read {
    pub(super) series: Arc<Series>,
    pub(super) pyramid: Arc<Pyramid>,
    pub(super) step_secs: i64,
}

impl Read {
    fn of(entry: Entry, step_secs: i64) -> Self {
        Self { series: entry.series, pyramid: entry.pyramid, step_secs }
    }

    /// Points that were computed here.
    pub(super) fn computed(series: Series, step_secs: i64) -> Self {
        let pyramid = Arc::new(Pyramid::of(series.values()));
        Self { series: Arc::new(series), pyramid, step_secs }
    }
}

/// Reads a graph and writes what there is into `set_shown`, as often as it is worth a look.
pub(super) async fn graph(
    source: GraphSource,
    range: TimeRange,
    now: Time,
    context: Context,
    set_shown: WriteSignal<Shown>,
    shown: ReadSignal<Shown>,
) {
    if let GraphSource::Expression { text } = &source {
        return expression::graph(text, range, now, context, set_shown, shown).await;
    }
    let plan = match plan_of(&source, now, &context).await {
        Ok(plan) => plan,
        Err(failure) => {
            set_shown.update(|shown| {
                shown.missing = vec![Missing { name: source.name().to_owned(), failure }];
                shown.progress = Progress::Done;
            });
            return;
        }
    };
    let parts: usize = plan.lines.iter().map(|line| line.parts.len()).sum();
    let step_secs = context.resolution.step_secs(range, parts, &context.offered);
    let mut state = State::new(&plan, range, step_secs, context.texts);
    // One step more, so that lines begin at the edge; and the same as expressions, which share what was read.
    let wide = TimeRange::new(range.from.saturating_sub(step_secs), range.to);
    let mut reads = FuturesUnordered::new();
    for (line, one) in plan.lines.iter().enumerate() {
        for (part, (owner, metric)) in one.parts.iter().enumerate() {
            match held(owner, metric, wide, now, step_secs) {
                Held::Whole(read) => state.put(line, part, Ok(read)),
                Held::Part(read) => {
                    state.parts[line][part] = Part::Old(read);
                    reads.push(part_read(line, part, owner, metric, wide, now, step_secs, &context.offered));
                }
                Held::Nothing => {
                    reads.push(part_read(line, part, owner, metric, wide, now, step_secs, &context.offered));
                }
            }
        }
    }
    // A refresh of a whole graph waits until all of it is there: one paint, no flicker.
    let refresh = shown.with_untracked(|shown| {
        shown.progress == Progress::Done
            && shown.range.secs() == range.secs()
            && shown.range.intersects(range)
    }) && state.has_all_but_tails();
    if !refresh && !reads.is_empty() {
        set_shown.set(state.shown(Progress::Loading));
    }
    let mut looked_ms = None;
    while let Some((line, part, reply)) = reads.next().await {
        state.put(line, part, reply);
        let now_ms = clock_ms();
        let since_ms = now_ms - *looked_ms.get_or_insert(now_ms);
        if !refresh && !reads.is_empty() && since_ms >= SHOW_EVERY_MS {
            set_shown.set(state.shown(Progress::Loading));
            looked_ms = Some(now_ms);
        }
    }
    let mut next = state.shown(Progress::Done);
    if plan::may_be_full(range, parts, step_secs) {
        next.full_requests = Some(state.full_requests(now, &context.offered));
    }
    if shown.with_untracked(|shown| *shown != next) {
        set_shown.set(next);
    }
}

/// The lines of a graph in a period that ended so long before the shown one, read apart from what is shown.
pub(super) async fn apart(
    source: &GraphSource,
    range: TimeRange,
    ago_secs: i64,
    now: Time,
    context: &Context,
) -> Result<Shown, Failure> {
    let plan = plan_of(source, now, context).await?;
    let count = plan.lines.iter().map(|line| line.parts.len()).sum();
    let step_secs = context.resolution.step_secs(range, count, &context.offered);
    let mut state = State::new(&plan, range, step_secs, context.texts);
    let mut reads = FuturesUnordered::new();
    for (line, one) in plan.lines.iter().enumerate() {
        for (part, (owner, metric)) in one.parts.iter().enumerate() {
            let key = Key { owner: owner.clone(), metric: metric.clone(), step_secs, ago_secs };
            reads.push(async move { (line, part, stretch(&key, range, now, &context.offered).await) });
        }
    }
    while let Some((line, part, reply)) = reads.next().await {
        state.put(line, part, reply);
    }
    Ok(state.shown(Progress::Done))
}

/// Reads what is missing of one metric in a period.
pub(super) async fn metric(
    owner: &Owner,
    name: &str,
    range: TimeRange,
    now: Time,
    step_secs: i64,
    offered: &[u32],
) -> Result<Read, Failure> {
    let key = Key { owner: owner.clone(), metric: name.to_owned(), step_secs, ago_secs: 0 };
    stretch(&key, range, now, offered).await
}

/// Reads what is missing of one stretch, in pieces that the server does not thin further.
pub(super) async fn stretch(
    key: &Key,
    range: TimeRange,
    now: Time,
    offered: &[u32],
) -> Result<Read, Failure> {
    let Key { owner, metric, step_secs, .. } = key.clone();
    let step = offered_step(step_secs, offered);
    for part in windows(store::get(key).as_ref(), range, now, step_secs, offered) {
        let call = ReadMetric { owner: owner.clone(), name: metric.clone(), range: part, step };
        let points = fetch::send(&call).await?;
        let entry = store::add(store::get(key).as_ref(), part, &points.series, now, step_secs);
        store::put(key.clone(), entry);
    }
    let read = store::get(key).map(|entry| Read::of(entry, step_secs));
    Ok(read.unwrap_or_else(|| Read::computed(Series::default(), step_secs)))
}

async fn plan_of(source: &GraphSource, now: Time, context: &Context) -> Result<GraphPlan, Failure> {
    match source {
        GraphSource::Host { id, name, only } => {
            let owner = Owner::Host(id.clone());
            let names = names::metric_names(&owner, now).await?;
            Ok(plan::own_graph(&owner, name, &names, &context.defs, only))
        }
        GraphSource::Service { service, name, only } => {
            let owner = Owner::Service(service.clone());
            let names = names::metric_names(&owner, now).await?;
            let mut all = names.to_vec();
            all.extend(context.external.iter().map(|row| row.0.clone()));
            let mut plan = plan::own_graph(&owner, name, &all, &context.defs, only);
            for line in &mut plan.lines {
                if let Some(row) = context.external.iter().find(|row| row.0 == line.identity) {
                    line.name.clone_from(&row.1);
                }
            }
            Ok(plan)
        }
        GraphSource::Role { name, stacked, all_hosts, .. } => {
            let wild = plan::role_needs_names(name, &context.defs);
            let mut hosts = Vec::with_capacity(context.hosts.len());
            let mut asked: Vec<_> = Vec::new();
            for (id, label) in &context.hosts {
                hosts.push(RoleHost { id: id.clone(), label: label.clone(), names: Vec::new() });
                if wild {
                    asked.push(Owner::Host(id.clone()));
                }
            }
            let replies =
                futures::future::join_all(asked.iter().map(|owner| names::metric_names(owner, now))).await;
            let mut failure = None;
            for (host, reply) in hosts.iter_mut().zip(replies) {
                match reply {
                    Ok(names) => host.names = names.to_vec(),
                    Err(why) => failure = Some(why),
                }
            }
            if let Some(failure) = failure.filter(|_| hosts.iter().all(|host| host.names.is_empty())) {
                return Err(failure);
            }
            let style = RoleStyle { stacked: *stacked, summarise: !all_hosts };
            Ok(plan::role_graph(name, &hosts, &context.defs, style))
        }
        // Its lines are known only once they are computed.
        GraphSource::Expression { text } => {
            Ok(GraphPlan { title: text.clone(), unit: Unit::Float, lines: Vec::new(), summarised: false })
        }
    }
}

enum Held {
    Whole(Read),
    Part(Read),
    Nothing,
}

/// What is there already, at the step asked for or finer.
fn held(owner: &Owner, metric: &str, range: TimeRange, now: Time, step_secs: i64) -> Held {
    let key = Key { owner: owner.clone(), metric: metric.to_owned(), step_secs, ago_secs: 0 };
    let entry = store::get(&key);
    if let (Some(entry), Need::Nothing) = (&entry, store::need(entry.as_ref(), range, now, step_secs)) {
        return Held::Whole(Read::of(entry.clone(), step_secs));
    }
    if let Some((step_secs, entry)) = store::finer(&key, range) {
        return Held::Whole(Read::of(entry, step_secs));
    }
    if let Some(entry) = entry.filter(|entry| entry.covered.intersects(range)) {
        return Held::Part(Read::of(entry, step_secs));
    }
    match store::coarser(&key, range) {
        Some((step_secs, entry)) => Held::Part(Read::of(entry, step_secs)),
        None => Held::Nothing,
    }
}

#[expect(clippy::too_many_arguments, reason = "one place in a graph, one metric in a period")]
async fn part_read(
    line: usize,
    part: usize,
    owner: &Owner,
    name: &str,
    range: TimeRange,
    now: Time,
    step_secs: i64,
    offered: &[u32],
) -> (usize, usize, Result<Read, Failure>) {
    (line, part, metric(owner, name, range, now, step_secs, offered).await)
}

enum Part {
    Unknown,
    Old(Read),
    New(Read),
    Failed(Failure),
}

impl Part {
    fn read(&self) -> Option<&Read> {
        match self {
            Self::Old(read) | Self::New(read) => Some(read),
            Self::Unknown | Self::Failed(_) => None,
        }
    }

    /// Whether it may exist, but is not here. A sum without it would be too small.
    fn is_lacking(&self) -> bool {
        match self {
            Self::Old(_) | Self::New(_) => false,
            Self::Unknown => true,
            Self::Failed(failure) => !failure.is_missing(),
        }
    }
}

/// What has come so far of a plan.
struct State<'a> {
    plan: &'a GraphPlan,
    range: TimeRange,
    step_secs: i64,
    texts: &'static Texts,
    parts: Vec<Vec<Part>>,
}

impl<'a> State<'a> {
    fn new(plan: &'a GraphPlan, range: TimeRange, step_secs: i64, texts: &'static Texts) -> Self {
        let parts =
            plan.lines.iter().map(|line| line.parts.iter().map(|_| Part::Unknown).collect()).collect();
        Self { plan, range, step_secs, texts, parts }
    }

    fn put(&mut self, line: usize, part: usize, reply: Result<Read, Failure>) {
        let place = &mut self.parts[line][part];
        match reply {
            Ok(read) => *place = Part::New(read),
            // What is on the screen stays there when nothing newer can be had.
            Err(failure) if matches!(place, Part::Old(_)) && !failure.is_missing() => {}
            Err(failure) => *place = Part::Failed(failure),
        }
    }

    /// How many requests the same takes minute by minute.
    fn full_requests(&self, now: Time, offered: &[u32]) -> usize {
        let range = TimeRange::new(self.range.from.saturating_sub(plan::FINEST_SECS), self.range.to);
        let parts =
            || self.plan.lines.iter().zip(&self.parts).flat_map(|(line, parts)| line.parts.iter().zip(parts));
        let missing: Vec<&(Owner, String)> = parts()
            .filter(|(_, part)| matches!(part, Part::Failed(failure) if failure.is_missing()))
            .map(|(metric, _)| metric)
            .collect();
        let reads = parts().map(|((owner, metric), _)| {
            (
                Key {
                    owner: owner.clone(),
                    metric: metric.clone(),
                    step_secs: plan::FINEST_SECS,
                    ago_secs: 0,
                },
                range,
            )
        });
        let is_missing = |key: &Key| missing.iter().any(|one| one.0 == key.owner && one.1 == key.metric);
        full_requests(reads, is_missing, now, offered)
    }

    fn has_all_but_tails(&self) -> bool {
        self.parts.iter().flatten().all(|part| part.read().is_some())
    }

    fn shown(&self, progress: Progress) -> Shown {
        let mut lines = Vec::with_capacity(self.plan.lines.len());
        let mut missing = Vec::new();
        for (plan, parts) in self.plan.lines.iter().zip(&self.parts) {
            if let Some(line) = self.line(plan, parts) {
                lines.push(line);
            }
            let failure = parts.iter().find_map(|part| match part {
                Part::Failed(failure) => Some(failure),
                _ => None,
            });
            if let Some(failure) = failure {
                missing.push(Missing { name: plan.name.clone(), failure: failure.clone() });
            }
        }
        // A host without a metric of its role is no failure, unless nobody has it.
        if !lines.is_empty() {
            missing.retain(|missing| !missing.failure.is_missing());
        }
        let hosts = self.plan.lines.len();
        if self.plan.summarised {
            lines = summary(&lines, self.range, self.step_secs, self.texts);
        }
        Shown {
            title: self.plan.title.clone(),
            unit: self.plan.unit,
            range: self.range,
            lines,
            missing,
            planned: self.plan.lines.len(),
            summarised_hosts: if self.plan.summarised { hosts } else { 0 },
            lacks_past_hosts: false,
            is_old: self.parts.iter().flatten().any(|part| matches!(part, Part::Old(_))),
            full_requests: None,
            faults: None,
            progress,
        }
    }

    fn line(&self, plan: &LinePlan, parts: &[Part]) -> Option<ShownLine> {
        if parts.iter().any(Part::is_lacking) {
            return None;
        }
        let reads: Vec<&Read> = parts.iter().filter_map(Part::read).collect();
        let step_secs = reads.iter().map(|read| read.step_secs).max().unwrap_or(self.step_secs);
        let read = match reads[..] {
            [] => return None,
            [one] => one.clone(),
            _ => {
                let parts = reads.iter().map(|read| &*read.series);
                Read::computed(combined(Aggregate::Sum, parts, self.range, self.step_secs), step_secs)
            }
        };
        Some(ShownLine {
            name: plan.name.clone(),
            identity: plan.identity.clone(),
            series: read.series,
            pyramid: read.pyramid,
            stacked: plan.stacked,
            quiet: plan.quiet,
            step_secs,
        })
    }
}

/// Many lines as least, mean and greatest; areas as their sum.
fn summary(lines: &[ShownLine], range: TimeRange, step_secs: i64, texts: &Texts) -> Vec<ShownLine> {
    let stacked = lines.iter().any(|line| line.stacked);
    let rows: &[(&str, &str, Aggregate)] = if stacked {
        &[("sum", texts.graph.sum, Aggregate::Sum)]
    } else {
        &[
            ("max", texts.graph.max, Aggregate::Max),
            ("avg", texts.graph.avg, Aggregate::Avg),
            ("min", texts.graph.min, Aggregate::Min),
        ]
    };
    let line = |&(identity, name, how): &(&str, &str, Aggregate)| {
        let parts = lines.iter().map(|line| &*line.series);
        let Read { series, pyramid, step_secs } =
            Read::computed(combined(how, parts, range, step_secs), step_secs);
        let (identity, name) = (identity.to_owned(), name.to_owned());
        ShownLine { name, identity, series, pyramid, stacked, quiet: false, step_secs }
    };
    if lines.is_empty() { Vec::new() } else { rows.iter().map(line).collect() }
}

/// Series combined over the period and one step beyond, so that lines reach the edges.
fn combined<'a>(
    how: Aggregate,
    series: impl Iterator<Item = &'a Series>,
    range: TimeRange,
    step_secs: i64,
) -> Series {
    let wide = TimeRange::new(range.from - step_secs, range.to + step_secs);
    let windows: Vec<Series> = series.map(|one| one.window(wide)).collect();
    aggregate(how, &windows.iter().collect::<Vec<_>>())
}

fn clock_ms() -> f64 {
    window().performance().map_or(0.0, |performance| performance.now())
}
