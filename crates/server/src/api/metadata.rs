//! Metadata of hosts, services and roles: any JSON under a namespace, answered as it was sent.
//!
//! A retired host's can be read for a week and no longer be changed.

use super::{ApiError, SUCCESS};
use crate::State;
use crate::store::metadata::{self, Entry};
use crate::store::{Db, Error, hosts, services};
use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Path, Request, State as Shared};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use http::header::{CONTENT_TYPE, LAST_MODIFIED};
use http::request::Parts;
use mackerel::Success;
use mackerel::metadata::{Namespace, NamespaceList, Owner};
use mackerel::names::{RoleFullName, is_word};
use serde_json::Value;
use series::Time;
use std::collections::BTreeMap;
use std::time::{Duration, UNIX_EPOCH};

/// Longest body in bytes.
const MAX_BYTES: usize = 100 << 10;

/// The last second that a header can say: the end of the year 9999.
const LAST_SECOND: Time = 253_402_300_799;

/// How long a retired host's metadata can be read.
const AFTER_RETIREMENT_SECS: i64 = 7 * 24 * 60 * 60;

pub(super) fn routes() -> Router<State> {
    let owners =
        ["/api/v0/hosts/{host}", "/api/v0/services/{service}", "/api/v0/services/{service}/roles/{role}"];
    owners.into_iter().fold(Router::new(), |router, owner| {
        router
            .route(&format!("{owner}/metadata"), get(list))
            .route(&format!("{owner}/metadata/{{namespace}}"), get(show).put(replace).delete(remove))
    })
}

/// Whose metadata, and in which namespace; empty where the path has none.
struct Place {
    owner: Owner,
    namespace: String,
}

/// What is about to be done with it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Access {
    Read,
    Write,
}

impl FromRequestParts<State> for Place {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, ApiError> {
        let Path(mut path): Path<BTreeMap<String, String>> = Path::from_request_parts(parts, state)
            .await
            .map_err(|error| ApiError::invalid(format!("path: {}", error.body_text())))?;
        let mut take = |name: &str| path.remove(name);
        let namespace = take("namespace").unwrap_or_default();
        let owner = match (take("host"), take("service"), take("role")) {
            (Some(host), _, _) => Owner::Host(host),
            (None, service, Some(role)) => {
                Owner::Role(RoleFullName { service: service.unwrap_or_default(), role })
            }
            (None, service, None) => Owner::Service(service.unwrap_or_default()),
        };
        Ok(Self { owner, namespace })
    }
}

async fn list(Shared(state): Shared<State>, place: Place) -> Result<Json<NamespaceList>, ApiError> {
    let now = state.clock.now();
    let read = move |db: &Db<'_>| {
        require(db, now, &place.owner, Access::Read)?;
        metadata::namespaces(db, &place.owner)
    };
    let names = state.store.read(read).await?;
    Ok(Json(NamespaceList { metadata: names.into_iter().map(|namespace| Namespace { namespace }).collect() }))
}

async fn show(Shared(state): Shared<State>, place: Place) -> Result<Response, ApiError> {
    let now = state.clock.now();
    let read = move |db: &Db<'_>| {
        require(db, now, &place.owner, Access::Read)?;
        metadata::get(db, &place.owner, &place.namespace)
    };
    let Entry { body, modified_at } = state.store.read(read).await?;
    let headers = [(CONTENT_TYPE, "application/json".to_owned()), (LAST_MODIFIED, http_date(modified_at))];
    Ok((headers, body).into_response())
}

async fn replace(
    Shared(state): Shared<State>,
    place: Place,
    request: Request,
) -> Result<Json<Success>, ApiError> {
    let modified_at = state.clock.now();
    let entry = Entry { body: json_text(request, &state).await?, modified_at };
    let write = move |db: &Db<'_>| {
        let Place { owner, namespace } = place;
        require(db, modified_at, &owner, Access::Write)?;
        if !is_word(&namespace) || namespace.starts_with("mackerel") {
            let why = "not letters, digits, '_' or '-', or begins with mackerel, which is reserved";
            return Err(Error::Invalid(format!("namespace {namespace:?} is {why}")));
        }
        let (known, most) = (metadata::namespaces(db, &owner)?, most(&owner));
        if known.len() >= most && !known.contains(&namespace) {
            return Err(Error::Invalid(format!("there are {most} namespaces already, and no more can be")));
        }
        metadata::put(db, &owner, &namespace, &entry)
    };
    state.store.write(write).await?;
    Ok(SUCCESS)
}

async fn remove(Shared(state): Shared<State>, place: Place) -> Result<Json<Success>, ApiError> {
    let now = state.clock.now();
    let write = move |db: &Db<'_>| {
        require(db, now, &place.owner, Access::Write)?;
        metadata::delete(db, &place.owner, &place.namespace)
    };
    state.store.write(write).await?;
    Ok(SUCCESS)
}

/// The body, which must be JSON of any type.
async fn json_text(request: Request, state: &State) -> Result<String, ApiError> {
    let too_large = || ApiError::TooLarge(format!("metadata is longer than {MAX_BYTES} bytes"));
    let body = Bytes::from_request(request, state).await.map_err(|error| match error.status() {
        http::StatusCode::PAYLOAD_TOO_LARGE => too_large(),
        _ => ApiError::invalid(error.body_text()),
    })?;
    if body.len() > MAX_BYTES {
        return Err(too_large());
    }
    // Read as a value, so that nesting that nobody can read again is refused.
    serde_json::from_slice::<Value>(&body)
        .map_err(|error| ApiError::invalid(format!("invalid body: {error}")))?;
    String::from_utf8(body.to_vec()).map_err(|error| ApiError::invalid(format!("invalid body: {error}")))
}

fn require(db: &Db<'_>, now: Time, owner: &Owner, access: Access) -> Result<(), Error> {
    match owner {
        Owner::Service(service) => services::require(db, service),
        Owner::Role(RoleFullName { service, role }) => {
            services::require(db, service)?;
            services::require_role(db, service, role)
        }
        Owner::Host(id) => {
            let host = hosts::get(db, id)?;
            let lately = host.retired_at.is_some_and(|at| now - at <= AFTER_RETIREMENT_SECS);
            if !host.is_retired || (lately && access == Access::Read) {
                return Ok(());
            }
            Err(Error::Invalid(format!("host {id} is retired")))
        }
    }
}

/// How many namespaces an owner may have.
fn most(owner: &Owner) -> usize {
    match owner {
        Owner::Host(_) | Owner::Service(_) => 50,
        Owner::Role(_) => 10,
    }
}

fn http_date(time: Time) -> String {
    httpdate::fmt_http_date(UNIX_EPOCH + Duration::from_secs(time.clamp(0, LAST_SECOND) as u64))
}
