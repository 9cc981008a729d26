//! All hosts: status, roles, newest load and CPU, alerts. Filter and order live in the URL.

use crate::alerts::{use_open_alerts, worst_of_host};
use crate::catalog::use_catalog;
use crate::clock::use_clock;
use crate::components::filter_field::{FilterField, use_query_text};
use crate::components::link::PageLink;
use crate::components::moments::Ago;
use crate::components::panel::LoadView;
use crate::components::roles::{RoleLinks, full_names};
use crate::components::status::{AlertMark, HostMark, host_word};
use crate::components::title::page_title;
use crate::filter::matches;
use crate::i18n::{fill, t};
use crate::load::Load;
use crate::readings::{Reading, Readings, use_readings};
use crate::route::Page;
use leptos::prelude::*;
use mackerel::alerts::Alert;
use mackerel::hosts::{Host, HostList, HostStatus};
use std::cmp::Ordering;

/// What the rows are ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    Name,
    Status,
    Load,
    Cpu,
    Alert,
    Newest,
}

impl Order {
    const ALL: [Self; 6] = [Self::Status, Self::Name, Self::Load, Self::Cpu, Self::Alert, Self::Newest];

    const fn word(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Status => "status",
            Self::Load => "load",
            Self::Cpu => "cpu",
            Self::Alert => "alert",
            Self::Newest => "newest",
        }
    }

    fn from_word(word: &str) -> Self {
        Self::ALL.into_iter().find(|order| order.word() == word).unwrap_or(Self::Name)
    }
}

/// What a row shows of the host itself; a change of it makes a new row.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Row {
    id: String,
    label: String,
    name: String,
    status: HostStatus,
    roles: Vec<(String, String)>,
}

impl Row {
    fn of(host: &Host) -> Self {
        Self {
            id: host.id.clone(),
            label: host.label().to_owned(),
            name: host.name.clone(),
            status: host.status,
            roles: full_names(&host.roles),
        }
    }

    fn matches(&self, query: &str, status: Option<HostStatus>) -> bool {
        let roles: Vec<String> =
            self.roles.iter().map(|(service, role)| format!("{service}:{role}")).collect();
        let names = [&self.label, &self.name, &self.id];
        status.is_none_or(|status| status == self.status)
            && matches(query, names.into_iter().chain(&roles).map(String::as_str))
    }
}

/// The page.
#[component]
pub(crate) fn Hosts() -> impl IntoView {
    page_title(|| t().hosts.title.to_owned());
    let hosts = use_catalog().hosts;
    view! {
        <LoadView
            load=hosts
            is_empty=|list: &HostList| list.hosts.is_empty()
            empty=|| view! { <p>{move || t().hosts.none}</p> }
            let:list
        >
            <Listed list />
        </LoadView>
    }
}

