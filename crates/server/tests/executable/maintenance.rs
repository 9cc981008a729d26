//! `battera backup`, `battera check` and `/metrics` beside a server that is written to.

use super::process::{Executable, battera};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Output;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs().try_into().unwrap()
}

fn run(arguments: &[&str], folder: &Path) -> Output {
    battera(arguments).arg("--data").arg(folder).output().unwrap()
}

fn text(output: &[u8]) -> String {
    String::from_utf8_lossy(output).into_owned()
}

fn post(server: &Executable, path: &str, body: &Value) -> bool {
    let body = body.to_string();
    let reply = server.raw(&format!(
        "POST {path} HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\
         Connection: close\r\n\r\n{body}",
        server.address,
        body.len()
    ));
    reply.starts_with("HTTP/1.1 200")
}

fn get(server: &Executable, path: &str) -> String {
    server.raw(&format!("GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", server.address))
}

/// The points of a metric, by their minute.
fn points(server: &Executable, from: i64) -> BTreeMap<i64, f64> {
    let path = format!("/api/v0/services/shop/metrics?name=a.b&from={from}&to={}&step=60", now());
    let reply = get(server, &path);
    let body = reply.split_once("\r\n\r\n").unwrap().1;
    let found: Value =
        serde_json::from_str(&body[body.find('{').unwrap()..=body.rfind('}').unwrap()]).unwrap();
    let point = |point: &Value| (point["time"].as_i64().unwrap(), point["value"].as_f64().unwrap());
    found["metrics"].as_array().unwrap().iter().map(point).collect()
}

#[test]
fn a_backup_under_load_has_everything_acknowledged_before_it_and_is_a_data_folder() {
    let root = tempfile::tempdir().unwrap();
    let (data, copy) = (root.path().join("data"), root.path().join("copy"));
    let mut server = Executable::start(&data, &["--no-collector"]);
    assert!(post(&server, "/api/v0/services", &json!({ "name": "shop", "memo": "" })));
    let oldest = now() / 60 * 60 - 1_300 * 60;
    let (acknowledged, enough) = (AtomicI64::new(0), AtomicBool::new(false));
    let before = std::thread::scope(|scope| {
        let poster = scope.spawn(|| {
            for number in 0..1_300 {
                let point = json!([{ "name": "a.b", "time": oldest + number * 60, "value": number }]);
                assert!(post(&server, "/api/v0/services/shop/tsdb", &point));
                acknowledged.store(number + 1, Ordering::SeqCst);
                if enough.load(Ordering::SeqCst) {
                    break;
                }
            }
        });
        while acknowledged.load(Ordering::SeqCst) < 50 {
            assert!(!poster.is_finished(), "the posts ended early");
            std::thread::yield_now();
        }
        let before = acknowledged.load(Ordering::SeqCst);
        let done = run(&["backup", copy.to_str().unwrap()], &data);
        assert!(done.status.success(), "{}", text(&done.stderr));
        let checked = run(&["check"], &data);
        assert!(checked.status.success(), "{}{}", text(&checked.stdout), text(&checked.stderr));
        enough.store(true, Ordering::SeqCst);
        before
    });
    let all = acknowledged.load(Ordering::SeqCst);
    assert!(all > before, "nothing was written during the backup");
    // The copy as it is, and the original: the copy is a beginning of it.
    let checked = run(&["check"], &copy);
    assert!(checked.status.success(), "{}", text(&checked.stdout));
    assert!(text(&checked.stdout).contains("1  services"), "{}", text(&checked.stdout));
    let restored = Executable::start(&copy, &["--no-collector"]);
    let found = points(&restored, oldest);
    assert!(i64::try_from(found.len()).unwrap() >= before, "{} of {before}", found.len());
    let original = points(&server, oldest);
    assert_eq!(i64::try_from(original.len()).unwrap(), all);
    for (time, value) in &found {
        assert_eq!(original.get(time), Some(value), "at {time}");
    }
    // Nothing is overwritten, and what is no data folder gives no copy.
    for (from, to) in [(&data, &copy), (&root.path().join("nowhere"), &root.path().join("other"))] {
        let refused = run(&["backup", to.to_str().unwrap()], from);
        assert!(!refused.status.success() && text(&refused.stderr).lines().count() == 1, "{refused:?}");
    }
    let names = std::fs::read_dir(root.path()).unwrap().map(|entry| entry.unwrap().file_name());
    assert_eq!(names.count(), 2, "something was left over");
    server.terminate();
    assert_eq!(server.wait(), Some(0));
}

#[test]
fn a_check_finds_a_damaged_chunk_and_the_server_reads_around_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut server = Executable::start(folder.path(), &["--no-collector"]);
    assert!(post(&server, "/api/v0/services", &json!({ "name": "shop", "memo": "" })));
    // Four whole stretches of two hours, the last of them over for at least four hours.
    let oldest = now() / 7_200 * 7_200 - 6 * 7_200;
    let run_of: Vec<Value> =
        (0..480).map(|at| json!({ "name": "a.b", "time": oldest + at * 60, "value": at })).collect();
    assert!(post(&server, "/api/v0/services/shop/tsdb", &json!(run_of)));
    server.terminate();
    assert_eq!(server.wait(), Some(0));
    // The next start seals what is over.
    let mut server = Executable::start(folder.path(), &["--no-collector"]);
    let deadline = Instant::now() + Duration::from_mins(1);
    while !get(&server, "/metrics").contains("battera_store_chunks_total{length=\"2h\"} 4") {
        assert!(Instant::now() < deadline, "four chunks are sealed: {}", get(&server, "/metrics"));
        std::thread::yield_now();
    }
    assert_eq!(points(&server, oldest).len(), 480);
    server.terminate();
    assert_eq!(server.wait(), Some(0));
    let file = rusqlite::Connection::open(folder.path().join("metrics.db")).unwrap();
    let row = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
    let (id, count, mut bytes): (i64, u16, Vec<u8>) =
        file.query_row("SELECT id, n, d FROM sealed ORDER BY id LIMIT 1", [], row).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    file.execute("UPDATE sealed SET d = ?2 WHERE id = ?1", (id, bytes)).unwrap();
    drop(file);
    let checked = run(&["check"], folder.path());
    assert_eq!(checked.status.code(), Some(1));
    assert!(
        text(&checked.stdout).contains(&format!("sealed: chunk {id} is damaged")),
        "{}",
        text(&checked.stdout)
    );
    let server = Executable::start(folder.path(), &["--no-collector"]);
    assert_eq!(points(&server, oldest).len(), 480 - usize::from(count));
    let metrics = get(&server, "/metrics");
    assert!(
        metrics.starts_with("HTTP/1.1 200 OK") && metrics.contains("battera_store_damaged_chunks 1"),
        "{metrics}"
    );
}
