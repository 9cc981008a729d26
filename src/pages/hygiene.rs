//! Which monitors only make noise, which alerts nobody looks after, and what is not watched at all.
//!
//! Numbers are shown only when every alert of the period has been read: half of them would rank wrongly.

use crate::alerts::about::{use_checks, use_directory};
use crate::alerts::arrange::together;
use crate::alerts::history::use_history;
use crate::alerts::review::{Ask, Review, reading_from, review};
use crate::alerts::use_open_alerts;
use crate::catalog::use_catalog;
use crate::clock::use_clock;
use crate::components::alert_tabs::AlertTabs;
use crate::components::choice::Choice;
use crate::components::filter_field::use_query_text;
use crate::components::hygiene::definitions::Definitions;
use crate::components::hygiene::heat::Heat;
use crate::components::hygiene::lists::Lists;
use crate::components::hygiene::ranking::Ranking;
use crate::components::hygiene::summary::Summary;
use crate::components::hygiene::{Column, Shared};
use crate::components::panel::Loading;
use crate::components::title::page_title;
use crate::components::walk::{ReadAgain, Walk};
use crate::i18n::t;
use crate::load::Load;
use crate::period::use_period;
use crate::zone::{self, Zone, use_zone};
use leptos::prelude::*;
use mackerel::alerts::Alert;
use mackerel::names::RoleFullName;
use std::sync::Arc;

/// The page.
#[component]
pub(crate) fn Hygiene() -> impl IntoView {
    page_title(|| t().hygiene.page_title.to_owned());
    let (clock, period, history, zone) = (use_clock(), use_period(), use_history(), use_zone());
    let catalog = use_catalog();
    let directory = use_directory(use_checks());
    let (sort, _) = use_query_text("sort");
    let from = Memo::new(move |_| reading_from(period.range()));
    history.want(move || Some(from.get()));
    let open = use_open_alerts();
    let is_there = Memo::new(move |_| {
        let is_known = open.with(|open| matches!(open, Load::Ready(_) | Load::Stale(..)));
        let lists = catalog.monitors.with(|list| list.value().is_some())
            && catalog.services.with(|list| list.value().is_some());
        is_known && lists && history.covers(from.get())
    });
    // While more is read, what was counted stays.
    let counted = Memo::new(move |old: Option<&Review>| {
        // What depends on the period is read after it: a change of the period alone would go unnoticed otherwise.
        let period = period.range();
        if !is_there.get() {
            return old.cloned().unwrap_or_default();
        }
        let open: Vec<Arc<Alert>> =
            open.with(|open| open.value().cloned().unwrap_or_default()).into_iter().map(Arc::new).collect();
        let alerts = together(&open, &history.list());
        let monitors = catalog.monitors.with(|list| list.value().map(|list| list.monitors.clone()));
        let roles: Vec<RoleFullName> = catalog.services.with(|list| {
            let services = list.value().map(|list| list.services.as_slice()).unwrap_or_default();
            let full = services.iter().flat_map(|service| {
                service
                    .roles
                    .iter()
                    .map(|role| RoleFullName { service: service.name.clone(), role: role.clone() })
            });
            full.collect()
        });
        let offset_secs = zone.get().offset_secs();
        let ask = Ask {
            period,
            now: clock.now(),
            order: sort.with(|word| Column::from_word(word)).order(),
            offset_secs: &offset_secs,
        };
        directory.with(|directory| review(&alerts, directory, &monitors.unwrap_or_default(), &roles, &ask))
    });
    let shared = Shared { review: counted, zone };
    view! {
        <AlertTabs />
        <div class="toolbar">
            <ZoneChoice zone />
            <span class="push"></span>
            <ReadAgain />
        </div>
        <div class="stack">
            <Walk from />
            <Show when=move || is_there.get() fallback=move || view! { <NotYet /> }>
                <Summary shared />
                <Ranking shared />
                <Heat shared />
                <Lists shared directory />
            </Show>
            <Definitions />
        </div>
    }
}

/// Before all has been read: the mark, or, where the reading has stopped, what is missing.
#[component]
fn NotYet() -> impl IntoView {
    let history = use_history();
    let has_failed = Memo::new(move |_| history.progress().failure.is_some());
    view! {
        <div class="panel">
            <Show when=move || has_failed.get() fallback=|| view! { <Loading /> }>
                <div class="state">
                    <p>{move || t().hygiene.not_yet}</p>
                </div>
            </Show>
        </div>
    }
}

/// The zone in which night, weekend and hours are meant: in the address, and remembered.
#[component]
fn ZoneChoice(zone: Memo<Zone>) -> impl IntoView {
    let (_, set_word) = use_query_text(zone::KEY);
    let set_word = StoredValue::new_local(set_word);
    let offered =
        Signal::derive(|| Zone::all().map(|zone| (zone.word().to_owned(), zone.label())).collect::<Vec<_>>());
    let choose = move |word: String| {
        if let Some(zone) = Zone::all().find(|zone| zone.word() == word) {
            zone::remember(zone);
        }
        set_word.with_value(|set| set(word));
    };
    view! {
        <label class="row">
            <span>{move || t().hygiene.zone}</span>
            <Choice
                name=|| t().hygiene.zone
                word=Signal::derive(move || zone.get().word().to_owned())
                offered
                on_choice=Callback::new(choose)
            />
        </label>
    }
}
