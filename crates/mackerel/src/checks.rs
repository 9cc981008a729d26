//! Check monitoring: what agents report of their own checks, and how a host stands with all that watches it.

use crate::alerts::AlertStatus;
use crate::endpoint::{Path, Success, endpoint, get, send};
use crate::names::{null_as_default, whole_seconds};
use http::Method;
use serde::{Deserialize, Serialize};
use series::Time;

const ROOT: &str = "/api/v0/monitoring/checks";

/// Most reports in one call.
pub const MAX_REPORTS: usize = 100;

/// A check monitor. Its id is what check alerts have as `monitorId`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckName {
    /// Opaque id.
    pub id: String,
    /// Its name on the host.
    pub name: String,
}

/// One page of check monitors, by id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CheckPage {
    /// This page.
    pub checks: Vec<CheckName>,
    /// Where the next page begins; absent on the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_id: Option<String>,
}

/// `{"check":{..}}`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckReply {
    /// The check monitor.
    pub check: CheckName,
}

/// `GET /monitoring/checks`.
#[derive(Debug, Clone, Default)]
pub struct ListChecks {
    /// Where to begin: a page's `next_id`.
    pub next_id: Option<String>,
    /// 1 to 100.
    pub limit: Option<u32>,
}

endpoint!(ListChecks => CheckPage, |call| get(Path::new(ROOT)
    .query_if("nextId", call.next_id.as_ref())
    .query_if("limit", call.limit)
    .build()));

/// `GET /monitoring/checks/<id>`.
#[derive(Debug, Clone)]
pub struct GetCheck {
    /// The check monitor.
    pub id: String,
}

endpoint!(GetCheck => CheckReply, |call| get(Path::new(ROOT).segment(&call.id).build()));

/// `POST /monitoring/checks/report`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportChecks {
    /// At most [`MAX_REPORTS`].
    #[serde(deserialize_with = "null_as_default")]
    pub reports: Vec<CheckReport>,
}

endpoint!(ReportChecks => Success, |call| send(Method::POST, Path::new(ROOT).segment("report").build(), call));

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CheckReport {
    /// Where it ran.
    pub source: CheckSource,
    /// The check's name.
    pub name: String,
    /// How it went.
    pub status: AlertStatus,
    /// In words, at most 1,024 characters.
    #[serde(default, deserialize_with = "null_as_default")]
    pub message: String,
    /// When it ran.
    #[serde(deserialize_with = "whole_seconds")]
    pub occurred_at: Time,
    /// Minutes between notifications of an alert that stays; less than 10 is 10.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notification_interval: Option<u64>,
    /// How many reports in a row must be bad before an alert opens, 1 to 10.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_check_attempts: Option<u64>,
}

/// Where a check ran.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum CheckSource {
    /// On a host.
    #[serde(rename_all = "camelCase")]
    Host {
        /// The host.
        host_id: String,
    },
}

/// `{"monitoredStatuses":[..]}`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MonitoredStatusList {
    /// One for each monitor that watches the host itself.
    pub monitored_statuses: Vec<MonitoredStatus>,
}

/// How a host stands with one monitor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MonitoredStatus {
    /// The monitor, or the check monitor.
    pub monitor_id: String,
    /// How it stands.
    pub status: AlertStatus,
    /// More, for checks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<CheckDetail>,
}

/// What a check last said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckDetail {
    /// `check`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Its message.
    pub message: String,
    /// The memo of its configuration.
    #[serde(default, deserialize_with = "null_as_default")]
    pub memo: String,
}

/// `GET /hosts/<id>/monitored-statuses`.
#[derive(Debug, Clone)]
pub struct MonitoredStatuses {
    /// The host.
    pub host_id: String,
}

endpoint!(MonitoredStatuses => MonitoredStatusList, |call| get(Path::new("/api/v0/hosts")
    .segment(&call.host_id)
    .segment("monitored-statuses")
    .build()));
