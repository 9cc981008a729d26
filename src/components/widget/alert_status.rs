//! The hosts of a role, the worst first, each with a shape and a word and the way to its page.

use super::frame::Frame;
use super::placeholder::Sentence;
use crate::alerts::use_open_alerts;
use crate::catalog::use_catalog;
use crate::components::link::PageLink;
use crate::components::panel::LoadView;
use crate::components::status::{AlertMark, alert_word};
use crate::export::csv::record;
use crate::i18n::{fill, t};
use crate::load::Load;
use crate::route::Page;
use leptos::prelude::*;
use mackerel::alerts::{Alert, AlertStatus};
use mackerel::dashboards;
use mackerel::hosts::{Host, HostList};
use mackerel::names::RoleFullName;

/// A role's hosts and their open alerts.
#[component]
pub(super) fn AlertStatusWidget(title: String, widget: dashboards::AlertStatusWidget) -> impl IntoView {
    let listed = RwSignal::new(Vec::<Row>::new());
    let csv = Signal::derive(move || listed.with(|rows| (!rows.is_empty()).then(|| table(rows))));
    let content = match widget.role_fullname {
        None => view! { <Sentence text=move || t().dashboards.role_gone /> }.into_any(),
        Some(name) => match name.parse() {
            Ok(role) => view! { <RoleStatus role listed /> }.into_any(),
            Err(_) => view! { <Sentence text=move || fill(t().dashboards.no_role, &[&name]) /> }.into_any(),
        },
    };
    view! {
        <Frame title kind=move || t().dashboards.widget_status csv>
            {content}
        </Frame>
    }
}

#[component]
fn RoleStatus(role: RoleFullName, listed: RwSignal<Vec<Row>>) -> impl IntoView {
    let (hosts, alerts) = (use_catalog().hosts, use_open_alerts());
    let page = Page::Role(role.service.clone(), role.role.clone());
    let name = StoredValue::new(role.to_string());
    let load = Signal::derive(move || hosts.with(|hosts| alerts.with(|alerts| joined(hosts, alerts, &role))));
    Effect::new(move |_| listed.set(load.with(|load| load.value().cloned().unwrap_or_default())));
    view! {
        <LoadView
            load
            is_empty=Vec::is_empty
            empty=move || view! { <p>{fill(t().dashboards.no_host, &[&name.get_value()])}</p> }
            let:rows
        >
            <p class="role-line clip">
                <PageLink page=page.clone()>{name.get_value()}</PageLink>
                " "
                <span class="secondary">{move || rows.with(|rows| summary(rows))}</span>
            </p>
            <ul class="widget-scroll status-list" tabindex="0" aria-label=name.get_value()>
                <For each=move || rows.get() key=Clone::clone let:row>
                    <HostStatus row />
                </For>
            </ul>
        </LoadView>
    }
}

/// Where the box is low, the style sheet leaves only the shape of a host that is fine.
#[component]
fn HostStatus(row: Row) -> impl IntoView {
    let Row { id, name, status } = row;
    let title = name.clone();
    view! {
        <li
            class:fine=status == AlertStatus::Ok
            title=move || format!("{title}: {}", alert_word(status))
        >
            <PageLink page=Page::Host(id)>
                <AlertMark status />
                <span class="clip status-host">{name}</span>
            </PageLink>
        </li>
    }
}

/// The rows as comma separated values, with the words of the API for machines.
fn table(rows: &[Row]) -> String {
    let row = |row: &Row| {
        let word = match row.status {
            AlertStatus::Ok => "OK",
            AlertStatus::Warning => "WARNING",
            AlertStatus::Critical => "CRITICAL",
            AlertStatus::Unknown => "UNKNOWN",
        };
        record([row.name.as_str(), word, row.id.as_str()])
    };
    std::iter::once(record(["host", "status", "id"])).chain(rows.iter().map(row)).collect()
}

/// How many hosts, and how many of them have open alerts.
fn summary(rows: &[Row]) -> String {
    let bad = rows.iter().filter(|row| row.status != AlertStatus::Ok).count();
    match bad {
        0 => fill(t().dashboards.hosts_fine, &[&rows.len()]),
        bad => fill(t().dashboards.hosts_with_alerts, &[&bad, &rows.len()]),
    }
}

/// A host and its worst open alert.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Row {
    id: String,
    name: String,
    status: AlertStatus,
}

