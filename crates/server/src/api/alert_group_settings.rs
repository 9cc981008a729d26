//! Alert group settings: which alerts belong together.

use super::fields::{Field, Is, Reference, apply, empty, none, optional, or, required};
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
    required("name", Is::Text(1, 255)),
    or("memo", Is::Text(0, 2_048), empty),
    or("serviceScopes", Is::All(Reference::Service), none),
    or("roleScopes", Is::All(Reference::Role), none),
    or("monitorScopes", Is::All(Reference::Monitor), none),
    optional("notificationInterval", Is::Whole(10, i64::MAX)),
];

pub(super) fn routes() -> Router<State> {
    super::resource::routes(&SETTINGS)
}

fn check(db: &Db<'_>, mut setting: Object, _stored: Option<&Object>) -> Result<Object, Error> {
    apply(db, RULES, &mut setting)?;
    Ok(setting)
}
