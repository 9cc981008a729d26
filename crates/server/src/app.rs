//! Everything that answers over HTTP, with its protections around it.

use crate::auth::Auth;
use crate::limits::{Limits, limit_body, limit_head, limit_time, panicked};
use crate::origin::Origins;
use crate::relay::{self, Relay};
use crate::store::Store;
use crate::vitals::{self, Vitals};
use crate::{State, assets, auth, guard, headers};
use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use std::sync::Arc;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::RequestBodyDeadlineLayer;

/// The API and the app, protected. Every route of the API is behind the gate; what comes after it here is not.
pub fn app(state: State, auth: Arc<Auth>, origins: Origins, limits: Limits) -> Router {
    watched(crate::router(state.clone()), state.store, auth, origins, limits)
}

/// The same with the upstream's API. The store is the one that sessions are in.
pub fn relay(relay: Arc<Relay>, store: Store, auth: Arc<Auth>, origins: Origins, limits: Limits) -> Router {
    watched(relay::router(relay), store, auth, origins, limits)
}

/// Counts what is answered, and says so to those who may ask the API.
fn watched(api: Router, store: Store, auth: Arc<Auth>, origins: Origins, limits: Limits) -> Router {
    let vitals = Arc::new(Vitals::default());
    let api = api.merge(vitals::routes(store, Arc::clone(&vitals)));
    with_api(api, auth, origins, limits).layer(from_fn_with_state(vitals, vitals::count))
}

/// The same with other routes in the place of the API's.
pub fn with_api(api: Router, auth: Arc<Auth>, origins: Origins, limits: Limits) -> Router {
    let api = api.layer(from_fn_with_state(Arc::clone(&auth), auth::gate));
    protect(api.merge(auth::routes(auth)).fallback(assets::serve), origins, limits)
}

/// Puts the guard, the limits and the headers around any routes. What is written last here comes first in time.
pub fn protect(routes: Router, origins: Origins, limits: Limits) -> Router {
    let protective = Arc::new(headers::protective(assets::index()));
    routes
        .layer(from_fn(limit_body))
        .layer(RequestBodyDeadlineLayer::new(limits.body))
        .layer(from_fn_with_state(limits.request, limit_time))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(Arc::new(origins), guard::guard))
        .layer(from_fn(limit_head))
        .layer(from_fn_with_state(protective, headers::protect))
}
