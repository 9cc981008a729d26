//! Thirty days of a few hosts, written a minute at a time through the store, with its upkeep every two hours.

use crate::{AGENTS, DAYS, METRICS, Outcome, process};
use mackerel::hosts::HostParam;
use mackerel::metrics::Owner;
use server::store::points::{self, Point};
use server::store::{Store, hosts};
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

/// What a metric of some common kind has at a minute: percentages, bytes, rates, loads, constants, filling disks.
pub(crate) fn value(metric: usize, minute: i64) -> f64 {
    let noise = |salt: i64| {
        let mixed =
            (minute * 31 + salt + metric as i64 * 977).cast_unsigned().wrapping_mul(0x9e37_79b9_7f4a_7c15);
        (mixed >> 40) as f64 / (1_u64 << 24) as f64
    };
    let day = (minute as f64 / 1_440.0 * std::f64::consts::TAU).sin();
    match metric % 6 {
        0 => 40.0 + 20.0 * day + 15.0 * noise(1),
        1 => (4e9 + 1e9 * day + 4096.0 * (noise(2) * 20_000.0).floor()).floor(),
        2 => (1e5 * (1.2 + day) * (0.5 + noise(3))).floor() / 60.0,
        3 => ((2.0 + day + noise(4)) * 100.0).round() / 100.0,
        4 => 8_589_934_592.0,
        _ => 1e10 + (minute % 100_000) as f64 * 65_536.0,
    }
}

/// Makes the folder with all agents as hosts and answers their ids; says how large and how fast it was.
pub(crate) fn fill(folder: &Path, now: i64, count: usize) -> Outcome<Vec<String>> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let store = Store::open(folder, None)?;
        let ids = store.write(move |db| (0..AGENTS).map(|number| hosts::create(db, now, agent(number), &[])).collect::<Result<Vec<_>, _>>()).await?;
        let owners: Arc<Vec<Owner>> = Arc::new(ids.iter().take(count).cloned().map(Owner::Host).collect());
        let names: Arc<Vec<String>> = Arc::new((0..METRICS).map(|metric| format!("custom.load.m{metric:02}")).collect());
        let first = now / 60 - DAYS * 24 * 60;
        let written = || -> Outcome<u64> { process::number(&std::fs::read_to_string("/proc/self/io")?, "write_bytes") };
        let (before, began) = (written()?, Instant::now());
        let (mut longest, mut steps) = (0.0_f64, 0);
        for minute in first..now / 60 {
            let (owners, names) = (Arc::clone(&owners), Arc::clone(&names));
            store.write(move |db| {
                let all = owners.iter().enumerate().flat_map(|(host, owner)| {
                    names.iter().enumerate().map(move |(metric, name)| Point {
                        owner, name, time: minute * 60, value: value(metric, minute + host as i64 * 77),
                    })
                });
                points::append(db, all)
            }).await?;
            if minute % 120 == 15 {
                loop {
                    let began = Instant::now();
                    let more = store.upkeep(minute * 60, None).await?;
                    longest = longest.max(began.elapsed().as_secs_f64());
                    if !more { break; }
                    steps += 1;
                }
            }
        }
        let total = count as u64 * METRICS as u64 * (DAYS * 24 * 60).unsigned_abs();
        let took = began.elapsed().as_secs_f64();
        let written = written()? - before;
        store.clone().close().await;
        let size: u64 = store.sizes().iter().filter(|(name, _)| name.starts_with("metrics")).map(|(_, size)| size).sum();
        println!(
            "{DAYS} days of {} metrics in {took:.0} s, a commit a minute: {:.0} points/s, {:.2} bytes a point on disk, \
             {} bytes written a point, {steps} steps of upkeep, the longest {:.0} ms",
            count * METRICS, total as f64 / took, size as f64 / total as f64, written / total.max(1), longest * 1_000.0,
        );
        drop(store);
        Ok(ids)
    })
}

fn agent(number: usize) -> HostParam {
    HostParam { name: format!("agent-{number:04}"), ..HostParam::default() }
}
