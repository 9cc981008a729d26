//! Power cuts: what was acknowledged is there after one, whenever it comes, and the files are whole.
//!
//! The disk is `cut.c`, loaded before the executable: at a chosen write it undoes a random part of what was not synced
//! and ends the process. That it bites is shown by disks that lie about syncs: with them things are lost.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use mackerel::metrics::Owner;
use series::TimeRange;
use server::store::{self, Store, points};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// How many clients post at the same time.
const CLIENTS: usize = 3;

/// The most posts of a client in a cycle; then the power stays on and the process is killed.
const MOST_POSTS: i64 = 60;

/// How many cuts one folder goes through.
const CUTS_PER_FOLDER: u64 = 6;

/// What was acknowledged: metric, minute and value.
type Acknowledged = BTreeMap<(String, i64), f64>;

fn build(folder: &Path) -> PathBuf {
    let library = folder.join("cut.so");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/power/cut.c");
    let compiler = std::env::var("CC").unwrap_or_else(|_| "cc".to_owned());
    let built = Command::new(compiler)
        .args(["-shared", "-fPIC", "-O1", "-o"])
        .args([library.as_path(), source.as_path()])
        .arg("-ldl")
        .status()
        .unwrap();
    assert!(built.success(), "the compiler that builds SQLite cannot build the disk");
    library
}

struct Cut<'a> {
    library: &'a Path,
    seed: u64,
    /// Which syncs do nothing.
    lies: &'a str,
    /// The call at which it happens, from this one on.
    earliest: u64,
    /// Whether that call fails, instead of the power.
    is_fault: bool,
}

/// Numbers that look random and are the same in every run.
fn scattered(seed: u64) -> u64 {
    let mixed = (seed + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed ^ (mixed >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 32
}

/// Starts the server on the disk; `None` if the power went before it was there.
fn start(folder: &Path, cut: &Cut<'_>) -> (Child, Option<SocketAddr>) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_battera"));
    command.args(["serve", "--listen", "127.0.0.1:0", "--no-collector", "--data"]).arg(folder);
    command.env("LD_PRELOAD", cut.library).env("CUT_FOLDER", folder).env("CUT_LIES", cut.lies);
    command.env("CUT_SEED", cut.seed.to_string());
    command.env("CUT_AT", (cut.earliest + scattered(cut.seed) % 1_200).to_string());
    if cut.is_fault {
        command.env("CUT_FAULT", "1");
    }
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.trim().strip_prefix("Battera is at http://");
    (child, address.and_then(|address| address.trim_end_matches('/').parse().ok()))
}

fn post(address: SocketAddr, path: &str, body: &str) -> Option<()> {
    let mut stream = TcpStream::connect_timeout(&address, Duration::from_secs(5)).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(20))).ok()?;
    let length = body.len();
    write!(
        stream,
        "POST {path} HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\
         Connection: close\r\n\r\n{body}"
    )
    .ok()?;
    let mut reply = String::new();
    stream.read_to_string(&mut reply).ok()?;
    reply.starts_with("HTTP/1.1 200").then_some(())
}

