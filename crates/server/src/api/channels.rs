//! Channels: where notifications go. Mail, Slack and webhooks can be made here; others are only listed.

use super::fields::{Field, Is, Reference, apply, no, none, optional, or, required, short};
use super::notification_groups::{add_to_default, forget};
use super::resource::{Resource, Show};
use crate::State;
use crate::store::objects::{self, Kind, Object};
use crate::store::{Db, Error};
use axum::Router;
use serde_json::{Value, json};

static CHANNELS: Resource = Resource {
    path: "/api/v0/channels",
    list_key: "channels",
    kind: Kind::CHANNEL,
    check,
    created: Some(join_default),
    deleting: Some(|db, channel| forget(db, "childChannelIds", channel)),
    show: Show::InListOnly,
};

const EMAIL: &[Field] = &[
    NAME,
    or("emails", Is::Texts, none),
    or("userIds", Is::All(Reference::Object(Kind::USER)), none),
    EVENTS,
    ADD,
];
const SLACK: &[Field] = &[NAME, URL, or("mentions", Is::Object(MENTIONS), nobody), IMAGE, EVENTS, ADD];
const WEBHOOK: &[Field] = &[NAME, URL, IMAGE, EVENTS, ADD];

const NAME: Field = required("name", Is::Text(1, 255));
const URL: Field = required("url", Is::Text(1, 2_048));
const IMAGE: Field = or("enabledGraphImage", Is::Flag, no);
const EVENTS: Field = or(
    "events",
    Is::Words(&["alert", "alertGroup", "hostStatus", "hostRegister", "hostRetire", "monitor"]),
    none,
);
const MENTIONS: &[Field] = &[
    optional("ok", Is::Text(0, 2_048)),
    optional("warning", Is::Text(0, 2_048)),
    optional("critical", Is::Text(0, 2_048)),
];

/// On creation only: whether the default notification group tells this channel.
const ADD: Field = optional(ADD_TO_DEFAULT, Is::Flag);
const ADD_TO_DEFAULT: &str = "addToDefaultNotificationGroup";

pub(super) fn routes() -> Router<State> {
    super::resource::routes(&CHANNELS)
}

fn check(db: &Db<'_>, mut channel: Object, stored: Option<&Object>) -> Result<Object, Error> {
    let kind = short(channel.get("type").and_then(Value::as_str).unwrap_or_default());
    if let Some(stored) = stored.and_then(|stored| stored.get("type")).filter(|stored| **stored != *kind) {
        return Err(Error::Invalid(format!("type is {kind:?}, but this channel's is {stored} for good")));
    }
    let rules = match kind.as_str() {
        "email" => EMAIL,
        "slack" => SLACK,
        "webhook" => WEBHOOK,
        _ => return Err(Error::Invalid(format!("type is {kind:?}, not one of email, slack, webhook"))),
    };
    apply(db, rules, &mut channel)?;
    let url = channel.get("url").and_then(Value::as_str);
    if url.is_some_and(|url| !url.starts_with("https://") && !url.starts_with("http://")) {
        return Err(Error::Invalid("url is not one of http or https".to_owned()));
    }
    if stored.is_some() {
        channel.remove(ADD_TO_DEFAULT);
    }
    Ok(channel)
}

/// A new channel is told of everything unless its maker says otherwise; what they said is not kept.
fn join_default(db: &Db<'_>, mut channel: Object) -> Result<Object, Error> {
    if channel.remove(ADD_TO_DEFAULT) != Some(Value::Bool(false)) {
        add_to_default(db, &channel)?;
    }
    let id = channel.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
    objects::update(db, Kind::CHANNEL, &id, channel)
}

fn nobody() -> Value {
    json!({})
}
