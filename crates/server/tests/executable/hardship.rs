//! No room on the disk, no more files: refusals, and recovery without a restart or a loss.

use super::process::Executable;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{SystemTime, UNIX_EPOCH};

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}

fn post(server: &Executable, path: &str, body: &str) -> String {
    server.raw(&format!(
        "POST {path} HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\
         Connection: close\r\n\r\n{body}",
        server.address,
        body.len()
    ))
}

fn get(server: &Executable, path: &str) -> String {
    server.raw(&format!("GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", server.address))
}

#[test]
fn a_full_disk_refuses_writes_keeps_what_was_acknowledged_and_goes_on_reading() {
    let folder = tempfile::tempdir().unwrap();
    let now = now();
    let mut saved = Vec::new();
    // A limit on the size of files acts like a disk without room. 600 blocks of 512 or 1024 bytes, as the shell counts.
    let mut server = Executable::start_after("trap '' XFSZ; ulimit -f 600", folder.path());
    assert!(post(&server, "/api/v0/services", r#"{"name":"shop","memo":""}"#).contains(" 200 OK"));
    let mut refusals = 0;
    for batch in 0..400 {
        let points: Vec<String> = (0..100)
            .map(|step| {
                format!(r#"{{"name":"load.batch{batch}","time":{},"value":{batch}}}"#, now - 60 * step)
            })
            .collect();
        let reply = post(&server, "/api/v0/services/shop/tsdb", &format!("[{}]", points.join(",")));
        if reply.contains(" 200 OK") {
            saved.push(batch);
        } else {
            assert!(
                reply.starts_with("HTTP/1.1 503 ") && reply.contains(r#"{"error":{"message":"#),
                "{reply}"
            );
            refusals += 1;
            if refusals == 5 {
                break;
            }
        }
    }
    assert!(refusals == 5 && !saved.is_empty(), "{refusals} refusals, {} saved", saved.len());
    let complete = |server: &Executable| {
        for batch in &saved {
            let query = format!("name=load.batch{batch}&from={}&to={now}&step=60", now - 7_000);
            let reply = get(server, &format!("/api/v0/services/shop/metrics?{query}"));
            assert_eq!(reply.matches(r#""time":"#).count(), 100, "batch {batch}: {reply}");
        }
    };
    complete(&server);
    server.kill();
    let server = Executable::start(folder.path(), &["--no-collector"]);
    complete(&server);
    assert!(post(&server, "/api/v0/services/shop/tsdb", "[]").contains(" 200 OK"));
}

#[test]
fn running_out_of_files_is_survived() {
    let folder = tempfile::tempdir().unwrap();
    let server = Executable::start_after("ulimit -n 64", folder.path());
    let mut crowd: Vec<TcpStream> =
        (0..200).filter_map(|_| TcpStream::connect(server.address).ok()).collect();
    for stream in &mut crowd {
        // Some are not accepted; that they can be written to is not asked for.
        let _refused = stream.write_all(b"GET /api/v0/org HTTP/1.1\r\nHost: ");
    }
    assert!(crowd.len() > 64, "the crowd is too small: {}", crowd.len());
    drop(crowd);
    let mut stream = TcpStream::connect(server.address).unwrap();
    let request =
        format!("GET /api/v0/org HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", server.address);
    stream.write_all(request.as_bytes()).unwrap();
    let mut reply = String::new();
    stream.read_to_string(&mut reply).unwrap();
    assert!(reply.contains(" 200 OK"), "{reply}");
}
