//! The HTTP API: `/api/v0` as the contract says, and `/ext` for what it lacks.
//!
//! A handler takes what it needs from the request, asks the store, and answers JSON. What these routes promise:
//! * every refusal is a status and `{"error":{"message":".."}}`, unknown routes and methods included;
//! * a refused request has changed nothing;
//! * a success has been saved before it is answered.

mod alert_group_settings;
mod alerts;
mod annotations;
mod aws_integrations;
mod capabilities;
mod channels;
mod checks;
mod dashboards;
mod downtimes;
mod error;
mod extract;
mod fields;
mod graph_defs;
mod hosts;
mod metadata;
mod metrics;
mod monitors;
mod notification_groups;
mod org;
mod people;
mod pins;
mod query;
mod resource;
mod role_history;
mod services;

pub use error::ApiError;
pub use metrics::{Accepted, accept_host_points, accept_service_points};

use crate::State;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use http::{Method, StatusCode};
use mackerel::Success;

/// What calls answer that have nothing to say.
const SUCCESS: axum::Json<Success> = axum::Json(Success { success: true });

/// Every route below `/api` and `/ext`. Other paths are left to whoever serves the app.
pub fn router(state: State) -> Router {
    Router::new()
        .merge(org::routes())
        .merge(services::routes())
        .merge(hosts::routes())
        .merge(metrics::routes())
        .merge(graph_defs::routes())
        .merge(annotations::routes())
        .merge(dashboards::routes())
        .merge(alerts::routes())
        .merge(monitors::routes())
        .merge(checks::routes())
        .merge(downtimes::routes())
        .merge(channels::routes())
        .merge(notification_groups::routes())
        .merge(alert_group_settings::routes())
        .merge(people::routes())
        .merge(metadata::routes())
        .merge(aws_integrations::routes())
        .merge(role_history::routes())
        .merge(pins::routes())
        .merge(capabilities::routes())
        .method_not_allowed_fallback(wrong_method)
        .merge(no_routes(["/api", "/api/", "/api/{*rest}", "/ext", "/ext/", "/ext/{*rest}"]))
        .layer(DefaultBodyLimit::max(extract::MAX_BODY_BYTES))
        .with_state(state)
}

/// What is below the API's roots but is no route of it.
pub(crate) fn no_routes<S: Clone + Send + Sync + 'static, const N: usize>(paths: [&str; N]) -> Router<S> {
    paths.into_iter().fold(Router::new(), |router, path| router.route(path, any(no_route)))
}

async fn no_route() -> ApiError {
    ApiError::NotFound("Not found.")
}

/// Also what a preflight gets; who may ask from elsewhere is decided before the router.
async fn wrong_method(method: Method) -> Response {
    if method == Method::OPTIONS {
        StatusCode::NO_CONTENT.into_response()
    } else {
        ApiError::Method.into_response()
    }
}
