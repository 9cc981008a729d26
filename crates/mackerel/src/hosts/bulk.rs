//! Calls for several hosts at once: all of them change, or none.

use super::HostStatus;
use crate::endpoint::{Success, endpoint, send};
use http::Method;
use serde::{Deserialize, Serialize};

/// Most hosts in one call.
pub const MAX_BULK: usize = 30;

/// `POST /hosts/bulk-update-statuses`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetHostStatuses {
    /// At most [`MAX_BULK`] hosts.
    pub ids: Vec<String>,
    /// Their new status.
    pub status: HostStatus,
}

endpoint!(SetHostStatuses => Success, |call| send(Method::POST, "/api/v0/hosts/bulk-update-statuses".to_owned(), call));

/// `POST /hosts/bulk-retire`: cannot be undone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RetireHosts {
    /// At most [`MAX_BULK`] hosts.
    pub ids: Vec<String>,
}

endpoint!(RetireHosts => Success, |call| send(Method::POST, "/api/v0/hosts/bulk-retire".to_owned(), call));
