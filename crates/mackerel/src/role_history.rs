//! Who was in a role, and when: an extension, so that graphs of the past can show hosts that left.

use crate::endpoint::{Path, endpoint, get};
use serde::{Deserialize, Serialize};
use series::{Time, TimeRange};

/// A host's time in a role. A host that came back has several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Membership {
    /// The host; it may be retired since.
    pub host_id: String,
    /// The name to show.
    pub name: String,
    /// Since when.
    pub joined_at: Time,
    /// Until when; absent while it lasts. Retirement ends it too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_at: Option<Time>,
}

/// `{"members":[..]}`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MembershipList {
    /// In the order in which they joined.
    pub members: Vec<Membership>,
}

/// `GET /ext/services/<s>/roles/<r>/members`: whoever was in the role at any second of the range.
#[derive(Debug, Clone)]
pub struct ListMemberships {
    /// The service.
    pub service: String,
    /// The role within it.
    pub role: String,
    /// Both ends included.
    pub range: TimeRange,
}

endpoint!(ListMemberships => MembershipList, |call| get(Path::new("/ext/services")
    .segment(&call.service)
    .segment("roles")
    .segment(&call.role)
    .segment("members")
    .query("from", call.range.from)
    .query("to", call.range.to)
    .build()));
