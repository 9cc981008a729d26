//! Channels: where notifications go. Mail, Slack and webhooks can be made here; others are only listed.

use super::fields::{Absent, Field, Is, Reference, apply, no, none};
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
    Field { name: "emails", is: Is::Texts, absent: Absent::Becomes(none) },
    Field { name: "userIds", is: Is::All(Reference::Object(Kind::USER)), absent: Absent::Becomes(none) },
    EVENTS,
    ADD,
];
const SLACK: &[Field] = &[
    NAME,
    URL,
    Field { name: "mentions", is: Is::Object(MENTIONS), absent: Absent::Becomes(nobody) },
    IMAGE,
    EVENTS,
    ADD,
];
const WEBHOOK: &[Field] = &[NAME, URL, IMAGE, EVENTS, ADD];

const NAME: Field = Field { name: "name", is: Is::Text(1, 255), absent: Absent::Refused };
const URL: Field = Field { name: "url", is: Is::Text(1, 2_048), absent: Absent::Refused };
const IMAGE: Field = Field { name: "enabledGraphImage", is: Is::Flag, absent: Absent::Becomes(no) };
const EVENTS: Field = Field {
    name: "events",
    is: Is::Words(&["alert", "alertGroup", "hostStatus", "hostRegister", "hostRetire", "monitor"]),
    absent: Absent::Becomes(none),
};
const MENTIONS: &[Field] = &[
    Field { name: "ok", is: Is::Text(0, 2_048), absent: Absent::Fine },
    Field { name: "warning", is: Is::Text(0, 2_048), absent: Absent::Fine },
    Field { name: "critical", is: Is::Text(0, 2_048), absent: Absent::Fine },
];

/// On creation only: whether the default notification group tells this channel.
const ADD: Field = Field { name: ADD_TO_DEFAULT, is: Is::Flag, absent: Absent::Fine };
const ADD_TO_DEFAULT: &str = "addToDefaultNotificationGroup";

pub(super) fn routes() -> Router<State> {
    super::resource::routes(&CHANNELS)
}

fn check(db: &Db<'_>, mut channel: Object, stored: Option<&Object>) -> Result<Object, Error> {
    let kind = channel.get("type").and_then(Value::as_str).unwrap_or_default();
    if let Some(stored) = stored.and_then(|stored| stored.get("type")).filter(|stored| *stored != kind) {
        return Err(Error::Invalid(format!("type is {kind:?}, but this channel's is {stored} for good")));
    }
    let rules = match kind {
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
