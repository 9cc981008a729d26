//! Services and their roles.

use super::ApiError;
use super::extract::{Json as Body, Nothing, Segment, Segments};
use crate::{State, store};
use axum::extract::State as Shared;
use axum::routing::{delete, get};
use axum::{Json, Router};
use mackerel::names::is_service_or_role_name;
use mackerel::services::{Role, RoleList, Service, ServiceList};

pub(super) fn routes() -> Router<State> {
    Router::new()
        .route("/api/v0/services", get(list).post(create))
        .route("/api/v0/services/{service}", delete(remove))
        .route("/api/v0/services/{service}/roles", get(list_roles).post(create_role))
        .route("/api/v0/services/{service}/roles/{role}", delete(remove_role))
}

async fn list(Shared(state): Shared<State>) -> Result<Json<ServiceList>, ApiError> {
    let services = state.store.read(store::services::list).await?;
    Ok(Json(ServiceList { services }))
}

async fn create(Shared(state): Shared<State>, Body(service): Body<Role>) -> Result<Json<Service>, ApiError> {
    check_name(&service)?;
    Ok(Json(state.store.write(move |db| store::services::create(db, &service)).await?))
}

async fn remove(
    Shared(state): Shared<State>,
    Segment(service): Segment,
    _: Nothing,
) -> Result<Json<Service>, ApiError> {
    let now = state.clock.now();
    Ok(Json(state.store.write(move |db| store::services::delete(db, now, &service)).await?))
}

async fn list_roles(
    Shared(state): Shared<State>,
    Segment(service): Segment,
) -> Result<Json<RoleList>, ApiError> {
    let roles = state.store.read(move |db| store::services::roles(db, &service)).await?;
    Ok(Json(RoleList { roles }))
}

async fn create_role(
    Shared(state): Shared<State>,
    Segment(service): Segment,
    Body(role): Body<Role>,
) -> Result<Json<Role>, ApiError> {
    check_name(&role)?;
    Ok(Json(state.store.write(move |db| store::services::create_role(db, &service, role)).await?))
}

async fn remove_role(
    Shared(state): Shared<State>,
    Segments(service, role): Segments,
    _: Nothing,
) -> Result<Json<Role>, ApiError> {
    let now = state.clock.now();
    Ok(Json(state.store.write(move |db| store::services::delete_role(db, now, &service, &role)).await?))
}

fn check_name(param: &Role) -> Result<(), ApiError> {
    if is_service_or_role_name(&param.name) {
        return Ok(());
    }
    let name: String = param.name.chars().take(80).collect();
    Err(ApiError::invalid(format!(
        "name {name:?} is not 2 to 63 letters, digits, '_' or '-' that begin with a letter or digit"
    )))
}
