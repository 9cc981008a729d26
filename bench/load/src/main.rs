//! `make load`: the store and the server under the load of 2,000 agents and 50 browsers, in figures.
//!
//! First thirty days of some hosts are written through the store itself, with their upkeep. Then the executable serves
//! that folder: agents post 60 metrics a minute each while browsers read 20 hours and 30 days, and then as many reads,
//! posts and both as it takes. Times are of this machine, with whatever else it does.

mod client;
mod history;
mod process;
mod times;

use client::Client;
use process::Process;
use std::fmt::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use times::Times;

const AGENTS: usize = 2_000;
const BROWSERS: usize = 50;
const METRICS: usize = 60;
const DAYS: i64 = 30;
const HOUR_SECS: i64 = 3_600;

/// Connections of a flood.
const CONNECTIONS: usize = 8;

type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

fn main() -> Outcome<()> {
    let mut arguments = std::env::args().skip(1);
    let usage = "load EXECUTABLE [SECONDS] [HOSTS WITH HISTORY]";
    let executable = PathBuf::from(arguments.next().ok_or(usage)?);
    let seconds = arguments.next().map_or(Ok(60), |text| text.parse())?;
    let hosts = arguments.next().map_or(Ok(4), |text| text.parse())?;
    let root = tempfile::tempdir()?;
    let folder = root.path().join("data");
    let now = times::now();
    let ids = history::fill(&folder, now, hosts)?;
    let server = Process::start(&executable, &folder)?;
    let load = Load {
        address: server.address,
        ids,
        hosts,
        now,
        length: Duration::from_secs(seconds),
        posted: AtomicUsize::new(0),
    };
    steady(&load, &server)?;
    let (day, month) = (20 * HOUR_SECS, DAYS * 24 * HOUR_SECS);
    for (posting, reading, secs) in [
        (0, CONNECTIONS, day),
        (0, CONNECTIONS, month),
        (CONNECTIONS, 0, day),
        (CONNECTIONS / 2, CONNECTIONS / 2, day),
    ] {
        flood(&load, &server, &Flood { posting, reading, secs })?;
    }
    println!(
        "memory: {} MiB at most, {} MiB now",
        server.memory("VmHWM")? >> 10,
        server.memory("VmRSS")? >> 10
    );
    Ok(())
}

struct Load {
    address: SocketAddr,
    ids: Vec<String>,
    /// How many of the agents have a history.
    hosts: usize,
    now: i64,
    length: Duration,
    /// Posts of all floods.
    posted: AtomicUsize,
}

impl Load {
    /// What a browser asks for in its turn; nothing without hosts that have a history.
    fn read_of(&self, turn: usize, secs: i64) -> Option<String> {
        let id = self.ids.get(turn.checked_rem(self.hosts)?)?;
        let (metric, to) = (turn * 7 % METRICS, self.now);
        let from = to - secs;
        Some(format!("/api/v0/hosts/{id}/metrics?name=custom.load.m{metric:02}&from={from}&to={to}&step=60"))
    }
}

/// The minute's post of an agent.
fn post_of(id: &str, time: i64, seed: usize) -> String {
    let mut body = String::with_capacity(METRICS * 90);
    for metric in 0..METRICS {
        let before = if metric == 0 { '[' } else { ',' };
        let value = history::value(metric, time / 60 + seed as i64);
        // Writing into a string does not fail.
        let _written = write!(
            body,
            r#"{before}{{"hostId":"{id}","name":"custom.load.m{metric:02}","time":{time},"value":{value}}}"#
        );
    }
    body.push(']');
    body
}

