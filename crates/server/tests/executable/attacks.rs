//! Requests that no honest client sends, byte for byte, against a server with keys.

use super::process::{Executable, key};

/// The name of a service that nobody without a key may learn of.
const SECRET: &str = "canary-service";

struct Target {
    server: Executable,
    key: String,
    folder: tempfile::TempDir,
}

impl Target {
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let server = Executable::start(folder.path(), &["--no-collector"]);
        let target = Self { server, key: String::new(), folder };
        let made = target.send(
            "POST /api/v0/services HTTP/1.1",
            "",
            &format!("{{\"name\":\"{SECRET}\",\"memo\":\"\"}}"),
        );
        assert!(made.starts_with("HTTP/1.1 200 "), "{made}");
        let key = key(target.folder.path(), &["create", "--name", "a", "--write"]);
        Self { key, ..target }
    }

    /// Sends a first line, more headers and a body.
    fn send(&self, line: &str, headers: &str, body: &str) -> String {
        self.server.raw(&format!(
            "{line}\r\nHost: {}\r\nConnection: close\r\nContent-Length: {}\r\n{headers}\r\n{body}",
            self.server.address,
            body.len()
        ))
    }

    fn with_key(&self) -> String {
        format!("X-Api-Key: {}\r\n", self.key)
    }
}

fn status(reply: &str) -> u16 {
    reply.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0)
}

/// S6: no spelling of a path gets around the gate.
#[test]
fn s6_no_spelling_of_a_path_is_answered_without_a_key() {
    let target = Target::start();
    let proper = target.send("GET /api/v0/services HTTP/1.1", &target.with_key(), "");
    assert!(proper.contains(SECRET), "{proper}");
    for path in [
        "/api/v0/services",
        "/api/v0/services/",
        "/api/v0/services?",
        "/api/v0/services?x=/index.html",
        "//api/v0/services",
        "/api//v0/services",
        "/api/v0//services",
        "/./api/v0/services",
        "/x/../api/v0/services",
        "/api/./v0/services",
        "/api/v0/x/../services",
        "/%61pi/v0/services",
        "/api/v0/%73ervices",
        "/api%2fv0%2fservices",
        "/%2e/api/v0/services",
        "/API/V0/SERVICES",
        "/api\\v0\\services",
        "/api/v0/services;x=1",
        "/api/v0/services%00",
        "/api/v0/services.json",
        "/index.html/../api/v0/services",
        "/ext/session/../../api/v0/services",
        "/ext/capabilities",
        "/ext/session",
        "/metrics",
    ] {
        for method in ["GET", "HEAD", "POST", "TRACE", "PATCH"] {
            let reply = target.send(&format!("{method} {path} HTTP/1.1"), "", "");
            assert!(!reply.contains(SECRET), "{method} {path}: {reply}");
            let is_api = path.starts_with("/api/v0/services") && !path.contains("..");
            assert!(!is_api || matches!(status(&reply), 400 | 401), "{method} {path}: {reply}");
        }
    }
}

/// S15: a route's own letters are no object, and no header changes what a method does.
#[test]
fn s15_what_stands_for_an_object_is_none() {
    let target = Target::start();
    for id in [":id", "{id}", "*", "%7Bid%7D", "%2A", "..", "null", "undefined", "0", "-1"] {
        let reply = target.send(&format!("GET /api/v0/hosts/{id} HTTP/1.1"), &target.with_key(), "");
        assert!(matches!(status(&reply), 400 | 404), "{id}: {reply}");
    }
    for name in ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"] {
        let headers = format!("{}{name}: DELETE\r\n", target.with_key());
        target.send(&format!("GET /api/v0/services/{SECRET}/roles HTTP/1.1"), &headers, "");
        target.send(&format!("GET /api/v0/services/{SECRET}/roles?_method=DELETE HTTP/1.1"), &headers, "");
        let there = target.send("GET /api/v0/services HTTP/1.1", &target.with_key(), "");
        assert!(there.contains(SECRET), "{name}: {there}");
    }
}

/// S18: the app's files are those that were embedded, under their exact names.
#[test]
fn s18_no_path_reaches_the_disk() {
    let target = Target::start();
    for path in [
        "/../../../../etc/passwd",
        "/..%2f..%2f..%2fetc%2fpasswd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/....//....//etc/passwd",
        "/..\\..\\etc\\passwd",
        "/%2e%2e%5cetc%5cpasswd",
        "//etc/passwd",
        "/etc/passwd%00.html",
        "/keys.json",
        "/meta.db",
        "/file:///etc/passwd",
    ] {
        let reply = target.send(&format!("GET {path} HTTP/1.1"), "", "");
        assert!(
            !reply.contains("root:") && !reply.contains("\"hash\"") && !reply.contains("SQLite"),
            "{path}: {reply}"
        );
    }
}

