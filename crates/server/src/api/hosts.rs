//! Hosts: registration, description, status, roles, retirement, metric names; one at a time or many at once.

use super::extract::{Document, Json as Body, Nothing, Segment};
use super::query::Params;
use super::{ApiError, SUCCESS};
use crate::{State, store};
use axum::extract::State as Shared;
use axum::routing::{get, post, put};
use axum::{Json, Router};
use mackerel::Success;
use mackerel::hosts::{
    HostId, HostList, HostParam, HostReply, ListHosts, MAX_BULK, MetricNames, RetireHosts, RoleFullnames,
    SetHostStatuses, StatusParam,
};
use mackerel::metrics::Owner;
use mackerel::names::{RoleFullName, is_word};
use serde_json::Value;

pub(super) fn routes() -> Router<State> {
    Router::new()
        .route("/api/v0/hosts", get(list).post(create))
        .route("/api/v0/hosts.json", get(list))
        .route("/api/v0/hosts/bulk-update-statuses", post(set_statuses))
        .route("/api/v0/hosts/bulk-retire", post(retire_all))
        .route("/api/v0/hosts-by-custom-identifier/{identifier}", get(find))
        .route("/api/v0/hosts/{host}", get(show).put(update))
        .route("/api/v0/hosts/{host}/status", post(set_status))
        .route("/api/v0/hosts/{host}/role-fullnames", put(set_roles))
        .route("/api/v0/hosts/{host}/retire", post(retire))
        .route("/api/v0/hosts/{host}/metric-names", get(metric_names))
}

async fn list(Shared(state): Shared<State>, params: Params) -> Result<Json<HostList>, ApiError> {
    let text = |name| Ok::<_, ApiError>(params.one(name)?.map(str::to_owned));
    let statuses = params.all("status").map(|status| {
        status
            .parse()
            .map_err(|error| ApiError::invalid(format!("query parameter status is {status:?}: {error}")))
    });
    let mut filter = ListHosts {
        service: text("service")?,
        roles: params.all("role").map(str::to_owned).collect(),
        name: text("name")?,
        statuses: statuses.collect::<Result<_, _>>()?,
        custom_identifier: text("customIdentifier")?,
    };
    if filter.statuses.is_empty() {
        filter.statuses = store::hosts::DEFAULT_STATUSES.to_vec();
    }
    let hosts = state.store.read(move |db| store::hosts::list(db, &filter)).await?;
    Ok(Json(HostList { hosts }))
}

async fn create(
    Shared(state): Shared<State>,
    Body(mut host): Body<HostParam>,
) -> Result<Json<HostId>, ApiError> {
    let roles = check(&mut host)?;
    let now = state.clock.now();
    let id = state.store.write(move |db| store::hosts::create(db, now, host, &roles)).await?;
    Ok(Json(HostId { id }))
}

async fn show(Shared(state): Shared<State>, Segment(id): Segment) -> Result<Json<HostReply>, ApiError> {
    let host = state.store.read(move |db| store::hosts::get(db, &id)).await?;
    Ok(Json(HostReply { host }))
}

async fn find(
    Shared(state): Shared<State>,
    Segment(identifier): Segment,
    params: Params,
) -> Result<Json<HostReply>, ApiError> {
    let case_insensitive = params.flag("caseInsensitive")?;
    let host = state.store.read(move |db| store::hosts::find(db, &identifier, case_insensitive)).await?;
    Ok(Json(HostReply { host }))
}

async fn update(
    Shared(state): Shared<State>,
    Segment(id): Segment,
    Document { known: mut host, raw }: Document<HostParam>,
) -> Result<Json<HostId>, ApiError> {
    let roles = check(&mut host)?;
    let has_meta = raw.get("meta").is_some_and(|meta| !meta.is_null());
    let now = state.clock.now();
    let id = state.store.write(move |db| {
        if !has_meta {
            host.meta = store::hosts::get(db, &id)?.meta;
        }
        store::hosts::update(db, now, &id, host, &roles)?;
        Ok(id)
    });
    Ok(Json(HostId { id: id.await? }))
}

async fn set_status(
    Shared(state): Shared<State>,
    Segment(id): Segment,
    Body(StatusParam { status }): Body<StatusParam>,
) -> Result<Json<Success>, ApiError> {
    state.store.write(move |db| store::hosts::set_status(db, &id, status)).await?;
    Ok(SUCCESS)
}

