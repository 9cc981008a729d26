//! The real executable with `--demo`, the real build of the app and a real browser.
//!
//! One server and one driver serve all scenarios, one after another; each scenario has a browser profile of its own.
//! Everything is stopped at the end, also after a panic. A name on the command line runs the scenarios that contain it:
//! `cargo test --test e2e -- spike`. Values are read off the sentinel series (docs/TESTING.md).
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]
#![expect(unreachable_pub, reason = "the modules of a test are never reached from elsewhere")]

#[path = "e2e/alerts.rs"]
mod alerts;
#[path = "e2e/annotations.rs"]
mod annotations;
#[path = "e2e/board.rs"]
mod board;
#[path = "e2e/browser.rs"]
mod browser;
#[path = "e2e/crowd.rs"]
mod crowd;
#[path = "e2e/dashboards.rs"]
mod dashboards;
#[path = "e2e/driver.rs"]
mod driver;
#[path = "e2e/language.rs"]
mod language;
#[path = "e2e/minutes.rs"]
mod minutes;
#[path = "e2e/monitors.rs"]
mod monitors;
#[path = "e2e/pages.rs"]
mod pages;
#[path = "e2e/pictures.rs"]
mod pictures;
#[path = "e2e/pins.rs"]
mod pins;
#[path = "e2e/process.rs"]
mod process;
#[path = "e2e/readonly.rs"]
mod readonly;
#[path = "e2e/scenarios.rs"]
mod scenarios;
#[path = "e2e/server.rs"]
mod server;
#[path = "e2e/wall.rs"]
mod wall;
#[path = "e2e/world.rs"]
mod world;

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;
use tokio::runtime::{Builder, Runtime};
use world::World;

fn main() -> ExitCode {
    let wanted: Vec<String> =
        std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let chosen = |name: &str| wanted.is_empty() || wanted.iter().any(|part| name.contains(part.as_str()));
    let scenarios: Vec<_> = scenarios::ALL.iter().filter(|(name, _)| chosen(name)).collect();
    if std::env::args().any(|argument| argument == "--list") {
        for (name, _) in &scenarios {
            println!("{name}: test");
        }
        return ExitCode::SUCCESS;
    }
    if let Some(at) = std::env::args().position(|argument| argument == "--pictures") {
        let folder = std::env::args().nth(at + 1).expect("--pictures FOLDER");
        take_pictures(Path::new(&folder));
        return ExitCode::SUCCESS;
    }
    println!("\nrunning {} end-to-end scenarios", scenarios.len());
    if scenarios.is_empty() {
        println!("\ntest result: ok. 0 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out");
        return ExitCode::SUCCESS;
    }

    let runtime = runtime();
    let mut world = World::start();
    let mut failed = Vec::new();
    for (name, scenario) in &scenarios {
        let started = Instant::now();
        let outcome = catch_unwind(AssertUnwindSafe(|| runtime.block_on(scenario(&mut world))));
        let verdict = if outcome.is_ok() { "ok" } else { "FAILED" };
        if outcome.is_err() {
            failed.push(*name);
            runtime.block_on(world.keep_evidence(name));
        }
        runtime.block_on(world.close_browser());
        println!("test {name} ... {verdict} ({:.1} s)", started.elapsed().as_secs_f64());
    }
    runtime.block_on(world.stop());
    let passed = scenarios.len() - failed.len();
    let filtered = scenarios::ALL.len() - scenarios.len();
    if !failed.is_empty() {
        println!("\nfailures:\n    {}", failed.join("\n    "));
    }
    let verdict = if failed.is_empty() { "ok" } else { "FAILED" };
    println!(
        "\ntest result: {verdict}. {passed} passed; {} failed; 0 ignored; 0 measured; {filtered} filtered out",
        failed.len()
    );
    if failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn take_pictures(folder: &Path) {
    let runtime = runtime();
    let mut world = World::start();
    let readme = Path::new("docs").join("screenshot.png");
    let outcome =
        catch_unwind(AssertUnwindSafe(|| runtime.block_on(pictures::take(&mut world, folder, &readme))));
    runtime.block_on(world.close_browser());
    runtime.block_on(world.stop());
    if let Err(panic) = outcome {
        resume_unwind(panic);
    }
}

fn runtime() -> Runtime {
    Builder::new_multi_thread().enable_all().worker_threads(2).build().unwrap()
}
