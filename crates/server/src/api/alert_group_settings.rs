//! Alert group settings: which alerts belong together.

use super::fields::{Absent, Field, Is, Reference, apply, empty, none};
use super::resource::{Resource, Show};
use crate::State;
use crate::store::objects::{Kind, Object};
use crate::store::{Db, Error};
use axum::Router;

static SETTINGS: Resource = Resource {
    path: "/api/v0/alert-group-settings",
    list_key: "alertGroupSettings",
    kind: Kind::ALERT_GROUP_SETTING,
    check,
    created: None,
    deleting: None,
    show: Show::ById,
};

const RULES: &[Field] = &[
    Field { name: "name", is: Is::Text(1, 255), absent: Absent::Refused },
    Field { name: "memo", is: Is::Text(0, 2_048), absent: Absent::Becomes(empty) },
    Field { name: "serviceScopes", is: Is::All(Reference::Service), absent: Absent::Becomes(none) },
    Field { name: "roleScopes", is: Is::All(Reference::Role), absent: Absent::Becomes(none) },
    Field { name: "monitorScopes", is: Is::All(Reference::Monitor), absent: Absent::Becomes(none) },
    Field { name: "notificationInterval", is: Is::Whole(10, i64::MAX), absent: Absent::Fine },
];

pub(super) fn routes() -> Router<State> {
    super::resource::routes(&SETTINGS)
}

fn check(db: &Db<'_>, mut setting: Object, _stored: Option<&Object>) -> Result<Object, Error> {
    apply(db, RULES, &mut setting)?;
    Ok(setting)
}
