//! Points: posted by agents, read as the contract spaces them.
//!
//! * A post that is malformed anywhere stores nothing. One that is well formed stores what is within a day of
//!   now and silently drops the rest, as the contract has it.
//! * A read answers points between `from` and `to`, both included. Where the period is long, each point is the
//!   mean of a whole step, at `floor(time / step) * step`; the first may so lie a little before `from`. The same
//!   step has the same mean whatever the period asked for.

use super::capabilities::METRIC_STEPS;
use super::error::METRIC_NOT_FOUND;
use super::extract::{JsonList, Nothing, Segment, Segments};
use super::query::Params;
use super::{ApiError, SUCCESS};
use crate::store::points::Point;
use crate::{State, Store, store};
use axum::extract::State as Shared;
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, post};
use axum::{Json, Router};
use http::header;
use mackerel::hosts::MetricNames;
use mackerel::metrics::{HostPoint, Latest, Owner, Sample, ServicePoint};
use mackerel::names::is_metric_name;
use mackerel::{Points, Success, spacing};
use series::{Series, Time, TimeRange};
use std::collections::{BTreeMap, HashMap};

/// How far from now a point may be, either way.
const WINDOW_SECS: i64 = 24 * 60 * 60;

/// Metrics of this kind belong to monitors and are not listed.
const HIDDEN_PREFIX: &str = "__externalhttp.";

/// What became of a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accepted {
    /// Points that are saved.
    pub stored: usize,
    /// Points that were too old, too far ahead, or of an unknown host.
    pub dropped: usize,
}

pub(super) fn routes() -> Router<State> {
    Router::new()
        .route("/api/v0/tsdb", post(post_host_points))
        .route("/api/v0/tsdb/latest", get(latest))
        .route("/api/v0/hosts/{host}/metrics", get(read_host))
        .route("/api/v0/services/{service}/tsdb", post(post_service_points))
        .route("/api/v0/services/{service}/metrics", get(read_service))
        .route("/api/v0/services/{service}/metric-names", get(service_names))
        .route("/api/v0/services/{service}/graph-defs/{graph}", delete(remove_graph))
}

/// Saves points of hosts: the one way in, for agents and for this machine's own collector.
///
/// Fails without saving anything when a name is against the rules, or when no point is of a known host.
pub async fn accept_host_points(
    store: &Store,
    now: Time,
    points: Vec<HostPoint>,
) -> Result<Accepted, ApiError> {
    check_names(points.iter().map(|point| point.name.as_str()))?;
    let saved = store.write(move |db| {
        let mut owners: HashMap<String, Option<Owner>> = HashMap::new();
        for point in &points {
            if !owners.contains_key(&point.host_id) {
                let live = store::hosts::is_live(db, &point.host_id)?;
                let owner = live.then(|| Owner::Host(point.host_id.clone()));
                owners.insert(point.host_id.clone(), owner);
            }
        }
        if !points.is_empty() && owners.values().all(Option::is_none) {
            return Err(store::Error::NotFound(store::hosts::NOT_FOUND));
        }
        let kept: Vec<Point<'_>> = points
            .iter()
            .filter(|point| is_near(point.time, now))
            .filter_map(|point| {
                let owner = owners.get(&point.host_id)?.as_ref()?;
                Some(Point { owner, name: &point.name, time: point.time, value: point.value })
            })
            .collect();
        let stored = kept.len();
        store::points::append(db, kept)?;
        Ok(Accepted { stored, dropped: points.len() - stored })
    });
    Ok(saved.await?)
}