/// Posts; when the power is gone, in vain. Times go back by hours, so that every start has something to seal.
fn load(address: SocketAddr, seed: u64, client: usize, acknowledged: &Mutex<Acknowledged>) {
    let now = i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()).unwrap();
    for step in 0..MOST_POSTS {
        let name = format!("cut.s{seed}.c{client}");
        let points: Vec<(i64, f64)> = (0..20_u16)
            .map(|at| (now / 60 * 60 - 60 * (20 * step + i64::from(at)), step as f64 + f64::from(at) / 100.0))
            .collect();
        let body: Vec<String> = points
            .iter()
            .map(|(time, value)| format!(r#"{{"name":"{name}","time":{time},"value":{value}}}"#))
            .collect();
        if post(address, "/api/v0/services/shop/tsdb", &format!("[{}]", body.join(","))).is_none() {
            continue;
        }
        let saved = points.into_iter().map(|(time, value)| ((name.clone(), time), value));
        acknowledged.lock().unwrap().extend(saved);
    }
}

/// One cut; what was acknowledged before it is added. Answers whether a write works at the end.
fn cycle(folder: &Path, cut: &Cut<'_>, acknowledged: &Mutex<Acknowledged>) -> bool {
    let (mut child, address) = start(folder, cut);
    if let Some(address) = address {
        // Refused when it exists.
        let _made = post(address, "/api/v0/services", r#"{"name":"shop","memo":""}"#);
        std::thread::scope(|scope| {
            for client in 0..CLIENTS {
                scope.spawn(move || load(address, cut.seed, client, acknowledged));
            }
        });
    }
    let works = address.is_some_and(|address| post(address, "/api/v0/services/shop/tsdb", "[]").is_some());
    // Fails when it has ended already.
    let _ended = child.kill();
    child.wait().unwrap();
    works
}

/// What is wrong with the files after a cut.
fn wrong(folder: &Path, acknowledged: &Acknowledged) -> Option<String> {
    let store = match Store::open(folder, None) {
        Ok(store) => store,
        Err(error) => return Some(error.to_string()),
    };
    let names: std::collections::BTreeSet<&String> = acknowledged.keys().map(|(name, _)| name).collect();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let found = runtime.block_on(async {
        for name in names {
            let (of, range) = (name.clone(), TimeRange::new(0, i64::MAX));
            let read =
                store.read(move |db| points::read(db, &Owner::Service("shop".to_owned()), &of, range)).await;
            let series = match read {
                Ok(series) => series.unwrap_or_default(),
                Err(error) => return Some(error.to_string()),
            };
            let stored: BTreeMap<i64, f64> = series.iter().collect();
            let of_name = acknowledged.range((name.clone(), 0)..=(name.clone(), i64::MAX));
            for ((_, time), value) in of_name {
                if stored.get(time) != Some(value) {
                    return Some(format!("{name} at {time} is {:?}, not {value}", stored.get(time)));
                }
            }
        }
        None
    });
    runtime.block_on(store.close());
    let damage = store::check(folder).map(|report| report.damage);
    found.or(match damage {
        Ok(lines) => lines.first().cloned(),
        Err(error) => Some(error.to_string()),
    })
}

/// So many cuts on a disk; answers what was wrong after each that lost something, and how much was acknowledged.
fn cuts(count: u64, lies: &str) -> (Vec<String>, usize) {
    let root = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
    let library = build(root.path());
    let (mut faults, mut total) = (Vec::new(), 0);
    let mut acknowledged = Mutex::new(Acknowledged::new());
    for number in 0..count {
        // A folder that lost something is given up.
        let folder = root.path().join(format!("{}-{}", number / CUTS_PER_FOLDER, faults.len()));
        if !folder.exists() {
            total += std::mem::take(acknowledged.get_mut().unwrap()).len();
        }
        let cut = Cut { library: &library, seed: number, lies, earliest: 1, is_fault: false };
        cycle(&folder, &cut, &acknowledged);
        if let Some(fault) = wrong(&folder, acknowledged.get_mut().unwrap()) {
            faults.push(format!("cut {number}: {fault}"));
        }
        if number % 500 == 499 {
            println!("{} cuts, {} of them lost something", number + 1, faults.len());
        }
    }
    (faults, total + acknowledged.get_mut().unwrap().len())
}

/// More of the same where there is time for it.
fn count(few: u64, many: u64) -> u64 {
    if std::env::var_os("BATTERA_SOAK").is_some() { many } else { few }
}

#[test]
fn nothing_acknowledged_is_lost_in_a_power_cut() {
    let cuts_made = count(18, 10_000);
    let (faults, total) = cuts(cuts_made, "");
    println!("{total} points acknowledged before {cuts_made} power cuts");
    assert!(total > 1_000, "only {total} points were acknowledged");
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn a_write_or_sync_that_fails_is_not_acknowledged_and_the_next_ones_work() {
    let root = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
    let library = build(root.path());
    for seed in 0..count(8, 100) {
        let (folder, mut acknowledged) = (root.path().join(seed.to_string()), Mutex::default());
        // After the files were made: a start that meets a failing disk says so and ends.
        let cut = Cut { library: &library, seed, lies: "", earliest: 300, is_fault: true };
        assert!(cycle(&folder, &cut, &acknowledged), "no write works after fault {seed}");
        assert_eq!(wrong(&folder, acknowledged.get_mut().unwrap()), None, "after fault {seed}");
        assert!(!acknowledged.get_mut().unwrap().is_empty(), "nothing was acknowledged around fault {seed}");
    }
}

#[test]
fn a_disk_that_does_not_sync_loses_something_so_these_cuts_bite() {
    for lies in ["wal", "all"] {
        let cuts_made = count(6, 40);
        let (faults, total) = cuts(cuts_made, lies);
        println!(
            "{} of {cuts_made} cuts lost something of {total} points when syncs are lies: {lies}",
            faults.len()
        );
        assert!(!faults.is_empty(), "nothing was lost although syncs of {lies} did nothing");
    }
}
