//! The first page: pinned dashboards, what was looked at last, open alerts, hosts that need attention, recent annotations.
//! With one host and nothing pinned yet: that host, and what to do next.

use crate::alerts::{use_open_alerts, worst_of_host};
use crate::catalog::use_catalog;
use crate::clock::use_clock;
use crate::components::alert_row::AlertRow;
use crate::components::graph::GraphCard;
use crate::components::icon::{Icon, Shape};
use crate::components::link::PageLink;
use crate::components::moments::At;
use crate::components::panel::{LoadView, Panel};
use crate::components::pinned::{PinnedDashboards, use_pinned};
use crate::components::status::AlertMark;
use crate::components::title::page_title;
use crate::i18n::{fill, t};
use crate::load::Load;
use crate::moment;
use crate::period::address;
use crate::query::GraphSource;
use crate::readings::{Readings, use_readings};
use crate::recent::use_recent_annotations;
use crate::route::Page;
use crate::viewed;
use crate::window::TimeWindow;
use leptos::prelude::*;
use mackerel::alerts::{Alert, AlertStatus};
use mackerel::annotations::Annotation;
use mackerel::hosts::{Host, HostList};
use series::{Time, TimeRange};

/// Rows of a list before the rest is a link.
const MOST_ROWS: usize = 8;

/// The page.
#[component]
pub(crate) fn Home() -> impl IntoView {
    page_title(|| t().shell.home.to_owned());
    let hosts = use_catalog().hosts;
    let pinned = use_pinned();
    let only_host = Memo::new(move |_| {
        hosts.with(|hosts| match hosts.value()?.hosts.as_slice() {
            [only] if pinned.with(|ids| ids.as_ref().is_some_and(Vec::is_empty)) => Some(only.id.clone()),
            _ => None,
        })
    });
    view! {
        <div class="stack">
            {move || only_host.get().map(|id| view! { <Start id /> })}
            <section class="home-pinned" aria-label=move || t().home.pinned>
                <h2>{move || t().home.pinned}</h2>
                <PinnedDashboards />
            </section>
            <RecentlyViewed />
            <div class="home-lists">
                <OpenAlerts />
                <Attention />
                <Annotations />
            </div>
        </div>
    }
}

/// The dashboards and hosts that were looked at last, in one line; nothing before there is any.
#[component]
fn RecentlyViewed() -> impl IntoView {
    let viewed = viewed::all();
    (!viewed.is_empty()).then(|| {
        let links = viewed.into_iter().map(|one| {
            let icon = if matches!(one.page, Page::Dashboard(_)) { Icon::Dashboards } else { Icon::Hosts };
            view! {
                <li>
                    <PageLink page=one.page class="viewed">
                        <Shape icon />
                        <span class="clip">{one.title}</span>
                    </PageLink>
                </li>
            }
        });
        view! {
            <nav class="home-viewed" aria-label=move || t().home.viewed>
                <h2>{move || t().home.viewed}</h2>
                <ul>{links.collect_view()}</ul>
            </nav>
        }
    })
}

#[component]
fn OpenAlerts() -> impl IntoView {
    let alerts = use_open_alerts();
    let count = move || alerts.with(|alerts| alerts.value().map_or(0, Vec::len));
    let all = move || match count() {
        0 => t().home.all_alerts.to_owned(),
        count => fill(t().home.all_open, &[&count]),
    };
    view! {
        <Panel
            title=|| t().home.open_alerts
            actions=move || view! { <PageLink page=Page::Alerts class="small">{all}</PageLink> }
        >
            <LoadView
                load=alerts
                is_empty=Vec::is_empty
                empty=|| view! { <p>{move || t().home.no_alerts}</p> }
                let:alerts
            >
                <ul class="alert-rows">
                    <For
                        each=move || alerts.with(|alerts| alerts.iter().take(MOST_ROWS).cloned().collect::<Vec<_>>())
                        key=|alert| (alert.id.clone(), alert.status)
                        let:alert
                    >
                        <AlertRow alert />
                    </For>
                </ul>
            </LoadView>
        </Panel>
    }
}

