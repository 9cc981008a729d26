//! What the period does not tell in numbers: alerts open for long, monitors that never fired, are muted or have no memo,
//! and roles without any monitor.

use super::Shared;
use crate::alerts::about::Directory;
use crate::alerts::filter::{Filter, Only};
use crate::alerts::review::{Named, Review};
use crate::components::link::PageLink;
use crate::components::moments::Ago;
use crate::components::status::AlertMark;
use crate::i18n::t;
use crate::route::Page;
use crate::subject;
use leptos::prelude::*;
use std::sync::Arc;

/// All lists.
#[component]
pub(crate) fn Lists(shared: Shared, directory: Memo<Arc<Directory>>) -> impl IntoView {
    view! {
        <div class="hygiene-lists">
            <LongOpen shared directory />
            <Monitors
                shared
                title=|| t().hygiene.never_fired
                none=|| t().hygiene.never_fired_none
                pick=|review| review.never_fired.clone()
            />
            <Monitors
                shared
                title=|| t().hygiene.muted
                none=|| t().hygiene.muted_none
                pick=|review| review.muted.clone()
            />
            <Monitors
                shared
                title=|| t().hygiene.without_memo
                none=|| t().hygiene.without_memo_none
                pick=|review| review.without_memo.clone()
            />
            <Unwatched shared />
        </div>
    }
}

#[component]
fn LongOpen(shared: Shared, directory: Memo<Arc<Directory>>) -> impl IntoView {
    let alerts = Memo::new(move |_| shared.review.with(|review| review.long_open.clone()));
    let count = move || alerts.with(Vec::len);
    let all = Filter { only: Some(Only::LongOpen), ..Filter::default() };
    let items = move || {
        alerts
            .get()
            .into_iter()
            .map(|alert| {
                let about = directory.with(|directory| directory.about(&alert));
                view! {
                    <li>
                        <AlertMark status=alert.status />
                        <PageLink page=Page::Alert(alert.id.clone())>{about.title}</PageLink>
                        <span class="secondary">{about.place} " " <Ago time=alert.opened_at /></span>
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <section class="panel" aria-label=move || t().hygiene.long_open>
            <div class="panel-head">
                <h2>{move || t().hygiene.long_open}</h2>
                <Show when=move || { count() > 0 } fallback=|| view! { <span class="secondary">"0"</span> }>
                    <a href={
                        let all = all.clone();
                        move || shared.behind(&all)
                    }>{count}</a>
                </Show>
            </div>
            <Show when=move || { count() > 0 } fallback=|| view! { <Nothing text=|| t().hygiene.long_open_none /> }>
                <ul class="hygiene-list">{items}</ul>
            </Show>
        </section>
    }
}

#[component]
fn Monitors(
    shared: Shared,
    title: fn() -> &'static str,
    none: fn() -> &'static str,
    pick: fn(&Review) -> Vec<Named>,
) -> impl IntoView {
    let monitors = Memo::new(move |_| shared.review.with(pick));
    let items = move || {
        let item = |Named { id, name, kind }: Named| {
            view! {
                <li>
                    <PageLink page=Page::Monitor(id)>{name}</PageLink>
                    <span class="secondary">{move || subject::kind_name(&kind)}</span>
                </li>
            }
        };
        monitors.get().into_iter().map(item).collect_view()
    };
    view! {
        <section class="panel" aria-label=title>
            <div class="panel-head">
                <h2>{title}</h2>
                <span class="secondary">{move || monitors.with(Vec::len)}</span>
            </div>
            <Show when=move || monitors.with(|monitors| !monitors.is_empty()) fallback=move || view! { <Nothing text=none /> }>
                <ul class="hygiene-list">{items}</ul>
            </Show>
        </section>
    }
}

#[component]
fn Unwatched(shared: Shared) -> impl IntoView {
    let roles = Memo::new(move |_| shared.review.with(|review| review.unwatched.clone()));
    let items = move || {
        let item = |role: mackerel::names::RoleFullName| {
            let name = format!("{}:{}", role.service, role.role);
            view! {
                <li>
                    <PageLink page=Page::Role(role.service, role.role)>{name}</PageLink>
                </li>
            }
        };
        roles.get().into_iter().map(item).collect_view()
    };
    view! {
        <section class="panel" aria-label=move || t().hygiene.unwatched>
            <div class="panel-head">
                <h2>{move || t().hygiene.unwatched}</h2>
                <span class="secondary">{move || roles.with(Vec::len)}</span>
            </div>
            <Show
                when=move || roles.with(|roles| !roles.is_empty())
                fallback=|| view! { <Nothing text=|| t().hygiene.unwatched_none /> }
            >
                <ul class="hygiene-list">{items}</ul>
            </Show>
        </section>
    }
}

#[component]
fn Nothing(text: fn() -> &'static str) -> impl IntoView {
    view! { <p class="panel-pad secondary">{text}</p> }
}
