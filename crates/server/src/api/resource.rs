//! The calls that every kind of kept object has: list, create, replace, delete, and for some kinds show.

use super::ApiError;
use super::extract::{Document, Nothing, Segment};
use crate::store::objects::{self, Kind, Object};
use crate::store::{Db, Error};
use crate::{State, store};
use axum::extract::State as Shared;
use axum::routing::{MethodRouter, delete, get};
use axum::{Json, Router};
use serde_json::{Map, Value};

/// A kind of object and where it is served.
pub(super) struct Resource {
    /// The path of the list.
    pub(super) path: &'static str,
    /// The key of the list in its reply.
    pub(super) list_key: &'static str,
    /// Which objects.
    pub(super) kind: Kind,
    /// Checks what is to be stored and brings it into its form; on an update it is told what there is.
    pub(super) check: Check,
    /// What is to be done once an object is made; answers what it has become.
    pub(super) created: Option<Created>,
    /// Whether an object may go, and what else changes when it does.
    pub(super) deleting: Option<Deleting>,
    /// Whether there is a call for a single object.
    pub(super) show: Show,
}

type Check = fn(&Db<'_>, Object, Option<&Object>) -> Result<Object, Error>;
type Created = fn(&Db<'_>, Object) -> Result<Object, Error>;
type Deleting = fn(&Db<'_>, &Object) -> Result<(), Error>;

/// Whether a single object can be asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Show {
    /// By its id.
    ById,
    /// Only as a part of the list.
    InListOnly,
}

/// A body of any fields.
type Fields = Document<Map<String, Value>>;

/// The routes of a resource.
pub(super) fn routes(resource: &'static Resource) -> Router<State> {
    let one: MethodRouter<State> =
        delete(move |Shared(state): Shared<State>, Segment(id): Segment, _: Nothing| {
            remove(state, resource, id)
        })
        .put(move |Shared(state): Shared<State>, Segment(id): Segment, body: Fields| {
            update(state, resource, id, body.raw)
        });
    let one = match resource.show {
        Show::InListOnly => one,
        Show::ById => {
            one.get(move |Shared(state): Shared<State>, Segment(id): Segment| show(state, resource, id))
        }
    };
    let all = get(move |Shared(state): Shared<State>| list(state, resource))
        .post(move |Shared(state): Shared<State>, body: Fields| create(state, resource, body.raw));
    Router::new().route(resource.path, all).route(&format!("{}/{{id}}", resource.path), one)
}

async fn list(state: State, resource: &'static Resource) -> Result<Json<Value>, ApiError> {
    let all = state.store.read(|db| objects::list(db, resource.kind)).await?;
    let all = all.into_iter().map(Value::Object).collect();
    Ok(Json(Value::Object(Map::from_iter([(resource.list_key.to_owned(), Value::Array(all))]))))
}

async fn show(state: State, resource: &'static Resource, id: String) -> Result<Json<Object>, ApiError> {
    Ok(Json(state.store.read(move |db| objects::get(db, resource.kind, &id)).await?))
}

async fn create(state: State, resource: &'static Resource, body: Object) -> Result<Json<Object>, ApiError> {
    let write = move |db: &store::Db<'_>| {
        let made = objects::create(db, resource.kind, (resource.check)(db, body, None)?)?;
        match resource.created {
            Some(created) => created(db, made),
            None => Ok(made),
        }
    };
    Ok(Json(state.store.write(write).await?))
}

async fn update(
    state: State,
    resource: &'static Resource,
    id: String,
    body: Object,
) -> Result<Json<Object>, ApiError> {
    let write = move |db: &store::Db<'_>| {
        let stored = objects::get(db, resource.kind, &id)?;
        objects::update(db, resource.kind, &id, (resource.check)(db, body, Some(&stored))?)
    };
    Ok(Json(state.store.write(write).await?))
}

async fn remove(state: State, resource: &'static Resource, id: String) -> Result<Json<Object>, ApiError> {
    let write = move |db: &store::Db<'_>| {
        if let Some(deleting) = resource.deleting {
            deleting(db, &objects::get(db, resource.kind, &id)?)?;
        }
        objects::delete(db, resource.kind, &id)
    };
    Ok(Json(state.store.write(write).await?))
}
