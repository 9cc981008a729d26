//! An upstream that does one bad thing, over and over, and notes what it was asked.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// `{}` compressed.
pub(crate) const GZIP: &[u8] =
    &[31, 139, 8, 0, 0, 0, 0, 0, 0, 3, 171, 174, 5, 0, 67, 191, 166, 163, 2, 0, 0, 0];

/// What it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Script {
    Stall,
    StallInBody,
    Reset,
    Truncate,
    Status(u16),
    Html,
    InvalidJson,
    InvalidUtf8,
    Empty,
    Redirect,
    Announced1Gb,
    Endless,
    Nonsense,
    Unasked,
    BusyOnce,
    BusyForLong,
    Slow,
    Gzip,
    Echo,
}

static NOW: AtomicUsize = AtomicUsize::new(0);
static MOST: AtomicUsize = AtomicUsize::new(0);

/// How many slow requests were under way at the same time.
pub(crate) fn most_at_once() -> usize {
    MOST.load(Ordering::SeqCst)
}

pub(crate) struct Bad;

type Heard = Arc<Mutex<Vec<String>>>;

impl Bad {
    pub(crate) async fn start(script: Script) -> (SocketAddr, Heard) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let heard = Heard::default();
        let noted = Arc::clone(&heard);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(answer(stream, script, Arc::clone(&noted)));
            }
        });
        (address, heard)
    }
}

/// Reads one request and misbehaves. Any failure to do so only means that the relay has gone.
async fn answer(mut stream: TcpStream, script: Script, heard: Heard) {
    let mut request = Vec::new();
    let mut part = [0; 4_096];
    while !request.windows(4).any(|end| end == b"\r\n\r\n") {
        match stream.read(&mut part).await {
            Ok(read) if read > 0 => request.extend_from_slice(&part[..read]),
            _ => return,
        }
    }
    let number = {
        let mut heard = heard.lock().unwrap();
        heard.push(String::from_utf8_lossy(&request).into_owned());
        heard.len()
    };
    let json = |status: &str, more: &str, body: &str| {
        format!(
            "HTTP/1.1 {status}\r\nContent-Type: application/json\r\n{more}Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len()
        )
        .into_bytes()
    };
    let error = r#"{"error":{"message":"as told"}}"#;
    let reply = match script {
        Script::Stall => return std::future::pending().await,
        Script::Reset => {
            // Closing with unread data, or at once, resets the connection.
            let _ = stream.set_zero_linger();
            return;
        }
        Script::Nonsense => b"SSH-2.0-OpenSSH_9.2\r\n\r\n".to_vec(),
        Script::StallInBody => {
            let begun = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"a\":";
            let _ = stream.write_all(begun.as_bytes()).await;
            return std::future::pending().await;
        }
        Script::Truncate => {
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"a\":".to_vec()
        }
        Script::Status(status) => json(&format!("{status} Told"), "", error),
        Script::Html => b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 25\r\n\r\n<script>alert(1)</script>".to_vec(),
        Script::InvalidJson => json("200 OK", "", "{\"a\": <script>}"),
        Script::InvalidUtf8 => {
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 4\r\n\r\n\"\xff\xfe\"".to_vec()
        }
        Script::Empty => json("200 OK", "", ""),
        Script::Redirect => json("302 Found", "Location: http://169.254.169.254/\r\n", "{}"),
        Script::Announced1Gb => {
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1073741824\r\n\r\n[1,1,1,".to_vec()
        }
        Script::Endless => {
            let begun = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n[";
            let _ = stream.write_all(begun.as_bytes()).await;
            let part = vec![b' '; 1 << 20];
            while stream.write_all(&part).await.is_ok() {}
            return;
        }
        Script::Unasked => json("200 OK", "Content-Encoding: br\r\n", "{}"),
        Script::BusyOnce if number == 1 => json("429 Too Many Requests", "Retry-After: 1\r\n", error),
        Script::BusyOnce => json("200 OK", "", "{}"),
        Script::BusyForLong => json("429 Too Many Requests", "Retry-After: 120\r\n", error),
        Script::Slow => {
            MOST.fetch_max(NOW.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            // Long enough for the others to come, were they let.
            let mut while_others_come = tokio::time::interval(Duration::from_millis(100));
            while_others_come.tick().await;
            while_others_come.tick().await;
            NOW.fetch_sub(1, Ordering::SeqCst);
            json("200 OK", "", r#"{"slow":true}"#)
        }
        Script::Gzip => {
            let mut reply = format!(
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: {}\r\n\r\n",
                GZIP.len()
            )
            .into_bytes();
            reply.extend_from_slice(GZIP);
            reply
        }
        Script::Echo => json(
            "200 OK",
            "Set-Cookie: a=b\r\nAccess-Control-Allow-Origin: *\r\nServer: x\r\nX-Secret: y\r\n\
             Content-Security-Policy: default-src *\r\n",
            "{}",
        ),
    };
    let _ = stream.write_all(&reply).await;
    let _ = stream.shutdown().await;
}
