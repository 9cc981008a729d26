//! `GET /org`.

use super::ApiError;
use crate::{State, store};
use axum::extract::State as Shared;
use axum::routing::get;
use axum::{Json, Router};
use mackerel::org::Org;

pub(super) fn routes() -> Router<State> {
    Router::new().route("/api/v0/org", get(show))
}

async fn show(Shared(state): Shared<State>) -> Result<Json<Org>, ApiError> {
    let name = state.store.read(store::org_name).await?;
    Ok(Json(Org { name, display_name: None }))
}
