//! Metadata: any JSON under a namespace of a host, a service or a role.

use crate::endpoint::{Nothing, Path, Success, endpoint, get, send};
use crate::names::RoleFullName;
use http::Method;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Whose metadata.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Owner {
    /// A host, by its id.
    Host(String),
    /// A service.
    Service(String),
    /// A role.
    Role(RoleFullName),
}

/// A namespace that is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Namespace {
    /// Its name.
    pub namespace: String,
}

/// `{"metadata":[..]}`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamespaceList {
    /// The namespaces of one owner.
    pub metadata: Vec<Namespace>,
}

/// `GET .../metadata`.
#[derive(Debug, Clone)]
pub struct ListMetadata {
    /// Whose.
    pub owner: Owner,
}

endpoint!(ListMetadata => NamespaceList, |call| get(call.owner.path().build()));

/// `GET .../metadata/<namespace>`: the JSON itself.
#[derive(Debug, Clone)]
pub struct GetMetadata {
    /// Whose.
    pub owner: Owner,
    /// Where.
    pub namespace: String,
}

endpoint!(GetMetadata => Value, |call| get(call.owner.path().segment(&call.namespace).build()));

/// `PUT .../metadata/<namespace>`.
#[derive(Debug, Clone)]
pub struct PutMetadata {
    /// Whose.
    pub owner: Owner,
    /// Letters, digits, `_` and `-`.
    pub namespace: String,
    /// Any JSON of at most 100 KB.
    pub value: Value,
}

endpoint!(PutMetadata => Success, |call| send(Method::PUT, call.owner.path().segment(&call.namespace).build(), &call.value));

/// `DELETE .../metadata/<namespace>`.
#[derive(Debug, Clone)]
pub struct DeleteMetadata {
    /// Whose.
    pub owner: Owner,
    /// Where.
    pub namespace: String,
}

endpoint!(DeleteMetadata => Success, |call| send(Method::DELETE, call.owner.path().segment(&call.namespace).build(), &Nothing {}));

impl Owner {
    fn path(&self) -> Path {
        let path = match self {
            Self::Host(id) => Path::new("/api/v0/hosts").segment(id),
            Self::Service(service) => Path::new("/api/v0/services").segment(service),
            Self::Role(RoleFullName { service, role }) => {
                Path::new("/api/v0/services").segment(service).segment("roles").segment(role)
            }
        };
        path.segment("metadata")
    }
}
