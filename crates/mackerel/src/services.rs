//! Services and their roles. Names can never change.

use crate::endpoint::{Nothing, Path, endpoint, get, send};
use crate::hosts::MetricNames;
use crate::names::null_as_default;
use http::Method;
use serde::{Deserialize, Serialize};

const ROOT: &str = "/api/v0/services";

/// A service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Service {
    /// Its permanent name.
    pub name: String,
    /// Free text.
    #[serde(default, deserialize_with = "null_as_default")]
    pub memo: String,
    /// Bare role names, sorted.
    #[serde(default, deserialize_with = "null_as_default")]
    pub roles: Vec<String>,
}

/// A role within a service; also what creates one, and what creates a service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Role {
    /// Its permanent name.
    pub name: String,
    /// Free text.
    #[serde(default, deserialize_with = "null_as_default")]
    pub memo: String,
}

/// `{"services":[..]}`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceList {
    /// All services.
    pub services: Vec<Service>,
}

/// `{"roles":[..]}`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleList {
    /// The service's roles, sorted by name.
    pub roles: Vec<Role>,
}

/// `GET /services`.
#[derive(Debug, Clone, Copy)]
pub struct ListServices;

endpoint!(ListServices => ServiceList, |_call| get(ROOT.to_owned()));

/// `POST /services`.
#[derive(Debug, Clone)]
pub struct CreateService(pub Role);

endpoint!(CreateService => Service, |call| send(Method::POST, ROOT.to_owned(), &call.0));

/// `DELETE /services/<s>`: with its roles, metrics, monitors and annotations.
#[derive(Debug, Clone)]
pub struct DeleteService {
    /// The service.
    pub service: String,
}

endpoint!(DeleteService => Service, |call| send(Method::DELETE, Path::new(ROOT).segment(&call.service).build(), &Nothing {}));

/// `GET /services/<s>/roles`.
#[derive(Debug, Clone)]
pub struct ListRoles {
    /// The service.
    pub service: String,
}

endpoint!(ListRoles => RoleList, |call| get(Path::new(ROOT).segment(&call.service).segment("roles").build()));

/// `POST /services/<s>/roles`.
#[derive(Debug, Clone)]
pub struct CreateRole {
    /// The service.
    pub service: String,
    /// The new role.
    pub role: Role,
}

endpoint!(CreateRole => Role, |call| send(Method::POST, Path::new(ROOT).segment(&call.service).segment("roles").build(), &call.role));

/// `DELETE /services/<s>/roles/<r>`.
#[derive(Debug, Clone)]
pub struct DeleteRole {
    /// The service.
    pub service: String,
    /// The bare role name.
    pub role: String,
}

endpoint!(DeleteRole => Role, |call| send(
    Method::DELETE,
    Path::new(ROOT).segment(&call.service).segment("roles").segment(&call.role).build(),
    &Nothing {},
));

/// `GET /services/<s>/metric-names`. Response times of external monitors are not listed.
#[derive(Debug, Clone)]
pub struct ServiceMetricNames {
    /// The service.
    pub service: String,
}

endpoint!(ServiceMetricNames => MetricNames, |call| get(Path::new(ROOT).segment(&call.service).segment("metric-names").build()));
