//! Alerts: paging through them, their logs, memo and closing by hand.

use super::ApiError;
use super::extract::{Json as Body, JsonOrDefault, Segment};
use super::query::Params;
use crate::store::alerts::Which;
use crate::{State, store};
use axum::extract::State as Shared;
use axum::routing::{get, post};
use axum::{Json, Router};
use mackerel::alerts::{Alert, AlertLogPage, AlertPage, CloseParam, MemoParam, MemoReply};

/// Longest memo in bytes.
const MAX_MEMO_BYTES: usize = 80 << 10;

pub(super) fn routes() -> Router<State> {
    Router::new()
        .route("/api/v0/alerts", get(list))
        .route("/api/v0/alerts/{id}", get(show).put(set_memo))
        .route("/api/v0/alerts/{id}/close", post(close))
        .route("/api/v0/alerts/{id}/logs", get(logs))
}

async fn list(Shared(state): Shared<State>, params: Params) -> Result<Json<AlertPage>, ApiError> {
    let which = if params.flag("withClosed")? { Which::All } else { Which::Open };
    let page = params.page()?;
    Ok(Json(state.store.read(move |db| store::alerts::list(db, which, &page)).await?))
}

async fn show(Shared(state): Shared<State>, Segment(id): Segment) -> Result<Json<Alert>, ApiError> {
    Ok(Json(state.store.read(move |db| store::alerts::get(db, &id)).await?))
}

async fn set_memo(
    Shared(state): Shared<State>,
    Segment(id): Segment,
    JsonOrDefault(MemoParam { memo }): JsonOrDefault<MemoParam>,
) -> Result<Json<MemoReply>, ApiError> {
    if memo.len() > MAX_MEMO_BYTES {
        return Err(ApiError::TooLarge(format!("memo has {} bytes, over {MAX_MEMO_BYTES}", memo.len())));
    }
    let reply = state.store.write(move |db| {
        store::alerts::set_memo(db, &id, &memo)?;
        Ok(MemoReply { id, memo })
    });
    Ok(Json(reply.await?))
}

async fn close(
    Shared(state): Shared<State>,
    Segment(id): Segment,
    Body(CloseParam { reason }): Body<CloseParam>,
) -> Result<Json<Alert>, ApiError> {
    let now = state.clock.now();
    Ok(Json(state.store.write(move |db| store::alerts::close(db, now, &id, reason)).await?))
}

async fn logs(
    Shared(state): Shared<State>,
    Segment(id): Segment,
    params: Params,
) -> Result<Json<AlertLogPage>, ApiError> {
    let page = params.page()?;
    Ok(Json(state.store.read(move |db| store::alerts::logs(db, &id, &page)).await?))
}
