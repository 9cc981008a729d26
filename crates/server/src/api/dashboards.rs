//! Dashboards: stored whole, with the fields that nobody here knows.
//!
//! Nulls within widgets mean absent and are dropped; what the contract promises in every reply is filled in.
//! A graph whose service or role is gone is answered as `unknown`, and is itself again when they are back.

use super::ApiError;
use super::extract::{Document, Nothing, Segment};
use crate::store::Error;
use crate::{State, store};
use axum::extract::State as Shared;
use axum::routing::get;
use axum::{Json, Router};
use mackerel::AsStored;
use mackerel::dashboard_rules::check as check_fields;
use mackerel::dashboards::{Content, Dashboard, Known, Widget};
use mackerel::names::{RoleFullName, is_url_path};
use mackerel::services::Service;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// `{"dashboards":[..]}`, each as it is stored.
#[derive(Serialize)]
struct List {
    dashboards: Vec<Map<String, Value>>,
}

pub(super) fn routes() -> Router<State> {
    Router::new()
        .route("/api/v0/dashboards", get(list).post(create))
        .route("/api/v0/dashboards/{id}", get(show).put(update).delete(remove))
}

async fn list(Shared(state): Shared<State>) -> Result<Json<List>, ApiError> {
    let dashboards = state.store.read(|db| {
        let services = store::services::list(db)?;
        let mut dashboards = store::dashboards::list(db)?;
        for dashboard in &mut dashboards {
            hide_missing(dashboard, &services);
        }
        Ok(dashboards)
    });
    Ok(Json(List { dashboards: dashboards.await? }))
}

async fn show(
    Shared(state): Shared<State>,
    Segment(id): Segment,
) -> Result<Json<Map<String, Value>>, ApiError> {
    let dashboard = state.store.read(move |db| answer(db, store::dashboards::get(db, &id)));
    Ok(Json(dashboard.await?))
}

async fn create(
    Shared(state): Shared<State>,
    document: Document<Dashboard>,
) -> Result<Json<Map<String, Value>>, ApiError> {
    let dashboard = check(document)?;
    let now = state.clock.now();
    let saved = state.store.write(move |db| answer(db, store::dashboards::create(db, now, dashboard)));
    Ok(Json(saved.await?))
}

async fn update(
    Shared(state): Shared<State>,
    Segment(id): Segment,
    document: Document<Dashboard>,
) -> Result<Json<Map<String, Value>>, ApiError> {
    let dashboard = check(document)?;
    let now = state.clock.now();
    let saved = state.store.write(move |db| answer(db, store::dashboards::update(db, now, &id, dashboard)));
    Ok(Json(saved.await?))
}

async fn remove(
    Shared(state): Shared<State>,
    Segment(id): Segment,
    _: Nothing,
) -> Result<Json<Map<String, Value>>, ApiError> {
    let removed = state.store.write(move |db| answer(db, store::dashboards::delete(db, &id)));
    Ok(Json(removed.await?))
}

fn answer(
    db: &store::Db<'_>,
    dashboard: Result<Map<String, Value>, Error>,
) -> Result<Map<String, Value>, Error> {
    let mut dashboard = dashboard?;
    hide_missing(&mut dashboard, &store::services::list(db)?);
    Ok(dashboard)
}

/// What is to be stored, or why not.
fn check(Document { known, mut raw }: Document<Dashboard>) -> Result<store::dashboards::Document, ApiError> {
    if known.title.is_empty() {
        return Err(ApiError::invalid("title is empty"));
    }
    if !is_url_path(&known.url_path) {
        return Err(ApiError::invalid(format!(
            "urlPath {:?} is not segments of letters, digits, '_' or '-', joined by '/'",
            known.url_path
        )));
    }
    let widgets = match raw.remove("widgets") {
        Some(Value::Array(widgets)) => widgets,
        _ => Vec::new(),
    };
    let widgets = widgets.into_iter().enumerate().map(|(index, widget)| {
        complete_widget(widget).map_err(|why| ApiError::invalid(format!("widgets[{index}]: {why}")))
    });
    raw.insert("widgets".to_owned(), Value::Array(widgets.collect::<Result<_, _>>()?));
    raw.insert("memo".to_owned(), known.memo.into());
    Ok(store::dashboards::Document { title: known.title, url_path: known.url_path, body: raw })
}