/// How long a host that should report has not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Silence {
    /// Since its newest sample.
    Since(Time),
    /// It never sent any.
    Ever,
}

/// Why a host is listed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Concern {
    id: String,
    label: String,
    worst: Option<AlertStatus>,
    silence: Option<Silence>,
}

#[component]
fn Attention() -> impl IntoView {
    let hosts = use_catalog().hosts;
    let clock = use_clock();
    let alerts = use_open_alerts();
    let readings = use_readings();
    let concerns = Memo::new(move |_| {
        hosts.with(|hosts| {
            let hosts = hosts.value().map_or(&[][..], |list: &HostList| &list.hosts);
            readings.with(|readings| alerts.with(|alerts| concerns(hosts, readings, alerts, clock.now())))
        })
    });
    let rest = move || concerns.with(Vec::len).saturating_sub(MOST_ROWS);
    view! {
        <Panel
            title=|| t().home.attention
            actions=|| {
                view! { <PageLink page=Page::Hosts class="small">{move || t().home.all_hosts}</PageLink> }
            }
        >
            <LoadView
                load=readings
                is_empty=|_| false
                let:_readings
            >
                <Show
                    when=move || concerns.with(|concerns| !concerns.is_empty())
                    fallback=|| view! { <div class="state"><p>{move || t().home.no_attention}</p></div> }
                >
                    <ul class="rows">
                        <For
                            each=move || concerns.get().into_iter().take(MOST_ROWS)
                            key=Concern::clone
                            let:concern
                        >
                            <ConcernRow concern />
                        </For>
                    </ul>
                    <Show when=move || { rest() > 0 }>
                        <p class="panel-pad secondary small">{move || fill(t().home.and_more, &[&rest()])}</p>
                    </Show>
                </Show>
            </LoadView>
        </Panel>
    }
}

#[component]
fn ConcernRow(concern: Concern) -> impl IntoView {
    let clock = use_clock();
    let Concern { id, label, worst, silence } = concern;
    let silence = move || {
        silence.map(|silence| match silence {
            Silence::Since(since) => fill(t().home.silent_since, &[&moment::duration(clock.now() - since)]),
            Silence::Ever => t().home.never_reported.to_owned(),
        })
    };
    view! {
        <li class="concern">
            <PageLink page=Page::Host(id) class="clip">{label}</PageLink>
            <span class="secondary silence">{silence}</span>
            {worst.map(|status| view! { <AlertMark status /> })}
        </li>
    }
}

/// Hosts with an open alert and hosts that should report and do not: the worst alert first, then by name.
fn concerns(hosts: &[Host], readings: &Load<Readings>, alerts: &Load<Vec<Alert>>, now: Time) -> Vec<Concern> {
    let mut concerns: Vec<Concern> = hosts
        .iter()
        .filter_map(|host| {
            let worst = worst_of_host(alerts.value().map_or(&[], Vec::as_slice), &host.id);
            let reading = readings.value().and_then(|readings| readings.get(&host.id));
            let silence = reading
                .filter(|reading| reading.is_silent(host.status, now))
                .map(|reading| reading.newest.map_or(Silence::Ever, Silence::Since));
            let listed = worst.is_some() || silence.is_some();
            listed.then(|| Concern { id: host.id.clone(), label: host.label().to_owned(), worst, silence })
        })
        .collect();
    concerns.sort_by(|a, b| b.worst.cmp(&a.worst).then_with(|| a.label.cmp(&b.label)));
    concerns
}

