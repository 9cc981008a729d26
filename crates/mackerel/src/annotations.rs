//! Annotations: spans and moments on the graphs of a service or of some of its roles.

use crate::endpoint::{Nothing, Path, endpoint, get, send};
use crate::names::{null_as_default, whole_seconds};
use http::Method;
use serde::{Deserialize, Serialize};
use series::{Time, TimeRange};

const ROOT: &str = "/api/v0/graph-annotations";

/// Longest title in characters.
pub const MAX_TITLE_CHARS: usize = 250;
/// Longest description in characters.
pub const MAX_DESCRIPTION_CHARS: usize = 1024;

/// An annotation; without an id it is one to be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Annotation {
    /// Given by the server.
    #[serde(default, skip_serializing_if = "String::is_empty", deserialize_with = "null_as_default")]
    pub id: String,
    /// Required, at most [`MAX_TITLE_CHARS`].
    pub title: String,
    /// Plain text, at most [`MAX_DESCRIPTION_CHARS`].
    #[serde(default, deserialize_with = "null_as_default")]
    pub description: String,
    /// First second.
    #[serde(deserialize_with = "whole_seconds")]
    pub from: Time,
    /// Last second; equal to `from` for a moment.
    #[serde(deserialize_with = "whole_seconds")]
    pub to: Time,
    /// The service.
    pub service: String,
    /// Bare role names; empty is the whole service.
    #[serde(default, skip_serializing_if = "Vec::is_empty", deserialize_with = "null_as_default")]
    pub roles: Vec<String>,
}

impl Annotation {
    /// First to last second.
    pub fn range(&self) -> TimeRange {
        TimeRange::new(self.from, self.to)
    }
}

/// `{"graphAnnotations":[..]}`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AnnotationList {
    /// In no promised order.
    pub graph_annotations: Vec<Annotation>,
}

/// `GET /graph-annotations`: every one of the service that intersects the range.
#[derive(Debug, Clone)]
pub struct ListAnnotations {
    /// The service.
    pub service: String,
    /// From and to.
    pub range: TimeRange,
}

endpoint!(ListAnnotations => AnnotationList, |call| get(Path::new(ROOT)
    .query("service", &call.service)
    .query("from", call.range.from)
    .query("to", call.range.to)
    .build()));

/// `POST /graph-annotations`.
#[derive(Debug, Clone)]
pub struct CreateAnnotation(pub Annotation);

endpoint!(CreateAnnotation => Annotation, |call| send(Method::POST, ROOT.to_owned(), &call.0));

/// `PUT /graph-annotations/<id>`: the whole object.
#[derive(Debug, Clone)]
pub struct UpdateAnnotation(pub Annotation);

endpoint!(UpdateAnnotation => Annotation, |call| send(Method::PUT, Path::new(ROOT).segment(&call.0.id).build(), &call.0));

/// `DELETE /graph-annotations/<id>`.
#[derive(Debug, Clone)]
pub struct DeleteAnnotation {
    /// The annotation.
    pub id: String,
}

endpoint!(DeleteAnnotation => Annotation, |call| send(Method::DELETE, Path::new(ROOT).segment(&call.id).build(), &Nothing {}));