/// S19: what two servers could read in two ways is refused.
#[test]
fn s19_ambiguous_requests_are_refused() {
    let target = Target::start();
    let host = target.server.address;
    for (case, request, expected) in [
        (
            "two lengths",
            format!("POST / HTTP/1.1\r\nHost: {host}\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab"),
            400,
        ),
        ("no length", format!("POST / HTTP/1.1\r\nHost: {host}\r\nContent-Length: -1\r\n\r\n"), 400),
        (
            "a list of lengths",
            format!("POST / HTTP/1.1\r\nHost: {host}\r\nContent-Length: 1, 2\r\n\r\na"),
            400,
        ),
        (
            "unknown coding",
            format!("POST / HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: xchunked\r\n\r\n"),
            400,
        ),
        ("space before the colon", format!("GET / HTTP/1.1\r\nHost : {host}\r\n\r\n"), 400),
        ("a folded line", format!("GET / HTTP/1.1\r\nHost: {host}\r\nX: a\r\n b\r\n\r\n"), 400),
        (
            "a bad chunk",
            format!(
                "POST /api/v0/services HTTP/1.1\r\nHost: {host}\r\n{}Connection: close\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                target.with_key()
            ),
            400,
        ),
        ("a null in a header", format!("GET / HTTP/1.1\r\nHost: {host}\r\nX: a\0b\r\n\r\n"), 400),
        ("another protocol", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_owned(), 0),
    ] {
        let reply = target.server.raw(&request);
        let found = status(&reply);
        assert!(found == expected || expected == 0 && found != 200, "{case}: {reply}");
        assert!(reply.matches("HTTP/1.1 ").count() <= 1, "{case}: it was read as two: {reply}");
    }
}

/// S20, S21, S22: sizes, counts and depths end somewhere.
#[test]
fn s21_what_is_too_much_is_refused() {
    let target = Target::start();
    let key = target.with_key();
    let many = "X: a\r\n".repeat(200);
    let nested = "[".repeat(200_000);
    let inside = format!("{{\"name\":\"a\",\"memo\":{}0{}}}", "[".repeat(200), "]".repeat(200));
    for (case, line, headers, body, expected) in [
        ("many headers", "GET / HTTP/1.1", many, "", 431),
        ("a long header", "GET / HTTP/1.1", format!("X: {}\r\n", "a".repeat(100_000)), "", 431),
        ("a deep body", "POST /api/v0/services HTTP/1.1", key.clone(), nested.as_str(), 400),
        ("a deep part", "POST /api/v0/dashboards HTTP/1.1", key.clone(), inside.as_str(), 400),
        (
            "too large a number",
            "POST /api/v0/tsdb HTTP/1.1",
            key.clone(),
            r#"[{"hostId":"a","name":"a","time":1e999,"value":1}]"#,
            400,
        ),
        (
            "compressed",
            "POST /api/v0/services HTTP/1.1",
            format!("{key}Content-Encoding: gzip\r\n"),
            "\u{1f}\u{8b}\u{8}",
            400,
        ),
    ] {
        let reply = target.send(line, &headers, body);
        assert_eq!(status(&reply), expected, "{case}: {}", &reply[..reply.len().min(300)]);
    }
    let long = format!("GET /{} HTTP/1.1", "a".repeat(100_000));
    assert!(matches!(status(&target.send(&long, "", "")), 414 | 431));
    assert!(target.send("GET /api/v0/services HTTP/1.1", &key, "").contains(SECRET), "and it goes on");
}

/// S8: a key that was sent is in no answer and no log, not even in the loudest.
#[test]
fn s8_a_key_that_was_sent_is_repeated_nowhere() {
    let target = Target::start();
    for (line, body) in [
        ("GET /api/v0/org HTTP/1.1", String::new()),
        ("GET /api/v0/nothing HTTP/1.1", String::new()),
        ("POST /api/v0/services HTTP/1.1", "{".to_owned()),
        ("GET /ext/capabilities HTTP/1.1", String::new()),
        ("GET / HTTP/1.1", String::new()),
    ] {
        for headers in [target.with_key(), format!("X-Api-Key: {}x\r\n", target.key)] {
            let reply = target.send(line, &headers, &body);
            assert!(!reply.contains(&target.key), "{line}: {reply}");
        }
    }
    let sign_in = format!("X-Battera-App: 1\r\nOrigin: {}\r\n", target.server.origin());
    for body in [format!("{{\"key\":\"{}\"}}", target.key), format!("{{\"key\":\"{}\"", target.key)] {
        let reply = target.send("POST /ext/session HTTP/1.1", &sign_in, &body);
        assert!(!reply.contains(&target.key), "{reply}");
    }
}
