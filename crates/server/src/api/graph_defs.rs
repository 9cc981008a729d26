//! Graph definitions: what custom metrics look like. The list is an extension.

use super::extract::{Json as Body, JsonList};
use super::query::Params;
use super::{ApiError, SUCCESS};
use crate::{State, store};
use axum::extract::State as Shared;
use axum::extract::{FromRequest, Request};
use axum::routing::{get, post};
use axum::{Json, Router};
use mackerel::Success;
use mackerel::graph_defs::{DeleteGraphDef, GraphDef, GraphDefList};
use mackerel::names::is_graph_definition_name;

pub(super) fn routes() -> Router<State> {
    Router::new()
        .route("/api/v0/graph-defs/create", post(create))
        .route("/api/v0/graph-defs", get(list).delete(remove))
}

async fn list(Shared(state): Shared<State>) -> Result<Json<GraphDefList>, ApiError> {
    let graph_defs = state.store.read(store::graph_defs::list).await?;
    Ok(Json(GraphDefList { graph_defs }))
}

async fn create(
    Shared(state): Shared<State>,
    JsonList(definitions): JsonList<GraphDef>,
) -> Result<Json<Success>, ApiError> {
    for (index, definition) in definitions.iter().enumerate() {
        check(definition).map_err(|why| ApiError::invalid(format!("[{index}].{why}")))?;
    }
    state
        .store
        .write(move |db| definitions.iter().try_for_each(|one| store::graph_defs::put(db, one)))
        .await?;
    Ok(SUCCESS)
}

/// The name comes in the body, or in the query because some proxies strip the body of a DELETE.
async fn remove(
    Shared(state): Shared<State>,
    params: Params,
    request: Request,
) -> Result<Json<Success>, ApiError> {
    let name = match params.one("name")? {
        Some(name) => name.to_owned(),
        None => Body::<DeleteGraphDef>::from_request(request, &state).await?.0.name,
    };
    state.store.write(move |db| store::graph_defs::delete(db, &name)).await?;
    Ok(SUCCESS)
}

fn check(definition: &GraphDef) -> Result<(), String> {
    let name = &definition.name;
    if !is_graph_definition_name(name) || name.matches('#').count() > 1 {
        return Err(format!("name {name:?} is not custom. and segments, with '#' at most once"));
    }
    for (index, metric) in definition.metrics.iter().enumerate() {
        let last = metric.name.strip_prefix(name.as_str()).and_then(|rest| rest.strip_prefix('.'));
        if !last.is_some_and(|last| !last.contains('.') && is_graph_definition_name(&metric.name)) {
            return Err(format!(
                "metrics[{index}].name {:?} is not {name} and one more segment",
                metric.name
            ));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn definitions_are_checked_against_the_rules() {
        let cases = [
            (r#"{"name":"custom.pool.#","metrics":[{"name":"custom.pool.#.busy","isStacked":true}]}"#, true),
            (
                r#"{"name":"custom.a","unit":"bytes/sec","metrics":[{"name":"custom.a.*"},{"name":"custom.a.#"}]}"#,
                true,
            ),
            (r#"{"name":"custom.a","metrics":null,"displayName":null,"unit":null}"#, true),
            (r#"{"name":"custom.#.#"}"#, false),
            (r#"{"name":"loadavg"}"#, false),
            (r#"{"name":"custom.a","metrics":[{"name":"custom.a"}]}"#, false),
            (r#"{"name":"custom.a","metrics":[{"name":"custom.a.b.c"}]}"#, false),
            (r#"{"name":"custom.a","metrics":[{"name":"custom.ab.c"}]}"#, false),
            (r#"{"name":"custom.a","metrics":[{"name":"custom.a.b c"}]}"#, false),
        ];
        for (text, good) in cases {
            let definition: GraphDef = serde_json::from_str(text).expect(text);
            assert_eq!(check(&definition).is_ok(), good, "{text}");
        }
    }
}
