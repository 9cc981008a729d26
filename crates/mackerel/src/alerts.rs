//! Alerts and their logs. An alert knows neither metric nor threshold: join through its monitor.

use crate::endpoint::{Path, endpoint, get, send};
use crate::names::null_as_default;
use http::Method;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use series::Time;

const ROOT: &str = "/api/v0/alerts";

/// Most alerts or log entries in one page, and how many a page has when not said.
pub const MAX_LIMIT: u32 = 100;

/// How bad it is, worst last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum AlertStatus {
    /// Fine; a closed alert.
    Ok,
    /// Nobody knows.
    Unknown,
    /// Bad.
    Warning,
    /// Worst.
    Critical,
}

/// An alert.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Alert {
    /// Opaque id.
    pub id: String,
    /// `OK` once closed.
    pub status: AlertStatus,
    /// The monitor that raised it; it may be deleted since.
    pub monitor_id: String,
    /// The monitor's type, as text: new types may come.
    #[serde(rename = "type")]
    pub kind: String,
    /// Only for connectivity, host, check and anomaly detection.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub host_id: Option<String>,
    /// The observed value; absent may mean 0 where relayed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
    /// What a check or an external monitor said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// Why it was closed by hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Free text.
    #[serde(default, deserialize_with = "null_as_default")]
    pub memo: String,
    /// When it opened.
    pub opened_at: Time,
    /// When it closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<Time>,
    /// What else the server sent.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// One page of alerts, the newest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AlertPage {
    /// This page.
    pub alerts: Vec<Alert>,
    /// Where the next page begins; absent on the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_id: Option<String>,
}

/// What happened to an alert, once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AlertLog {
    /// Opaque id.
    pub id: String,
    /// Status from then on.
    pub status: AlertStatus,
    /// What caused it, as text: new triggers may come.
    pub trigger: String,
    /// The monitor; `null` once it is changed or deleted.
    pub monitor_id: Option<String>,
    /// The value seen.
    pub target_value: Option<f64>,
    /// More, for checks.
    #[serde(default)]
    pub status_detail: Option<Value>,
    /// When.
    pub created_at: Time,
}

/// One page of log entries, the newest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AlertLogPage {
    /// This page.
    pub logs: Vec<AlertLog>,
    /// Where the next page begins; absent on the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_id: Option<String>,
}

/// `GET /alerts`.
#[derive(Debug, Clone, Default)]
pub struct ListAlerts {
    /// Closed ones too, mixed in by opening time.
    pub with_closed: bool,
    /// Where to begin: a page's `next_id`.
    pub next_id: Option<String>,
    /// 1 to [`MAX_LIMIT`].
    pub limit: Option<u32>,
}

endpoint!(ListAlerts => AlertPage, |call| get(Path::new(ROOT)
    .query_if("withClosed", call.with_closed.then_some(true))
    .query_if("nextId", call.next_id.as_ref())
    .query_if("limit", call.limit)
    .build()));

/// `GET /alerts/<id>`.
#[derive(Debug, Clone)]
pub struct GetAlert {
    /// The alert.
    pub id: String,
}

endpoint!(GetAlert => Alert, |call| get(Path::new(ROOT).segment(&call.id).build()));

/// What `PUT /alerts/<id>` sets.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemoParam {
    /// The new memo; missing clears it.
    #[serde(default, deserialize_with = "null_as_default")]
    pub memo: String,
}

/// What `PUT /alerts/<id>` answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemoReply {
    /// The alert.
    pub id: String,
    /// Its memo now.
    pub memo: String,
}

/// `PUT /alerts/<id>`.
#[derive(Debug, Clone)]
pub struct SetAlertMemo {
    /// The alert.
    pub id: String,
    /// Its new memo.
    pub memo: String,
}

endpoint!(SetAlertMemo => MemoReply, |call| send(
    Method::PUT,
    Path::new(ROOT).segment(&call.id).build(),
    &MemoParam { memo: call.memo.clone() },
));

/// What `POST /alerts/<id>/close` is given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CloseParam {
    /// Why; may be empty.
    pub reason: String,
}

/// `POST /alerts/<id>/close`.
#[derive(Debug, Clone)]
pub struct CloseAlert {
    /// The alert.
    pub id: String,
    /// Why; may be empty.
    pub reason: String,
}

endpoint!(CloseAlert => Alert, |call| send(
    Method::POST,
    Path::new(ROOT).segment(&call.id).segment("close").build(),
    &CloseParam { reason: call.reason.clone() },
));

/// `GET /alerts/<id>/logs`.
#[derive(Debug, Clone)]
pub struct ListAlertLogs {
    /// The alert.
    pub id: String,
    /// Where to begin: a page's `next_id`.
    pub next_id: Option<String>,
    /// 1 to [`MAX_LIMIT`].
    pub limit: Option<u32>,
}

endpoint!(ListAlertLogs => AlertLogPage, |call| get(Path::new(ROOT)
    .segment(&call.id)
    .segment("logs")
    .query_if("nextId", call.next_id.as_ref())
    .query_if("limit", call.limit)
    .build()));