#[component]
fn Listed(list: Signal<HostList>) -> impl IntoView {
    let readings = use_readings();
    let alerts = use_open_alerts();
    let (query, set_query) = use_query_text("q");
    let (status, set_status) = use_query_text("status");
    let (order, set_order) = use_query_text("sort");
    let wanted_status = Memo::new(move |_| status.get().parse::<HostStatus>().ok());
    let order = Memo::new(move |_| Order::from_word(&order.get()));
    let rows = Memo::new(move |_| {
        let mut rows: Vec<Row> = list.with(|list| list.hosts.iter().map(Row::of).collect());
        rows.retain(|row| query.with(|query| row.matches(query, wanted_status.get())));
        readings.with(|readings| alerts.with(|alerts| sort(&mut rows, order.get(), readings, alerts)));
        rows
    });
    let shown = Memo::new(move |_| rows.with(Vec::len));
    let all = Memo::new(move |_| list.with(|list| list.hosts.len()));
    let counted = move || match (shown.get(), all.get()) {
        (shown, all) if shown == all => fill(t().hosts.counted, &[&all]),
        (shown, all) => fill(t().hosts.counted_of, &[&shown, &all]),
    };
    let clear = {
        let (set_query, set_status) = (set_query.clone(), set_status.clone());
        move |_| {
            set_query(String::new());
            set_status(String::new());
        }
    };
    view! {
        <div class="toolbar">
            <FilterField name=|| t().hosts.filter text=query on_text=set_query />
            <select
                aria-label=move || t().hosts.status_filter
                prop:value=move || wanted_status.get().map_or("", HostStatus::as_str)
                on:change=move |event| set_status(event_target_value(&event))
            >
                <option value="">{move || t().hosts.any_status}</option>
                {HostStatus::ALL
                    .map(|status| {
                        view! {
                            <option value=status.as_str() selected=move || wanted_status.get() == Some(status)>
                                {move || host_word(status)}
                            </option>
                        }
                    })
                    .collect_view()}
            </select>
            <span class="secondary push" role="status">{counted}</span>
        </div>
        <Show
            when=move || { shown.get() > 0 }
            fallback=move || {
                let clear = clear.clone();
                view! {
                    <div class="panel state">
                        <p>{move || t().hosts.none_match}</p>
                        <button type="button" on:click=clear>{move || t().hosts.clear}</button>
                    </div>
                }
            }
        >
            <div class="panel">
                <table class="hosts">
                    <thead>
                        <tr>
                            {Order::ALL
                                .map(|column| {
                                    let set_order = set_order.clone();
                                    view! { <Heading column order on_choose=move |()| set_order(column.word().to_owned()) /> }
                                })
                                .collect_view()}
                        </tr>
                    </thead>
                    <tbody>
                        <For each=move || rows.get() key=Row::clone let:row>
                            <HostRow row readings alerts />
                        </For>
                    </tbody>
                </table>
            </div>
        </Show>
    }
}

/// A column's heading, which orders the rows by it. The roles have no order and stand behind the name.
#[component]
fn Heading(column: Order, order: Memo<Order>, on_choose: impl Fn(()) + 'static) -> impl IntoView {
    let name = move || {
        let texts = &t().hosts;
        match column {
            Order::Name => texts.name,
            Order::Status => texts.status,
            Order::Load => texts.load,
            Order::Cpu => texts.cpu,
            Order::Alert => texts.alert,
            Order::Newest => texts.newest,
        }
    };
    let direction = move || {
        (order.get() == column).then_some(match column {
            Order::Name | Order::Status => "ascending",
            _ => "descending",
        })
    };
    let class = match column {
        Order::Load | Order::Cpu => "number",
        Order::Newest => "number wide-only",
        _ => "",
    };
    view! {
        <th scope="col" class=class aria-sort=direction>
            <button
                type="button"
                class="heading"
                title=move || fill(t().hosts.sort_by, &[&name()])
                on:click=move |_| on_choose(())
            >
                {name}
            </button>
        </th>
        {(column == Order::Name)
            .then(|| view! { <th scope="col" class="wide-only">{move || t().hosts.roles}</th> })}
    }
}

#[component]
fn HostRow(row: Row, readings: Signal<Load<Readings>>, alerts: Signal<Load<Vec<Alert>>>) -> impl IntoView {
    let Row { id, label, name, status, roles } = row;
    let clock = use_clock();
    let reading = {
        let id = id.clone();
        Memo::new(move |_| readings.with(|readings| readings.value()?.get(&id).copied()))
    };
    let worst = {
        let id = id.clone();
        Memo::new(move |_| alerts.with(|alerts| worst_of_host(alerts.value()?, &id)))
    };
    let newest = Memo::new(move |_| reading.get().map(|reading| reading.newest));
    let silent = move || reading.get().is_some_and(|reading| reading.is_silent(status, clock.now()));
    let also = (label != name).then(|| view! { <span class="secondary small clip">{name}</span> });
    view! {
        <tr>
            <td>
                <HostMark status />
            </td>
            <th scope="row" class="host-name">
                <PageLink page=Page::Host(id)>{label}</PageLink>
                {also}
            </th>
            <td class="wide-only">
                <RoleLinks roles />
            </td>
            <td class="number">{move || number(reading.get(), |reading| reading.load, 2, "")}</td>
            <td class="number">{move || number(reading.get(), |reading| reading.cpu_percent, 1, "%")}</td>
            <td>{move || worst.get().map(|status| view! { <AlertMark status /> })}</td>
            <td class="number wide-only" class:silent=silent>
                {move || match newest.get() {
                    None => ().into_any(),
                    Some(None) => t().hosts.never.into_any(),
                    Some(Some(time)) => view! { <Ago time /> }.into_any(),
                }}
            </td>
        </tr>
    }
}

