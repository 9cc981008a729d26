//! One alert: what it is about, the graph around it, its history, its memo, and closing it.

use crate::alerts::about::Directory;
use crate::alerts::address::use_here;
use crate::catalog::use_catalog;
use crate::components::alert_context::AlertContext;
use crate::components::alert_graph::AlertGraph;
use crate::components::alert_memo::MemoEditor;
use crate::components::alert_timeline::AlertTimeline;
use crate::components::close_alert::CloseButton;
use crate::components::icon::{Icon, Shape};
use crate::components::link::PageLink;
use crate::components::moments::{Ago, At};
use crate::components::monitor::decide::Decide;
use crate::components::panel::{LoadView, Panel};
use crate::components::roles::{RoleLinks, full_names};
use crate::components::status::AlertMark;
use crate::components::widget::markdown::Markdown;
use crate::i18n::{fill, t};
use crate::load::{Load, use_load};
use crate::moment;
use crate::route::Page;
use crate::subject;
use leptos::prelude::*;
use mackerel::alerts::{Alert, AlertStatus, GetAlert};
use mackerel::hosts::{GetHost, Host};
use mackerel::monitors::Monitor;
use std::sync::Arc;

/// The alert with this id.
#[component]
pub(crate) fn Detail(
    /// Which.
    id: String,
    /// Told what the alert is called, for the page's title.
    on_title: Callback<String>,
    /// Names of monitors and checks.
    directory: Memo<Arc<Directory>>,
) -> impl IntoView {
    let here = use_here();
    let alert = use_load(move || GetAlert { id: id.clone() });
    let is_missing =
        move || alert.with(|alert| alert.failure().is_some_and(crate::fetch::Failure::is_missing));
    Effect::new(move |_| {
        on_title.run(match alert.get() {
            Load::Ready(alert) | Load::Stale(alert, _) => {
                directory.with(|directory| directory.about(&alert)).title
            }
            Load::Loading | Load::Failed(_) => t().alerts.alert.to_owned(),
        });
    });
    view! {
        <p class="back">
            <a class="button" href=move || here(&Page::Alerts)>
                <Shape icon=Icon::Earlier />
                {move || t().alerts.back}
            </a>
        </p>
        <Show
            when=move || !is_missing()
            fallback=|| view! { <div class="panel state"><p>{move || t().alerts.missing}</p></div> }
        >
            <LoadView load=alert let:alert>
                <Shown alert directory />
            </LoadView>
        </Show>
    }
}

#[component]
fn Shown(alert: Signal<Alert>, directory: Memo<Arc<Directory>>) -> impl IntoView {
    let catalog = use_catalog();
    let id = Memo::new(move |_| alert.with(|alert| alert.id.clone()));
    let monitor = Memo::new(move |_| alert.with(|alert| catalog.monitor(&alert.monitor_id)));
    let host_id = Memo::new(move |_| alert.with(|alert| alert.host_id.clone()));
    let is_open = Memo::new(move |_| alert.with(|alert| alert.status != AlertStatus::Ok));
    let about = Memo::new(move |_| alert.with(|alert| directory.with(|directory| directory.about(alert))));
    let title = move || about.with(|about| about.title.clone());
    let runbook = Memo::new(move |_| {
        let memo = monitor.with(|monitor| monitor.as_ref().map(|monitor| monitor.memo.clone()));
        memo.filter(|memo| !memo.trim().is_empty())
    });
    view! {
        <article class="stack" aria-label=title>
            <div class="alert-head">
                <AlertMark status=Signal::derive(move || alert.with(|alert| alert.status)) />
                <h2>{title}</h2>
                <Show when=move || is_open.get() && catalog.may_write()>
                    <CloseButton id=id.into() />
                </Show>
            </div>
            <Decide id=Signal::derive(move || alert.with(|alert| alert.monitor_id.clone())) />
            <AlertGraph alert monitor />
            <Panel title=|| t().alerts.facts>
                <dl class="facts panel-pad">
                    <Times alert />
                    <Finding alert monitor />
                    {move || host_id.get().map(|id| view! { <HostFacts id /> })}
                    <MonitorFacts monitor />
                </dl>
            </Panel>
            {move || {
                runbook
                    .get()
                    .map(|text| view! {
                        <Panel title=|| t().alerts.runbook>
                            <div class="panel-pad">
                                <Markdown text top=3 />
                            </div>
                        </Panel>
                    })
            }}
            <Panel title=|| t().alerts.timeline>
                <AlertTimeline alert about monitor />
            </Panel>
            <Panel title=|| t().alerts.memo>
                <MemoEditor alert />
            </Panel>
            <AlertContext alert directory />
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
