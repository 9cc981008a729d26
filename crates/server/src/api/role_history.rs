//! `GET /ext/services/<s>/roles/<r>/members`: who was in a role, and when.

use super::ApiError;
use super::extract::Segments;
use super::query::Params;
use crate::State;
use crate::store::{Db, hosts, services};
use axum::extract::State as Shared;
use axum::routing::get;
use axum::{Json, Router};
use mackerel::role_history::MembershipList;

pub(super) fn routes() -> Router<State> {
    Router::new().route("/ext/services/{service}/roles/{role}/members", get(list))
}

async fn list(
    Shared(state): Shared<State>,
    Segments(service, role): Segments,
    params: Params,
) -> Result<Json<MembershipList>, ApiError> {
    let range = params.range()?;
    let read = move |db: &Db<'_>| {
        services::require(db, &service)?;
        services::require_role(db, &service, &role)?;
        hosts::memberships(db, &service, &role, range)
    };
    Ok(Json(MembershipList { members: state.store.read(read).await? }))
}
