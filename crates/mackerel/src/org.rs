//! `GET /org`: which organization the key belongs to; also the test of a connection.

use crate::endpoint::{endpoint, get};
use serde::{Deserialize, Serialize};

/// The organization.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Org {
    /// Its name, as in addresses.
    pub name: String,
    /// The name to show, when there is one.
    #[serde(rename = "displayName")]
    pub display_name: Option<String>,
}

/// `GET /org`.
#[derive(Debug, Clone, Copy)]
pub struct GetOrg;

endpoint!(GetOrg => Org, |_call| get("/api/v0/org".to_owned()));
