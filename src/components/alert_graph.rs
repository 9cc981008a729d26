//! The graph around an alert: what its monitor watches, from an hour before it opened to half an hour after it
//! closed or to now, with its thresholds and the time it was open. Another period, once chosen, is the graph's too.
//!
//! Checks, queries and anomalies have no metric to draw: what there is to see instead is said.

use crate::alerts::address::OF_ONE_ALERT;
use crate::clock::use_clock;
use crate::components::filter_field::use_query_text;
use crate::components::graph::{GraphCard, Reference, Span};
use crate::i18n::t;
use crate::period::{address, use_period};
use crate::query::GraphSource;
use crate::route::Page;
use crate::window::TimeWindow;
use chart::{Layer, ReferenceKind};
use leptos::prelude::*;
use mackerel::alerts::Alert;
use mackerel::monitors::Monitor;
use series::{Time, TimeRange};

const BEFORE_SECS: i64 = 3_600;
const AFTER_SECS: i64 = 1_800;
/// The word of the address that lets the graph follow the page's period.
const FOLLOWS: &str = "period";

/// The card, or why there is none.
#[component]
pub(crate) fn AlertGraph(
    /// The alert.
    alert: Signal<Alert>,
    /// Its monitor, when it is known.
    monitor: Memo<Option<Monitor>>,
) -> impl IntoView {
    let (clock, period) = (use_clock(), use_period());
    let (word, set_word) = use_query_text(OF_ONE_ALERT);
    let set_word = StoredValue::new_local(set_word);
    let follow = move |follows: bool| {
        set_word.with_value(|set| set(if follows { FOLLOWS.to_owned() } else { String::new() }));
    };
    let follows = Memo::new(move |_| word.with(|word| word == FOLLOWS));
    // Who came here looks at the alert; who then chooses a period looks at that, and Back returns.
    let came_with = StoredValue::new(None::<TimeWindow>);
    Effect::new(move |before: Option<TimeWindow>| {
        let window = period.window();
        if came_with.get_value().is_none() {
            came_with.set_value(Some(window));
        }
        if before.is_some_and(|before| before != window) {
            follow(came_with.get_value() != Some(window));
        }
        window
    });
    let shown_source =
        Memo::new(move |_| alert.with(|alert| monitor.with(|monitor| source(alert, monitor.as_ref()?))));
    let own_range = Memo::new(move |_| alert.with(|alert| around(alert, clock.now())));
    let range = Memo::new(move |_| if follows.get() { period.range() } else { own_range.get() });
    let spans = Memo::new(move |_| {
        let range = alert
            .with(|alert| TimeRange::new(alert.opened_at, alert.closed_at.unwrap_or_else(|| clock.now())));
        vec![Span { label: t().alerts.alert.to_owned(), range, layer: Layer::Incident }]
    });
    let references = Memo::new(move |_| monitor.with(|monitor| references(monitor.as_ref())));
    let periods = move || {
        let choice = |of_page: bool, name: fn() -> &'static str| {
            view! {
                <button
                    type="button"
                    class="dense"
                    aria-pressed=move || (follows.get() == of_page).to_string()
                    on:click=move |_| follow(of_page)
                >
                    {name}
                </button>
            }
        };
        view! {
            <div class="segments" role="group" aria-label=move || t().alerts.graph_period>
                {choice(false, || t().alerts.graph_around)}
                {choice(true, || t().alerts.graph_of_page)}
            </div>
        }
    };
    move || {
        match shown_source.get() {
        Some(source) => view! {
            <div class="alert-graph">
                {periods()}
                <GraphCard
                    source=Signal::stored(source)
                    range=Signal::from(range)
                    spans=Signal::from(spans)
                    references=Signal::from(references)
                />
                {move || {
                    let is_certificate = alert.with(|alert| alert.kind == "external" && alert.value.is_none());
                    is_certificate.then(|| view! { <p class="secondary small">{t().alerts.no_graph_certificate}</p> })
                }}
            </div>
        }
        .into_any(),
        None => view! { <NoGraph alert monitor own_range /> }.into_any(),
    }
    }
}

/// Why there is nothing to draw, and where to look instead.
#[component]
fn NoGraph(
    alert: Signal<Alert>,
    monitor: Memo<Option<Monitor>>,
    own_range: Memo<TimeRange>,
) -> impl IntoView {
    let why = move || {
        let texts = &t().alerts;
        match alert.with(|alert| alert.kind.clone()).as_str() {
            "check" => texts.no_graph_check,
            "query" => texts.no_graph_query,
            "anomalyDetection" => texts.no_graph_anomaly,
            _ if monitor.with(Option::is_none) => texts.no_graph_gone,
            "external" => texts.no_graph_external,
            _ => texts.no_graph,
        }
    };
    let host = move || alert.with(|alert| alert.host_id.clone());
    view! {
        <div class="panel panel-pad row no-graph">
            <p>{why}</p>
            {move || {
                host()
                    .map(|id| {
                        let href = move || address(&Page::Host(id.clone()), TimeWindow::fixed(own_range.get()));
                        view! { <a class="button" href=href>{move || t().alerts.host_then}</a> }
                    })
            }}
        </div>
    }
}

