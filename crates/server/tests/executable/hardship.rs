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

/// Whether this system lets a test have a small disk of its own.
fn may_mount() -> bool {
    let tried =
        std::process::Command::new("unshare").args(["-rm", "mount", "-t", "tmpfs", "none", "/mnt"]).output();
    tried.is_ok_and(|output| output.status.success())
}

#[test]
fn writes_go_on_without_a_restart_when_a_full_disk_has_room_again() {
    if !may_mount() {
        // The limit on the size of files above shows the refusals; this one needs a disk that fills up.
        eprintln!("this system mounts nothing for tests; the full disk was not tried");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().to_str().unwrap();
    // `exec` within `exec`: what is started here becomes the server, in a namespace with a disk of 6 MiB.
    let preparation = format!(
        r#"set -- unshare -rm sh -c 'mount -t tmpfs -o size=6m none {place} && exec "$0" "$@"' "$0" "$@"; exec "$@""#
    );
    let server = Executable::start_after(&preparation, folder.path());
    let inside = std::path::PathBuf::from(format!("/proc/{}/root{place}", server.id()));
    assert!(post(&server, "/api/v0/services", r#"{"name":"shop","memo":""}"#).contains(" 200 OK"));
    let now = now();
    let batch = |number: usize| {
        let points: Vec<String> = (0..100)
            .map(|step| format!(r#"{{"name":"load.b{number}","time":{},"value":{number}}}"#, now - 60 * step))
            .collect();
        post(&server, "/api/v0/services/shop/tsdb", &format!("[{}]", points.join(",")))
    };
    let read = |number: usize| {
        let query = format!("name=load.b{number}&from={}&to={now}&step=60", now - 7_000);
        get(&server, &format!("/api/v0/services/shop/metrics?{query}")).matches(r#""time":"#).count()
    };
    assert!(batch(0).contains(" 200 OK"));
    // Something else takes all the room.
    let mut filler = std::fs::File::create(inside.join("filler")).unwrap();
    while filler.write_all(&[1; 4_096]).is_ok() {}
    let mut saved = vec![0];
    let mut refused = 0;
    for number in 1..2_000 {
        let reply = batch(number);
        if reply.contains(" 200 OK") {
            saved.push(number);
            continue;
        }
        assert!(reply.starts_with("HTTP/1.1 507 ") || reply.starts_with("HTTP/1.1 503 "), "{reply}");
        assert!(reply.contains(r#"{"error":{"message":"#), "{reply}");
        refused += 1;
        if refused == 20 {
            assert!(reply.starts_with("HTTP/1.1 507 "), "{reply}");
            break;
        }
    }
    assert_eq!(refused, 20, "the disk never filled up");
    assert!(saved.iter().all(|number| read(*number) == 100), "reads do not go on");
    drop(filler);
    std::fs::remove_file(inside.join("filler")).unwrap();
    // The first write afterwards finds the files again.
    let again = batch(5_000);
    assert!(again.contains(" 200 OK"), "{again}");
    saved.push(5_000);
    assert!(saved.iter().all(|number| read(*number) == 100), "something acknowledged is lost");
}