/// Saves points of a service; fails without saving anything when a name is against the rules.
pub async fn accept_service_points(
    store: &Store,
    now: Time,
    service: String,
    points: Vec<ServicePoint>,
) -> Result<Accepted, ApiError> {
    check_names(points.iter().map(|point| point.name.as_str()))?;
    let saved = store.write(move |db| {
        store::services::require(db, &service)?;
        store::hidden::show(db, &service, points.iter().map(|point| point.name.as_str()))?;
        let owner = Owner::Service(service);
        let kept: Vec<Point<'_>> = points
            .iter()
            .filter(|point| is_near(point.time, now))
            .map(|point| Point { owner: &owner, name: &point.name, time: point.time, value: point.value })
            .collect();
        let stored = kept.len();
        store::points::append(db, kept)?;
        Ok(Accepted { stored, dropped: points.len() - stored })
    });
    Ok(saved.await?)
}

async fn post_host_points(
    Shared(state): Shared<State>,
    JsonList(points): JsonList<HostPoint>,
) -> Result<Json<Success>, ApiError> {
    accept_host_points(&state.store, state.clock.now(), points).await?;
    Ok(SUCCESS)
}

async fn post_service_points(
    Shared(state): Shared<State>,
    Segment(service): Segment,
    JsonList(points): JsonList<ServicePoint>,
) -> Result<Json<Success>, ApiError> {
    accept_service_points(&state.store, state.clock.now(), service, points).await?;
    Ok(SUCCESS)
}

async fn read_host(
    Shared(state): Shared<State>,
    Segment(id): Segment,
    params: Params,
) -> Result<Response, ApiError> {
    read(&state, Owner::Host(id), &params).await
}

async fn read_service(
    Shared(state): Shared<State>,
    Segment(service): Segment,
    params: Params,
) -> Result<Response, ApiError> {
    read(&state, Owner::Service(service), &params).await
}

async fn read(state: &State, owner: Owner, params: &Params) -> Result<Response, ApiError> {
    let name = params.required("name")?.to_owned();
    let range = params.range()?;
    let step_secs = match params.number("step", 1, u32::MAX)? {
        None => spacing::step_secs(range),
        Some(step) if METRIC_STEPS.contains(&step) => i64::from(step),
        Some(step) => {
            return Err(ApiError::invalid(format!(
                "query parameter step is {step}, not one of {METRIC_STEPS:?}"
            )));
        }
    };
    let body = state.store.read(move |db| {
        match &owner {
            Owner::Host(id) => store::hosts::require(db, id)?,
            Owner::Service(service) => store::services::require(db, service)?,
        }
        let series = store::points::read(db, &owner, &name, whole_steps(range, step_secs))?
            .ok_or(store::Error::NotFound(METRIC_NOT_FOUND))?;
        Ok(encode(space(series, step_secs))?)
    });
    Ok(([(header::CONTENT_TYPE, "application/json")], body.await?).into_response())
}

async fn latest(Shared(state): Shared<State>, params: Params) -> Result<Json<Latest>, ApiError> {
    params.all("hostId").next().ok_or_else(|| ApiError::invalid("query parameter hostId is missing"))?;
    params.all("name").next().ok_or_else(|| ApiError::invalid("query parameter name is missing"))?;
    let hosts: Vec<String> = params.all("hostId").map(str::to_owned).collect();
    let names: Vec<String> = params.all("name").map(str::to_owned).collect();
    let now = state.clock.now();
    let tsdb_latest = state.store.read(move |db| {
        let mut all = BTreeMap::new();
        for host in hosts {
            let owner = Owner::Host(host.clone());
            let mut of_host = BTreeMap::new();
            for name in &names {
                if let Some((time, value)) = store::points::latest(db, &owner, name, now)? {
                    of_host.insert(name.clone(), Some(Sample { time, value }));
                }
            }
            all.insert(host, of_host);
        }
        Ok(all)
    });
    Ok(Json(Latest { tsdb_latest: tsdb_latest.await? }))
}

async fn service_names(
    Shared(state): Shared<State>,
    Segment(service): Segment,
) -> Result<Json<MetricNames>, ApiError> {
    let names = state.store.read(move |db| listed(db, &service));
    Ok(Json(MetricNames { names: names.await? }))
}

