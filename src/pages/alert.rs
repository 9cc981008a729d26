//! One alert: what it is about, the graph around it, its history, its memo, and closing it.

use crate::catalog::use_catalog;
use crate::components::alert_graph::AlertGraph;
use crate::components::alert_memo::MemoEditor;
use crate::components::close_alert::CloseButton;
use crate::components::icon::{Icon, Shape};
use crate::components::link::PageLink;
use crate::components::moments::{Ago, At};
use crate::components::panel::{LoadView, Panel};
use crate::components::roles::{RoleLinks, full_names};
use crate::components::status::AlertMark;
use crate::i18n::{fill, t};
use crate::load::{Load, use_load};
use crate::moment;
use crate::route::Page;
use crate::subject;
use leptos::prelude::*;
use mackerel::alerts::{Alert, AlertLogPage, AlertStatus, GetAlert, ListAlertLogs, MAX_LIMIT};
use mackerel::hosts::{GetHost, Host};
use mackerel::monitors::Monitor;

/// The alert with this id.
#[component]
pub(crate) fn Detail(
    /// Which.
    id: String,
    /// Told what the alert is called, for the page's title.
    on_title: Callback<String>,
) -> impl IntoView {
    let alert = use_load(move || GetAlert { id: id.clone() });
    let is_missing =
        move || alert.with(|alert| alert.failure().is_some_and(crate::fetch::Failure::is_missing));
    Effect::new(move |_| {
        let monitor_id = alert.with(|alert| alert.value().map(|alert| alert.monitor_id.clone()));
        let monitor = monitor_id.and_then(|id| use_catalog().monitor(&id));
        on_title.run(match alert.get() {
            Load::Ready(alert) | Load::Stale(alert, _) => subject::title(&alert, monitor.as_ref()),
            Load::Loading | Load::Failed(_) => t().alerts.alert.to_owned(),
        });
    });
    view! {
        <p class="back">
            <PageLink page=Page::Alerts class="button">
                <Shape icon=Icon::Earlier />
                {move || t().alerts.back}
            </PageLink>
        </p>
        <Show
            when=move || !is_missing()
            fallback=|| view! { <div class="panel state"><p>{move || t().alerts.missing}</p></div> }
        >
            <LoadView load=alert let:alert>
                <Shown alert />
            </LoadView>
        </Show>
    }
}

#[component]
fn Shown(alert: Signal<Alert>) -> impl IntoView {
    let catalog = use_catalog();
    let id = Memo::new(move |_| alert.with(|alert| alert.id.clone()));
    let monitor = Memo::new(move |_| alert.with(|alert| catalog.monitor(&alert.monitor_id)));
    let host_id = Memo::new(move |_| alert.with(|alert| alert.host_id.clone()));
    let is_open = Memo::new(move |_| alert.with(|alert| alert.status != AlertStatus::Ok));
    let title = move || alert.with(|alert| monitor.with(|monitor| subject::title(alert, monitor.as_ref())));
    view! {
        <article class="stack" aria-label=title>
            <div class="alert-head">
                <AlertMark status=Signal::derive(move || alert.with(|alert| alert.status)) />
                <h2>{title}</h2>
                <Show when=move || is_open.get()>
                    <CloseButton id=id.into() />
                </Show>
            </div>
            <AlertGraph alert monitor />
            <Panel title=|| t().alerts.facts>
                <dl class="facts panel-pad">
                    <Times alert />
                    <Finding alert monitor />
                    {move || host_id.get().map(|id| view! { <HostFacts id /> })}
                    <MonitorFacts monitor />
                </dl>
            </Panel>
            <Panel title=|| t().alerts.history>
                <History id monitor />
            </Panel>
            <Panel title=|| t().alerts.memo>
                <MemoEditor alert />
            </Panel>
        </article>
    }
}

#[component]
fn Times(alert: Signal<Alert>) -> impl IntoView {
    let opened_at = Memo::new(move |_| alert.with(|alert| alert.opened_at));
    let closed_at = Memo::new(move |_| alert.with(|alert| alert.closed_at));
    let reason =
        Memo::new(move |_| alert.with(|alert| alert.reason.clone()).filter(|reason| !reason.is_empty()));
    let lasted = move || {
        let closed_at = closed_at.get()?;
        Some(fill(t().alerts.lasted, &[&moment::duration(closed_at - opened_at.get())]))
    };
    view! {
        <dt>{move || t().alerts.opened}</dt>
        <dd>
            <At time=opened_at />
            <span class="secondary">" · " <Ago time=opened_at /></span>
        </dd>
        {move || {
            closed_at
                .get()
                .map(|time| view! {
                    <dt>{move || t().alerts.closed_at}</dt>
                    <dd>
                        <At time />
                        <span class="secondary">" · " {lasted}</span>
                    </dd>
                })
        }}
        {move || {
            reason
                .get()
                .map(|reason| view! {
                    <dt>{move || t().alerts.reason}</dt>
                    <dd class="prewrap">{reason}</dd>
                })
        }}
    }
}

