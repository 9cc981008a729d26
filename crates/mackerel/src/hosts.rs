//! Hosts: registration, status, roles, retirement, and which metrics they have.

mod bulk;

pub use bulk::{MAX_BULK, RetireHosts, SetHostStatuses};

use crate::endpoint::{Nothing, Path, Success, endpoint, get, send};
use crate::names::null_as_default;
use http::Method;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use series::Time;
use std::collections::BTreeMap;

const ROOT: &str = "/api/v0/hosts";

/// A host as the API answers it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Host {
    /// Opaque id.
    pub id: String,
    /// Usually the host name of the machine.
    pub name: String,
    /// Shown instead of `name` when not empty.
    #[serde(default)]
    pub display_name: Option<String>,
    /// Unique among hosts that are not retired.
    #[serde(default)]
    pub custom_identifier: Option<String>,
    /// What the agent says of the machine: `kernel`, `cpu`, `memory`, `filesystem`, ...
    #[serde(default, deserialize_with = "null_as_default")]
    pub meta: Map<String, Value>,
    /// Network interfaces, as the agent sent them.
    #[serde(default, deserialize_with = "null_as_default")]
    pub interfaces: Vec<Value>,
    /// `standard` or `micro`.
    #[serde(default)]
    pub size: String,
    /// What its people say of it.
    pub status: HostStatus,
    /// Free text.
    #[serde(default, deserialize_with = "null_as_default")]
    pub memo: String,
    /// Whether it is gone for good.
    #[serde(default)]
    pub is_retired: bool,
    /// When it was retired.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retired_at: Option<Time>,
    /// When it was registered.
    #[serde(default)]
    pub created_at: Time,
    /// Service name to role names.
    #[serde(default, deserialize_with = "null_as_default")]
    pub roles: BTreeMap<String, Vec<String>>,
}

impl Host {
    /// The name to show.
    pub fn label(&self) -> &str {
        self.display_name.as_deref().filter(|name| !name.is_empty()).unwrap_or(&self.name)
    }

    /// Whether it is in a role.
    pub fn has_role(&self, service: &str, role: &str) -> bool {
        self.roles.get(service).is_some_and(|roles| roles.iter().any(|one| one == role))
    }
}

/// A host's status. It decides what is monitored and notified.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum HostStatus {
    /// Monitored and notified.
    Working,
    /// Monitored, not notified.
    Standby,
    /// Neither.
    Maintenance,
    /// Neither.
    Poweroff,
}

impl HostStatus {
    /// All four, in the order they are shown.
    pub const ALL: [Self; 4] = [Self::Working, Self::Standby, Self::Maintenance, Self::Poweroff];

    /// The word of the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Working => "working",
            Self::Standby => "standby",
            Self::Maintenance => "maintenance",
            Self::Poweroff => "poweroff",
        }
    }
}

/// The text is not a host status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("status must be working, standby, maintenance or poweroff")]
pub struct NotAStatus;

impl std::str::FromStr for HostStatus {
    type Err = NotAStatus;

    fn from_str(text: &str) -> Result<Self, NotAStatus> {
        Self::ALL.into_iter().find(|status| status.as_str() == text).ok_or(NotAStatus)
    }
}

/// What registers a host, and replaces what is known of it.
///
/// On an update an absent `display_name` or `memo` keeps what is stored; `roleFullnames` only adds.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HostParam {
    /// Required.
    pub name: String,
    /// Shown instead of `name`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// Unique among hosts that are not retired; empty is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custom_identifier: Option<String>,
    /// What the agent says of the machine.
    #[serde(default, deserialize_with = "null_as_default")]
    pub meta: Map<String, Value>,
    /// Network interfaces; `None` keeps what is stored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interfaces: Option<Vec<Value>>,
    /// Roles to add, created when missing.
    #[serde(default, deserialize_with = "null_as_default")]
    pub role_fullnames: Vec<String>,
    /// Check monitors the agent runs; `None` keeps what is stored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checks: Option<Vec<CheckParam>>,
    /// Free text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub memo: Option<String>,
}

/// A check monitor that an agent runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckParam {
    /// Its name on the host.
    pub name: String,
    /// Free text.
    #[serde(default, deserialize_with = "null_as_default")]
    pub memo: String,
}

/// `{"hosts":[..]}`
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HostList {
    /// Hosts in no documented order.
    pub hosts: Vec<Host>,
}

/// `{"host":{..}}`
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HostReply {
    /// The host.
    pub host: Host,
}

/// `{"id":".."}`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HostId {
    /// The host's id.
    pub id: String,
}

