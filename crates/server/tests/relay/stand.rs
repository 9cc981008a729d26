//! A relay that serves on a free port over some upstream, with less patience than a real one.

use axum::Router;
use serde_json::Value;
use server::auth::{Auth, Network};
use server::limits::Limits;
use server::origin::Origins;
use server::relay::{Patience, Relay};
use server::store::Store;
use server::{app, connections};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;

pub(crate) const UPSTREAM_KEY: &str = "key-of-the-upstream-7f3a";

#[derive(Clone)]
pub(crate) struct Stand {
    pub(crate) client: reqwest::Client,
    address: SocketAddr,
    /// Where its sessions are.
    _folder: Arc<tempfile::TempDir>,
}

impl Stand {
    pub(crate) async fn over(upstream: SocketAddr) -> Self {
        let patience = Patience {
            connect: Duration::from_secs(1),
            read: Duration::from_millis(1_500),
            begin: Duration::from_secs(6),
            whole: Duration::from_secs(20),
        };
        let upstream = format!("http://{upstream}").parse().unwrap();
        let relay = Relay::new(upstream, &format!("{UPSTREAM_KEY}\n"), patience).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path(), None).unwrap();
        let address =
            listen(|origins| app::relay(relay, store, Auth::open(), origins, Limits::default())).await;
        Self { _folder: Arc::new(folder), client: reqwest::Client::new(), address }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub(crate) async fn ask(&self, method: &str, path: &str, body: &str) -> (u16, Value) {
        // A client would tidy the path up; a raw request keeps it.
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        let mut stream = tokio::net::TcpStream::connect(self.address).await.unwrap();
        let request = format!(
            "{method} {path} HTTP/1.0\r\nHost: {}\r\nContent-Length: {}\r\n\r\n{body}",
            self.address,
            body.len()
        );
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut reply = Vec::new();
        stream.read_to_end(&mut reply).await.unwrap();
        let reply = String::from_utf8(reply).unwrap();
        let (head, body) = reply.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        (status, serde_json::from_str(body).unwrap_or_else(|_| panic!("{method} {path}: {reply}")))
    }
}

/// Serves routes with all protections, and answers where.
pub(crate) async fn serve(routes: Router) -> SocketAddr {
    listen(|origins| app::with_api(routes, Auth::open(), origins, Limits::default())).await
}

async fn listen(app: impl FnOnce(Origins) -> Router) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let app = app(Origins::new(address, Vec::new()));
    tokio::spawn(connections::serve(
        listener,
        app,
        Limits::default(),
        Network::LOOPBACK.to_vec(),
        std::future::pending(),
    ));
    address
}
