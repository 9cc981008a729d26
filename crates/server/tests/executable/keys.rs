//! Keys: made, listed and revoked while a server runs or not, and what each way of asking gets.

use super::process::{Executable, battera, fails, key};
use reqwest::{Client, Method};

/// Reads, and writes of every method; each with what a writer is answered.
const CALLS: [(&str, &str, &str, u16); 10] = [
    ("GET", "/api/v0/org", "", 200),
    ("HEAD", "/api/v0/org", "", 200),
    ("GET", "/ext/capabilities", "", 200),
    ("GET", "/api/v0/nothing", "", 404),
    ("POST", "/api/v0/traces", "{}", 404),
    ("POST", "/api/v0/services", "{", 400),
    ("PUT", "/api/v0/monitors/nothing", "{}", 404),
    ("DELETE", "/api/v0/services/nothing", "", 404),
    ("POST", "/ext/nothing", "", 404),
    ("PUT", "/ext/pins/nothing", "", 404),
];

async fn ask(server: &Executable, method: &str, path: &str, body: &'static str, key: Option<&str>) -> u16 {
    let method: Method = method.parse().unwrap();
    let mut request = Client::new().request(method, server.url(path)).body(body);
    if let Some(key) = key {
        request = request.header("x-api-key", key);
    }
    request.send().await.unwrap().status().as_u16()
}

/// S14, S15: every call of nobody, of a stranger, of a reader and of a writer.
#[tokio::test]
async fn s15_each_right_allows_what_it_says_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let server = Executable::start(folder.path(), &["--no-collector"]);
    for (method, path, body, expected) in CALLS {
        assert_eq!(ask(&server, method, path, body, None).await, expected, "open: {method} {path}");
    }
    // The server runs meanwhile, and each change counts from the next request on.
    let reader = key(folder.path(), &["create", "--name", "browser", "--read"]);
    let writer = key(folder.path(), &["create", "--name", "agents", "--write"]);
    let stranger = reader.replace(reader.chars().last().unwrap(), "g");
    let cut = &writer[..writer.len() - 1];
    for (method, path, body, expected) in CALLS {
        for nobody in [None, Some(""), Some(stranger.as_str()), Some(cut), Some("browser")] {
            let status = ask(&server, method, path, body, nobody).await;
            assert_eq!(status, 401, "{nobody:?}: {method} {path}");
        }
        let reads = matches!(method, "GET" | "HEAD") || path == "/api/v0/traces";
        let status = ask(&server, method, path, body, Some(&reader)).await;
        assert_eq!(status, if reads { expected } else { 403 }, "reader: {method} {path}");
        let status = ask(&server, method, path, body, Some(&writer)).await;
        assert_eq!(status, expected, "writer: {method} {path}");
    }
    key(folder.path(), &["revoke", "--name", "agents"]);
    assert_eq!(ask(&server, "GET", "/api/v0/org", "", Some(&writer)).await, 401, "revoked");
    assert_eq!(ask(&server, "GET", "/api/v0/org", "", Some(&reader)).await, 200, "the other one is not");
    key(folder.path(), &["revoke", "--name", "browser"]);
    assert_eq!(
        ask(&server, "GET", "/api/v0/org", "", None).await,
        401,
        "without keys left it is not open again"
    );
    assert_eq!(ask(&server, "GET", "/", "", None).await, 200, "the app itself is no secret");
    std::fs::remove_file(folder.path().join("keys.json")).unwrap();
    assert_eq!(ask(&server, "GET", "/api/v0/org", "", None).await, 401, "nor when the file is taken away");
}

