//! Check monitoring: names of checks, reports of agents, and how a host stands with all that watches it.
//!
//! Reports that are six hours off, for hosts that are gone, or not newer than what is known are passed over in
//! silence, as agents send them again after an outage.

use super::extract::{Json as Body, Segment};
use super::fields::short;
use super::query::Params;
use super::{ApiError, SUCCESS};
use crate::engine::judge_check;
use crate::{State, store};
use axum::extract::State as Shared;
use axum::routing::{get, post};
use axum::{Json, Router};
use mackerel::Success;
use mackerel::alerts::AlertStatus;
use mackerel::checks::{
    CheckDetail, CheckPage, CheckReply, CheckReport, CheckSource, MAX_REPORTS, MonitoredStatus,
    MonitoredStatusList, ReportChecks,
};
use mackerel::metrics::Owner;
use mackerel::monitors::is_measured;
use mackerel::names::is_word;
use std::collections::BTreeMap;

/// A report further than this from now is not taken in.
const WINDOW_SECS: i64 = 6 * 60 * 60;

/// Longest message in characters.
const MAX_MESSAGE: usize = 1024;

pub(super) fn routes() -> Router<State> {
    Router::new()
        .route("/api/v0/monitoring/checks", get(list))
        .route("/api/v0/monitoring/checks/{id}", get(show))
        .route("/api/v0/monitoring/checks/report", post(report))
        .route("/api/v0/hosts/{host}/monitored-statuses", get(monitored_statuses))
}

async fn list(Shared(state): Shared<State>, params: Params) -> Result<Json<CheckPage>, ApiError> {
    let page = params.page()?;
    Ok(Json(state.store.read(move |db| store::checks::list(db, &page)).await?))
}

async fn show(Shared(state): Shared<State>, Segment(id): Segment) -> Result<Json<CheckReply>, ApiError> {
    let check = state.store.read(move |db| store::checks::get(db, &id)).await?;
    Ok(Json(CheckReply { check: check.into_name() }))
}

async fn report(
    Shared(state): Shared<State>,
    Body(ReportChecks { reports }): Body<ReportChecks>,
) -> Result<Json<Success>, ApiError> {
    if reports.len() > MAX_REPORTS {
        return Err(ApiError::invalid(format!("reports has {} items, over {MAX_REPORTS}", reports.len())));
    }
    for (index, report) in reports.iter().enumerate() {
        check(report).map_err(|why| ApiError::invalid(format!("reports[{index}].{why}")))?;
    }
    let now = state.clock.now();
    let take_in = move |db: &store::Db<'_>| {
        let (mut known, all) = (0, reports.len());
        for report in reports {
            let CheckSource::Host { host_id } = &report.source;
            if store::hosts::is_live(db, host_id)? {
                known += 1;
                if (report.occurred_at - now).abs() < WINDOW_SECS
                    && let Some(check) = store::checks::report(db, &host_id.clone(), report)?
                {
                    judge_check(db, now, check)?;
                }
            }
        }
        if known == 0 && all > 0 { Err(store::Error::NotFound(store::hosts::NOT_FOUND)) } else { Ok(()) }
    };
    state.store.write(take_in).await?;
    Ok(SUCCESS)
}

async fn monitored_statuses(
    Shared(state): Shared<State>,
    Segment(id): Segment,
) -> Result<Json<MonitoredStatusList>, ApiError> {
    Ok(Json(MonitoredStatusList { monitored_statuses: state.store.read(move |db| statuses(db, id)).await? }))
}

/// One for each monitor of connectivity and of a metric that the host has, one for each check that was reported, and
/// one for whatever else has an alert open.
fn statuses(db: &store::Db<'_>, host_id: String) -> Result<Vec<MonitoredStatus>, store::Error> {
    let host = store::hosts::get(db, &host_id)?;
    let alerts = store::alerts::open_of_host(db, &host_id)?;
    let mut open: BTreeMap<String, AlertStatus> =
        alerts.into_iter().map(|alert| (alert.monitor_id, alert.status)).collect();
    let names = store::points::names(db, &Owner::Host(host_id.clone()))?;
    let mut statuses = Vec::new();
    for monitor in store::monitors::list(db)? {
        let status = open.remove(&monitor.id);
        let watches = monitor.covers(&host.roles)
            && match monitor.kind.as_str() {
                "connectivity" => true,
                "host" => monitor.metric.as_deref().is_some_and(|metric| is_measured(metric, &names)),
                _ => false,
            };
        let status = status.or_else(|| watches.then_some(AlertStatus::Ok));
        statuses.extend(status.map(|status| MonitoredStatus {
            monitor_id: monitor.id,
            status,
            detail: None,
        }));
    }
    for check in store::checks::of_host(db, &host_id)? {
        let Some(last) = check.last else { continue };
        let detail = CheckDetail { kind: "check".to_owned(), message: last.message, memo: check.memo };
        statuses.push(MonitoredStatus { monitor_id: check.id, status: last.status, detail: Some(detail) });
    }
    Ok(statuses)
}

fn check(report: &CheckReport) -> Result<(), String> {
    if !is_word(&report.name) {
        return Err(format!("name {:?} is not letters, digits, '_' or '-'", short(&report.name)));
    }
    let length = report.message.chars().count();
    if length > MAX_MESSAGE {
        return Err(format!("message has {length} characters, over {MAX_MESSAGE}"));
    }
    match report.max_check_attempts {
        Some(attempts) if !(1..=10).contains(&attempts) => {
            Err(format!("maxCheckAttempts is {attempts}, not from 1 to 10"))
        }
        _ => Ok(()),
    }
}
