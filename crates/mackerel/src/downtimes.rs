//! Downtimes: when nobody wants an alert. There is no call for a single one.

mod calendar;
mod occurrences;
mod scope;

pub use occurrences::WEEKDAYS;
pub use scope::Target;

use crate::endpoint::{Nothing, Path, endpoint, get, send};
use crate::names::{null_as_default, whole_seconds};
use http::Method;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use series::Time;

const ROOT: &str = "/api/v0/downtimes";

/// A downtime. Kinds of scope are joined by and, the scopes of one kind by or; no scope at all is everything.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Downtime {
    /// Given by the server.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Free text.
    #[serde(default, deserialize_with = "null_as_default")]
    pub memo: String,
    /// When it begins the first time.
    #[serde(deserialize_with = "whole_seconds")]
    pub start: Time,
    /// How long it lasts, in minutes.
    pub duration: u64,
    /// Whether it comes again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recurrence: Option<Recurrence>,
    /// Services.
    #[serde(default, deserialize_with = "null_as_default")]
    pub service_scopes: Vec<String>,
    /// Services that it is not for.
    #[serde(default, deserialize_with = "null_as_default")]
    pub service_exclude_scopes: Vec<String>,
    /// Full names of roles.
    #[serde(default, deserialize_with = "null_as_default")]
    pub role_scopes: Vec<String>,
    /// Full names of roles that it is not for.
    #[serde(default, deserialize_with = "null_as_default")]
    pub role_exclude_scopes: Vec<String>,
    /// Ids of monitors.
    #[serde(default, deserialize_with = "null_as_default")]
    pub monitor_scopes: Vec<String>,
    /// Ids of monitors that it is not for.
    #[serde(default, deserialize_with = "null_as_default")]
    pub monitor_exclude_scopes: Vec<String>,
    /// Everything else.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// How a downtime comes again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recurrence {
    /// `hourly`, `daily`, `weekly`, `monthly` or `yearly`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Every so many of them.
    pub interval: u64,
    /// `Sunday` to `Saturday`, only with `weekly`.
    #[serde(default, deserialize_with = "null_as_default", skip_serializing_if = "Vec::is_empty")]
    pub weekdays: Vec<String>,
    /// When it no longer does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Time>,
}

/// `{"downtimes":[..]}`
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DowntimeList {
    /// All downtimes.
    pub downtimes: Vec<Downtime>,
}

/// `GET /downtimes`.
#[derive(Debug, Clone, Copy)]
pub struct ListDowntimes;

endpoint!(ListDowntimes => DowntimeList, |_call| get(ROOT.to_owned()));

/// `POST /downtimes`. The id is the server's.
#[derive(Debug, Clone)]
pub struct CreateDowntime(pub Downtime);

endpoint!(CreateDowntime => Downtime, |call| send(Method::POST, ROOT.to_owned(), &call.0));

/// `PUT /downtimes/<id>`: replaces it whole.
#[derive(Debug, Clone)]
pub struct UpdateDowntime(pub Downtime);

endpoint!(UpdateDowntime => Downtime, |call| send(Method::PUT, Path::new(ROOT).segment(&call.0.id).build(), &call.0));

/// `DELETE /downtimes/<id>`.
#[derive(Debug, Clone)]
pub struct DeleteDowntime {
    /// The downtime.
    pub id: String,
}

endpoint!(DeleteDowntime => Downtime, |call| send(Method::DELETE, Path::new(ROOT).segment(&call.id).build(), &Nothing {}));
