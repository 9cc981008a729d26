//! What monitors look at, over a long past at full resolution: minutes, never means, for replays.
//!
//! * A host without the metric is no subject; one whose points could not be read is counted as failed.
//! * Where the server gives minutes for short periods only, a long one is read in pieces.
//! * Whoever asks for something else meanwhile gets that; what was read stays in the app's store.

use super::read::metric;
use super::{Context, GraphSource, expression, names};
use crate::catalog::use_catalog;
use crate::clock::use_clock;
use crate::fetch::Failure;
use analysis::shares;
use futures::StreamExt;
use futures::future::AbortHandle;
use futures::stream::FuturesUnordered;
use leptos::prelude::*;
use mackerel::metrics::Owner;
use mackerel::monitors::{RateMetric, is_measured};
use series::{Series, Time, TimeRange};
use std::collections::BTreeMap;
use std::sync::Arc;

const MINUTE_SECS: i64 = 60;

/// What a monitor looks at.
#[derive(Debug, Clone, PartialEq)]
pub enum Watched {
    /// A metric or a share of hosts: id and name of each.
    Hosts {
        /// Metric name.
        metric: String,
        /// The hosts.
        hosts: Vec<(String, String)>,
    },
    /// A metric of a service.
    Service {
        /// The service.
        service: String,
        /// Metric name.
        metric: String,
    },
    /// The value of an expression.
    Expression {
        /// Its text.
        text: String,
    },
}

/// One thing that a monitor looks at, and its points.
#[derive(Debug, Clone)]
pub struct Subject {
    /// The host's id; none for a service or an expression.
    pub host: Option<String>,
    /// What people call it.
    pub label: String,
    /// Its lines; several where a share has one for each file system.
    pub lines: Vec<Arc<Series>>,
}

/// What was read so far.
#[derive(Debug, Clone, Default)]
pub struct Past {
    /// Of which period; a day more is there for means.
    pub period: Option<TimeRange>,
    /// In the order in which they were asked for.
    pub subjects: Vec<Arc<Subject>>,
    /// How many subjects were asked for.
    pub asked: usize,
    /// How many have answered.
    pub answered: usize,
    /// How many could not be read.
    pub failed: usize,
    /// How many lines an expression gives, when that is not one.
    pub lines: Option<usize>,
}

impl Past {
    /// Whether all has answered.
    pub fn is_whole(&self) -> bool {
        self.period.is_some() && self.answered == self.asked
    }
}

/// Reads what is watched in a period; `None` reads nothing.
pub fn use_past(watched: Signal<Option<(Watched, TimeRange)>>) -> ReadSignal<Past> {
    let (past, set_past) = signal(Past::default());
    let (catalog, clock) = (use_catalog(), use_clock());
    let task = StoredValue::new(None::<AbortHandle>);
    let stop = move || {
        if let Some(handle) = task.try_update_value(Option::take).flatten() {
            handle.abort();
        }
    };
    Effect::new(move |_| {
        let wish = watched.get();
        stop();
        let Some((watched, period)) = wish else { return set_past.set(Past::default()) };
        let text = match &watched {
            Watched::Expression { text } => text.clone(),
            Watched::Hosts { .. } | Watched::Service { .. } => String::new(),
        };
        let Some(context) = Context::from_catalog(catalog, &GraphSource::Expression { text }) else { return };
        let job = read(watched, period, clock.now_untracked(), context, set_past);
        let (job, handle) = futures::future::abortable(job);
        task.set_value(Some(handle));
        leptos::task::spawn_local(async move {
            // Aborted means that something else is wanted.
            let _ = job.await;
        });
    });
    on_cleanup(stop);
    past
}

async fn read(watched: Watched, period: TimeRange, now: Time, context: Context, set_past: WriteSignal<Past>) {
    let wide = TimeRange::new(period.from - analysis::evaluate::LOOKBACK_SECS, period.to.min(now));
    let (metric, owners) = match watched {
        Watched::Expression { text } => {
            let past = computed(&text, wide, now, &context).await;
            return set_past.set(Past { period: Some(period), asked: 1, answered: 1, ..past });
        }
        Watched::Service { service, metric } => {
            (metric, vec![(Owner::Service(service.clone()), None, service)])
        }
        Watched::Hosts { metric, hosts } => {
            let owners = hosts.into_iter().map(|(id, label)| (Owner::Host(id.clone()), Some(id), label));
            (metric, owners.collect())
        }
    };
    let asked = owners.len();
    let mut found: Vec<Option<Arc<Subject>>> = vec![None; asked];
    let (mut answered, mut failed) = (0, 0);
    set_past.set(Past { period: Some(period), asked, ..Past::default() });
    let reads = owners.into_iter().enumerate().map(|(at, (owner, host, label))| {
        let (metric, offered) = (&metric, &context.offered);
        async move { (at, host, label, lines(&owner, metric, wide, now, offered).await) }
    });
    let mut reads: FuturesUnordered<_> = reads.collect();
    while let Some((at, host, label, reply)) = reads.next().await {
        answered += 1;
        match reply {
            Ok(lines) if lines.iter().all(|line| line.is_empty()) => {}
            Ok(lines) => found[at] = Some(Arc::new(Subject { host, label, lines })),
            Err(failure) if failure.is_missing() => {}
            Err(_) => failed += 1,
        }
        let subjects = found.iter().flatten().cloned().collect();
        set_past.set(Past { period: Some(period), subjects, asked, answered, failed, lines: None });
    }
}

/// The lines of a metric or of a share.
async fn lines(
    owner: &Owner,
    name: &str,
    range: TimeRange,
    now: Time,
    offered: &[u32],
) -> Result<Vec<Arc<Series>>, Failure> {
    let read = async |name: &str| Ok(metric(owner, name, range, now, MINUTE_SECS, offered).await?.series);
    let names = names::metric_names(owner, now).await?;
    if !is_measured(name, &names) {
        return Ok(Vec::new());
    }
    let rate = matches!(owner, Owner::Host(_)).then(|| RateMetric::of(name)).flatten();
    let Some(rate) = rate else { return Ok(vec![read(name).await?]) };
    let mut parts = BTreeMap::new();
    for name in shares::needed(rate, &names) {
        let part = match read(&name).await {
            Err(failure) if failure.is_missing() => Arc::default(),
            part => part?,
        };
        parts.insert(name, part);
    }
    let part =
        |name: &str| Ok::<_, Failure>(parts.get(name).map(|part| Series::clone(part)).unwrap_or_default());
    Ok(shares::lines(rate, &names, part)?.into_iter().map(Arc::new).collect())
}

async fn computed(text: &str, range: TimeRange, now: Time, context: &Context) -> Past {
    let Ok(expr) = expr::parse(text) else { return Past { lines: Some(0), ..Past::default() } };
    match expression::outcome(&expr, range, now, context).await {
        Ok(outcome) => match &outcome.lines[..] {
            [line] => {
                let lines = vec![Arc::new(line.series.clone())];
                let subject = Subject { host: None, label: text.to_owned(), lines };
                Past { subjects: vec![Arc::new(subject)], ..Past::default() }
            }
            lines => Past { lines: Some(lines.len()), ..Past::default() },
        },
        Err(_) => Past { failed: 1, ..Past::default() },
    }
}
