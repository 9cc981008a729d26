//! From flags to a running server and to its end.
//!
//! * A start that fails has changed nothing that was there, and says why in one line.
//! * Nothing is served before the data are open, this machine is a host and the address was printed.
//! * At the end no request is accepted any more, those under way are finished, then the data are closed.

use crate::address::Allowed;
use crate::auth::{Auth, Key, Network, Proxies};
use crate::cli::Serve;
use crate::clock::Clock;
use crate::collector::Collector;
use crate::demo::{self, Demo};
use crate::engine::{Engine, External, LONGEST_ANSWER};
use crate::key::folder;
use crate::limits::Limits;
use crate::notify::Notifier;
use crate::origin::Origins;
use crate::relay::{Patience, Relay};
use crate::store::Store;
use crate::{State, app, auth, connections, store, upkeep};
use anyhow::{Context, bail};
use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use tokio::net::TcpListener;

/// Serves until the process is asked to end.
pub(crate) async fn serve(options: Serve) -> anyhow::Result<()> {
    let folder = folder(options.data.clone())?;
    let keys = auth::list(&folder)?;
    let relay = relay(&options)?;
    // Bound first: when the port is taken, the data are not touched.
    let listener = listen(&options, &keys).await?;
    let address = listener.local_addr().context("the address that was bound is unknown")?;
    let clock = Clock::system();
    let (store, exempt) = if options.demo {
        open_demo(&folder, clock.clone()).await?
    } else {
        let store = Store::open(&folder, None)?;
        let machine = sysinfo::System::host_name().ok();
        store.write(move |db| store::seed_defaults(db, machine.as_deref())).await?;
        (store, BTreeSet::new())
    };
    let now = clock.now();
    store.write(move |db| store::seed_people(db, now)).await?;
    let state = State {
        store: store.clone(),
        clock,
        demo: options.demo,
        external_monitors: options.external_monitors,
    };
    tokio::spawn(upkeep::run(state.clone(), options.retention));
    let origins = Origins::new(address, options.origin.clone());
    if relay.is_none() {
        work(&state, exempt, &origins, &options).await?;
    }
    let place = origins.main();
    let shared = Network::LOOPBACK.into_iter().chain(options.trusted_proxy.iter().copied()).collect();
    let proxies = Proxies::new(options.trust_proxy_header, options.trusted_proxy);
    let auth =
        Auth::load(&folder, store.clone(), state.clock.clone(), address.ip(), origins.clone(), proxies)
            .await?;
    let limits = Limits::default();
    let app = match relay {
        None => app::app(state, auth, origins, limits),
        Some(relay) => app::relay(relay, store.clone(), auth, origins, limits),
    };
    let end = asked_to_end().context("signals cannot be watched")?;
    announce(&place).context("the address could not be printed")?;
    connections::serve(listener, app, Limits::default(), shared, end).await;
    store.close().await;
    Ok(())
}

/// Begins what goes on beside requests: collecting, evaluating, notifying. A relay's upstream does all of it.
async fn work(
    state: &State,
    exempt: BTreeSet<String>,
    origins: &Origins,
    options: &Serve,
) -> anyhow::Result<()> {
    if !options.no_collector {
        let collector =
            Collector::start(state.clone()).await.context("this machine cannot be made a host")?;
        tokio::spawn(collector.run());
    }
    let allowed = Allowed::new(options.allow_address.clone());
    if options.external_monitors {
        let external = External::new(state.clone(), exempt.clone(), allowed.clone(), LONGEST_ANSWER);
        tokio::spawn(external.run());
    }
    tokio::spawn(Engine::new(state.clone(), exempt).run());
    let notifier =
        Notifier::new(state.clone(), origins.public(), allowed).context("nobody can be notified")?;
    notifier.begin().await?;
    tokio::spawn(notifier.run());
    Ok(())
}

/// The relay that the flags ask for.
fn relay(options: &Serve) -> anyhow::Result<Option<Arc<Relay>>> {
    let (Some(upstream), Some(file)) = (&options.upstream, &options.upstream_key_file) else {
        return Ok(None);
    };
    let key = std::fs::read_to_string(file)
        .with_context(|| format!("the upstream's key cannot be read from {}", file.display()))?;
    let relay = Relay::new(upstream.clone(), &key, Patience::default());
    relay.map(Some).with_context(|| format!("relaying to {}", upstream.origin()))
}

/// Opens a store whose past is the demonstration's, and which holds its objects of today. The alerts of its monitors
/// are the story's, so the engine leaves these alone.
async fn open_demo(folder: &Path, clock: Clock) -> anyhow::Result<(Store, BTreeSet<String>)> {
    let demo = Arc::new(Demo::new(demo::SEED, clock));
    let exempt = demo.monitor_ids();
    let store = Store::open(folder, Some(demo.clone()))?;
    store.write(move |db| demo.seed(db)).await.context("the demonstration cannot be written")?;
    Ok((store, exempt))
}

async fn listen(options: &Serve, keys: &[Key]) -> anyhow::Result<TcpListener> {
    let address = options.listen;
    if !address.ip().is_loopback() && keys.iter().all(|key| key.revoked_at.is_some()) {
        bail!(
            "listening on {address} is for servers that have a key, and this one has none yet; `battera key create \
             --name NAME --write` makes one, or listen on 127.0.0.1 or [::1]"
        );
    }
    TcpListener::bind(address).await.with_context(|| match address.port() {
        0 => format!("cannot listen on {address}"),
        _ => format!("cannot listen on {address}; another port is chosen with --listen 127.0.0.1:PORT"),
    })
}

/// Tells people and programs where to look. They may read a pipe, so the line must leave at once.
fn announce(place: &str) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "Battera is at {place}/")?;
    out.flush()
}

/// Ready on SIGTERM or Ctrl-C.
#[cfg(unix)]
fn asked_to_end() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// Ready on Ctrl-C.
#[cfg(not(unix))]
fn asked_to_end() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}
