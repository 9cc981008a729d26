//! The executable `battera`: the Mackerel API v0 over two data files, this machine's metrics, and the app.
//!
//! A request passes [`connections`], which cuts off slow clients; the layers of [`app`], of which the guard against
//! foreign pages is the first; then either the API, whose handlers take what they need, ask the [`store`] and answer
//! JSON, or the embedded files of the app.
//!
//! * What was acknowledged is on disk: it survives `kill -9`, and a power cut if the disk keeps its word.
//! * Without a key, only this machine itself is answered; with keys, who has one. Pages of strangers reach nothing.
//! * No input makes it panic; should a handler panic all the same, it answers 500 and the server goes on.
//! * Only [`store`] knows SQL, only [`clock`] and the collector know what time it is.
//! * Each minute the [`engine`] looks at what monitors watch; their alerts open, change and close.
//! * With `--demo` the [`demo`] answers for metrics that were never posted; posted points win over it.

pub mod address;
pub mod annotate;
pub mod api;
pub mod app;
mod assets;
pub mod auth;
pub mod certificate;
pub mod cli;
pub mod clock;
mod collector;
pub mod connections;
mod crowd;
pub mod demo;
pub mod engine;
mod guard;
mod headers;
mod key;
pub mod limits;
pub mod maintenance;
pub mod notify;
pub mod origin;
pub mod relay;
mod reply;
mod serve;
mod stall;
pub mod store;
mod upkeep;
mod vitals;

pub use api::router;
use clock::Clock;
use std::io::IsTerminal;
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
    /// Whether external monitors are evaluated.
    pub external_monitors: bool,
}

/// Makes, lists or revokes keys.
pub fn run_key(command: cli::Key) -> anyhow::Result<()> {
    key::run(command)
}

/// Copies the data.
pub fn run_backup(options: maintenance::Backup) -> anyhow::Result<()> {
    maintenance::backup(options)
}

/// Looks through the data for damage.
pub fn run_check(options: maintenance::Check) -> anyhow::Result<()> {
    maintenance::check(options)
}

/// Serves as the flags say, until the process is asked to end.
pub fn run(options: cli::Serve) -> anyhow::Result<()> {
    let filter = tracing_subscriber::EnvFilter::try_from_env("BATTERA_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .init();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(serve::serve(options))
}