/// Removes a graph by hiding its metrics until they are posted again.
async fn remove_graph(
    Shared(state): Shared<State>,
    Segments(service, graph): Segments,
    _: Nothing,
) -> Result<Json<Success>, ApiError> {
    let write = move |db: &store::Db<'_>| {
        let mut names = listed(db, &service)?;
        names.retain(|name| is_of_graph(name, &graph));
        if names.is_empty() {
            return Err(store::Error::NotFound("Graph not found"));
        }
        names.iter().try_for_each(|name| store::hidden::hide(db, &service, name))
    };
    state.store.write(write).await?;
    Ok(SUCCESS)
}

/// The names of a service's metrics, but for what belongs to monitors and what is hidden.
fn listed(db: &store::Db<'_>, service: &str) -> Result<Vec<String>, store::Error> {
    store::services::require(db, service)?;
    let mut names = store::points::names(db, &Owner::Service(service.to_owned()))?;
    names.retain(|name| !name.starts_with(HIDDEN_PREFIX));
    store::hidden::retain_shown(db, service, &mut names)?;
    Ok(names)
}

/// A graph of a service is a prefix with `.*`, where `*` is one more segment, or a name without any dot.
fn is_of_graph(name: &str, graph: &str) -> bool {
    match (graph.strip_suffix('*'), name.rsplit_once('.')) {
        (Some(prefix), Some((before, _))) => prefix.strip_suffix('.') == Some(before),
        (None, None) => graph == name,
        _ => false,
    }
}

fn check_names<'a>(names: impl Iterator<Item = &'a str>) -> Result<(), ApiError> {
    for (index, name) in names.enumerate() {
        if !is_metric_name(name) {
            let name: String = name.chars().take(80).collect();
            return Err(ApiError::invalid(format!(
                "[{index}].name {name:?} is not letters, digits, '.', '_' or '-'"
            )));
        }
    }
    Ok(())
}

fn is_near(time: Time, now: Time) -> bool {
    time.abs_diff(now) <= WINDOW_SECS.unsigned_abs()
}

/// The range that has every step whole that the asked one touches. Minutes need no widening.
fn whole_steps(range: TimeRange, step_secs: i64) -> TimeRange {
    if step_secs <= store::points::STEP_SECS {
        return range;
    }
    let start = |time: Time| time.div_euclid(step_secs).saturating_mul(step_secs);
    TimeRange::new(start(range.from), start(range.to).saturating_add(step_secs - 1))
}

fn space(series: Series, step_secs: i64) -> Series {
    if step_secs <= store::points::STEP_SECS { series } else { series.mean_by_step(step_secs) }
}

/// A year of minutes is half a million points: they are written once, into memory that fits.
fn encode(series: Series) -> Result<Vec<u8>, serde_json::Error> {
    /// `{"time":1767225600,"value":0.1234567890123456},`
    const BYTES_PER_POINT: usize = 50;
    let mut body = Vec::with_capacity(16 + series.len() * BYTES_PER_POINT);
    serde_json::to_writer(&mut body, &Points { series })?;
    Ok(body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_widened_to_whole_steps() {
        let cases = [
            ((30, 90), 60, (30, 90)),
            ((30, 90), 300, (0, 299)),
            ((300, 600), 300, (300, 899)),
            ((-1, 0), 300, (-300, 299)),
            ((0, 1_000_000_000_000_000), 86_400, (0, 1_000_000_000_079_999)),
        ];
        for ((from, to), step_secs, (wide_from, wide_to)) in cases {
            let wide = whole_steps(TimeRange::new(from, to), step_secs);
            assert_eq!(wide, TimeRange::new(wide_from, wide_to), "{from}..{to} by {step_secs}");
        }
    }

    #[test]
    fn points_are_near_up_to_a_day_either_way() {
        let now = 1_800_000_000;
        for (time, near) in [
            (now, true),
            (now - 86_400, true),
            (now - 86_401, false),
            (now + 86_400, true),
            (now + 86_401, false),
            (i64::MIN, false),
            (i64::MAX, false),
        ] {
            assert_eq!(is_near(time, now), near, "{time}");
        }
    }
}
