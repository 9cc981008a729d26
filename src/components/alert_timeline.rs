//! What happened to an alert and around it, from top to bottom in time: annotations from an hour before it opened, and
//! the entries of its log. At most the newest hundred entries of the log are read; that there are older ones is said.

use crate::alerts::about::About;
use crate::clock::use_clock;
use crate::components::moments::At;
use crate::components::panel::LoadView;
use crate::components::status::AlertMark;
use crate::i18n::{fill, t};
use crate::load::use_load;
use crate::moment;
use crate::query::Scope;
use crate::query::annotations::use_annotations;
use crate::subject;
use leptos::prelude::*;
use mackerel::alerts::{Alert, AlertLog, AlertLogPage, ListAlertLogs, MAX_LIMIT};
use mackerel::annotations::Annotation;
use mackerel::monitors::Monitor;
use serde_json::Value;
use series::{Time, TimeRange};

/// So long before an alert opened an annotation may be its cause.
const BEFORE_SECS: i64 = 3_600;

/// Something at a moment.
#[derive(Debug, Clone, PartialEq)]
enum Event {
    Noted(Annotation),
    Logged(AlertLog),
}

impl Event {
    fn time(&self) -> Time {
        match self {
            Self::Noted(annotation) => annotation.from,
            Self::Logged(log) => log.created_at,
        }
    }

    fn key(&self) -> (bool, String) {
        match self {
            Self::Noted(annotation) => (true, annotation.id.clone()),
            Self::Logged(log) => (false, log.id.clone()),
        }
    }
}

/// The list.
#[component]
pub(crate) fn AlertTimeline(
    /// The alert.
    alert: Signal<Alert>,
    /// Where it belongs: whose annotations are shown.
    about: Memo<About>,
    /// Its monitor, when it is known.
    monitor: Memo<Option<Monitor>>,
) -> impl IntoView {
    let clock = use_clock();
    let id = Memo::new(move |_| alert.with(|alert| alert.id.clone()));
    let opened_at = Memo::new(move |_| alert.with(|alert| alert.opened_at));
    let range = Memo::new(move |_| {
        let to = alert.with(|alert| alert.closed_at).unwrap_or_else(|| clock.now());
        TimeRange::new(opened_at.get() - BEFORE_SECS, to.max(opened_at.get()))
    });
    let scopes = Memo::new(move |_| about.with(scopes));
    let annotations = use_annotations(scopes.into(), range.into(), Signal::stored(true));
    let logs = use_load(move || ListAlertLogs { id: id.get(), next_id: None, limit: Some(MAX_LIMIT) });
    view! {
        <LoadView load=logs let:page>
            <ol class="timeline">
                <For
                    each=move || {
                        let annotations = annotations.with(|annotations| annotations.list.clone());
                        page.with(|page: &AlertLogPage| merged(annotations, &page.logs, range.get()))
                    }
                    key=Event::key
                    let:event
                >
                    <Entry event opened_at monitor />
                </For>
            </ol>
            <Show when=move || page.with(|page| page.next_id.is_some())>
                <p class="panel-pad secondary">{move || fill(t().alerts.history_older, &[&MAX_LIMIT])}</p>
            </Show>
        </LoadView>
    }
}

#[component]
fn Entry(event: Event, opened_at: Memo<Time>, monitor: Memo<Option<Monitor>>) -> impl IntoView {
    let time = event.time();
    let distance = move || match time - opened_at.get() {
        0 => String::new(),
        before @ ..0 => fill(t().alerts.before_opening, &[&moment::duration(-before)]),
        after => fill(t().alerts.after_opening, &[&moment::duration(after)]),
    };
    let body = match event {
        Event::Noted(annotation) => view! {
            <div class="timeline-body">
                <span class="timeline-kind">{move || t().alerts.annotation}</span>
                <strong>{annotation.title}</strong>
                <span class="secondary">{annotation.service}</span>
                <p class="prewrap">{annotation.description}</p>
            </div>
        }
        .into_any(),
        Event::Logged(log) => {
            let words = said(&log);
            let value = move || {
                log.target_value.map(|value| monitor.with(|monitor| subject::number(value, monitor.as_ref())))
            };
            view! {
                <div class="timeline-body">
                    <AlertMark status=log.status />
                    <strong class="number">{value}</strong>
                    <span class="secondary">{move || subject::trigger_name(&log.trigger)}</span>
                    {words.map(|words| view! { <p class="prewrap">{words}</p> })}
                </div>
            }
            .into_any()
        }
    };
    view! {
        <li>
            <div class="timeline-time">
                <At time />
                <span class="secondary small">{distance}</span>
            </div>
            {body}
        </li>
    }
}