/// Checks a widget and fills in what every reply has.
fn complete_widget(mut widget: Value) -> Result<Value, String> {
    if !is_known_type(&widget) {
        // A type of a later version is kept as it came, if the grid can place it.
        Widget::deserialize(&widget).map_err(|error| error.to_string())?;
        fill_in(&mut widget, json!({ "title": "" }));
        return Ok(widget);
    }
    drop_nulls(&mut widget);
    let typed = Widget::deserialize(&widget).map_err(|error| error.to_string())?;
    let content = Known::deserialize(&widget).map_err(|error| error.to_string())?;
    check_fields(&content).map_err(|fault| fault.to_string())?;
    // Written from the types alone, it has every field that a reply has.
    let typed = Widget { content: Content::Known(content), stored: AsStored::default(), ..typed };
    fill_in(&mut widget, serde_json::to_value(&typed).map_err(|error| error.to_string())?);
    Ok(widget)
}

/// Whether the type is one of this version, or is missing and so refused.
fn is_known_type(widget: &Value) -> bool {
    let kind = widget.get("type").and_then(Value::as_str);
    kind.is_none_or(|kind| Known::TYPES.contains(&kind))
}

fn drop_nulls(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|_, field| !field.is_null());
            fields.values_mut().for_each(drop_nulls);
        }
        Value::Array(items) => items.iter_mut().for_each(drop_nulls),
        _ => {}
    }
}

/// Adds the fields that only `defaults` has. What is there stays as it was written.
fn fill_in(value: &mut Value, defaults: Value) {
    match (value, defaults) {
        (Value::Object(fields), Value::Object(defaults)) => {
            for (name, default) in defaults {
                match fields.get_mut(&name) {
                    Some(field) => fill_in(field, default),
                    None => {
                        fields.insert(name, default);
                    }
                }
            }
        }
        (Value::Array(items), Value::Array(defaults)) => {
            items.iter_mut().zip(defaults).for_each(|(item, default)| fill_in(item, default));
        }
        _ => {}
    }
}

