//! Downtimes: when nobody wants an alert.

use super::fields::{Field, Is, Reference, apply, empty, none, optional, or, required};
use super::resource::{Resource, Show};
use crate::State;
use crate::store::objects::{Kind, Object};
use crate::store::{Db, Error};
use axum::Router;
use serde_json::Value;

static DOWNTIMES: Resource = Resource {
    path: "/api/v0/downtimes",
    list_key: "downtimes",
    kind: Kind::DOWNTIME,
    check,
    created: None,
    deleting: None,
    show: Show::InListOnly,
};

const RULES: &[Field] = &[
    required("name", Is::Text(1, 255)),
    or("memo", Is::Text(0, 2_048), empty),
    required("start", Is::Time),
    required("duration", Is::Whole(1, i64::MAX)),
    optional("recurrence", Is::Object(RECURRENCE)),
    or("serviceScopes", Is::All(Reference::Service), none),
    or("serviceExcludeScopes", Is::All(Reference::Service), none),
    or("roleScopes", Is::All(Reference::Role), none),
    or("roleExcludeScopes", Is::All(Reference::Role), none),
    or("monitorScopes", Is::All(Reference::Monitor), none),
    or("monitorExcludeScopes", Is::All(Reference::Monitor), none),
];

const RECURRENCE: &[Field] = &[
    required("type", Is::Word(&["hourly", "daily", "weekly", "monthly", "yearly"])),
    required("interval", Is::Whole(1, i64::MAX)),
    optional(
        "weekdays",
        Is::Words(&["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]),
    ),
    optional("until", Is::Time),
];

pub(super) fn routes() -> Router<State> {
    super::resource::routes(&DOWNTIMES)
}

fn check(db: &Db<'_>, mut downtime: Object, _stored: Option<&Object>) -> Result<Object, Error> {
    apply(db, RULES, &mut downtime)?;
    if let Some(recurrence) = downtime.get("recurrence") {
        let has_weekdays = recurrence["weekdays"].as_array().is_some_and(|weekdays| !weekdays.is_empty());
        if has_weekdays && recurrence["type"] != "weekly" {
            return Err(Error::Invalid("recurrence.weekdays go with type weekly only".to_owned()));
        }
    }
    for (within, without) in [
        ("serviceScopes", "serviceExcludeScopes"),
        ("roleScopes", "roleExcludeScopes"),
        ("monitorScopes", "monitorExcludeScopes"),
    ] {
        let scopes = |name: &str| downtime.get(name).and_then(Value::as_array).into_iter().flatten();
        let mut all: Vec<&str> = scopes(within).chain(scopes(without)).filter_map(Value::as_str).collect();
        all.sort_unstable();
        if let Some((twice, _)) = all.iter().zip(all.iter().skip(1)).find(|(one, next)| one == next) {
            return Err(Error::Invalid(format!("{within} and {without} have {twice:?} twice")));
        }
    }
    Ok(downtime)
}
