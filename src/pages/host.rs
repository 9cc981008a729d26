//! One host: what it is in one line each, then its graphs, two across, with a list of them beside.

use crate::alerts::use_open_alerts;
use crate::catalog::use_catalog;
use crate::components::graph::GraphCard;
use crate::components::link::PageLink;
use crate::components::panel::LoadView;
use crate::components::status::{AlertMark, HostMark};
use crate::components::title::page_title;
use crate::fetch::Failure;
use crate::i18n::{fill, t};
use crate::load::use_load;
use crate::query::{GraphSource, use_metric_names};
use crate::route::Page;
use crate::viewed::{Sight, Viewed, use_viewed};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use mackerel::graphs;
use mackerel::hosts::{GetHost, HostReply};
use mackerel::metrics::Owner;
use serde_json::{Map, Value};
use std::sync::Arc;

/// The page.
#[component]
pub fn Host() -> impl IntoView {
    let params = use_params_map();
    let id: Signal<String> =
        Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default())).into();
    let catalog = use_catalog();
    let load = use_load(move || GetHost { id: id.get() });
    page_title(move || {
        let known = id.with(|id| catalog.host(id)).map(|host| host.label().to_owned());
        let found = || load.with(|load| load.value().map(|reply| reply.host.label().to_owned()));
        known.or_else(found).unwrap_or_else(|| id.get())
    });
    use_viewed(move || {
        let page = Page::Host(id.get());
        load.with(|load| match (load.value(), load.failure()) {
            (Some(reply), _) => Sight::Seen(Viewed { page, title: reply.host.label().to_owned() }),
            (None, Some(failure)) if failure.is_missing() => Sight::Missing(page),
            (None, _) => Sight::Unknown,
        })
    });
    let names = use_metric_names(Signal::derive(move || Owner::Host(id.get())));
    view! {
        <LoadView load let:host>
            <Facts host />
        </LoadView>
        <Show when=move || !load.with(|load| load.failure().is_some_and(Failure::is_missing))>
            <LoadView
                load=names
                is_empty=no_names
                empty=none_yet
                let:names
            >
                <Graphs id names />
            </LoadView>
        </Show>
    }
}

fn no_names(names: &Arc<Vec<String>>) -> bool {
    names.is_empty()
}

fn none_yet() -> impl IntoView {
    view! { <p>{move || t().services.no_host_metrics}</p> }
}

#[component]
fn Facts(host: Signal<HostReply>) -> impl IntoView {
    let status = Signal::derive(move || host.with(|reply| reply.host.status));
    let roles = move || {
        let roles: Vec<_> = host.with(|reply| {
            let all = reply.host.roles.iter();
            all.flat_map(|(service, roles)| roles.iter().map(|role| (service.clone(), role.clone())))
                .collect()
        });
        if roles.is_empty() {
            return view! { <span class="secondary">{t().services.no_role}</span> }.into_any();
        }
        roles
            .into_iter()
            .map(|(service, role)| {
                let words = format!("{service}: {role}");
                view! { <PageLink page=Page::Role(service, role)>{words}</PageLink> }
            })
            .collect_view()
            .into_any()
    };
    let memo = move || {
        let memo = host.with(|reply| reply.host.memo.trim().to_owned());
        if memo.is_empty() { t().services.no_memo.to_owned() } else { memo }
    };
    let spec = move || {
        let words = host.with(|reply| spec(&reply.host.meta, t().services.cores));
        if words.is_empty() { t().services.no_spec.to_owned() } else { words }
    };
    view! {
        <dl class="facts host-facts">
            <dt>{move || t().services.status}</dt>
            <dd>
                <HostMark status />
                {move || host.with(|reply| reply.host.is_retired).then(|| format!(" ({})", t().services.retired))}
            </dd>
            <dt>{move || t().services.roles}</dt>
            <dd class="row">{roles}</dd>
            <dt>{move || t().services.memo}</dt>
            <dd class="clip">{memo}</dd>
            <dt>{move || t().services.spec}</dt>
            <dd class="clip" title=spec>{spec}</dd>
            <dt>{move || t().services.alerts}</dt>
            <dd class="row"><OpenAlerts host /></dd>
        </dl>
    }
}

