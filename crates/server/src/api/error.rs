//! What a request is answered when it is refused: always a status and `{"error":{"message":".."}}`.

use crate::reply::refuse;
use crate::store;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};

/// What is said of a metric that was never posted.
pub(super) const METRIC_NOT_FOUND: &str = "Metric not found";

/// Why a request was refused. The text is the message that the client gets.
#[derive(Debug, thiserror::Error)]
pub enum ApiError {
    /// The request itself is wrong; says what and where.
    #[error("{0}")]
    Invalid(String),
    /// What the path or the body names does not exist.
    #[error("{0}")]
    NotFound(&'static str),
    /// It may not be done; says why.
    #[error("{0}")]
    Forbidden(&'static str),
    /// The path exists, but not with this method.
    #[error("Method not allowed.")]
    Method,
    /// Something unique is taken; says by what.
    #[error("{0}")]
    Conflict(String),
    /// Body or text over its limit.
    #[error("{0}")]
    TooLarge(String),
    /// A name of the demonstration that answers with this status.
    #[error("this metric always answers {0}")]
    Fault(StatusCode),
    /// Too much is waiting; the same request may succeed later.
    #[error("{0}")]
    Unavailable(String),
    /// The disk is full; the same request may succeed when there is room again.
    #[error("there is no room for the data")]
    Full,
    /// The store failed. The cause is for the log, not for the client.
    #[error("internal error")]
    Internal(#[source] store::Error),
}

impl ApiError {
    /// A request that is wrong for this reason.
    pub fn invalid(why: impl Into<String>) -> Self {
        Self::Invalid(why.into())
    }

    /// The status of the reply.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Invalid(_) => StatusCode::BAD_REQUEST,
            Self::NotFound(_) => StatusCode::NOT_FOUND,
            Self::Forbidden(_) => StatusCode::FORBIDDEN,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Conflict(_) => StatusCode::CONFLICT,
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Fault(status) => *status,
            Self::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Full => StatusCode::INSUFFICIENT_STORAGE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl From<store::Error> for ApiError {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::NotFound(what) => Self::NotFound(what),
            store::Error::Invalid(why) => Self::Invalid(why),
            store::Error::Conflict(why) => Self::Conflict(why),
            // It shows how a missing metric looks, so it says what a missing metric says.
            store::Error::Fault(StatusCode::NOT_FOUND) => Self::NotFound(METRIC_NOT_FOUND),
            store::Error::Fault(status) => Self::Fault(status),
            store::Error::Busy | store::Error::Closed => Self::Unavailable(error.to_string()),
            failed if failed.is_full() => Self::Full,
            failed if failed.is_disk() => {
                tracing::error!(cause = %failed, "the disk refused");
                Self::Unavailable("the data cannot be written or read now".to_owned())
            }
            other => Self::Internal(other),
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        if let Self::Internal(cause) = &self {
            tracing::error!(%cause, "a request failed");
        }
        let status = self.status();
        let mut response = refuse(status, self.to_string());
        if matches!(
            status,
            StatusCode::SERVICE_UNAVAILABLE
                | StatusCode::TOO_MANY_REQUESTS
                | StatusCode::INSUFFICIENT_STORAGE
        ) {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        }
        response
    }
}
