//! Downtimes: when nobody wants an alert.

use super::fields::{Absent, Field, Is, Reference, apply, empty, none};
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
    Field { name: "name", is: Is::Text(1, 255), absent: Absent::Refused },
    Field { name: "memo", is: Is::Text(0, 2_048), absent: Absent::Becomes(empty) },
    Field { name: "start", is: Is::Time, absent: Absent::Refused },
    Field { name: "duration", is: Is::Whole(1, i64::MAX), absent: Absent::Refused },
    Field { name: "recurrence", is: Is::Object(RECURRENCE), absent: Absent::Fine },
    Field { name: "serviceScopes", is: Is::All(Reference::Service), absent: Absent::Becomes(none) },
    Field { name: "serviceExcludeScopes", is: Is::All(Reference::Service), absent: Absent::Becomes(none) },
    Field { name: "roleScopes", is: Is::All(Reference::Role), absent: Absent::Becomes(none) },
    Field { name: "roleExcludeScopes", is: Is::All(Reference::Role), absent: Absent::Becomes(none) },
    Field { name: "monitorScopes", is: Is::All(Reference::Monitor), absent: Absent::Becomes(none) },
    Field { name: "monitorExcludeScopes", is: Is::All(Reference::Monitor), absent: Absent::Becomes(none) },
];

const RECURRENCE: &[Field] = &[
    Field {
        name: "type",
        is: Is::Word(&["hourly", "daily", "weekly", "monthly", "yearly"]),
        absent: Absent::Refused,
    },
    Field { name: "interval", is: Is::Whole(1, i64::MAX), absent: Absent::Refused },
    Field {
        name: "weekdays",
        is: Is::Words(&["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]),
        absent: Absent::Fine,
    },
    Field { name: "until", is: Is::Time, absent: Absent::Fine },
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
