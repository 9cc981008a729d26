//! Who may ask, and what every answer carries: raw requests to the real executable.

use super::process::Executable;

fn status(reply: &str) -> u16 {
    reply.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0)
}

#[test]
fn only_requests_meant_for_this_server_pass() {
    let folder = tempfile::tempdir().unwrap();
    let server = Executable::start(folder.path(), &["--no-collector", "--origin", "http://127.0.0.1:1"]);
    let port = server.address.port();
    let good = format!("127.0.0.1:{port}");
    let service = r#"{"name":"shop","memo":""}"#;
    let length = service.len();
    let write = |extra: &str| {
        format!(
            "POST /api/v0/services HTTP/1.1\r\nHost: {good}\r\n{extra}Content-Type: application/json\r\n\
             Content-Length: {length}\r\nConnection: close\r\n\r\n{service}"
        )
    };
    let get =
        |target: &str, headers: &str| format!("GET {target} HTTP/1.1\r\n{headers}Connection: close\r\n\r\n");
    let cases = [
        ("the address", get("/", &format!("Host: {good}\r\n")), 200),
        ("a name of this machine", get("/", &format!("Host: LocalHost:{port}\r\n")), 200),
        ("the other loopback", get("/", &format!("Host: [::1]:{port}\r\n")), 200),
        ("a proxy that it was told of", get("/", "Host: 127.0.0.1:1\r\n"), 200),
        ("no host", get("/", ""), 421),
        ("an empty host", get("/", "Host: \r\n"), 421),
        ("a stranger's name", get("/", &format!("Host: evil.example:{port}\r\n")), 421),
        ("another port", get("/", "Host: 127.0.0.1:9\r\n"), 421),
        ("no port", get("/", "Host: 127.0.0.1\r\n"), 421),
        ("two hosts", get("/", &format!("Host: {good}\r\nHost: evil.example\r\n")), 421),
        ("the same host twice", get("/", &format!("Host: {good}\r\nHost: {good}\r\n")), 421),
        ("an absolute target of ours", get(&format!("http://{good}/"), &format!("Host: {good}\r\n")), 200),
        ("an absolute target of a stranger", get("http://evil.example/", &format!("Host: {good}\r\n")), 421),
        ("ours, but the host is not", get(&format!("http://{good}/"), "Host: evil.example\r\n"), 421),
        ("HTTP/1.0 without host", "GET / HTTP/1.0\r\n\r\n".to_owned(), 421),
        (
            "a tunnel",
            format!("CONNECT evil.example:80 HTTP/1.1\r\nHost: {good}\r\nConnection: close\r\n\r\n"),
            421,
        ),
        ("a foreign page reads", get("/", &format!("Host: {good}\r\nOrigin: http://evil.example\r\n")), 200),
        ("a foreign page writes", write("Origin: http://evil.example\r\n"), 403),
        ("a page of another port writes", write("Origin: http://127.0.0.1:9\r\n"), 403),
        ("a page without origin writes", write("Origin: null\r\n"), 403),
        (
            "two origins, one ours",
            write(&format!("Origin: http://{good}\r\nOrigin: http://evil.example\r\n")),
            403,
        ),
        ("a program writes", write(""), 200),
        ("the app writes", write(&format!("Origin: http://{good}\r\n")), 400),
        ("a trusted page writes", write("Origin: http://127.0.0.1:1\r\n"), 400),
    ];
    for (case, request, expected) in cases {
        let reply = server.raw(&request);
        assert_eq!(status(&reply), expected, "{case}: {reply}");
        if expected > 400 {
            assert!(reply.contains(r#"{"error":{"message":"#), "{case}: {reply}");
        }
    }
}

#[test]
fn a_preflight_is_answered_and_says_yes_only_to_origins_it_was_told_of() {
    let folder = tempfile::tempdir().unwrap();
    let server = Executable::start(folder.path(), &["--no-collector", "--origin", "http://app.example"]);
    for (origin, shared) in [("http://app.example", true), ("http://evil.example", false)] {
        for path in ["/api/v0/services", "/api/v0/nothing", "/"] {
            let reply = server.raw(&format!(
                "OPTIONS {path} HTTP/1.1\r\nHost: {}\r\nOrigin: {origin}\r\n\
                 Access-Control-Request-Method: POST\r\nConnection: close\r\n\r\n",
                server.address
            ));
            assert_eq!(status(&reply), 204, "{reply}");
            let allowed =
                reply.to_lowercase().contains(&format!("access-control-allow-origin: {origin}\r\n"));
            assert_eq!(allowed, shared, "{origin} {path}: {reply}");
        }
    }
}

#[tokio::test]
async fn every_answer_carries_the_protective_headers() {
    let folder = tempfile::tempdir().unwrap();
    let server = Executable::start(folder.path(), &["--no-collector"]);
    let client = reqwest::Client::new();
    for (path, expected, content_type, caching) in [
        ("/", 200, "text/html; charset=utf-8", "no-cache"),
        ("/hosts/abc", 200, "text/html; charset=utf-8", "no-cache"),
        ("/index.html", 200, "text/html; charset=utf-8", "no-cache"),
        ("/favicon.nothing", 404, "application/json", "no-store"),
        ("/../Cargo.toml", 404, "application/json", "no-store"),
        ("/%2e%2e/Cargo.toml", 404, "application/json", "no-store"),
        ("/api/v0/org", 200, "application/json", "no-store"),
        ("/api/v0/nothing", 404, "application/json", "no-store"),
        ("/ext/nothing", 404, "application/json", "no-store"),
        ("/api/v0/hosts/nothing", 404, "application/json", "no-store"),
    ] {
        let reply = client.get(server.url(path)).send().await.unwrap();
        assert_eq!(reply.status(), expected, "{path}");
        let header =
            |name: &str| reply.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let policy = header("content-security-policy");
        assert!(
            policy.starts_with("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'"),
            "{path}: {policy}"
        );
        for part in ["connect-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'"]
        {
            assert!(policy.contains(part), "{path}: {policy}");
        }
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{path}: {policy}");
        for (name, value) in [
            ("content-type", content_type),
            ("cache-control", caching),
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(header(name), value, "{path}: {name}");
        }
        assert!(header("permissions-policy").contains("camera=()"), "{path}");
        assert_eq!(header("access-control-allow-origin"), "", "{path}");
    }
}

#[tokio::test]
async fn the_page_is_asked_for_again_but_sent_only_when_it_changed() {
    let folder = tempfile::tempdir().unwrap();
    let server = Executable::start(folder.path(), &["--no-collector"]);
    let client = reqwest::Client::new();
    let first = client.get(server.url("/hosts")).send().await.unwrap();
    let tag = first.headers()["etag"].clone();
    assert!(first.text().await.unwrap().contains("<title>Battera"));
    for (known, expected) in [(tag.to_str().unwrap(), 304), ("W/\"older\"", 200), ("*", 304)] {
        let reply = client.get(server.url("/")).header("if-none-match", known).send().await.unwrap();
        assert_eq!(reply.status(), expected, "{known}");
        assert_eq!(reply.headers()["etag"], tag);
        assert_eq!(reply.bytes().await.unwrap().is_empty(), expected == 304, "{known}");
    }
    let head = client.head(server.url("/")).send().await.unwrap();
    assert_eq!(head.status(), 200);
    assert!(head.headers().contains_key("content-length"));
    let post = client.post(server.url("/hosts")).send().await.unwrap();
    assert_eq!(post.status(), 405);
}

#[tokio::test]
async fn a_body_over_8_mib_is_refused_in_the_form_of_the_api() {
    let folder = tempfile::tempdir().unwrap();
    let server = Executable::start(folder.path(), &["--no-collector"]);
    let client = reqwest::Client::new();
    for (bytes, expected) in [((8 << 20) + 1, 413), (8 << 20, 400), (40 << 20, 413)] {
        let reply = client.post(server.url("/api/v0/tsdb")).header("content-type", "application/json");
        let reply = reply.body(vec![b'x'; bytes]).send().await.unwrap();
        assert_eq!(reply.status(), expected, "{bytes}");
        let body = reply.text().await.unwrap();
        assert!(body.starts_with(r#"{"error":{"message":""#), "{bytes}: {body}");
    }
}
