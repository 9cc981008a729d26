//! A server of its own with thousands of closed alerts in the last month, put where they are by the store itself.

use crate::server::Server;
use mackerel::alerts::{Alert, AlertStatus};
use serde_json::{Map, Value};
use server::store::{Store, alerts};
use std::time::{SystemTime, UNIX_EPOCH};
use tempfile::TempDir;

const MONTH_SECS: usize = 30 * 86_400;

/// The server; it ends with its owner.
pub struct Crowded {
    pub server: Server,
    _folder: TempDir,
}

impl Crowded {
    /// The demo organization with so many alerts more.
    pub async fn start(count: usize) -> Crowded {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        let mut server = Server::start(&data);
        let ids = async |path: &str, list: &str| {
            let answer = reqwest::get(format!("{}{path}", server.address)).await.unwrap();
            let answer: Value = answer.json().await.unwrap();
            let id = |object: &Value| object["id"].as_str().unwrap().to_owned();
            answer[list].as_array().unwrap().iter().map(id).collect::<Vec<String>>()
        };
        let (monitors, hosts) =
            (ids("/api/v0/monitors", "monitors").await, ids("/api/v0/hosts", "hosts").await);
        server.lose();
        let store = Store::open(&data, None).unwrap();
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs() as i64;
        let made: Vec<Alert> = (0..count)
            .map(|at| {
                let opened_at = now - 3_600 - (at * (MONTH_SECS - 7_200) / count) as i64;
                Alert {
                    id: format!("crowd{at:06}"),
                    status: AlertStatus::Ok,
                    monitor_id: monitors[at % monitors.len()].clone(),
                    kind: "host".to_owned(),
                    host_id: Some(hosts[at % hosts.len()].clone()),
                    value: Some(at as f64),
                    message: None,
                    reason: (at % 5 == 0).then(|| "It was passing".to_owned()),
                    memo: String::new(),
                    opened_at,
                    closed_at: Some(opened_at + 60 * (1 + at % 50) as i64),
                    extra: Map::new(),
                }
            })
            .collect();
        store.write(move |db| made.iter().try_for_each(|alert| alerts::insert(db, alert))).await.unwrap();
        store.close().await;
        server.regain();
        Crowded { server, _folder: folder }
    }
}
