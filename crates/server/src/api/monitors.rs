//! Monitors, to read.

use super::ApiError;
use super::extract::Segment;
use crate::{State, store};
use axum::extract::State as Shared;
use axum::routing::get;
use axum::{Json, Router};
use mackerel::monitors::{MonitorList, MonitorReply};

pub(super) fn routes() -> Router<State> {
    Router::new().route("/api/v0/monitors", get(list)).route("/api/v0/monitors/{id}", get(show))
}

async fn list(Shared(state): Shared<State>) -> Result<Json<MonitorList>, ApiError> {
    Ok(Json(MonitorList { monitors: state.store.read(store::monitors::list).await? }))
}

async fn show(Shared(state): Shared<State>, Segment(id): Segment) -> Result<Json<MonitorReply>, ApiError> {
    Ok(Json(MonitorReply { monitor: state.store.read(move |db| store::monitors::get(db, &id)).await? }))
}