fn hide_missing(dashboard: &mut Map<String, Value>, services: &[Service]) {
    let has_service =
        |name: &Value| services.iter().any(|service| Some(service.name.as_str()) == name.as_str());
    let has_role = |name: &Value| {
        let role = name.as_str().and_then(|text| text.parse::<RoleFullName>().ok());
        role.is_some_and(|RoleFullName { service, role }| {
            services.iter().any(|one| one.name == service && one.roles.contains(&role))
        })
    };
    let is_gone = |content: &Value| match content.get("type").and_then(Value::as_str) {
        Some("role") => content.get("roleFullname").is_some_and(|name| !has_role(name)),
        Some("service") => content.get("serviceName").is_some_and(|name| !has_service(name)),
        _ => false,
    };
    let widgets = dashboard.get_mut("widgets").and_then(Value::as_array_mut);
    for widget in widgets.into_iter().flatten().filter_map(Value::as_object_mut) {
        for key in ["graph", "metric"] {
            if let Some(content) = widget.get_mut(key).filter(|content| is_gone(content)) {
                *content = json!({ "type": "unknown" });
            }
        }
        if let Some(role) = widget.get_mut("roleFullname").filter(|role| !has_role(role)) {
            *role = Value::Null;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LAYOUT: &str = r#""layout":{"x":0,"y":0,"width":6,"height":6}"#;

    fn complete(fields: &str) -> Result<Value, String> {
        complete_widget(serde_json::from_str(&format!("{{{fields},{LAYOUT}}}")).expect(fields))
    }

    #[test]
    fn widgets_are_refused_with_the_reason() {
        for (fields, reason) in [
            (r#""title":"t""#, "missing field `type`"),
            (r#""type":7"#, "expected"),
            (r#""type":"graph""#, "missing field `graph`"),
            (
                r#""type":"graph","graph":{"type":"role","roleFullname":"shop","name":"a"}"#,
                "not a role full name",
            ),
            (r#""type":"graph","graph":{"type":"host","name":"a"}"#, "missing field `hostId`"),
            (r#""type":"markdown","markdown":7"#, "invalid type: integer `7`"),
            (r#""type":"alertStatus","roleFullname":"x:""#, "not a role full name"),
            (r#""type":"value","metric":{"type":"unknown"},"fractionSize":17"#, "fractionSize is over 16"),
            (
                r#""type":"value","metric":{"type":"unknown"},"formatRules":[{"threshold":1,"operator":"="}]"#,
                "not '>' or '<'",
            ),
            (
                r#""type":"graph","graph":{"type":"unknown"},"referenceLines":[{"label":" ","value":1}]"#,
                "not 1 to 32",
            ),
            (
                r#""type":"graph","graph":{"type":"unknown"},"referenceLines":[{"label":"a","value":-1}]"#,
                "below 0",
            ),
            (
                r#""type":"graph","graph":{"type":"unknown"},"referenceLines":[{"label":"a","value":1},{"label":"b","value":1}]"#,
                "more than one line",
            ),
        ] {
            let error = complete(fields).expect_err(fields);
            assert!(error.contains(reason), "{fields}: {error}");
        }
    }

    #[test]
    fn a_widget_of_another_version_is_kept() {
        let widget = complete(r#""type":"hologram","depth":{"z":[1,2.5]}"#).expect("kept");
        let layout = json!({"x": 0, "y": 0, "width": 6, "height": 6});
        assert_eq!(
            widget,
            json!({"type": "hologram", "title": "", "depth": {"z": [1, 2.5]}, "layout": layout})
        );
    }

    #[test]
    fn widgets_keep_what_is_unknown_and_gain_what_replies_have() {
        let widget = complete(
            r#""type":"graph","metric":null,"range":null,"novel":[1],
               "graph":{"type":"role","roleFullname":"shop: web","name":"loadavg5","odd":true},
               "valueRange":{"min":1,"max":null}"#,
        );
        assert_eq!(
            widget.expect("a good widget"),
            json!({
                "type": "graph", "title": "", "novel": [1], "referenceLines": [], "valueRange": {"min": 1},
                "graph": {"type": "role", "roleFullname": "shop: web", "name": "loadavg5", "odd": true, "isStacked": false},
                "layout": {"x": 0, "y": 0, "width": 6, "height": 6},
            })
        );
    }

    #[test]
    fn what_is_gone_is_unknown_in_replies() {
        let services =
            [Service { name: "shop".to_owned(), memo: String::new(), roles: vec!["web".to_owned()] }];
        let graph = |graph: Value| json!({"graph": graph});
        for (widget, expected) in [
            (graph(json!({"type": "role", "roleFullname": "shop: web"})), None),
            (
                graph(json!({"type": "role", "roleFullname": "shop:db"})),
                Some(graph(json!({"type": "unknown"}))),
            ),
            (graph(json!({"type": "service", "serviceName": "shop"})), None),
            (graph(json!({"type": "service", "serviceName": "x"})), Some(graph(json!({"type": "unknown"})))),
            (
                json!({"metric": {"type": "service", "serviceName": "x"}}),
                Some(json!({"metric": {"type": "unknown"}})),
            ),
            (json!({"roleFullname": "shop:web"}), None),
            (json!({"roleFullname": "shop:db"}), Some(json!({"roleFullname": null}))),
        ] {
            let mut dashboard = Map::from_iter([("widgets".to_owned(), json!([widget]))]);
            hide_missing(&mut dashboard, &services);
            assert_eq!(dashboard["widgets"][0], expected.unwrap_or(widget));
        }
    }
}