#[component]
fn Finding(alert: Signal<Alert>, monitor: Memo<Option<Monitor>>) -> impl IntoView {
    let value =
        move || alert.with(|alert| monitor.with(|monitor| subject::comparison(alert, monitor.as_ref())));
    let message = move || alert.with(|alert| alert.message.clone()).filter(|message| !message.is_empty());
    let thresholds = move || {
        let monitor = monitor.get()?;
        let operator = monitor.operator.clone()?;
        let texts = &t().alerts;
        let parts = [(texts.warning_at, monitor.warning), (texts.critical_at, monitor.critical)];
        let parts: Vec<String> = parts
            .into_iter()
            .filter_map(|(text, limit)| {
                Some(fill(text, &[&operator, &subject::number(limit?, Some(&monitor))]))
            })
            .collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    };
    view! {
        <Fact name=|| t().alerts.value text=Signal::derive(value) />
        <Fact name=|| t().alerts.thresholds text=Signal::derive(thresholds) />
        <Fact name=|| t().alerts.message text=Signal::derive(message) />
    }
}

#[component]
fn HostFacts(id: String) -> impl IntoView {
    let catalog = use_catalog();
    // A retired host is not among the hosts, but it still answers.
    let alone = {
        let id = id.clone();
        use_load(move || GetHost { id: id.clone() })
    };
    let known = {
        let id = id.clone();
        Memo::new(move |_| {
            catalog.host(&id).or_else(|| alone.with(|reply| Some(reply.value()?.host.clone())))
        })
    };
    let label = {
        let id = id.clone();
        move || {
            known.with(|host| host.as_ref().map_or_else(|| id.clone(), |host: &Host| host.label().to_owned()))
        }
    };
    let gone = move || known.with(|host| host.as_ref().is_some_and(|host| host.is_retired));
    let roles = Memo::new(move |_| known.with(|host| host.as_ref().map(|host| full_names(&host.roles))));
    view! {
        <dt>{move || t().alerts.host}</dt>
        <dd>
            <PageLink page=Page::Host(id)>{label}</PageLink>
            {move || gone().then(|| view! { <span class="secondary">" · " {t().alerts.gone_host}</span> })}
        </dd>
        {move || {
            roles
                .get()
                .filter(|roles| !roles.is_empty())
                .map(|roles| view! {
                    <dt>{move || t().alerts.roles}</dt>
                    <dd>
                        <RoleLinks roles />
                    </dd>
                })
        }}
    }
}

#[component]
fn MonitorFacts(monitor: Memo<Option<Monitor>>) -> impl IntoView {
    let service = Memo::new(move |_| monitor.with(|monitor| monitor.as_ref()?.service.clone()));
    let kind = move || monitor.with(|monitor| Some(subject::kind_name(&monitor.as_ref()?.kind)));
    let watched = move || {
        let monitor = monitor.get()?;
        monitor.metric.or(monitor.expression).or(monitor.url)
    };
    let memo =
        move || monitor.with(|monitor| Some(monitor.as_ref()?.memo.clone()).filter(|memo| !memo.is_empty()));
    view! {
        {move || {
            service
                .get()
                .map(|name| view! {
                    <dt>{move || t().alerts.service}</dt>
                    <dd>
                        <PageLink page=Page::Service(name.clone())>{name}</PageLink>
                    </dd>
                })
        }}
        <Fact
            name=|| t().alerts.monitor
            text=Signal::derive(move || match (kind(), watched()) {
                (Some(kind), Some(watched)) => Some(format!("{kind} · {watched}")),
                (kind, _) => kind,
            })
        />
        <Fact name=|| t().alerts.monitor_memo text=Signal::derive(memo) />
    }
}

/// A name and a text, or nothing.
#[component]
fn Fact(name: fn() -> &'static str, text: Signal<Option<String>>) -> impl IntoView {
    view! {
        <Show when=move || text.with(Option::is_some)>
            <dt>{name}</dt>
            <dd class="prewrap">{move || text.get()}</dd>
        </Show>
    }
}

/// The newest entries; older ones are said to exist.
#[component]
fn History(id: Memo<String>, monitor: Memo<Option<Monitor>>) -> impl IntoView {
    let logs = use_load(move || ListAlertLogs { id: id.get(), next_id: None, limit: Some(MAX_LIMIT) });
    view! {
        <LoadView load=logs let:page>
            <div class="scroll-x">
                <table>
                    <thead>
                        <tr>
                            <th scope="col">{move || t().alerts.time}</th>
                            <th scope="col">{move || t().alerts.status}</th>
                            <th scope="col">{move || t().alerts.trigger}</th>
                            <th scope="col" class="number">{move || t().alerts.value}</th>
                        </tr>
                    </thead>
                    <tbody>
                        <For
                            each=move || page.with(|page: &AlertLogPage| page.logs.clone())
                            key=|log| log.id.clone()
                            let:log
                        >
                            <tr>
                                <td>
                                    <At time=log.created_at />
                                </td>
                                <td>
                                    <AlertMark status=log.status />
                                </td>
                                <td>{move || subject::trigger_name(&log.trigger)}</td>
                                <td class="number">{move || {
                                    log.target_value
                                        .map(|value| monitor.with(|monitor| subject::number(value, monitor.as_ref())))
                                }}</td>
                            </tr>
                        </For>
                    </tbody>
                </table>
            </div>
        </LoadView>
    }
}