/// What to draw. A share that the monitor computes itself is shown as the graph it is computed from.
fn source(alert: &Alert, monitor: &Monitor) -> Option<GraphSource> {
    let host = |name: &str| {
        Some(GraphSource::Host { id: alert.host_id.clone()?, name: name.to_owned(), only: Vec::new() })
    };
    let service = |name: String| {
        Some(GraphSource::Service { service: monitor.service.clone()?, name, only: Vec::new() })
    };
    match (monitor.kind.as_str(), monitor.metric.as_deref()) {
        ("connectivity", _) => host("loadavg"),
        ("host", Some("cpu%")) => host("cpu"),
        ("host", Some("memory%" | "swap%")) => host("memory"),
        ("host", Some("disk%")) => host("filesystem"),
        ("host", Some(metric)) => host(metric),
        ("service", Some(metric)) => service(metric.to_owned()),
        ("expression", _) => Some(GraphSource::Expression { text: monitor.expression.clone()? }),
        ("external", _) => service(format!("__externalhttp.responsetime.{}", monitor.id)),
        _ => None,
    }
}

/// Thresholds in the unit of what is drawn; a share has none in bytes.
fn references(monitor: Option<&Monitor>) -> Vec<Reference> {
    let Some(monitor) = monitor.filter(|monitor| drawn_as_watched(monitor)) else { return Vec::new() };
    let texts = &t().shell;
    let limits = [
        (monitor.warning, texts.status_warning, ReferenceKind::Warning),
        (monitor.critical, texts.status_critical, ReferenceKind::Critical),
    ];
    limits
        .into_iter()
        .filter_map(|(limit, label, kind)| Some(Reference { label: label.to_owned(), value: limit?, kind }))
        .collect()
}

fn drawn_as_watched(monitor: &Monitor) -> bool {
    monitor.expression.is_some() || monitor.metric.as_deref().is_some_and(|metric| !metric.ends_with('%'))
}

fn around(alert: &Alert, now: Time) -> TimeRange {
    let to = alert.closed_at.map_or(now, |closed_at| (closed_at + AFTER_SECS).min(now));
    let from = alert.opened_at - BEFORE_SECS;
    TimeRange::new(from, to.max(from))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn alert(host_id: Option<&str>, closed_at: Option<Time>) -> Alert {
        serde_json::from_value(json!({
            "id": "a", "status": "WARNING", "monitorId": "m", "type": "host", "hostId": host_id,
            "openedAt": 10_000, "closedAt": closed_at,
        }))
        .expect("an alert")
    }

    fn monitor(kind: &str, metric: Option<&str>, service: Option<&str>) -> Monitor {
        serde_json::from_value(json!({
            "id": "m", "type": kind, "name": "n", "metric": metric, "service": service, "warning": 1.0,
        }))
        .expect("a monitor")
    }

    #[test]
    fn what_a_monitor_watches_is_drawn() {
        let cases = [
            (monitor("host", Some("loadavg5"), None), Some("h"), Some("loadavg5")),
            (monitor("host", Some("disk%"), None), Some("h"), Some("filesystem")),
            (monitor("host", Some("loadavg5"), None), None, None),
            (monitor("connectivity", None, None), Some("h"), Some("loadavg")),
            (monitor("service", Some("orders.count"), Some("shop")), None, Some("orders.count")),
            (monitor("external", None, Some("shop")), None, Some("__externalhttp.responsetime.m")),
            (monitor("external", None, None), None, None),
            (monitor("expression", None, None), None, None),
        ];
        for (monitor, host_id, expected) in cases {
            let found = source(&alert(host_id, None), &monitor);
            assert_eq!(found.as_ref().map(GraphSource::name), expected, "{monitor:?}");
        }
        let text = "avg(role(shop:web, loadavg5))";
        let computed = Monitor { expression: Some(text.to_owned()), ..monitor("expression", None, None) };
        assert_eq!(
            source(&alert(None, None), &computed),
            Some(GraphSource::Expression { text: text.to_owned() })
        );
    }

    #[test]
    fn the_period_surrounds_the_alert_and_ends_now_at_the_latest() {
        let cases = [
            (alert(None, None), 20_000, (6_400, 20_000)),
            (alert(None, Some(12_000)), 20_000, (6_400, 13_800)),
            (alert(None, Some(12_000)), 12_100, (6_400, 12_100)),
            (alert(None, None), 0, (6_400, 6_400)),
        ];
        for (alert, now, (from, to)) in cases {
            assert_eq!(around(&alert, now), TimeRange::new(from, to), "{now}");
        }
    }
}