/// Annotations that began in the range, and all entries, by time; what was noted stands before what it may explain.
fn merged(annotations: Vec<Annotation>, logs: &[AlertLog], range: TimeRange) -> Vec<Event> {
    let noted = annotations.into_iter().filter(|one| range.contains(one.from)).map(Event::Noted);
    let mut events: Vec<Event> = noted.chain(logs.iter().cloned().map(Event::Logged)).collect();
    events.sort_by_key(|event| (event.time(), matches!(event, Event::Logged(_))));
    events
}

/// What a check said at the time.
fn said(log: &AlertLog) -> Option<String> {
    let detail = log.status_detail.as_ref()?.get("detail")?;
    let words = detail.get("message").and_then(Value::as_str)?;
    (!words.is_empty()).then(|| words.to_owned())
}

/// Annotations of the services, and of the roles of the host where there is one.
fn scopes(about: &About) -> Vec<Scope> {
    let roles = |service: &String| {
        let prefix = format!("{service}:");
        let roles = about.roles.iter().filter_map(|role| role.strip_prefix(&prefix));
        let roles: Vec<String> = roles.map(str::to_owned).collect();
        (!roles.is_empty()).then_some(roles)
    };
    let scope = |service: &String| Scope { service: service.clone(), roles: roles(service) };
    about.services.iter().map(scope).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_timeline_is_in_order_and_holds_what_began_in_it() {
        let annotation = |id: &str, from: Time| -> Annotation {
            serde_json::from_value(json!({
                "id": id, "title": id, "from": from, "to": from + 5, "service": "shop",
            }))
            .unwrap()
        };
        let log = |id: &str, created_at: Time| -> AlertLog {
            serde_json::from_value(json!({
                "id": id, "status": "WARNING", "trigger": "monitoring", "createdAt": created_at,
            }))
            .unwrap()
        };
        let annotations =
            vec![annotation("deploy", 90), annotation("same", 100), annotation("long before", 9)];
        let events = merged(annotations, &[log("worse", 120), log("opened", 100)], TimeRange::new(10, 200));
        let ids: Vec<String> = events.iter().map(|event| event.key().1).collect();
        assert_eq!(ids, ["deploy", "same", "opened", "worse"]);
        assert_eq!(merged(Vec::new(), &[], TimeRange::new(10, 200)), []);
    }

    #[test]
    fn annotations_are_those_of_the_roles_or_of_the_whole_service() {
        let about = |services: &[&str], roles: &[&str]| About {
            services: services.iter().map(|&name| name.to_owned()).collect(),
            roles: roles.iter().map(|&name| name.to_owned()).collect(),
            ..About::default()
        };
        let scope = |service: &str, roles: Option<&[&str]>| Scope {
            service: service.to_owned(),
            roles: roles.map(|roles| roles.iter().map(|&role| role.to_owned()).collect()),
        };
        for (about, expected) in [
            (about(&[], &[]), vec![]),
            (about(&["shop"], &[]), vec![scope("shop", None)]),
            (about(&["shop"], &["shop:db", "shop:web"]), vec![scope("shop", Some(&["db", "web"]))]),
        ] {
            assert_eq!(scopes(&about), expected);
        }
    }

    #[test]
    fn a_check_says_what_it_said() {
        let log = |detail: Value| -> AlertLog {
            serde_json::from_value(json!({
                "id": "l", "status": "OK", "trigger": "monitoring", "createdAt": 1, "statusDetail": detail,
            }))
            .unwrap()
        };
        for (detail, expected) in [
            (json!({ "type": "check", "detail": { "message": "NTP", "memo": "" } }), Some("NTP")),
            (json!({ "type": "check", "detail": { "message": "" } }), None),
            (json!({ "type": "new" }), None),
            (Value::Null, None),
        ] {
            assert_eq!(said(&log(detail.clone())).as_deref(), expected, "{detail}");
        }
    }
}