async fn set_statuses(
    Shared(state): Shared<State>,
    Body(SetHostStatuses { ids, status }): Body<SetHostStatuses>,
) -> Result<Json<Success>, ApiError> {
    check_bulk(&ids)?;
    state
        .store
        .write(move |db| ids.iter().try_for_each(|id| store::hosts::set_status(db, id, status)))
        .await?;
    Ok(SUCCESS)
}

async fn set_roles(
    Shared(state): Shared<State>,
    Segment(id): Segment,
    Body(RoleFullnames { role_fullnames }): Body<RoleFullnames>,
) -> Result<Json<Success>, ApiError> {
    let roles = parse_roles(&role_fullnames)?;
    let now = state.clock.now();
    state.store.write(move |db| store::hosts::set_roles(db, now, &id, &roles)).await?;
    Ok(SUCCESS)
}

async fn retire(
    Shared(state): Shared<State>,
    Segment(id): Segment,
    _: Nothing,
) -> Result<Json<Success>, ApiError> {
    let now = state.clock.now();
    state.store.write(move |db| store::hosts::retire(db, now, &id)).await?;
    Ok(SUCCESS)
}

async fn retire_all(
    Shared(state): Shared<State>,
    Body(RetireHosts { ids }): Body<RetireHosts>,
) -> Result<Json<Success>, ApiError> {
    check_bulk(&ids)?;
    let now = state.clock.now();
    state.store.write(move |db| ids.iter().try_for_each(|id| store::hosts::retire(db, now, id))).await?;
    Ok(SUCCESS)
}

async fn metric_names(
    Shared(state): Shared<State>,
    Segment(id): Segment,
) -> Result<Json<MetricNames>, ApiError> {
    let names = state.store.read(move |db| {
        store::hosts::require(db, &id)?;
        store::points::names(db, &Owner::Host(id))
    });
    Ok(Json(MetricNames { names: names.await? }))
}

fn check_bulk(ids: &[String]) -> Result<(), ApiError> {
    if ids.len() <= MAX_BULK {
        return Ok(());
    }
    Err(ApiError::invalid(format!("ids has {} hosts, over {MAX_BULK}", ids.len())))
}

/// Checks what registers or describes a host, brings its interfaces into one form, and returns its roles.
fn check(host: &mut HostParam) -> Result<Vec<RoleFullName>, ApiError> {
    if host.name.is_empty() {
        return Err(ApiError::invalid("name is empty"));
    }
    for check in host.checks.iter().flatten() {
        if !is_word(&check.name) {
            return Err(ApiError::invalid(format!(
                "checks: name {:?} is not letters, digits, '_' or '-'",
                check.name
            )));
        }
    }
    for (index, interface) in host.interfaces.iter_mut().flatten().enumerate() {
        normalise_interface(interface)
            .ok_or_else(|| ApiError::invalid(format!("interfaces[{index}] is not an object with a name")))?;
    }
    parse_roles(&host.role_fullnames)
}

fn parse_roles(texts: &[String]) -> Result<Vec<RoleFullName>, ApiError> {
    let parse = |text: &String| {
        text.parse().map_err(|error| ApiError::invalid(format!("roleFullnames: {text:?} is {error}")))
    };
    texts.iter().map(parse).collect()
}

/// Lists of addresses win over single ones; both are there afterwards.
fn normalise_interface(interface: &mut Value) -> Option<()> {
    let fields = interface.as_object_mut()?;
    fields.get("name")?.as_str()?;
    fields.retain(|_, value| !value.is_null());
    for (one, many) in [("ipAddress", "ipv4Addresses"), ("ipv6Address", "ipv6Addresses")] {
        let mut all: Vec<Value> = match fields.remove(many) {
            Some(Value::Array(all)) => all,
            Some(_) => return None,
            None => Vec::new(),
        };
        let single = fields.remove(one).filter(|value| value.as_str().is_some_and(|text| !text.is_empty()));
        if all.is_empty() {
            all.extend(single);
        }
        if let Some(first) = all.first() {
            fields.insert(one.to_owned(), first.clone());
        }
        fields.insert(many.to_owned(), Value::Array(all));
    }
    Some(())
}
