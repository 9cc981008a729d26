//! `GET /ext/capabilities`: what this server offers beyond the API.

use crate::State;
use crate::auth::{Access, Way, Who};
use crate::engine::evaluated;
use axum::extract::State as Shared;
use axum::routing::get;
use axum::{Extension, Json, Router};
use mackerel::capabilities::Capabilities;

/// The steps in seconds that metric reads accept.
pub(super) const METRIC_STEPS: [u32; 1] = [60];

pub(super) fn routes() -> Router<State> {
    Router::new().route("/ext/capabilities", get(show))
}

async fn show(Shared(state): Shared<State>, who: Option<Extension<Who>>) -> Json<Capabilities> {
    let who = who.map(|Extension(who)| who);
    Json(Capabilities {
        server: concat!("battera ", env!("CARGO_PKG_VERSION")).to_owned(),
        metric_steps: METRIC_STEPS.to_vec(),
        graph_defs: true,
        role_history: true,
        team_pins: true,
        evaluated_monitors: evaluated(state.external_monitors).map(str::to_owned).collect(),
        demo: state.demo,
        read_only: who.is_some_and(|who| who.access == Access::Read),
        signed_in: who.is_some_and(|who| who.way == Way::Session),
    })
}
