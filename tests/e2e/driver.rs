//! chromedriver on a free port. Asked to shut down at the end, because it takes its browsers with it.

use crate::process::Process;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;

/// A running chromedriver.
pub struct Driver {
    process: Process,
    address: String,
}

impl Driver {
    /// Starts chromedriver; its profiles and sockets go into the folder.
    pub fn start(folder: &Path) -> Driver {
        let executable = std::env::var("CHROMEDRIVER").unwrap_or_else(|_| "chromedriver".to_owned());
        let mut command = Command::new(&executable);
        command.arg("--port=0").env("TMPDIR", folder);
        let mut process = Process::start(&mut command, "`make test` installs what is missing");
        let said = process.line_with("started successfully on port ");
        let port = said.rsplit(' ').next().unwrap_or_default().trim_end_matches('.');
        Driver { address: format!("http://127.0.0.1:{port}"), process }
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
        let answer = self.post(browser, "se/log", json!({"type": "browser"})).await;
        let entries = answer["value"].as_array().cloned().unwrap_or_default();
        let text = |entry: &Value, key: &str| entry[key].as_str().unwrap_or_default().to_owned();
        entries.iter().map(|entry| (text(entry, "level"), text(entry, "message"))).collect()
    }

    /// A command of the browser's own protocol.
    pub async fn devtools(&self, browser: &Client, command: &str, parameters: Value) {
        let answer =
            self.post(browser, "goog/cdp/execute", json!({"cmd": command, "params": parameters})).await;
        assert!(answer["value"]["error"].is_null(), "{command}: {answer}");
    }

    async fn post(&self, browser: &Client, call: &str, body: Value) -> Value {
        let session = browser.session_id().await.unwrap().unwrap();
        let url = format!("{}/session/{session}/{call}", self.address);
        let answer = reqwest::Client::new().post(url).json(&body).send().await.unwrap();
        answer.json().await.unwrap()
    }

    /// Ends chromedriver and every browser it started.
    pub async fn stop(mut self) {
        let _ = reqwest::get(format!("{}/shutdown", self.address)).await;
        self.process.ended();
    }
}
