//! Graph annotations of services and roles.

use super::ApiError;
use super::extract::{Json as Body, Nothing, Segment};
use super::query::Params;
use crate::{State, store};
use axum::extract::State as Shared;
use axum::routing::{get, put};
use axum::{Json, Router};
use mackerel::annotations::{Annotation, AnnotationList, MAX_DESCRIPTION_CHARS, MAX_TITLE_CHARS};

pub(super) fn routes() -> Router<State> {
    Router::new()
        .route("/api/v0/graph-annotations", get(list).post(create))
        .route("/api/v0/graph-annotations/{id}", put(update).delete(remove))
}

async fn list(Shared(state): Shared<State>, params: Params) -> Result<Json<AnnotationList>, ApiError> {
    let service = params.required("service")?.to_owned();
    let range = params.range()?;
    let graph_annotations = state.store.read(move |db| {
        store::services::require(db, &service)?;
        store::annotations::list(db, &service, range)
    });
    Ok(Json(AnnotationList { graph_annotations: graph_annotations.await? }))
}

async fn create(
    Shared(state): Shared<State>,
    Body(annotation): Body<Annotation>,
) -> Result<Json<Annotation>, ApiError> {
    let annotation = check(annotation)?;
    Ok(Json(state.store.write(move |db| store::annotations::create(db, annotation)).await?))
}

async fn update(
    Shared(state): Shared<State>,
    Segment(id): Segment,
    Body(annotation): Body<Annotation>,
) -> Result<Json<Annotation>, ApiError> {
    let annotation = Annotation { id, ..check(annotation)? };
    Ok(Json(state.store.write(move |db| store::annotations::update(db, annotation)).await?))
}

async fn remove(
    Shared(state): Shared<State>,
    Segment(id): Segment,
    _: Nothing,
) -> Result<Json<Annotation>, ApiError> {
    Ok(Json(state.store.write(move |db| store::annotations::delete(db, &id)).await?))
}

fn check(mut annotation: Annotation) -> Result<Annotation, ApiError> {
    let title_chars = annotation.title.chars().count();
    let description_chars = annotation.description.chars().count();
    if title_chars == 0 {
        return Err(ApiError::invalid("title is empty"));
    }
    if title_chars > MAX_TITLE_CHARS {
        return Err(ApiError::invalid(format!("title has {title_chars} characters, over {MAX_TITLE_CHARS}")));
    }
    if description_chars > MAX_DESCRIPTION_CHARS {
        return Err(ApiError::invalid(format!(
            "description has {description_chars} characters, over {MAX_DESCRIPTION_CHARS}"
        )));
    }
    if annotation.from > annotation.to {
        return Err(ApiError::invalid(format!(
            "from {} is later than to {}",
            annotation.from, annotation.to
        )));
    }
    let roles = std::mem::take(&mut annotation.roles);
    for role in roles {
        if !annotation.roles.contains(&role) {
            annotation.roles.push(role);
        }
    }
    Ok(annotation)
}
