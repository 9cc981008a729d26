//! `GET /ext/capabilities`: what this server offers beyond the API. A 404 means nothing.

use crate::endpoint::{Endpoint, Error, get};
use http::{Request, StatusCode};
use serde::{Deserialize, Serialize};

/// What the server can do that the API does not know.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[expect(clippy::struct_excessive_bools, reason = "each is an ability of its own, as the server says them")]
pub struct Capabilities {
    /// The program and its version, for people.
    pub server: String,
    /// Steps in seconds that metric reads accept as `step=`, so that no point is averaged away.
    pub metric_steps: Vec<u32>,
    /// Whether `GET /api/v0/graph-defs` lists the graph definitions.
    pub graph_defs: bool,
    /// Whether `GET /ext/services/<s>/roles/<r>/members` tells who was in a role.
    pub role_history: bool,
    /// Whether `/ext/pins` keeps dashboards that are pinned for everybody.
    pub team_pins: bool,
    /// Types of monitors that this server evaluates; of others it only keeps what they are.
    pub evaluated_monitors: Vec<String>,
    /// Whether the organization is a demonstration.
    pub demo: bool,
    /// Whether the key of this browser may only read.
    pub read_only: bool,
    /// Whether this browser signed in with a key, so that it can sign out.
    pub signed_in: bool,
}

/// `GET /ext/capabilities`.
#[derive(Debug, Clone, Copy)]
pub struct GetCapabilities;

impl Endpoint for GetCapabilities {
    type Response = Capabilities;

    fn request(&self) -> Request<Vec<u8>> {
        get("/ext/capabilities".to_owned())
    }

    fn decode(&self, status: StatusCode, body: &[u8]) -> Result<Capabilities, Error> {
        match status {
            StatusCode::NOT_FOUND => Ok(Capabilities::default()),
            status if status.is_success() => serde_json::from_slice(body).map_err(Error::Json),
            status => Err(Error::from_reply(status, body)),
        }
    }
}
