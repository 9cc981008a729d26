//! AWS integrations: there are none, and none can be made.

use super::ApiError;
use crate::State;
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};

pub(super) fn routes() -> Router<State> {
    Router::new()
        .route("/api/v0/aws-integrations", get(list).post(none))
        .route("/api/v0/aws-integrations/{id}", get(none).put(none).delete(none))
}

/// Its key is in snake case, alone in the whole API.
async fn list() -> Json<Value> {
    Json(json!({ "aws_integrations": [] }))
}

async fn none() -> ApiError {
    ApiError::NotFound("AWS integration not found")
}
