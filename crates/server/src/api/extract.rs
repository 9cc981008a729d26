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
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, DeserializeOwned, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::{Map, Value};
use std::fmt;
use std::marker::PhantomData;

/// Longest body in bytes.
pub(super) const MAX_BODY_BYTES: usize = limits::MAX_BODY_BYTES as usize;

/// One segment of the path, percent-decoded.
#[derive(Debug)]
pub(super) struct Segment(pub(super) String);

/// Two segments of the path, percent-decoded.
#[derive(Debug)]
pub(super) struct Segments(pub(super) String, pub(super) String);

/// An object that must be there.
#[derive(Debug)]
pub(super) struct Json<T>(pub(super) T);

/// A list of objects that must be there; `null` is an empty one, as some clients send it.
#[derive(Debug)]
pub(super) struct JsonList<T>(pub(super) Vec<T>);

/// An object that may be missing or `null`: that is the default.
#[derive(Debug)]
pub(super) struct JsonOrDefault<T>(pub(super) T);

/// An object that must be there and is kept whole, with all that `T` does not know.
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
        parse(&body(request, state).await?).map(|Object(value)| Self(value))
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for JsonList<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let list: Option<Vec<Object<T>>> = parse(&body(request, state).await?)?;
        Ok(Self(list.into_iter().flatten().map(|Object(value)| value).collect()))
    }
}

impl<S: Send + Sync, T: DeserializeOwned + Default> FromRequest<S> for JsonOrDefault<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let body = body(request, state).await?;
        if body.trim_ascii().is_empty() {
            return Ok(Self(T::default()));
        }
        let value: Option<Object<T>> = parse(&body)?;
        Ok(Self(value.map(|Object(value)| value).unwrap_or_default()))
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Document<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let body = body(request, state).await?;
        let Object(known) = parse(&body)?;
        Ok(Self { known, raw: parse(&body)? })
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

/// A value that is written as an object. Without this a list of its fields would do as well.
struct Object<T>(T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Fields<T> {
            type Value = T;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, fields: A) -> Result<T, A::Error> {
                T::deserialize(MapAccessDeserializer::new(fields))
            }
        }
        deserializer.deserialize_map(Fields(PhantomData)).map(Self)
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
