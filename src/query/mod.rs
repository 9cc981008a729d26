//! From a graph to its lines: which metrics, which requests, what is already there. The app's only way to points.
//!
//! One request for each metric of each owner, few at a time; lines are shown as they arrive, a refresh at once when
//! all of it is there. A period inside what was read makes no request; a tick asks for the tail only.
//! A graph out of sight asks for nothing.

pub mod annotations;
mod expression;
mod latest;
mod names;
mod past;
mod plan;
mod read;
mod scope;
mod shown;
mod store;
mod value;
mod windows;

pub use latest::{MetricOf, use_latest};
pub use names::{use_metric_names, use_names_of};
pub use past::{Past, Subject, Watched, use_past};
pub use plan::Resolution;
pub use scope::{Scope, scopes, use_external_metrics};
pub use shown::{Faults, Missing, Progress, Shown, ShownLine};
pub use value::{Computed, MeanOf, use_expression, use_mean};

use crate::catalog::{Catalog, use_catalog};
use crate::clock::{Tick, use_clock};
use crate::i18n::{Texts, t};
use crate::load::Load;
use expression::Leaves;
use futures::future::AbortHandle;
use leptos::prelude::*;
use mackerel::graph_defs::GraphDef;
use mackerel::metrics::Owner;
use series::{Series, Time, TimeRange};
use std::sync::Arc;

/// Which graph of whom.
#[derive(Debug, Clone, PartialEq)]
pub enum GraphSource {
    /// A graph of a host, by graph name.
    Host {
        /// The host's id.
        id: String,
        /// Graph name.
        name: String,
        /// Only these metrics; empty is all.
        only: Vec<String>,
    },
    /// A graph of a role, by graph or metric name.
    Role {
        /// The service.
        service: String,
        /// The role.
        role: String,
        /// Graph or metric name.
        name: String,
        /// Areas rather than lines.
        stacked: bool,
        /// Every host, however many.
        all_hosts: bool,
    },
    /// A graph of service metrics, by graph name.
    Service {
        /// The service.
        service: String,
        /// Graph name.
        name: String,
        /// Only these metrics; empty is all.
        only: Vec<String>,
    },
    /// What an expression gives.
    Expression {
        /// The expression, right or wrong.
        text: String,
    },
}

impl GraphSource {
    /// What a dashboard's widget draws; `None` for what no metric read can answer.
    pub fn from_widget(graph: &mackerel::dashboards::Graph, only: &[String]) -> Option<Self> {
        use mackerel::dashboards::Graph;
        let only = only.to_vec();
        match graph {
            Graph::Host { host_id, name } => {
                Some(Self::Host { id: host_id.clone(), name: name.clone(), only })
            }
            Graph::Service { service_name, name } => {
                Some(Self::Service { service: service_name.clone(), name: name.clone(), only })
            }
            Graph::Role { role_fullname, name, is_stacked } => {
                let full: mackerel::names::RoleFullName = role_fullname.parse().ok()?;
                Some(Self::Role {
                    service: full.service,
                    role: full.role,
                    name: name.clone(),
                    stacked: *is_stacked,
                    all_hosts: false,
                })
            }
            Graph::Expression { expression } => Some(Self::Expression { text: expression.clone() }),
            Graph::Query { .. } | Graph::Unknown => None,
        }
    }

    /// The graph's name; of an expression its text.
    pub fn name(&self) -> &str {
        match self {
            Self::Expression { text } => text,
            Self::Host { name, .. } | Self::Role { name, .. } | Self::Service { name, .. } => name,
        }
    }
}

/// A graph that is being watched.
#[derive(Clone, Copy)]
pub struct Query {
    /// What there is to draw.
    pub shown: ReadSignal<Shown>,
    again: RwSignal<u32>,
}

impl Query {
    /// Asks again for what failed.
    pub fn retry(self) {
        self.again.update(|count| *count = count.wrapping_add(1));
    }
}

