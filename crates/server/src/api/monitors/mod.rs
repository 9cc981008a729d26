//! Monitors.

mod rules;

use super::ApiError;
use super::extract::{Document, Nothing, Segment};
use crate::{State, store};
use axum::extract::State as Shared;
use axum::routing::get;
use axum::{Json, Router};
use mackerel::monitors::{Monitor, MonitorList, MonitorReply};
use serde_json::{Map, Value};

/// A body of any fields.
type Fields = Document<Map<String, Value>>;

pub(super) fn routes() -> Router<State> {
    Router::new()
        .route("/api/v0/monitors", get(list).post(create))
        .route("/api/v0/monitors/{id}", get(show).put(update).delete(remove))
}

async fn list(Shared(state): Shared<State>) -> Result<Json<MonitorList>, ApiError> {
    Ok(Json(MonitorList { monitors: state.store.read(store::monitors::list).await? }))
}

async fn show(Shared(state): Shared<State>, Segment(id): Segment) -> Result<Json<MonitorReply>, ApiError> {
    Ok(Json(MonitorReply { monitor: state.store.read(move |db| store::monitors::get(db, &id)).await? }))
}

async fn create(Shared(state): Shared<State>, body: Fields) -> Result<Json<Monitor>, ApiError> {
    let now = state.clock.now();
    let write = move |db: &store::Db<'_>| store::monitors::create(db, rules::check(db, now, body.raw, None)?);
    Ok(Json(state.store.write(write).await?))
}

async fn update(
    Shared(state): Shared<State>,
    Segment(id): Segment,
    body: Fields,
) -> Result<Json<Monitor>, ApiError> {
    let now = state.clock.now();
    let write = move |db: &store::Db<'_>| {
        let stored = store::monitors::get(db, &id)?;
        store::monitors::update(db, now, &stored, rules::check(db, now, body.raw, Some(&stored))?)
    };
    Ok(Json(state.store.write(write).await?))
}

async fn remove(
    Shared(state): Shared<State>,
    Segment(id): Segment,
    _: Nothing,
) -> Result<Json<Monitor>, ApiError> {
    let now = state.clock.now();
    Ok(Json(state.store.write(move |db| store::monitors::delete(db, now, &id)).await?))
}
