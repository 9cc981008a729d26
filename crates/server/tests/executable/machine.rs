//! This machine as a host, from the first second.

use super::process::Executable;
use serde_json::Value;
use std::path::Path;
use std::time::{Duration, Instant};

async fn get(client: &reqwest::Client, server: &Executable, path: &str) -> Value {
    let reply = client.get(server.url(path)).send().await.unwrap();
    assert_eq!(reply.status(), 200, "{path}");
    serde_json::from_str(&reply.text().await.unwrap()).unwrap()
}

async fn names(client: &reqwest::Client, server: &Executable, host: &str) -> Vec<String> {
    let found = get(client, server, &format!("/api/v0/hosts/{host}/metric-names")).await;
    serde_json::from_value(found["names"].clone()).unwrap()
}

/// The only host, which is this machine.
async fn machine(client: &reqwest::Client, folder: &Path) -> (Executable, Value) {
    let server = Executable::start(folder, &[]);
    let hosts = get(client, &server, "/api/v0/hosts").await;
    assert_eq!(hosts["hosts"].as_array().map(Vec::len), Some(1), "{hosts}");
    let host = hosts["hosts"][0].clone();
    (server, host)
}

#[tokio::test]
async fn this_machine_is_a_host_with_points_at_once_and_with_rates_a_second_later() {
    let folder = tempfile::tempdir().unwrap();
    let client = reqwest::Client::new();
    let (mut server, host) = machine(&client, folder.path()).await;
    let id = host["id"].as_str().unwrap();
    assert_eq!(host["status"], "working");
    assert!(
        host["meta"]["kernel"]["release"].is_string() && host["meta"]["memory"]["total"].is_string(),
        "{host}"
    );
    let first = names(&client, &server, id).await;
    for name in ["loadavg5", "memory.total", "memory.used"] {
        assert!(first.iter().any(|known| known == name), "{name} in {first:?}");
    }
    let start = Instant::now();
    let all = loop {
        let all = names(&client, &server, id).await;
        if all.iter().any(|name| name.starts_with("cpu.")) || start.elapsed() > Duration::from_secs(20) {
            break all;
        }
    };
    for name in ["cpu.user.percentage", "cpu.idle.percentage"] {
        assert!(all.iter().any(|known| known == name), "{name} in {all:?}");
    }
    let latest =
        get(&client, &server, &format!("/api/v0/tsdb/latest?hostId={id}&name=loadavg5&name=memory.total"))
            .await;
    let total = latest["tsdbLatest"][id]["memory.total"]["value"].as_f64().unwrap();
    assert!(total > 1e6, "{latest}");
    assert_eq!(latest["tsdbLatest"][id]["loadavg5"]["time"].as_i64().unwrap() % 60, 0);

    server.terminate();
    assert_eq!(server.wait(), Some(0));
    let (mut server, again) = machine(&client, folder.path()).await;
    assert_eq!(again["id"], host["id"], "the id changed with a restart");
    assert_eq!(again["createdAt"], host["createdAt"]);

    // A host that a person retired stays retired; the machine comes back as a new one.
    let retire = server.url(&format!("/api/v0/hosts/{id}/retire"));
    let reply = client.post(retire).header("content-type", "application/json").body("{}");
    assert_eq!(reply.send().await.unwrap().status(), 200);
    server.kill();
    let (_server, new) = machine(&client, folder.path()).await;
    assert_ne!(new["id"], host["id"]);
}