/// The rows as soon as both lists are there; why not, as soon as one of them failed.
fn joined(hosts: &Load<HostList>, alerts: &Load<Vec<Alert>>, role: &RoleFullName) -> Load<Vec<Row>> {
    let (Some(found), Some(open)) = (hosts.value(), alerts.value()) else {
        return match [hosts.failure(), alerts.failure()].into_iter().flatten().next() {
            Some(failure) => Load::Failed(failure.clone()),
            None => Load::Loading,
        };
    };
    let rows = rows(&found.hosts, open, role);
    match [hosts.failure(), alerts.failure()].into_iter().flatten().next() {
        Some(failure) => Load::Stale(rows, failure.clone()),
        None => Load::Ready(rows),
    }
}

fn rows(hosts: &[Host], alerts: &[Alert], role: &RoleFullName) -> Vec<Row> {
    let mut rows: Vec<Row> = hosts
        .iter()
        .filter(|host| host.has_role(&role.service, &role.role))
        .map(|host| Row {
            id: host.id.clone(),
            name: host.label().to_owned(),
            status: worst(alerts, &host.id),
        })
        .collect();
    rows.sort_by(|a, b| place(a.status).cmp(&place(b.status)).then_with(|| a.name.cmp(&b.name)));
    rows
}

/// Without an open alert a host is fine.
fn worst(alerts: &[Alert], host_id: &str) -> AlertStatus {
    let of_host = alerts.iter().filter(|alert| alert.host_id.as_deref() == Some(host_id));
    of_host.map(|alert| alert.status).min_by_key(|status| place(*status)).unwrap_or(AlertStatus::Ok)
}

/// Here a host of which nothing is known comes before everything else.
const fn place(status: AlertStatus) -> u8 {
    match status {
        AlertStatus::Unknown => 0,
        AlertStatus::Critical => 1,
        AlertStatus::Warning => 2,
        AlertStatus::Ok => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fetch::Failure;

    fn host(id: &str, roles: &str) -> Host {
        let text = format!(r#"{{"id":"{id}","name":"{id}","status":"working","roles":{roles}}}"#);
        serde_json::from_str(&text).unwrap()
    }

    fn alert(host_id: &str, status: &str) -> Alert {
        let text = format!(
            r#"{{"id":"{host_id}{status}","status":"{status}","monitorId":"m","type":"host","hostId":"{host_id}","openedAt":1}}"#
        );
        serde_json::from_str(&text).unwrap()
    }

    fn role() -> RoleFullName {
        "shop:web".parse().unwrap()
    }

    fn hosts() -> HostList {
        let hosts = [("b", "web"), ("a", "web"), ("d", "web"), ("c", "web"), ("e", "web"), ("x", "db")];
        HostList { hosts: hosts.map(|(id, role)| host(id, &format!(r#"{{"shop":["{role}"]}}"#))).to_vec() }
    }

    #[test]
    fn hosts_of_the_role_come_worst_first_then_by_name() {
        let open =
            [("c", "WARNING"), ("c", "CRITICAL"), ("d", "UNKNOWN"), ("e", "WARNING"), ("x", "CRITICAL")];
        let alerts: Vec<Alert> = open.iter().map(|(host, status)| alert(host, status)).collect();
        let shown: Vec<(String, AlertStatus)> =
            rows(&hosts().hosts, &alerts, &role()).into_iter().map(|row| (row.name, row.status)).collect();
        let table = table(&rows(&hosts().hosts, &alerts, &role()));
        assert!(table.starts_with("host,status,id\r\nd,UNKNOWN,d\r\nc,CRITICAL,c\r\n"), "{table}");
        let expected = [
            ("d", AlertStatus::Unknown),
            ("c", AlertStatus::Critical),
            ("e", AlertStatus::Warning),
            ("a", AlertStatus::Ok),
            ("b", AlertStatus::Ok),
        ];
        assert_eq!(shown, expected.map(|(name, status)| (name.to_owned(), status)).to_vec());
    }

    #[test]
    fn two_lists_are_one_state() {
        let gone = || Failure::NoConnection;
        let none = Vec::<Alert>::new;
        let failed = joined(&Load::Failed(gone()), &Load::Ready(none()), &role());
        assert_eq!(failed, Load::Failed(gone()));
        assert_eq!(joined(&Load::Ready(hosts()), &Load::Loading, &role()), Load::Loading);
        let stale = joined(&Load::Ready(hosts()), &Load::Stale(none(), gone()), &role());
        assert!(matches!(stale, Load::Stale(rows, _) if rows.len() == 5));
        assert!(matches!(joined(&Load::Ready(hosts()), &Load::Ready(none()), &role()), Load::Ready(_)));
    }
}
