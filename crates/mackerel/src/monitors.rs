//! Monitors: what raises alerts. Every type in one shape, with the fields of others absent.

mod rate;
mod scope;

pub use rate::{RateMetric, is_measured};

use crate::endpoint::{Nothing, Path, endpoint, get, send};
use crate::names::null_as_default;
use http::Method;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

const ROOT: &str = "/api/v0/monitors";

/// A monitor. The fields here are those that the app reads; all others are kept in `extra`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Monitor {
    /// Given by the server.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub id: String,
    /// `connectivity`, `host`, `service`, `external`, `expression`, `anomalyDetection` or `query`.
    #[serde(rename = "type")]
    pub kind: String,
    /// What it is called.
    #[serde(default, deserialize_with = "null_as_default")]
    pub name: String,
    /// Free text, shown with its alerts.
    #[serde(default, deserialize_with = "null_as_default")]
    pub memo: String,
    /// Whether nobody is told.
    #[serde(default, deserialize_with = "null_as_default")]
    pub is_mute: bool,
    /// The metric it watches, for host and service monitors.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metric: Option<String>,
    /// The service, for service and external monitors.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// `>` or `<`, the observed value on the left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operator: Option<String>,
    /// Threshold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warning: Option<f64>,
    /// Threshold; wins where both are passed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub critical: Option<f64>,
    /// What an external monitor asks for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// What an expression monitor evaluates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expression: Option<String>,
    /// Everything else.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// `{"monitors":[..]}`
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MonitorList {
    /// Ordered by type, then name.
    pub monitors: Vec<Monitor>,
}

/// `{"monitor":{..}}`
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MonitorReply {
    /// The monitor.
    pub monitor: Monitor,
}

/// `GET /monitors`.
#[derive(Debug, Clone, Copy)]
pub struct ListMonitors;

endpoint!(ListMonitors => MonitorList, |_call| get(ROOT.to_owned()));

/// `GET /monitors/<id>`.
#[derive(Debug, Clone)]
pub struct GetMonitor {
    /// The monitor.
    pub id: String,
}

endpoint!(GetMonitor => MonitorReply, |call| get(Path::new(ROOT).segment(&call.id).build()));

/// `POST /monitors`. The id is the server's.
#[derive(Debug, Clone)]
pub struct CreateMonitor(pub Monitor);

endpoint!(CreateMonitor => Monitor, |call| send(Method::POST, ROOT.to_owned(), &call.0));

/// `PUT /monitors/<id>`: replaces all but the type, which stays.
#[derive(Debug, Clone)]
pub struct UpdateMonitor(pub Monitor);

endpoint!(UpdateMonitor => Monitor, |call| send(Method::PUT, Path::new(ROOT).segment(&call.0.id).build(), &call.0));

/// `DELETE /monitors/<id>`: its open alerts close.
#[derive(Debug, Clone)]
pub struct DeleteMonitor {
    /// The monitor.
    pub id: String,
}

endpoint!(DeleteMonitor => Monitor, |call| send(Method::DELETE, Path::new(ROOT).segment(&call.id).build(), &Nothing {}));
