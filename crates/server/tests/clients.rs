//! Clients that are slow, silent, stuck or too many, against the accept loop with short limits.
#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use axum::Router;
use axum::routing::{any, get};
use server::limits::Limits;
use server::origin::Origins;
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

const SHORT: Duration = Duration::from_millis(300);
const LONG: Duration = Duration::from_mins(1);

/// Serves until the sender is used or dropped.
async fn serve(limits: Limits) -> (SocketAddr, oneshot::Sender<()>, tokio::task::JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (end, ended) = oneshot::channel();
    let app = Router::new()
        .route("/", any(|body: axum::body::Bytes| async move { body.len().to_string() }))
        .route("/slow", get(async || drop(tokio::time::timeout(SHORT, std::future::pending::<()>()).await)))
        .route("/endless", get(|| async { vec![b'x'; 64 << 20] }))
        .route("/never", get(std::future::pending::<()>))
        .route("/panic", get(panic));
    let app = server::app::protect(app, Origins::new(address, vec!["http://a".parse().unwrap()]), limits);
    let task = tokio::spawn(async move {
        let ended = async {
            let _dropped = ended.await;
        };
        server::connections::serve(listener, app, limits, Vec::new(), ended).await;
    });
    (address, end, task)
}

async fn panic() {
    panic!("on purpose");
}

fn limits() -> Limits {
    Limits {
        headers: LONG,
        body: LONG,
        request: LONG,
        stalled: LONG,
        drain: LONG,
        connections: 100,
        connections_per_address: 100,
    }
}

#[tokio::test]
async fn a_client_that_does_not_finish_its_headers_is_cut_off() {
    let (address, _end, _task) = serve(Limits { headers: SHORT, ..limits() }).await;
    for sent in ["", "G", "GET / HTTP/1.1\r\nHost: a\r\n", "GET / HTTP/1.1\r\nHost: a\r\n\r\n"] {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let start = Instant::now();
        stream.write_all(sent.as_bytes()).await.unwrap();
        let mut reply = Vec::new();
        // Whether the end is orderly or a reset does not matter.
        let _reset = tokio::time::timeout(LONG, stream.read_to_end(&mut reply)).await.unwrap();
        assert!(start.elapsed() < Duration::from_secs(10), "{sent:?} held the connection");
        let answered = reply.starts_with(b"HTTP/1.1 200");
        assert_eq!(answered, sent.ends_with("\r\n\r\n"), "{sent:?}: {}", String::from_utf8_lossy(&reply));
    }
}

#[tokio::test]
async fn a_client_that_reads_nothing_is_cut_off() {
    let (address, end, task) = serve(Limits { stalled: SHORT, ..limits() }).await;
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(b"GET /endless HTTP/1.1\r\nHost: a\r\n\r\n").await.unwrap();
    let mut first = [0; 1];
    stream.read_exact(&mut first).await.unwrap();
    // The server ends in an orderly way although the answer was never read.
    end.send(()).unwrap();
    tokio::time::timeout(Duration::from_secs(20), task).await.unwrap().unwrap();
}

