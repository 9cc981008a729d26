//! Users and invitations. There is one user, the owner; whom they invite is kept, but nobody is written to.

use super::extract::{Document, Json as Body, Nothing, Segment};
use super::fields::{Field, Is, apply, required};
use super::{ApiError, SUCCESS};
use crate::State;
use crate::store::objects::{self, Kind, Object};
use crate::store::{Db, Error};
use axum::extract::State as Shared;
use axum::routing::{delete, get, post};
use axum::{Json, Router};
use mackerel::Success;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use series::Time;

/// How long an invitation stands.
const INVITATION_SECS: i64 = 7 * 24 * 60 * 60;

const INVITATION: &[Field] = &[
    required("email", Is::Text(3, 254)),
    required("authority", Is::Word(&["manager", "collaborator", "viewer"])),
];

#[derive(Deserialize)]
struct Revoke {
    email: String,
}

pub(super) fn routes() -> Router<State> {
    Router::new()
        .route("/api/v0/users", get(users))
        .route("/api/v0/users/{id}", delete(remove_user))
        .route("/api/v0/invitations", get(invitations).post(invite))
        .route("/api/v0/invitations/revoke", post(revoke))
}

async fn users(Shared(state): Shared<State>) -> Result<Json<Value>, ApiError> {
    let users = state.store.read(|db| objects::list(db, Kind::USER)).await?;
    Ok(Json(json!({ "users": users })))
}

/// The owner stays, and there is nobody else.
async fn remove_user(
    Shared(state): Shared<State>,
    Segment(id): Segment,
    _: Nothing,
) -> Result<Json<Object>, ApiError> {
    state.store.read(move |db| objects::get(db, Kind::USER, &id)).await?;
    Err(ApiError::Forbidden("the owner of the organization cannot be deleted"))
}

async fn invitations(Shared(state): Shared<State>) -> Result<Json<Value>, ApiError> {
    let now = state.clock.now();
    let invitations: Vec<Object> =
        state.store.read(move |db| standing(db, now)).await?.into_iter().map(without_id).collect();
    Ok(Json(json!({ "invitations": invitations })))
}

async fn invite(
    Shared(state): Shared<State>,
    Document { raw: mut invitation, .. }: Document<Map<String, Value>>,
) -> Result<Json<Object>, ApiError> {
    let now = state.clock.now();
    let write = move |db: &Db<'_>| {
        apply(db, INVITATION, &mut invitation)?;
        let email = invitation.get("email").and_then(Value::as_str).unwrap_or_default();
        if !email.contains('@') {
            return Err(Error::Invalid(format!("email is {email:?}, not an address")));
        }
        let same = |one: &Object| one.get("email") == invitation.get("email");
        if standing(db, now)?.iter().any(same) || objects::list(db, Kind::USER)?.iter().any(same) {
            return Err(Error::Invalid(format!("{email} is invited or a user already")));
        }
        invitation.insert("expiresAt".to_owned(), (now + INVITATION_SECS).into());
        objects::create(db, Kind::INVITATION, invitation)
    };
    Ok(Json(without_id(state.store.write(write).await?)))
}

async fn revoke(
    Shared(state): Shared<State>,
    Body(Revoke { email }): Body<Revoke>,
) -> Result<Json<Success>, ApiError> {
    let now = state.clock.now();
    let write = move |db: &Db<'_>| {
        let of_email = |one: &Object| one.get("email").is_some_and(|found| *found == email);
        let found = standing(db, now)?.into_iter().find(of_email);
        let invitation = found.ok_or(Error::NotFound(Kind::INVITATION.not_found))?;
        let id = invitation.get("id").and_then(Value::as_str).unwrap_or_default();
        objects::delete(db, Kind::INVITATION, id)
    };
    state.store.write(write).await?;
    Ok(SUCCESS)
}

/// The invitations that have not run out.
fn standing(db: &Db<'_>, now: Time) -> Result<Vec<Object>, Error> {
    let mut all = objects::list(db, Kind::INVITATION)?;
    all.retain(|one| one.get("expiresAt").and_then(Value::as_i64).is_some_and(|end| end > now));
    Ok(all)
}

/// Invitations are known by their address.
fn without_id(mut invitation: Object) -> Object {
    invitation.remove("id");
    invitation
}
