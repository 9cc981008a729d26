//! The filters of the list of alerts, all of them in the address.

use crate::alerts::about::Directory;
use crate::alerts::address::use_set_filter;
use crate::alerts::arrange::Grouping;
use crate::alerts::filter::{Filter, Only, Standing};
use crate::catalog::use_catalog;
use crate::components::choice::{Choice, Choices};
use crate::components::filter_field::FilterField;
use crate::components::icon::{Icon, Shape};
use crate::i18n::{fill, t};
use crate::zone::Zone;
use leptos::prelude::*;
use std::sync::Arc;

/// The row of controls.
#[component]
pub(crate) fn AlertFilters(
    /// What is asked for.
    filter: Memo<Filter>,
    /// Names of monitors and checks.
    directory: Memo<Arc<Directory>>,
    /// What the list is grouped by, as the word of the address.
    group: Memo<String>,
    /// Takes another.
    on_group: Callback<String>,
    /// The zone in which hours are meant.
    zone: Memo<Zone>,
) -> impl IntoView {
    let catalog = use_catalog();
    let set = StoredValue::new(use_set_filter());
    let change = move |change: fn(&mut Filter, Option<String>)| {
        Callback::new(move |word: String| {
            let mut next = filter.get_untracked();
            change(&mut next, Some(word).filter(|word| !word.is_empty()));
            set.with_value(|set| set(&next));
        })
    };
    let word = move |read: fn(&Filter) -> Option<String>| {
        Signal::derive(move || filter.with(read).unwrap_or_default())
    };
    let services = Signal::derive(move || {
        let names = catalog.services.with(|list| {
            let services = list.value().map(|list| list.services.as_slice()).unwrap_or_default();
            services.iter().map(|service| (service.name.clone(), service.name.clone())).collect::<Choices>()
        });
        offered(t().alerts.any_service, names)
    });
    let roles = Signal::derive(move || {
        let chosen = filter.with(|filter| filter.service.clone());
        let names = catalog.services.with(|list| {
            let services = list.value().map(|list| list.services.as_slice()).unwrap_or_default();
            let services =
                services.iter().filter(|service| chosen.as_ref().is_none_or(|name| *name == service.name));
            let full = services
                .flat_map(|service| service.roles.iter().map(|role| format!("{}:{role}", service.name)));
            full.map(|name| (name.clone(), name)).collect::<Choices>()
        });
        offered(t().alerts.any_role, names)
    });
    let monitors = Signal::derive(move || offered(t().alerts.any_monitor, directory.get().names()));
    let hosts = Signal::derive(move || {
        let mut names = catalog.hosts.with(|list| {
            let hosts = list.value().map(|list| list.hosts.as_slice()).unwrap_or_default();
            hosts.iter().map(|host| (host.id.clone(), host.label().to_owned())).collect::<Choices>()
        });
        names.sort_by(|left, right| left.1.cmp(&right.1));
        offered(t().alerts.any_host, names)
    });
    let statuses = Signal::derive(|| {
        let named = |standing: Standing| (standing.word().to_owned(), standing_name(standing).to_owned());
        offered(t().alerts.any_status, Standing::ALL.map(named).to_vec())
    });
    let groupings = Signal::derive(|| {
        let named = |grouping: Grouping| (grouping.word().to_owned(), grouping_name(grouping).to_owned());
        Grouping::ALL.map(named).to_vec()
    });
    let group = Signal::derive(move || Grouping::from_word(&group.get()).word().to_owned());
    let text = word(|filter| Some(filter.text.clone()));
    let on_text = change(|filter, word| filter.text = word.unwrap_or_default());
    view! {
        <div class="toolbar alert-filters">
            <FilterField name=|| t().alerts.filter text on_text=move |text| on_text.run(text) />
            <div class="choices" role="group" aria-label=move || t().alerts.filters>
                <Choice
                    name=|| t().alerts.status
                    word=word(|filter| Some(filter.status?.word().to_owned()))
                    offered=statuses
                    on_choice=change(|filter, word| {
                        filter.status = word
                            .and_then(|word| Standing::ALL.into_iter().find(|standing| standing.word() == word));
                    })
                />
                <Choice
                    name=|| t().alerts.service
                    word=word(|filter| filter.service.clone())
                    offered=services
                    on_choice=change(|filter, word| {
                        filter.service = word;
                        filter.role = None;
                    })
                />
                <Choice
                    name=|| t().alerts.role
                    word=word(|filter| filter.role.clone())
                    offered=roles
                    on_choice=change(|filter, word| filter.role = word)
                />
                <Choice
                    name=|| t().alerts.monitor
                    word=word(|filter| filter.monitor.clone())
                    offered=monitors
                    on_choice=change(|filter, word| filter.monitor = word)
                />
                <Choice
                    name=|| t().alerts.host
                    word=word(|filter| filter.host.clone())
                    offered=hosts
                    on_choice=change(|filter, word| filter.host = word)
                />
                <Choice name=|| t().alerts.group_by word=group offered=groupings on_choice=on_group />
            </div>
            <Chips filter zone on_filter=Callback::new(move |next: Filter| set.with_value(|set| set(&next))) />
        </div>
    }
}

