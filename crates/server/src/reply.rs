//! Refusals in the form that every client of the API reads.

use axum::response::{IntoResponse, Response};
use http::StatusCode;
use mackerel::ErrorBody;

/// A status and `{"error":{"message":".."}}`.
pub(crate) fn refuse(status: StatusCode, message: impl Into<String>) -> Response {
    (status, axum::Json(ErrorBody::new(message))).into_response()
}
