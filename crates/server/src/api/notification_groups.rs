//! Notification groups: which channels are told of what. There is always the default one, under its name.

use super::fields::{Field, Is, Reference, apply, no, none, or, required};
use super::resource::{Resource, Show};
use crate::State;
use crate::store::objects::{self, Kind, Object};
use crate::store::{Db, Error};
use axum::Router;
use serde_json::{Value, json};

static GROUPS: Resource = Resource {
    path: "/api/v0/notification-groups",
    list_key: "notificationGroups",
    kind: Kind::NOTIFICATION_GROUP,
    check,
    created: None,
    deleting: Some(deleting),
    show: Show::InListOnly,
};

const RULES: &[Field] = &[
    required("name", Is::Text(1, 255)),
    or("notificationLevel", Is::Word(&["all", "critical"]), || json!("all")),
    or("childNotificationGroupIds", Is::All(Reference::Object(Kind::NOTIFICATION_GROUP)), none),
    or("childChannelIds", Is::All(Reference::Object(Kind::CHANNEL)), none),
    or("monitors", Is::Objects(MONITOR), none),
    or("services", Is::Objects(SERVICE), none),
];
const MONITOR: &[Field] = &[required("id", Is::One(Reference::Monitor)), or("skipDefault", Is::Flag, no)];
const SERVICE: &[Field] = &[required("name", Is::One(Reference::Service))];

/// The type of the one group that is always there.
const DEFAULT: &str = "group-default";

pub(super) fn routes() -> Router<State> {
    super::resource::routes(&GROUPS)
}

/// Has the default group tell a channel.
pub(super) fn add_to_default(db: &Db<'_>, channel: &Object) -> Result<(), Error> {
    for mut group in objects::list(db, Kind::NOTIFICATION_GROUP)?.into_iter().filter(is_default) {
        let id = id_of(&group).to_owned();
        if let Some(Value::Array(children)) = group.get_mut("childChannelIds") {
            children.push(id_of(channel).into());
            objects::update(db, Kind::NOTIFICATION_GROUP, &id, group)?;
        }
    }
    Ok(())
}

/// Takes an object that goes out of a list of every group.
pub(super) fn forget(db: &Db<'_>, list: &str, gone: &Object) -> Result<(), Error> {
    objects::forget(db, Kind::NOTIFICATION_GROUP, list, id_of(gone))
}

fn check(db: &Db<'_>, mut group: Object, stored: Option<&Object>) -> Result<Object, Error> {
    apply(db, RULES, &mut group)?;
    if let Some(default) = stored.filter(|stored| is_default(stored))
        && default.get("name") != group.get("name")
    {
        return Err(Error::Invalid("name of the default notification group cannot be changed".to_owned()));
    }
    let kind = stored.and_then(|stored| stored.get("type")).cloned().unwrap_or_else(|| json!("group"));
    if group.get("type").is_some_and(|wanted| *wanted != kind) {
        return Err(Error::Invalid(format!("type can only be {kind}")));
    }
    let children = group.get("childNotificationGroupIds").and_then(Value::as_array);
    if let Some(id) = stored.map(id_of)
        && children.is_some_and(|children| children.iter().any(|child| child == id))
    {
        return Err(Error::Invalid("childNotificationGroupIds has the group itself".to_owned()));
    }
    group.insert("type".to_owned(), kind);
    Ok(group)
}

fn deleting(db: &Db<'_>, group: &Object) -> Result<(), Error> {
    if is_default(group) {
        return Err(Error::Invalid("the default notification group cannot be deleted".to_owned()));
    }
    forget(db, "childNotificationGroupIds", group)
}

fn is_default(group: &Object) -> bool {
    group.get("type").is_some_and(|kind| kind == DEFAULT)
}

fn id_of(object: &Object) -> &str {
    object.get("id").and_then(Value::as_str).unwrap_or_default()
}