/// Watches a graph over a period, for as long as it is in sight.
pub fn use_graph(
    source: Signal<GraphSource>,
    range: Signal<TimeRange>,
    resolution: Signal<Resolution>,
    seen: Signal<bool>,
) -> Query {
    let (shown, set_shown) = signal(Shown::default());
    let again = RwSignal::new(0_u32);
    let clock = use_clock();
    let catalog = use_catalog();
    let task = StoredValue::new(None::<Task>);
    Effect::new(move |_| {
        clock.now();
        let again = again.get();
        let (source, range, resolution) = (source.get(), range.get(), resolution.get());
        if !seen.get() {
            // Who is in sight now shall not wait for what has been scrolled past.
            if shown.with_untracked(|shown| shown.progress != Progress::Done) {
                task.update_value(|task| {
                    if let Some(task) = task.take() {
                        task.handle.abort();
                    }
                });
            }
            return;
        }
        let Some(context) = Context::from_catalog(catalog, &source) else { return };
        let context = Context { resolution, ..context };
        let asked = Asked { source, range, resolution, again };
        let now = clock.now_untracked();
        let same = |task: &Task| task.asked.is_like(&asked, shown.with_untracked(|shown| shown.progress));
        // A tick that comes while the first answers are still under way waits for the next one.
        if task.with_value(|task| task.as_ref().is_some_and(same)) {
            return;
        }
        let same_source =
            task.with_value(|task| task.as_ref().is_some_and(|task| task.asked.source == asked.source));
        if !same_source {
            set_shown.set(Shown::default());
        }
        let job = read::graph(asked.source.clone(), asked.range, now, context, set_shown, shown);
        let (job, handle) = futures::future::abortable(job);
        task.update_value(|task| {
            if let Some(task) = task.replace(Task { asked, handle }) {
                task.handle.abort();
            }
        });
        leptos::task::spawn_local(async move {
            // Aborted means that nobody wants the answer any more.
            let _ = job.await;
        });
    });
    on_cleanup(move || {
        // Already disposed means that there is nothing to stop.
        let _ = task.try_update_value(|task| task.take().map(|task| task.handle.abort()));
    });
    Query { shown, again }
}

/// The lines of a graph in a period that ended so long before what is shown; what cannot be read is missing in it.
/// Those of an expression at another time are named by their place.
pub async fn lines_apart(
    source: &GraphSource,
    range: TimeRange,
    ago_secs: i64,
    now: Time,
    catalog: Catalog,
) -> Shown {
    let Some(context) = untrack(|| Context::from_catalog(catalog, source)) else { return Shown::default() };
    if let GraphSource::Expression { text } = source {
        return expression::apart(text, range, ago_secs, now, &context).await;
    }
    read::apart(source, range, ago_secs, now, &context).await.unwrap_or_else(|failure| Shown {
        range,
        missing: vec![Missing { name: source.name().to_owned(), failure }],
        ..Shown::default()
    })
}

/// One metric over a period, for numbers and sparks. Out of sight nothing is asked.
pub fn use_metric(
    owner: Signal<Owner>,
    name: Signal<String>,
    range: Signal<TimeRange>,
    seen: Signal<bool>,
) -> Signal<Load<Arc<Series>>> {
    let state = RwSignal::new(Load::Loading);
    let ticks = use_clock().while_seen(seen);
    let catalog = use_catalog();
    let asked = StoredValue::new(None::<(Owner, String)>);
    Effect::new(move |_| {
        let Some(now) = ticks.get().map(Tick::time) else { return };
        let Some(offered) = Context::steps(catalog) else { return };
        let (owner, name, range) = (owner.get(), name.get(), range.get());
        let wish = Some((owner.clone(), name.clone()));
        if asked.get_value() != wish {
            asked.set_value(wish);
            state.set(Load::Loading);
        }
        leptos::reactive::spawn_local_scoped_with_cancellation(async move {
            let step_secs = plan::step_secs(range, 1, &offered);
            let reply = read::metric(&owner, &name, range, now, step_secs, &offered).await;
            let next = state.get_untracked().after(reply.map(|read| read.series));
            if state.get_untracked() != next {
                state.set(next);
            }
        });
    });
    state.into()
}