#[tokio::test]
async fn refusals_are_what_clients_of_the_api_know() {
    let folder = tempfile::tempdir().unwrap();
    let reader = key(folder.path(), &["create", "--name", "r", "--read"]);
    let server = Executable::start(folder.path(), &["--no-collector"]);
    let nobody = Client::new().get(server.url("/api/v0/org")).send().await.unwrap();
    let said: serde_json::Value = nobody.json().await.unwrap();
    assert_eq!(said["error"]["message"], "Authentication failed. Please try with valid Api Key.");
    let reading = Client::new().post(server.url("/api/v0/services")).header("x-api-key", &reader);
    let reply = reading.body("{}").send().await.unwrap();
    assert_eq!(reply.status(), 403);
    assert!(reply.text().await.unwrap().starts_with(r#"{"error":{"message":""#));
    let twice = Client::new().get(server.url("/api/v0/org"));
    let twice = twice.header("x-api-key", &reader).header("x-api-key", &reader).send().await.unwrap();
    assert_eq!(twice.status(), 401, "two keys are none");
    let said = Client::new().get(server.url("/ext/capabilities")).header("x-api-key", &reader);
    let said: serde_json::Value = said.send().await.unwrap().json().await.unwrap();
    assert_eq!((said["readOnly"].as_bool(), said["signedIn"].as_bool()), (Some(true), Some(false)));
}

/// S10: a server without a key is for this machine alone.
#[tokio::test]
async fn s10_only_a_server_with_a_key_in_use_listens_on_the_network() {
    let folder = tempfile::tempdir().unwrap();
    let flags = ["--listen", "0.0.0.0:0", "--no-collector", "--data", folder.path().to_str().unwrap()];
    let refused = |why: &str| {
        let output = fails(&flags);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(said.contains("battera key create") && said.lines().count() == 1, "{why}: {said}");
    };
    refused("no key");
    key(folder.path(), &["create", "--name", "a", "--write"]);
    key(folder.path(), &["revoke", "--name", "a"]);
    refused("a revoked key");
    let writer = key(folder.path(), &["create", "--name", "a", "--write"]);
    let server = Executable::start_on(folder.path(), "0.0.0.0:0", &["--no-collector"]);
    let url = format!("http://127.0.0.1:{}/api/v0/org", server.address.port());
    assert_eq!(Client::new().get(&url).send().await.unwrap().status(), 401);
    assert_eq!(Client::new().get(&url).header("x-api-key", &writer).send().await.unwrap().status(), 200);
}

/// S10: what a proxy passes on under the name that people use is not from this machine.
#[test]
fn s10_without_a_key_other_names_than_the_loopback_s_are_not_open() {
    let folder = tempfile::tempdir().unwrap();
    let server = Executable::start(folder.path(), &["--no-collector", "--origin", "https://metrics.example"]);
    for (host, expected) in [(server.address.to_string(), "200"), ("metrics.example".to_owned(), "401")] {
        let reply =
            server.raw(&format!("GET /api/v0/org HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"));
        assert_eq!(reply.split(' ').nth(1), Some(expected), "{host}: {reply}");
    }
}

#[test]
fn the_command_says_what_it_did_and_what_it_could_not_do() {
    let folder = tempfile::tempdir().unwrap();
    let first = key(folder.path(), &["create", "--name", "agents", "--write"]);
    assert!(first.starts_with("battera_") && !first.contains(char::is_whitespace), "{first}");
    key(folder.path(), &["create", "--name", "old", "--read"]);
    key(folder.path(), &["revoke", "--name", "old"]);
    let listed = key(folder.path(), &["list"]);
    let lines: Vec<&str> = listed.lines().collect();
    assert!(
        lines[0].starts_with("write  made ") && lines[0].ends_with("in use               agents"),
        "{listed}"
    );
    assert!(
        lines[1].starts_with("read   made ") && lines[1].contains("revoked ") && lines[1].ends_with("old")
    );
    assert!(!listed.contains(&first[8..]), "{listed}");
    for (arguments, why) in [
        (&["create", "--name", "agents", "--read"][..], "already"),
        (&["create", "--name", " ", "--read"], "1 to 100 characters"),
        (&["revoke", "--name", "old"], "no key named"),
        (&["create", "--name", "x"], "--read"),
        (&["create", "--name", "x", "--read", "--write"], "cannot be used with"),
    ] {
        let output = battera(&["key"]).args(arguments).arg("--data").arg(folder.path()).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success() && said.contains(why), "{arguments:?}: {said}");
    }
}

/// S8, S14: what is on disk gives no key back.
#[tokio::test]
async fn s14_no_key_and_no_session_is_in_any_file() {
    let folder = tempfile::tempdir().unwrap();
    let writer = key(folder.path(), &["create", "--name", "agents", "--write"]);
    let server = Executable::start(folder.path(), &["--no-collector"]);
    let token = super::session::sign_in(&server, &writer).await;
    drop(server);
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        let path = entry.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        for secret in [&writer["battera_".len()..], token.rsplit('=').next().unwrap()] {
            let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
            assert!(!found, "{} holds a secret", path.display());
        }
    }
}
