//! Alert group settings: which alerts belong together. The groups themselves no call tells; the app makes them.

use crate::endpoint::{endpoint, get};
use crate::names::null_as_default;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A setting. Kinds of scope are joined by and, the scopes of one kind by or.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AlertGroupSetting {
    /// Opaque id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Free text.
    #[serde(default, deserialize_with = "null_as_default")]
    pub memo: String,
    /// Services.
    #[serde(default, deserialize_with = "null_as_default")]
    pub service_scopes: Vec<String>,
    /// Full names of roles.
    #[serde(default, deserialize_with = "null_as_default")]
    pub role_scopes: Vec<String>,
    /// Ids of monitors.
    #[serde(default, deserialize_with = "null_as_default")]
    pub monitor_scopes: Vec<String>,
    /// Minutes between notifications of a group that stays open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notification_interval: Option<u64>,
    /// Everything else.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// `{"alertGroupSettings":[..]}`
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AlertGroupSettingList {
    /// All settings.
    pub alert_group_settings: Vec<AlertGroupSetting>,
}

/// `GET /alert-group-settings`.
#[derive(Debug, Clone, Copy)]
pub struct ListAlertGroupSettings;

endpoint!(ListAlertGroupSettings => AlertGroupSettingList, |_call| get("/api/v0/alert-group-settings".to_owned()));
