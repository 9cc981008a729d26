//! What all scenarios share: the server, the driver, and the one browser that is open now.

use crate::browser::Browser;
use crate::driver::Driver;
use crate::server::Server;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// A server with the demo organisation and a driver.
pub struct World {
    pub server: Server,
    driver: Driver,
    open: Option<Browser>,
    folder: tempfile::TempDir,
}

impl World {
    /// Starts the server and the driver; both end when this is dropped.
    pub fn start() -> World {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        let server = Server::start(&data);
        let driver = Driver::start(folder.path());
        World { server, driver, open: None, folder }
    }

    /// A browser with a profile of its own. The one before is closed.
    pub async fn browser(&mut self) -> &Browser {
        self.close_browser().await;
        let client = self.driver.browser().await;
        self.open.insert(Browser { client, site: self.server.address.clone() })
    }

    /// The same at another server.
    pub async fn browser_at(&mut self, address: &str) -> &Browser {
        self.close_browser().await;
        let client = self.driver.browser().await;
        self.open.insert(Browser { client, site: address.to_owned() })
    }

    /// The open browser.
    pub fn page(&self) -> &Browser {
        self.open.as_ref().expect("a scenario opens its browser first")
    }

    /// Asks the API, as curl would, and gives the JSON.
    pub async fn get(&self, path: &str) -> Value {
        let answer = reqwest::get(format!("{}{path}", self.server.address)).await.unwrap();
        assert!(answer.status().is_success(), "GET {path}: {}", answer.status());
        answer.json().await.unwrap()
    }

    /// Makes a dashboard and answers its id.
    pub async fn make_dashboard(&self, title: &str, url_path: &str, widgets: &[Value]) -> String {
        let body = json!({"title": title, "memo": "", "urlPath": url_path, "widgets": widgets});
        let call = reqwest::Client::new().post(format!("{}/api/v0/dashboards", self.server.address));
        let made: Value = call.json(&body).send().await.unwrap().json().await.unwrap();
        made["id"].as_str().unwrap_or_else(|| panic!("{made}")).to_owned()
    }

    /// Errors that the console showed since the last call, and anything about the content security policy.
    pub async fn complaints(&self) -> Vec<String> {
        let console = self.driver.console(&self.page().client).await;
        let bad = |(level, message): &(String, String)| {
            level == "SEVERE" || message.contains("Content Security Policy")
        };
        console.into_iter().filter(bad).map(|(level, message)| format!("{level}: {message}")).collect()
    }

    /// Sets what only the browser's own tools can set, such as a screen or a preferred theme.
    pub async fn devtools(&self, command: &str, parameters: Value) {
        self.driver.devtools(&self.page().client, command, parameters).await;
    }

    /// A picture and the console of a failed scenario, in target/e2e.
    pub async fn keep_evidence(&self, name: &str) {
        let Some(browser) = &self.open else { return };
        let folder = evidence_folder();
        let _ = std::fs::create_dir_all(&folder);
        if let Ok(picture) = browser.client.screenshot().await {
            let _ = std::fs::write(folder.join(format!("{name}.png")), picture);
        }
        println!("  at {}; picture in {}", browser.place().await, folder.display());
        for (level, message) in self.driver.console(&browser.client).await {
            println!("  console {level}: {message}");
        }
    }

    /// Ends the open browser, if there is one.
    pub async fn close_browser(&mut self) {
        if let Some(browser) = self.open.take() {
            let _ = browser.client.close().await;
        }
    }

    /// Ends everything.
    pub async fn stop(self) {
        self.driver.stop().await;
        drop(self.server);
        drop(self.folder);
    }
}

fn evidence_folder() -> PathBuf {
    let own = std::env::current_exe().unwrap();
    own.ancestors().nth(3).unwrap_or(Path::new(".")).join("e2e")
}
