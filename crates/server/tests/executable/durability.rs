//! What was acknowledged is there after `kill -9` and after an orderly end, both under load.

use super::process::Executable;
use serde_json::{Value, json};
use std::time::{SystemTime, UNIX_EPOCH};
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tokio::task::JoinSet;

/// How many clients post at the same time.
const CLIENTS: i64 = 8;

/// What a client saw acknowledged.
#[derive(Debug, Default)]
struct Acknowledged {
    /// Metric name, minute and value.
    points: Vec<(String, i64, f64)>,
    annotations: Vec<String>,
    dashboards: Vec<String>,
}

fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs().try_into().unwrap()
}

/// The answer's body if it was a success; `None` if the server is gone or refuses.
async fn post(client: &reqwest::Client, url: &str, body: &Value) -> Option<Value> {
    let request = client.post(url).header("content-type", "application/json").body(body.to_string());
    let reply = request.send().await.ok()?;
    if reply.status() != 200 {
        return None;
    }
    serde_json::from_str(&reply.text().await.ok()?).ok()
}

async fn get(client: &reqwest::Client, server: &Executable, path: &str) -> Value {
    let reply = client.get(server.url(path)).send().await.unwrap();
    let status = reply.status();
    let text = reply.text().await.unwrap();
    assert_eq!(status, 200, "{path}: {text}");
    serde_json::from_str(&text).unwrap()
}

/// Posts until the server is gone, and tells of each point that was saved.
async fn load(
    client: reqwest::Client,
    root: String,
    client_number: i64,
    cycle: i64,
    saw: UnboundedSender<()>,
) -> Acknowledged {
    let mut saved = Acknowledged::default();
    let name = format!("load.client{client_number}.cycle{cycle}");
    let newest = now().div_euclid(60) * 60;
    for step in 0.. {
        let time = newest - 60 * (step % 1_200);
        let value = f64::from(u32::try_from(step).unwrap()) + 0.1;
        let point = json!([{ "name": name, "time": time, "value": value }]);
        if post(&client, &format!("{root}/api/v0/services/shop/tsdb"), &point).await.is_none() {
            break;
        }
        saved.points.push((name.clone(), time, value));
        // The count may be reached already, and nobody listens any more.
        let _enough = saw.send(());
        if step % 10 == client_number {
            let annotation =
                json!({ "service": "shop", "title": name, "description": "", "from": time, "to": time });
            let Some(reply) = post(&client, &format!("{root}/api/v0/graph-annotations"), &annotation).await
            else {
                break;
            };
            saved.annotations.push(reply["id"].as_str().unwrap().to_owned());
        }
        if step % 20 == client_number {
            let path = format!("load-{client_number}-{cycle}-{step}");
            let dashboard = json!({ "title": path, "memo": "", "urlPath": path, "widgets": [] });
            let Some(reply) = post(&client, &format!("{root}/api/v0/dashboards"), &dashboard).await else {
                break;
            };
            saved.dashboards.push(reply["id"].as_str().unwrap().to_owned());
        }
    }
    saved
}

async fn check(server: &Executable, all: &[Acknowledged]) {
    let client = reqwest::Client::new();
    let (from, to) = (now() - 86_400, now());
    let annotations =
        get(&client, server, &format!("/api/v0/graph-annotations?service=shop&from={from}&to={to}")).await;
    let annotations = annotations["graphAnnotations"].to_string();
    let dashboards = get(&client, server, "/api/v0/dashboards").await.to_string();
    for saved in all {
        for id in &saved.annotations {
            assert!(annotations.contains(id), "annotation {id} is lost");
        }
        for id in &saved.dashboards {
            assert!(dashboards.contains(id), "dashboard {id} is lost");
        }
        let Some((name, ..)) = saved.points.first() else { continue };
        let query = format!("/api/v0/services/shop/metrics?name={name}&from={from}&to={to}&step=60");
        let found = get(&client, server, &query).await;
        let found: std::collections::BTreeMap<i64, f64> = found["metrics"]
            .as_array()
            .unwrap()
            .iter()
            .map(|point| (point["time"].as_i64().unwrap(), point["value"].as_f64().unwrap()))
            .collect();
        let mut wanted = std::collections::BTreeMap::new();
        for (_, time, value) in &saved.points {
            wanted.insert(*time, *value);
        }
        for (time, value) in wanted {
            // The last post of a client may have been saved without being acknowledged, at the same minute.
            assert!(found.get(&time).is_some_and(|&stored| stored >= value), "{name} at {time}: {found:?}");
        }
    }
}

/// Loads a server until `enough` writes of this cycle were acknowledged, ends it with `end`, and answers what was.
async fn cycle(
    client: &reqwest::Client,

    server: &mut Executable,
    number: i64,
    enough: i64,
    end: fn(&mut Executable),
) -> Vec<Acknowledged> {
    let service = json!({ "name": "shop", "memo": "" });
    post(client, &server.url("/api/v0/services"), &service).await;
    let (saw, mut seen) = unbounded_channel();
    let mut clients = JoinSet::new();
    for one in 0..CLIENTS {
        clients.spawn(load(client.clone(), server.url(""), one, number, saw.clone()));
    }
    // The clients hold the other ends: if all of them stop, this fails rather than waits.
    drop(saw);
    for _ in 0..enough {
        seen.recv().await.unwrap();
    }
    end(server);
    clients.join_all().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_acknowledged_is_lost_when_the_process_is_killed() {
    let folder = tempfile::tempdir().unwrap();
    // One for all, because making one is slow.
    let client = reqwest::Client::new();
    let mut all = Vec::new();
    let kills = if std::env::var_os("BATTERA_SOAK").is_some() { 1_000 } else { 20 };
    for number in 0..kills {
        let mut server = Executable::start(folder.path(), &["--no-collector"]);
        // Each time at another moment of the writer's work.
        all.extend(cycle(&client, &mut server, number, 60 + 7 * (number % 20), Executable::kill).await);
    }
    let server = Executable::start(folder.path(), &["--no-collector"]);
    check(&server, &all).await;
    let points: usize = all.iter().map(|saved| saved.points.len()).sum();
    let objects: usize = all.iter().map(|saved| saved.annotations.len() + saved.dashboards.len()).sum();
    println!("{points} points, {objects} annotations and dashboards survived {kills} kills");
    assert!(points >= 20 * 60 && objects > 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_orderly_end_under_load_loses_nothing_and_does_not_wait_for_stuck_clients() {
    let folder = tempfile::tempdir().unwrap();
    let mut server = Executable::start(folder.path(), &["--no-collector"]);
    let mut stuck = std::net::TcpStream::connect(server.address).unwrap();
    std::io::Write::write_all(&mut stuck, b"POST /api/v0/tsdb HTTP/1.1\r\nHost: ").unwrap();
    let all = cycle(&reqwest::Client::new(), &mut server, 0, 200, |server| server.terminate()).await;
    assert_eq!(server.wait(), Some(0));
    let server = Executable::start(folder.path(), &["--no-collector"]);
    check(&server, &all).await;
}