#[tokio::test]
async fn the_end_waits_for_requests_under_way_but_not_for_ever() {
    let (address, end, task) = serve(limits()).await;
    let mut idle = TcpStream::connect(address).await.unwrap();
    idle.write_all(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n").await.unwrap();
    let mut byte = [0; 1];
    idle.read_exact(&mut byte).await.unwrap();
    let mut busy = TcpStream::connect(address).await.unwrap();
    busy.write_all(b"GET /slow HTTP/1.1\r\nHost: a\r\n\r\n").await.unwrap();
    // Once this one is answered, the one before it on the same server was accepted.
    let mut probe = TcpStream::connect(address).await.unwrap();
    probe.write_all(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n").await.unwrap();
    probe.read_exact(&mut byte).await.unwrap();
    end.send(()).unwrap();
    let mut reply = String::new();
    busy.read_to_string(&mut reply).await.unwrap();
    assert!(reply.starts_with("HTTP/1.1 200"), "{reply}");
    tokio::time::timeout(Duration::from_secs(20), task).await.unwrap().unwrap();
    assert!(TcpStream::connect(address).await.is_err(), "still listening");

    let (address, end, task) = serve(Limits { drain: SHORT, ..limits() }).await;
    let mut stuck = TcpStream::connect(address).await.unwrap();
    stuck.write_all(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhalf").await.unwrap();
    let mut probe = TcpStream::connect(address).await.unwrap();
    probe.write_all(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n").await.unwrap();
    probe.read_exact(&mut byte).await.unwrap();
    end.send(()).unwrap();
    tokio::time::timeout(Duration::from_secs(20), task).await.unwrap().unwrap();
}

#[tokio::test]
async fn more_connections_than_allowed_wait_for_their_turn() {
    let (address, _end, _task) = serve(Limits { connections: 1, ..limits() }).await;
    let mut first = TcpStream::connect(address).await.unwrap();
    first.write_all(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n").await.unwrap();
    let mut byte = [0; 1];
    first.read_exact(&mut byte).await.unwrap();
    let mut second = TcpStream::connect(address).await.unwrap();
    second.write_all(b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").await.unwrap();
    let waiting = tokio::time::timeout(SHORT, second.read_exact(&mut byte)).await;
    assert!(waiting.is_err(), "answered while the only place was taken");
    drop(first);
    let mut reply = String::new();
    second.read_to_string(&mut reply).await.unwrap();
    assert!(reply.contains(" 200 OK"), "{reply}");
}

#[tokio::test]
async fn a_handler_that_panics_hangs_or_waits_for_a_slow_body_answers_in_the_form_of_the_api() {
    let (address, _end, _task) = serve(Limits { body: SHORT, request: SHORT * 2, ..limits() }).await;
    for (case, request, status) in [
        ("a panic", "GET /panic HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "500"),
        ("no answer", "GET /never HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "503"),
        (
            "half a body",
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\nConnection: close\r\n\r\nhalf",
            "400",
        ),
        ("all is well again", "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "200"),
    ] {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut reply = String::new();
        let read = tokio::time::timeout(LONG, stream.read_to_string(&mut reply)).await;
        read.unwrap().unwrap();
        assert!(reply.starts_with(&format!("HTTP/1.1 {status} ")), "{case}: {reply}");
        assert!(reply.contains("content-security-policy: default-src 'none'"), "{case}: {reply}");
        let is_error = reply.contains(r#"{"error":{"message":"#);
        assert_eq!(is_error, status.starts_with('5'), "{case}: {reply}");
    }
}

/// S22: one address takes no more than its share, and another is answered meanwhile.
#[tokio::test]
async fn s22_one_address_does_not_take_the_places_of_others() {
    let (address, _end, _task) =
        serve(Limits { connections: 9, connections_per_address: 2, ..limits() }).await;
    let from = async |ip: [u8; 4]| {
        let socket = tokio::net::TcpSocket::new_v4().unwrap();
        socket.bind(SocketAddr::from((ip, 0))).unwrap();
        let mut stream = socket.connect(address).await.unwrap();
        let _reset = stream.write_all(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n").await;
        let mut byte = [0; 1];
        let answered = matches!(tokio::time::timeout(LONG, stream.read(&mut byte)).await.unwrap(), Ok(1));
        (stream, answered)
    };
    let (here, other) = ([127, 0, 0, 1], [127, 0, 0, 2]);
    let mut kept = Vec::new();
    for (ip, expected) in [(here, true), (here, true), (here, false), (here, false), (other, true)] {
        let (stream, answered) = from(ip).await;
        assert_eq!(answered, expected, "{ip:?} with {} kept", kept.len());
        kept.extend(answered.then_some(stream));
    }
    drop(kept.remove(0));
    // The place is free as soon as the server has seen the end.
    let deadline = Instant::now() + Duration::from_secs(20);
    while !from(here).await.1 {
        assert!(Instant::now() < deadline, "a place that is free again is not given");
    }
}