/// `{"names":[..]}`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MetricNames {
    /// Metric names, sorted.
    pub names: Vec<String>,
}

/// `{"status":".."}`
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusParam {
    /// The status to set.
    pub status: HostStatus,
}

/// `{"roleFullnames":[..]}`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RoleFullnames {
    /// The whole new set.
    #[serde(deserialize_with = "null_as_default")]
    pub role_fullnames: Vec<String>,
}

/// `GET /hosts`. Without a status only working and standby hosts answer; retired ones never do.
#[derive(Debug, Clone, Default)]
pub struct ListHosts {
    /// Hosts with any role of this service.
    pub service: Option<String>,
    /// Bare role names within the service; ignored without one.
    pub roles: Vec<String>,
    /// Exact name.
    pub name: Option<String>,
    /// Statuses to include.
    pub statuses: Vec<HostStatus>,
    /// Exact custom identifier.
    pub custom_identifier: Option<String>,
}

impl ListHosts {
    /// Every host that is not retired, whatever its status.
    pub fn all() -> Self {
        Self { statuses: HostStatus::ALL.to_vec(), ..Self::default() }
    }
}

endpoint!(ListHosts => HostList, |call| {
    let mut path = Path::new(ROOT).query_if("service", call.service.as_ref());
    for role in &call.roles {
        path = path.query("role", role);
    }
    for status in &call.statuses {
        path = path.query("status", status.as_str());
    }
    get(path.query_if("name", call.name.as_ref())
        .query_if("customIdentifier", call.custom_identifier.as_ref())
        .build())
});

/// `POST /hosts`.
#[derive(Debug, Clone)]
pub struct CreateHost(pub HostParam);

endpoint!(CreateHost => HostId, |call| send(Method::POST, ROOT.to_owned(), &call.0));

/// `GET /hosts/<id>`; retired hosts answer too.
#[derive(Debug, Clone)]
pub struct GetHost {
    /// The host.
    pub id: String,
}

endpoint!(GetHost => HostReply, |call| get(Path::new(ROOT).segment(&call.id).build()));

/// `GET /hosts-by-custom-identifier/<identifier>`; retired hosts do not answer.
#[derive(Debug, Clone)]
pub struct FindHost {
    /// The identifier.
    pub custom_identifier: String,
    /// Whether `A` and `a` are the same; of several hosts the oldest answers.
    pub case_insensitive: bool,
}

endpoint!(FindHost => HostReply, |call| get(Path::new("/api/v0/hosts-by-custom-identifier")
    .segment(&call.custom_identifier)
    .query_if("caseInsensitive", call.case_insensitive.then_some(true))
    .build()));

/// `PUT /hosts/<id>`.
#[derive(Debug, Clone)]
pub struct UpdateHost {
    /// The host.
    pub id: String,
    /// Its new description.
    pub host: HostParam,
}

endpoint!(UpdateHost => HostId, |call| send(Method::PUT, Path::new(ROOT).segment(&call.id).build(), &call.host));

/// `POST /hosts/<id>/status`.
#[derive(Debug, Clone)]
pub struct SetHostStatus {
    /// The host.
    pub id: String,
    /// Its new status.
    pub status: HostStatus,
}

endpoint!(SetHostStatus => Success, |call| send(
    Method::POST,
    Path::new(ROOT).segment(&call.id).segment("status").build(),
    &StatusParam { status: call.status },
));

/// `PUT /hosts/<id>/role-fullnames`: replaces the whole set.
#[derive(Debug, Clone)]
pub struct SetHostRoles {
    /// The host.
    pub id: String,
    /// `service:role` each.
    pub role_fullnames: Vec<String>,
}

endpoint!(SetHostRoles => Success, |call| send(
    Method::PUT,
    Path::new(ROOT).segment(&call.id).segment("role-fullnames").build(),
    &RoleFullnames { role_fullnames: call.role_fullnames.clone() },
));

/// `POST /hosts/<id>/retire`: cannot be undone.
#[derive(Debug, Clone)]
pub struct RetireHost {
    /// The host.
    pub id: String,
}

endpoint!(RetireHost => Success, |call| send(
    Method::POST,
    Path::new(ROOT).segment(&call.id).segment("retire").build(),
    &Nothing {},
));

/// `GET /hosts/<id>/metric-names`.
#[derive(Debug, Clone)]
pub struct HostMetricNames {
    /// The host.
    pub id: String,
}

endpoint!(HostMetricNames => MetricNames, |call| get(Path::new(ROOT).segment(&call.id).segment("metric-names").build()));
