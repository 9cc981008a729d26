//! Flipped bytes in the data files: the start is refused or the server answers, but nothing panics or hangs.

use super::process::{Executable, command};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Stdio;

/// How many damaged copies are tried for each file.
const COPIES: usize = 40;

/// A folder with some of everything, closed.
fn fill(folder: &Path) {
    let mut server = Executable::start(folder, &["--no-collector"]);
    let post = |path: &str, body: &str| {
        let reply = server.raw(&format!(
            "POST {path} HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\
             Connection: close\r\n\r\n{body}",
            server.address,
            body.len()
        ));
        assert!(reply.starts_with("HTTP/1.1 200"), "{path}: {reply}");
    };
    post("/api/v0/services", r#"{"name":"shop","memo":""}"#);
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    for block in 0..20 {
        let points: Vec<String> = (0..100)
            .map(|step| format!(r#"{{"name":"a.b{block}","time":{},"value":{step}}}"#, now - 60 * step))
            .collect();
        post("/api/v0/services/shop/tsdb", &format!("[{}]", points.join(",")));
        post(
            "/api/v0/dashboards",
            &format!(r#"{{"title":"d","memo":"","urlPath":"d{block}","widgets":[]}}"#),
        );
    }
    server.terminate();
    assert_eq!(server.wait(), Some(0));
}

#[test]
fn damaged_files_are_refused_or_answered_from_without_a_panic() {
    let original = tempfile::tempdir().unwrap();
    fill(original.path());
    let mut refused = 0;
    for file in ["meta.db", "metrics.db"] {
        let good = std::fs::read(original.path().join(file)).unwrap();
        for copy in 0..COPIES {
            let folder = tempfile::tempdir().unwrap();
            for other in ["meta.db", "metrics.db"] {
                std::fs::copy(original.path().join(other), folder.path().join(other)).unwrap();
            }
            let mut bad = good.clone();
            // Spread over the file, each time another bit pattern; the first ones hit the header.
            let at = if copy < 8 { copy * 12 } else { good.len() / COPIES * copy + copy * 7 };
            bad[at] ^= 1 << (copy % 8) | 0x10;
            std::fs::write(folder.path().join(file), bad).unwrap();
            refused += usize::from(!survives(folder.path(), file, at));
        }
    }
    assert!(refused > 0, "no damage was ever noticed");
}

/// Whether it starts; asks for everything if so. Fails when anything panicked.
fn survives(folder: &Path, file: &str, at: usize) -> bool {
    let mut child =
        command(&["--listen", "127.0.0.1:0", "--no-collector", "--data", folder.to_str().unwrap()])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address =
        line.trim().strip_prefix("Battera is at http://").map(|rest| rest.trim_end_matches('/').to_owned());
    if let Some(address) = &address {
        for path in [
            "/api/v0/org",
            "/api/v0/hosts",
            "/api/v0/services",
            "/api/v0/dashboards",
            "/api/v0/monitors",
            "/api/v0/alerts",
            "/api/v0/services/shop/metric-names",
            "/api/v0/services/shop/metrics?name=a.b7&from=0&to=4000000000",
            "/api/v0/graph-annotations?service=shop&from=0&to=4000000000",
        ] {
            let mut stream = std::net::TcpStream::connect(address).unwrap();
            let request = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
            std::io::Write::write_all(&mut stream, request.as_bytes()).unwrap();
            let mut reply = Vec::new();
            std::io::Read::read_to_end(&mut stream, &mut reply).unwrap();
            let reply = String::from_utf8_lossy(&reply);
            assert!(reply.starts_with("HTTP/1.1 "), "{file} damaged at {at}: {path}: {reply:?}");
        }
        child.kill().unwrap();
    }
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!said.contains("panicked"), "{file} damaged at {at}: {said}");
    if address.is_none() {
        assert_eq!(
            (output.status.code(), said.lines().count()),
            (Some(1), 1),
            "{file} damaged at {at}: {said}"
        );
    }
    address.is_some()
}
