//! Browsers that sign in: their cookie, what it allows, and what a foreign page can do with it.

use super::process::{Executable, key};
use reqwest::{Client, Response};
use serde_json::json;

/// Signs in as the app does and answers the cookie, `name=value`.
pub(super) async fn sign_in(server: &Executable, key: &str) -> String {
    let reply = try_to_sign_in(server, key).await;
    assert_eq!(reply.status(), 200);
    let cookie = reply.headers()["set-cookie"].to_str().unwrap();
    cookie.split(';').next().unwrap().to_owned()
}

async fn try_to_sign_in(server: &Executable, key: &str) -> Response {
    let request = Client::new().post(server.url("/ext/session")).header("x-battera-app", "1");
    request.header("origin", server.origin()).json(&json!({ "key": key })).send().await.unwrap()
}

async fn status(server: &Executable, method: &str, path: &str, headers: &[(&str, &str)]) -> u16 {
    let request = Client::new().request(method.parse().unwrap(), server.url(path));
    let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    request.send().await.unwrap().status().as_u16()
}

/// S12: the cookie is out of reach of scripts and other sites, new at each sign-in, and dead after signing out,
/// after its key was revoked, and elsewhere.
#[tokio::test]
async fn s12_a_session_is_begun_once_and_ended_for_good() {
    let folder = tempfile::tempdir().unwrap();
    let writer = key(folder.path(), &["create", "--name", "ana", "--write"]);
    let mut server = Executable::start(folder.path(), &["--no-collector"]);
    let reply = try_to_sign_in(&server, &format!(" {writer}\n")).await;
    let set = reply.headers()["set-cookie"].to_str().unwrap().to_owned();
    let (cookie, rest) = set.split_once("; ").unwrap();
    assert_eq!(rest, "Path=/; Max-Age=2592000; HttpOnly; SameSite=Strict");
    assert!(!set.contains(&writer));
    let token = cookie.rsplit('=').next().unwrap();
    assert_eq!(token.len(), 64, "256 bits: {cookie}");
    let org = |cookie: String| async move { cookie };
    let first = org(cookie.to_owned()).await;
    assert_eq!(status(&server, "GET", "/api/v0/org", &[("cookie", &first)]).await, 200);
    for wrong in [
        format!("{first}0"),
        first.to_uppercase(),
        first.replace("battera_", "batterb_"),
        format!("{first}; {first}"),
        format!("{}={writer}", first.split('=').next().unwrap()),
    ] {
        assert_eq!(status(&server, "GET", "/api/v0/org", &[("cookie", &wrong)]).await, 401, "{wrong}");
    }
    let with_key = [("cookie", first.as_str()), ("x-api-key", "wrong")];
    assert_eq!(status(&server, "GET", "/api/v0/org", &with_key).await, 401, "a wrong key is not made good");

    // It survives a restart, and the next sign-in replaces it.
    let address = server.address.to_string();
    server.terminate();
    server.wait();
    let server = Executable::start_on(folder.path(), &address, &["--no-collector"]);
    assert_eq!(status(&server, "GET", "/api/v0/org", &[("cookie", &first)]).await, 200);
    let request = Client::new().post(server.url("/ext/session")).header("x-battera-app", "1");
    let request = request.header("origin", server.origin()).header("cookie", &first);
    let reply = request.json(&json!({ "key": writer })).send().await.unwrap();
    let second = reply.headers()["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned();
    assert_ne!(first, second);
    assert_eq!(status(&server, "GET", "/api/v0/org", &[("cookie", &first)]).await, 401, "the one before");
    assert_eq!(status(&server, "GET", "/api/v0/org", &[("cookie", &second)]).await, 200);

    let out = Client::new().delete(server.url("/ext/session")).header("cookie", &second);
    let out = out.header("x-battera-app", "1").header("origin", server.origin()).send().await.unwrap();
    assert!(out.headers()["set-cookie"].to_str().unwrap().contains("=; Path=/; Max-Age=0;"));
    assert_eq!(status(&server, "GET", "/api/v0/org", &[("cookie", &second)]).await, 401, "signed out");

    let third = sign_in(&server, &writer).await;
    key(folder.path(), &["revoke", "--name", "ana"]);
    assert_eq!(status(&server, "GET", "/api/v0/org", &[("cookie", &third)]).await, 401, "its key is revoked");
}

/// S12: under https the cookie is never sent in the clear and cannot be set by another name of the domain.
#[test]
fn s12_under_https_the_cookie_is_secure() {
    let folder = tempfile::tempdir().unwrap();
    let reader = key(folder.path(), &["create", "--name", "ana", "--read"]);
    let server = Executable::start(folder.path(), &["--no-collector", "--origin", "https://metrics.example"]);
    let body = json!({ "key": reader }).to_string();
    let reply = server.raw(&format!(
        "POST /ext/session HTTP/1.1\r\nHost: metrics.example\r\nOrigin: https://metrics.example\r\n\
         X-Battera-App: 1\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    ));
    let cookie = reply.lines().find_map(|line| line.strip_prefix("set-cookie: ")).unwrap();
    assert!(cookie.starts_with("__Host-battera_") && cookie.ends_with("; Secure"), "{cookie}");
}

/// S9: whatever a foreign page makes a signed-in browser send, it changes nothing. All sites, origins and methods.
#[tokio::test]
async fn s9_a_signed_in_browser_writes_from_the_app_only() {
    let folder = tempfile::tempdir().unwrap();
    let writer = key(folder.path(), &["create", "--name", "ana", "--write"]);
    let server = Executable::start(folder.path(), &["--no-collector"]);
    let cookie = sign_in(&server, &writer).await;
    let own = server.origin();
    for method in ["GET", "POST", "PUT", "DELETE"] {
        for site in [None, Some("same-origin"), Some("same-site"), Some("cross-site"), Some("none")] {
            for origin in [None, Some(own.as_str()), Some("http://evil.example"), Some("null")] {
                for app in [None, Some("1")] {
                    let mut headers = vec![("cookie", cookie.as_str())];
                    headers.extend(site.map(|site| ("sec-fetch-site", site)));
                    headers.extend(origin.map(|origin| ("origin", origin)));
                    headers.extend(app.map(|app| ("x-battera-app", app)));
                    let found = status(&server, method, "/api/v0/nothing", &headers).await;
                    let from_own =
                        origin == Some(own.as_str()) || origin.is_none() && site == Some("same-origin");
                    let expected = if method == "GET" || from_own && app.is_some() { 404 } else { 403 };
                    assert_eq!(found, expected, "{method} {site:?} {origin:?} {app:?}");
                }
            }
        }
    }
    let headers = [("origin", "http://evil.example"), ("x-battera-app", "1")];
    assert_eq!(status(&server, "POST", "/ext/session", &headers).await, 403, "nor signs it anyone in or out");
    assert_eq!(status(&server, "DELETE", "/ext/session", &[("cookie", &cookie)]).await, 403);
    assert_eq!(status(&server, "GET", "/api/v0/org", &[("cookie", &cookie)]).await, 200);
}

/// S13, S25: wrong keys are slowed down, whatever address the client claims to have.
#[tokio::test]
async fn s13_after_ten_wrong_keys_an_address_waits() {
    let folder = tempfile::tempdir().unwrap();
    let writer = key(folder.path(), &["create", "--name", "ana", "--write"]);
    let server = Executable::start(folder.path(), &["--no-collector"]);
    for number in 0..40 {
        let request = Client::new().post(server.url("/ext/session")).header("x-battera-app", "1");
        let request =
            request.header("origin", server.origin()).json(&json!({ "key": format!("guess {number}") }));
        let reply = request.header("x-forwarded-for", format!("203.0.113.{number}")).send().await.unwrap();
        assert_eq!(reply.status().as_u16(), if number < 10 { 401 } else { 429 }, "try {number}");
        if number >= 10 {
            let secs: u64 = reply.headers()["retry-after"].to_str().unwrap().parse().unwrap();
            assert!((1..=60).contains(&secs), "{secs}");
        }
    }
    assert_eq!(try_to_sign_in(&server, &writer).await.status(), 429, "not even the right one is looked at");
    assert_eq!(status(&server, "GET", "/api/v0/org", &[("x-api-key", &writer)]).await, 200, "agents go on");
}

/// S25: a proxy's word counts from its own address only.
#[tokio::test]
async fn s25_a_proxy_s_header_counts_from_the_proxy_alone() {
    for (proxy, expected) in [("127.0.0.1", (200, 403, 404)), ("127.0.0.2", (401, 401, 401))] {
        let folder = tempfile::tempdir().unwrap();
        let flags = ["--no-collector", "--trust-proxy-header", "X-User", "--trusted-proxy", proxy];
        let server = Executable::start(folder.path(), &flags);
        let person = ("x-user", "ana");
        let own = server.origin();
        let app = [person, ("x-battera-app", "1"), ("origin", own.as_str())];
        let found = (
            status(&server, "GET", "/api/v0/org", &[person]).await,
            status(&server, "DELETE", "/api/v0/services/none", &[person]).await,
            status(&server, "DELETE", "/api/v0/services/none", &app).await,
        );
        assert_eq!(found, expected, "{proxy}");
        let nobody = status(&server, "GET", "/api/v0/org", &[]).await;
        assert_eq!(nobody, 401, "behind a proxy that asks who it is, nobody is nobody");
    }
}