/// What a graph's plan needs to know besides its source.
pub(crate) struct Context {
    /// Steps that the server offers, in seconds.
    pub offered: Vec<u32>,
    /// How finely to read.
    pub resolution: Resolution,
    /// Definitions of custom graphs.
    pub defs: Vec<GraphDef>,
    /// Hosts of the role: id and name.
    pub hosts: Vec<(String, String)>,
    /// Names of external monitors by metric, for a service's hidden response times.
    pub external: Vec<(String, String)>,
    /// The reader's language, for what has no name of its own.
    pub texts: &'static Texts,
    /// What an expression reads, and of whom.
    pub leaves: Leaves,
}

impl Context {
    /// `None` while something of it is still on its way.
    fn from_catalog(catalog: Catalog, source: &GraphSource) -> Option<Self> {
        let offered = Self::steps(catalog)?;
        let defs = catalog.graph_defs.with(|defs| match defs {
            Load::Loading => None,
            defs => Some(defs.value().map(|list| list.graph_defs.clone()).unwrap_or_default()),
        })?;
        let hosts = match source {
            GraphSource::Role { service, role, .. } => {
                catalog.hosts.with(|hosts| role_hosts(hosts, service, role))?
            }
            GraphSource::Host { .. } | GraphSource::Service { .. } | GraphSource::Expression { .. } => {
                Vec::new()
            }
        };
        let external = match source {
            GraphSource::Service { service, .. } => scope::external_metrics(catalog, service),
            GraphSource::Host { .. } | GraphSource::Role { .. } | GraphSource::Expression { .. } => {
                Vec::new()
            }
        };
        let leaves = match source {
            GraphSource::Expression { text } => Leaves::from_catalog(catalog, text)?,
            GraphSource::Host { .. } | GraphSource::Role { .. } | GraphSource::Service { .. } => {
                Leaves::default()
            }
        };
        Some(Self { offered, resolution: Resolution::Usual, defs, hosts, external, texts: t(), leaves })
    }

    fn steps(catalog: Catalog) -> Option<Vec<u32>> {
        catalog.capabilities.with(|capabilities| match capabilities {
            Load::Loading => None,
            other => Some(other.value().map(|value| value.metric_steps.clone()).unwrap_or_default()),
        })
    }
}

struct Task {
    asked: Asked,
    handle: AbortHandle,
}

struct Asked {
    source: GraphSource,
    range: TimeRange,
    resolution: Resolution,
    again: u32,
}

impl Asked {
    /// Whether a running task answers this as well: nothing changed but that time moved on.
    fn is_like(&self, other: &Self, progress: Progress) -> bool {
        matches!(progress, Progress::Loading)
            && self.source == other.source
            && self.again == other.again
            && self.resolution == other.resolution
            && (self.range == other.range
                || self.range.secs() == other.range.secs() && moved_little(self.range, other.range))
    }
}

fn moved_little(one: TimeRange, other: TimeRange) -> bool {
    (other.to - one.to).unsigned_abs() <= 120
}

fn role_hosts(
    hosts: &Load<mackerel::hosts::HostList>,
    service: &str,
    role: &str,
) -> Option<Vec<(String, String)>> {
    if matches!(hosts, Load::Loading) {
        return None;
    }
    let all = hosts.value().map_or(&[][..], |list| &list.hosts);
    let members = all.iter().filter(|host| host.has_role(service, role));
    let mut members: Vec<_> = members.map(|host| (host.id.clone(), host.label().to_owned())).collect();
    members.sort_by(|one, other| one.1.cmp(&other.1));
    Some(members)
}
