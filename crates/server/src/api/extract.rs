//! What handlers take from a request besides its query: path segments and JSON bodies.
//!
//! A content type is never asked for. A body over [`MAX_BODY_BYTES`] is refused with 413, one that is not the
//! JSON that is wanted with 400 and the line and column; nesting deeper than 128 is refused, not followed.

use super::error::ApiError;
use crate::limits;
use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use http::StatusCode;
use http::request::Parts;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::{Map, Value};

/// Longest body in bytes.
pub(super) const MAX_BODY_BYTES: usize = limits::MAX_BODY_BYTES as usize;

/// One segment of the path, percent-decoded.
#[derive(Debug)]
pub(super) struct Segment(pub(super) String);

/// Two segments of the path, percent-decoded.
#[derive(Debug)]
pub(super) struct Segments(pub(super) String, pub(super) String);

/// A body that must be there.
#[derive(Debug)]
pub(super) struct Json<T>(pub(super) T);

/// A body that may be missing or `null`: that is the default.
#[derive(Debug)]
pub(super) struct JsonOrDefault<T>(pub(super) T);

/// A body that must be there and is kept whole, with all that `T` does not know.
#[derive(Debug)]
pub(super) struct Document<T> {
    /// What we know of it.
    pub(super) known: T,
    /// All of it.
    pub(super) raw: Map<String, Value>,
}

/// No body is needed: missing, `null`, `{}` and any other JSON are the same.
#[derive(Debug)]
pub(super) struct Nothing;

impl<S: Send + Sync> FromRequestParts<S> for Segment {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        path(parts, state).await.map(Self)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Segments {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let (first, second) = path(parts, state).await?;
        Ok(Self(first, second))
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        parse(&body(request, state).await?).map(Self)
    }
}

impl<S: Send + Sync, T: DeserializeOwned + Default> FromRequest<S> for JsonOrDefault<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let body = body(request, state).await?;
        if body.trim_ascii().is_empty() {
            return Ok(Self(T::default()));
        }
        parse::<Option<T>>(&body).map(|value| Self(value.unwrap_or_default()))
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Document<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let body = body(request, state).await?;
        Ok(Self { known: parse(&body)?, raw: parse(&body)? })
    }
}

impl<S: Send + Sync> FromRequest<S> for Nothing {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let body = body(request, state).await?;
        if !body.trim_ascii().is_empty() {
            parse::<IgnoredAny>(&body)?;
        }
        Ok(Self)
    }
}

async fn path<S: Send + Sync, T: DeserializeOwned + Send>(
    parts: &mut Parts,
    state: &S,
) -> Result<T, ApiError> {
    let Path(value) = Path::from_request_parts(parts, state)
        .await
        .map_err(|error| ApiError::invalid(format!("path: {}", error.body_text())))?;
    Ok(value)
}

async fn body<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, ApiError> {
    Bytes::from_request(request, state).await.map_err(|error| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => {
            ApiError::TooLarge(format!("the body is longer than {} MiB", MAX_BODY_BYTES >> 20))
        }
        _ => ApiError::invalid(error.body_text()),
    })
}

fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, ApiError> {
    serde_json::from_slice(body).map_err(|error| ApiError::invalid(format!("invalid body: {error}")))
}
