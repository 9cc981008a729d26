//! `/ext/pins`: the dashboards that everybody finds on the first page. Every call answers the list as it then is.

use super::ApiError;
use super::extract::{Nothing, Segment};
use crate::State;
use crate::store::{Db, pins};
use axum::extract::State as Shared;
use axum::routing::{get, put};
use axum::{Json, Router};
use mackerel::pins::PinList;

pub(super) fn routes() -> Router<State> {
    Router::new().route("/ext/pins", get(list)).route("/ext/pins/{id}", put(pin).delete(unpin))
}

async fn list(Shared(state): Shared<State>) -> Result<Json<PinList>, ApiError> {
    let dashboard_ids = state.store.read(pins::list).await?;
    Ok(Json(PinList { dashboard_ids }))
}

async fn pin(
    Shared(state): Shared<State>,
    Segment(id): Segment,
    _: Nothing,
) -> Result<Json<PinList>, ApiError> {
    let write = move |db: &Db<'_>| pins::add(db, &id).and_then(|()| pins::list(db));
    Ok(Json(PinList { dashboard_ids: state.store.write(write).await? }))
}

async fn unpin(
    Shared(state): Shared<State>,
    Segment(id): Segment,
    _: Nothing,
) -> Result<Json<PinList>, ApiError> {
    let write = move |db: &Db<'_>| pins::remove(db, &id).and_then(|()| pins::list(db));
    Ok(Json(PinList { dashboard_ids: state.store.write(write).await? }))
}