/// Every agent posts once a minute, and every browser reads once a second.
fn steady(load: &Load, server: &Process) -> Outcome<()> {
    let (posts, days, months) =
        (Mutex::new(Times::default()), Mutex::new(Times::default()), Mutex::new(Times::default()));
    let failed = AtomicUsize::new(0);
    let (written, saved) = (server.written()?, Client::new(load.address).points_saved()?);
    let began = Instant::now();
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..CONNECTIONS {
            scope.spawn(|| {
                let mut client = Client::new(load.address);
                while began.elapsed() < load.length {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    let due = Duration::from_mins(1).mul_f64(number as f64 / AGENTS as f64);
                    std::thread::sleep(due.saturating_sub(began.elapsed()));
                    let time = load.now + due.as_secs() as i64;
                    let Some(id) = load.ids.get(number % AGENTS) else { continue };
                    let body = post_of(id, time, number);
                    times::measure(&posts, &failed, || client.post("/api/v0/tsdb", &body));
                }
            });
        }
        for browser in 0..BROWSERS {
            let (days, months, failed) = (&days, &months, &failed);
            scope.spawn(move || {
                let mut client = Client::new(load.address);
                let mut turn = browser;
                while began.elapsed() < load.length {
                    turn += 1;
                    let is_month = turn % 10 == 0;
                    let secs = if is_month { DAYS * 24 * HOUR_SECS } else { 20 * HOUR_SECS };
                    let Some(path) = load.read_of(turn, secs) else { return };
                    times::measure(if is_month { months } else { days }, failed, || {
                        client.get(&path).map(drop)
                    });
                    std::thread::sleep(Duration::from_secs(1));
                }
            });
        }
    });
    let saved = Client::new(load.address).points_saved()? - saved;
    let posts = times::take(posts);
    println!(
        "{AGENTS} agents and {BROWSERS} browsers for {} s: {} posts, {} failed, {} points saved, {} bytes written a point",
        load.length.as_secs(),
        posts.count(),
        failed.into_inner(),
        saved,
        (server.written()? - written) / saved.max(1)
    );
    println!("  post of {METRICS} points: {posts}");
    println!("  read of 20 hours: {}", times::take(days));
    println!("  read of {DAYS} days: {}", times::take(months));
    Ok(())
}

/// What the connections of a flood do.
struct Flood {
    posting: usize,
    reading: usize,
    /// How long a time each read is of.
    secs: i64,
}

/// As much as some connections can do: posts, each with minutes that were not there before, and reads.
fn flood(load: &Load, server: &Process, flood: &Flood) -> Outcome<()> {
    let (posts, reads) = (Mutex::new(Times::default()), Mutex::new(Times::default()));
    let failed = AtomicUsize::new(0);
    let acknowledged = AtomicU64::new(0);
    let (written, before) = (server.written()?, Client::new(load.address).points_saved()?);
    let began = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..flood.posting {
            scope.spawn(|| {
                let mut client = Client::new(load.address);
                while began.elapsed() < load.length {
                    let number = load.posted.fetch_add(1, Ordering::Relaxed);
                    let Some(id) = load.ids.get(number % AGENTS) else { continue };
                    // Minutes to come, so that each is a new point.
                    let time = load.now + 60 * (5 + (number / AGENTS) as i64 % 1_000);
                    let body = post_of(id, time, number);
                    if times::measure(&posts, &failed, || client.post("/api/v0/tsdb", &body)) {
                        acknowledged.fetch_add(METRICS as u64, Ordering::Relaxed);
                    }
                }
            });
        }
        for reader in 0..flood.reading {
            let (reads, failed) = (&reads, &failed);
            scope.spawn(move || {
                let mut client = Client::new(load.address);
                let mut turn = reader;
                while began.elapsed() < load.length {
                    turn += CONNECTIONS;
                    let Some(path) = load.read_of(turn, flood.secs) else { return };
                    times::measure(reads, failed, || client.get(&path).map(drop));
                }
            });
        }
    });
    let took = began.elapsed().as_secs_f64();
    let saved = Client::new(load.address).points_saved()? - before;
    let (posts, reads, acknowledged) = (times::take(posts), times::take(reads), acknowledged.into_inner());
    println!(
        "{} connections posting and {} reading {} hours: {} failed",
        flood.posting,
        flood.reading,
        flood.secs / HOUR_SECS,
        failed.into_inner()
    );
    if flood.posting > 0 {
        println!(
            "  {:.0} posts/s, {:.0} durable points/s, {} of {acknowledged} acknowledged points saved, {} bytes written a point",
            posts.count() as f64 / took,
            acknowledged as f64 / took,
            saved.min(acknowledged),
            (server.written()? - written) / saved.max(1)
        );
        println!("  post of {METRICS} points: {posts}");
    }
    if flood.reading > 0 {
        println!("  {:.0} reads/s: {reads}", reads.count() as f64 / took);
    }
    Ok(())
}