/// The host's open alerts by monitor, or that there are none.
#[component]
fn OpenAlerts(host: Signal<HostReply>) -> impl IntoView {
    let (alerts, catalog) = (use_open_alerts(), use_catalog());
    move || {
        let id = host.with(|reply| reply.host.id.clone());
        let open: Vec<_> = alerts.with(|alerts| {
            let all = alerts.value().map_or(&[][..], |alerts| alerts);
            all.iter().filter(|alert| alert.host_id.as_ref() == Some(&id)).cloned().collect()
        });
        if open.is_empty() {
            return view! { <span class="secondary">{t().services.no_alerts}</span> }.into_any();
        }
        open.into_iter()
            .map(|alert| {
                let name = catalog
                    .monitor(&alert.monitor_id)
                    .map_or_else(|| alert.kind.clone(), |monitor| monitor.name);
                view! {
                    <PageLink page=Page::Alert(alert.id)>
                        <AlertMark status=alert.status />
                        " "
                        {name}
                    </PageLink>
                }
            })
            .collect_view()
            .into_any()
    }
}

#[component]
fn Graphs(id: Signal<String>, names: Signal<Arc<Vec<String>>>) -> impl IntoView {
    let catalog = use_catalog();
    let list = Memo::new(move |_| {
        let defs = catalog.graph_defs.with(|defs| defs.value().map(|list| list.graph_defs.clone()));
        let graphs = names.with(|names| graphs::group(names, &defs.unwrap_or_default()));
        graphs.into_iter().map(|graph| (graph.name, graph.title)).collect::<Vec<_>>()
    });
    let entries = move || {
        let entries = list.get().into_iter().map(|(name, title)| {
            view! {
                <li>
                    <a class="clip" href=format!("#{}", anchor(&name))>{title}</a>
                </li>
            }
        });
        entries.collect_view()
    };
    view! {
        <div class="with-list">
            <nav class="graph-list" aria-label=move || t().services.graphs>
                <ul>{entries}</ul>
            </nav>
            <div class="graphs">
                <For each=move || list.get() key=|graph| graph.0.clone() let:graph>
                    <HostGraph id name=graph.0 />
                </For>
            </div>
        </div>
    }
}

#[component]
fn HostGraph(id: Signal<String>, name: String) -> impl IntoView {
    let place = anchor(&name);
    let source =
        Signal::derive(move || GraphSource::Host { id: id.get(), name: name.clone(), only: Vec::new() });
    view! {
        <div id=place>
            <GraphCard source />
        </div>
    }
}

/// The place of a graph on its page.
pub(crate) fn anchor(name: &str) -> String {
    let words: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    format!("graph-{words}")
}

/// What the agent said of the machine, in one line: system, processor, memory.
fn spec(meta: &Map<String, Value>, cores: &str) -> String {
    let text = |object: &str, key: &str| meta.get(object)?.get(key)?.as_str().map(str::to_owned);
    let system = [
        text("kernel", "platform_name").or_else(|| text("kernel", "os")),
        text("kernel", "platform_version"),
        text("kernel", "release"),
    ];
    let mut parts = vec![system.into_iter().flatten().collect::<Vec<_>>().join(" ")];
    if let Some(processors) = meta.get("cpu").and_then(Value::as_array).filter(|all| !all.is_empty()) {
        let model = processors[0].get("model_name").and_then(Value::as_str).unwrap_or_default();
        parts.push(format!("{model} {}", fill(cores, &[&processors.len()])).trim().to_owned());
    }
    if let Some(total) = text("memory", "total") {
        parts.push(memory(&total));
    }
    parts.retain(|part| !part.is_empty());
    parts.join(" · ")
}

/// `16308412kB` as gibibytes; what is written otherwise stays.
fn memory(total: &str) -> String {
    let kib: Option<f64> = total.strip_suffix("kB").and_then(|number| number.trim().parse().ok());
    kib.map_or_else(
        || total.to_owned(),
        |kib| chart::Unit::Bytes.format(kib * 1_024.0, chart::Precision::Short),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_machine_is_one_line() {
        let cases = [
            ("{}", ""),
            (
                r#"{"kernel":{"os":"Linux","release":"6.1"},"cpu":[{"model_name":"Xeon"},{}]}"#,
                "Linux 6.1 · Xeon 2 cores",
            ),
            (r#"{"memory":{"total":"a lot"},"cpu":[]}"#, "a lot"),
            (r#"{"kernel":7,"cpu":"x","memory":null}"#, ""),
        ];
        for (meta, expected) in cases {
            let meta: Map<String, Value> = serde_json::from_str(meta).expect("an object");
            assert_eq!(spec(&meta, "{0} cores"), expected);
        }
        assert!(memory("16777216kB").starts_with("16"));
    }

    #[test]
    fn every_graph_has_a_place() {
        assert_eq!(anchor("custom.pool.*"), "graph-custom-pool--");
    }
}