#[component]
fn Annotations() -> impl IntoView {
    let annotations = use_recent_annotations();
    view! {
        <Panel
            title=|| t().home.annotations
            actions=|| {
                view! { <PageLink page=Page::Annotations class="small">{move || t().annotations.all}</PageLink> }
            }
        >
            <LoadView
                load=annotations
                is_empty=Vec::is_empty
                empty=|| view! { <p>{move || t().home.no_annotations}</p> }
                let:annotations
            >
                <ol class="rows">
                    <For
                        each=move || annotations.get().into_iter().take(MOST_ROWS)
                        key=|annotation| (annotation.id.clone(), annotation.title.clone(), annotation.from)
                        let:annotation
                    >
                        <AnnotationRow annotation />
                    </For>
                </ol>
            </LoadView>
        </Panel>
    }
}

/// A row that leads to its service, at the time around it.
#[component]
fn AnnotationRow(annotation: Annotation) -> impl IntoView {
    let Annotation { title, description, from, to, service, roles, .. } = annotation;
    let around = (to - from).max(3_600);
    let window = TimeWindow::fixed(TimeRange::new(from - around, to + around));
    let href = address(&Page::Service(service.clone()), window);
    let scope = if roles.is_empty() { service } else { format!("{service}:{}", roles.join(", ")) };
    view! {
        <li class="annotation">
            <span class="secondary">
                <At time=from />
            </span>
            <a class="clip" href=href title=description>{title}</a>
            <span class="secondary small clip">{scope}</span>
        </li>
    }
}

/// What a newcomer sees: the one host there is, and three steps.
#[component]
fn Start(id: String) -> impl IntoView {
    let load = GraphSource::Host { id: id.clone(), name: "loadavg".to_owned(), only: Vec::new() };
    let steps = [
        (Page::Host(id), (|| t().home.step_host) as fn() -> _, (|| t().home.step_host_text) as fn() -> _),
        (Page::Services, || t().home.step_metric, || t().home.step_metric_text),
        (Page::Dashboards, || t().home.step_dashboard, || t().home.step_dashboard_text),
    ];
    view! {
        <GraphCard source=Signal::stored(load) title=Signal::derive(|| t().home.this_machine.to_owned()) />
        <Panel title=|| t().home.start>
            <ol class="steps">
                {steps
                    .into_iter()
                    .map(|(page, name, text)| {
                        view! {
                            <li>
                                <PageLink page>{name}</PageLink>
                                <p class="secondary">{text}</p>
                            </li>
                        }
                    })
                    .collect_view()}
            </ol>
        </Panel>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::readings::Reading;
    use serde_json::json;

    #[test]
    fn hosts_in_trouble_are_listed_the_worst_first() {
        let host = |id: &str, status: &str| {
            serde_json::from_value::<Host>(
                json!({ "id": id, "name": format!("name-{id}"), "status": status }),
            )
            .expect("a host")
        };
        let alert = |host: &str, status: &str| {
            serde_json::from_value::<Alert>(json!({
                "id": host, "status": status, "monitorId": "m", "type": "host", "hostId": host, "openedAt": 0,
            }))
            .expect("an alert")
        };
        let hosts = [
            host("fine", "working"),
            host("warned", "working"),
            host("silent", "standby"),
            host("off", "poweroff"),
            host("critical", "working"),
            host("unasked", "working"),
        ];
        let at = |newest| Reading { newest, ..Reading::default() };
        let readings = Load::Ready(Readings::from(
            [
                ("fine", Some(990)),
                ("warned", None),
                ("silent", Some(10)),
                ("off", None),
                ("critical", Some(990)),
            ]
            .map(|(id, newest)| (id.to_owned(), at(newest))),
        ));
        let alerts = Load::Ready(vec![alert("warned", "WARNING"), alert("critical", "CRITICAL")]);
        let found: Vec<(String, Option<Silence>)> = concerns(&hosts, &readings, &alerts, 1_000)
            .into_iter()
            .map(|concern| (concern.id, concern.silence))
            .collect();
        let expected =
            [("critical", None), ("warned", Some(Silence::Ever)), ("silent", Some(Silence::Since(10)))];
        assert_eq!(found, expected.map(|(id, silence)| (id.to_owned(), silence)));
    }
}
