//! chromedriver on a free port. Asked to shut down at the end, because it takes its browsers with it.

use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// A running chromedriver.
pub struct Driver {
    process: Child,
    address: String,
}

impl Driver {
    /// Starts chromedriver; its profiles and sockets go into the folder.
    pub fn start(folder: &Path) -> Driver {
        let executable = std::env::var("CHROMEDRIVER").unwrap_or_else(|_| "chromedriver".to_owned());
        let mut process = Command::new(&executable)
            .arg("--port=0")
            .env("TMPDIR", folder)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{executable}: {error}; `make test` installs what is missing"));
        let out = process.stdout.take().unwrap();
        for line in BufReader::new(out).lines() {
            let line = line.unwrap();
            if let Some((_, port)) = line.split_once("started successfully on port ") {
                return Driver {
                    process,
                    address: format!("http://127.0.0.1:{}", port.trim_end_matches('.')),
                };
            }
        }
        let _ = process.kill();
        panic!("{executable} said no port");
    }

    /// Opens a browser with a fresh profile.
    pub async fn browser(&self) -> Client {
        let Value::Object(mut capabilities) =
            serde_json::from_str(include_str!("../../webdriver.json")).unwrap()
        else {
            panic!("webdriver.json is no object");
        };
        capabilities.insert("goog:loggingPrefs".to_owned(), json!({"browser": "ALL"}));
        ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&self.address)
            .await
            .expect("chromium starts")
    }

    /// What the browser's console said since the last call, with the level.
    pub async fn console(&self, browser: &Client) -> Vec<(String, String)> {
        let session = browser.session_id().await.unwrap().unwrap();
        let url = format!("{}/session/{session}/se/log", self.address);
        let answer = reqwest::Client::new().post(url).json(&json!({"type": "browser"})).send().await.unwrap();
        let answer: Value = answer.json().await.unwrap();
        let entries = answer["value"].as_array().cloned().unwrap_or_default();
        let text = |entry: &Value, key: &str| entry[key].as_str().unwrap_or_default().to_owned();
        entries.iter().map(|entry| (text(entry, "level"), text(entry, "message"))).collect()
    }

    /// Ends chromedriver and every browser it started.
    pub async fn stop(mut self) {
        let _ = reqwest::get(format!("{}/shutdown", self.address)).await;
        let _ = self.process.wait();
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