fn number(
    reading: Option<Reading>,
    value: impl Fn(Reading) -> Option<f64>,
    decimals: usize,
    unit: &str,
) -> String {
    reading.and_then(value).map_or_else(|| "–".to_owned(), |value| format!("{value:.decimals$}{unit}"))
}

/// Names and statuses upwards; load, CPU and alerts from the worst; silence from the longest. Ties by name.
fn sort(rows: &mut [Row], order: Order, readings: &Load<Readings>, alerts: &Load<Vec<Alert>>) {
    let reading = |row: &Row| readings.value().and_then(|all| all.get(&row.id)).copied().unwrap_or_default();
    let worst = |row: &Row| alerts.value().and_then(|alerts| worst_of_host(alerts, &row.id));
    let largest = |a: Option<f64>, b: Option<f64>| b.partial_cmp(&a).unwrap_or(Ordering::Equal);
    rows.sort_by(|a, b| {
        let first = match order {
            Order::Name => Ordering::Equal,
            Order::Status => a.status.cmp(&b.status),
            Order::Load => largest(reading(a).load, reading(b).load),
            Order::Cpu => largest(reading(a).cpu_percent, reading(b).cpu_percent),
            Order::Alert => worst(b).cmp(&worst(a)),
            Order::Newest => reading(a).newest.cmp(&reading(b).newest),
        };
        first.then_with(|| a.label.cmp(&b.label)).then_with(|| a.id.cmp(&b.id))
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use mackerel::alerts::AlertStatus;

    fn row(id: &str, label: &str, status: HostStatus) -> Row {
        let roles = vec![("shop".to_owned(), "web".to_owned())];
        Row { id: id.to_owned(), label: label.to_owned(), name: format!("{id}.example.net"), status, roles }
    }

    fn alert(host: &str, status: AlertStatus) -> Alert {
        let kind = "host".to_owned();
        Alert {
            id: "a".to_owned(),
            status,
            monitor_id: "m".to_owned(),
            kind,
            host_id: Some(host.to_owned()),
            value: None,
            message: None,
            reason: None,
            memo: String::new(),
            opened_at: 0,
            closed_at: None,
            extra: serde_json::Map::new(),
        }
    }

    #[test]
    fn rows_are_found_by_any_of_their_words() {
        let row = row("3ab", "Orders 受注", HostStatus::Standby);
        let cases = [
            ("", None, true),
            ("orders", None, true),
            ("shop:web", Some(HostStatus::Standby), true),
            ("3ab.example 受注", None, true),
            ("", Some(HostStatus::Working), false),
            ("batch", None, false),
        ];
        for (query, status, expected) in cases {
            assert_eq!(row.matches(query, status), expected, "{query:?} {status:?}");
        }
    }

    #[test]
    fn every_order_starts_with_what_it_is_for() {
        let hosts = [
            row("1", "b", HostStatus::Working),
            row("2", "a", HostStatus::Standby),
            row("3", "c", HostStatus::Poweroff),
        ];
        let reading =
            |load, cpu, newest| Reading { load: Some(load), cpu_percent: Some(cpu), newest: Some(newest) };
        let readings = Load::Ready(Readings::from([
            ("1".to_owned(), reading(1.0, 90.0, 50)),
            ("2".to_owned(), reading(3.0, 10.0, 60)),
        ]));
        let alerts = Load::Ready(vec![alert("2", AlertStatus::Warning), alert("3", AlertStatus::Critical)]);
        let cases = [
            (Order::Name, ["2", "1", "3"]),
            (Order::Status, ["1", "2", "3"]),
            (Order::Load, ["2", "1", "3"]),
            (Order::Cpu, ["1", "2", "3"]),
            (Order::Alert, ["3", "2", "1"]),
            (Order::Newest, ["3", "1", "2"]),
        ];
        for (order, expected) in cases {
            let mut rows = hosts.clone();
            sort(&mut rows, order, &readings, &alerts);
            assert_eq!(rows.map(|row| row.id), expected, "{order:?}");
            assert_eq!(Order::from_word(order.word()), order);
        }
    }
}
