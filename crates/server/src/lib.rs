//! The executable `battera`: the Mackerel API v0 over two `SQLite` files, this machine's metrics, and the app.
//!
//! * [`store`] keeps points and objects; what it acknowledged is on disk.
//! * [`clock`] says what time it is, so that tests can.

pub mod clock;
pub mod store;

use clock::Clock;
use store::Store;

/// What every handler has.
#[derive(Clone)]
pub struct State {
    /// The data.
    pub store: Store,
    /// The time.
    pub clock: Clock,
    /// Whether the organization is the demonstration.
    pub demo: bool,
}