/// What leads here from the hygiene page, and a way out of it; and out of everything.
#[component]
fn Chips(filter: Memo<Filter>, zone: Memo<Zone>, on_filter: Callback<Filter>) -> impl IntoView {
    let only = move || {
        let only = filter.with(|filter| filter.only)?;
        let without = move || Filter { only: None, ..filter.get_untracked() };
        let name = move || only_name(only).to_owned();
        Some(view! { <Chip name on_remove=Callback::new(move |()| on_filter.run(without())) /> })
    };
    let slot = move || {
        let (weekday, hour) = filter.with(|filter| filter.slot)?;
        let without = move || Filter { slot: None, ..filter.get_untracked() };
        let name = move || {
            let hours = format!("{hour:02}:00–{:02}:00", (hour + 1) % 24);
            fill(t().hygiene.slot, &[&t().hygiene.weekdays()[weekday], &hours, &zone.get().label()])
        };
        Some(view! { <Chip name on_remove=Callback::new(move |()| on_filter.run(without())) /> })
    };
    view! {
        {only}
        {slot}
        <Show when=move || filter.with(|filter| *filter != Filter::default())>
            <button type="button" class="quiet dense" on:click=move |_| on_filter.run(Filter::default())>
                {move || t().alerts.clear_filters}
            </button>
        </Show>
    }
}

#[component]
fn Chip(name: impl Fn() -> String + Copy + Send + 'static, on_remove: Callback<()>) -> impl IntoView {
    view! {
        <span class="chip">
            <span>{name}</span>
            <button
                type="button"
                class="quiet icon dense"
                aria-label=move || fill(t().alerts.remove_filter, &[&name()])
                on:click=move |_| on_remove.run(())
            >
                <Shape icon=Icon::Close />
            </button>
        </span>
    }
}

fn offered(everything: &str, names: Choices) -> Choices {
    std::iter::once((String::new(), everything.to_owned())).chain(names).collect()
}

fn standing_name(standing: Standing) -> &'static str {
    match standing {
        Standing::Open => t().alerts.open,
        Standing::Critical => t().shell.status_critical,
        Standing::Warning => t().shell.status_warning,
        Standing::Unknown => t().shell.status_unknown,
        Standing::Closed => t().alerts.closed,
    }
}

fn grouping_name(grouping: Grouping) -> &'static str {
    let texts = &t().alerts;
    match grouping {
        Grouping::State => texts.by_state,
        Grouping::Service => texts.by_service,
        Grouping::Role => texts.by_role,
        Grouping::Monitor => texts.by_monitor,
        Grouping::Setting => texts.by_setting,
    }
}

fn only_name(only: Only) -> &'static str {
    let texts = &t().hygiene;
    match only {
        Only::Opened => texts.only_opened,
        Only::Closed => texts.only_closed,
        Only::Flapping => texts.only_flapping,
        Only::Unattended => texts.only_unattended,
        Only::AtNight => texts.only_night,
        Only::OnWeekend => texts.only_weekend,
        Only::LongOpen => texts.only_long_open,
    }
}
