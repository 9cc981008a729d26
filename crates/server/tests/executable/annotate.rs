//! `battera annotate` against a running server: what is posted, and that a wrapped command is as if it were alone.

use super::process::{Executable, battera};
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Output, Stdio};

/// A server with the service `shop` and its role `web`.
async fn shop(folder: &std::path::Path) -> Executable {
    let server = Executable::start(folder, &["--no-collector"]);
    for (path, body) in
        [("services", r#"{"name":"shop","memo":""}"#), ("services/shop/roles", r#"{"name":"web","memo":""}"#)]
    {
        let sent = reqwest::Client::new()
            .post(server.url(&format!("/api/v0/{path}")))
            .header("content-type", "application/json")
            .body(body);
        assert!(sent.send().await.unwrap().status().is_success(), "{path}");
    }
    server
}

fn annotate(server: &str, rest: &[&str]) -> Command {
    let mut command = battera(&["annotate", "--server", server, "--service", "shop"]);
    command.args(rest).stdin(Stdio::null());
    command
}

fn output(server: &Executable, rest: &[&str]) -> Output {
    annotate(&server.url(""), rest).output().unwrap()
}

async fn kept(server: &Executable) -> Vec<Value> {
    let reply = reqwest::get(server.url("/api/v0/graph-annotations?service=shop&from=0&to=9999999999"))
        .await
        .unwrap();
    let mut list: Value = reply.json().await.unwrap();
    list["graphAnnotations"].as_array_mut().unwrap().drain(..).collect()
}

#[tokio::test]
async fn an_annotation_is_posted_as_the_flags_say() {
    let folder = tempfile::tempdir().unwrap();
    let server = shop(folder.path()).await;
    let title = "Release 2.14 — it's \"out\"";
    let rest = [
        "--role",
        "web",
        "--title",
        title,
        "--description",
        "see",
        "--from",
        "1700000000",
        "--to",
        "2023-11-14T22:23:20Z",
    ];
    let done = output(&server, &rest);
    assert!(done.status.success(), "{done:?}");
    let [one] = &kept(&server).await[..] else { panic!("one annotation") };
    assert_eq!(String::from_utf8(done.stdout).unwrap().trim(), one["id"]);
    assert_eq!((&one["title"], &one["description"]), (&title.into(), &"see".into()));
    assert_eq!((&one["from"], &one["to"]), (&1_700_000_000.into(), &1_700_000_600.into()));
    assert_eq!(one["roles"], serde_json::json!(["web"]));

    let moment = output(&server, &["--title", "now"]);
    assert!(moment.status.success(), "{moment:?}");
    let all = kept(&server).await;
    let now = all.iter().find(|one| one["title"] == "now").unwrap();
    assert_eq!(now["from"], now["to"]);

    for (rest, code, said) in [
        (&["--title", "t", "--role", "nobody"][..], 1, "refused with 4"),
        (&["--title", ""], 1, "refused with 400: "),
        (&["--title", "t", "--from", "lunch"], 1, "no moment"),
        (&["--title", "t", "--wrap"], 2, "required"),
        (&["--title", "t", "--to", "now", "--wrap", "--", "true"], 2, "cannot be used"),
        (&["--title", "t", "--", "true"], 2, "--wrap"),
        (&["--title", "t", "--api-key-file", "/nowhere/key"], 1, "/nowhere/key"),
    ] {
        let done = output(&server, rest);
        assert_eq!(done.status.code(), Some(code), "{rest:?}: {done:?}");
        assert!(String::from_utf8_lossy(&done.stderr).contains(said), "{rest:?}: {done:?}");
    }
    assert_eq!(kept(&server).await.len(), 2);
}

#[tokio::test]
async fn a_key_of_the_environment_or_of_a_file_opens_a_closed_server() {
    let folder = tempfile::tempdir().unwrap();
    let server = shop(folder.path()).await;
    let key = super::process::key(folder.path(), &["create", "--name", "ci", "--write"]);
    let file = folder.path().join("key");
    std::fs::write(&file, format!("{key}\n")).unwrap();
    let refused = output(&server, &["--title", "nobody"]);
    assert!(String::from_utf8_lossy(&refused.stderr).contains("refused with 401"), "{refused:?}");
    let by_variable =
        annotate(&server.url(""), &["--title", "a"]).env("BATTERA_API_KEY", &key).status().unwrap();
    let by_file = output(&server, &["--title", "b", "--api-key-file", file.to_str().unwrap()]);
    assert!(by_variable.success() && by_file.status.success(), "{by_file:?}");
}

#[tokio::test]
async fn a_wrapped_command_gives_its_status_and_its_output() {
    let folder = tempfile::tempdir().unwrap();
    let server = shop(folder.path()).await;
    for (command, code, title) in [
        (&["sh", "-c", "echo out; echo err >&2"][..], 0, "Deploy (exit 0)"),
        (&["sh", "-c", "exit 7"], 7, "Deploy (exit 7)"),
        (&["sh", "-c", "kill -9 $$"], 137, "Deploy (signal 9)"),
        (&["no-such-program-anywhere"], 127, "Deploy (exit 127)"),
        (&["/"], 126, "Deploy (exit 126)"),
    ] {
        let rest: Vec<&str> = ["--title", "Deploy", "--wrap", "--"].iter().chain(command).copied().collect();
        let done = output(&server, &rest);
        assert_eq!(done.status.code(), Some(code), "{command:?}: {done:?}");
        let all = kept(&server).await;
        let one = all.iter().find(|one| one["title"] == title).unwrap_or_else(|| panic!("{title}: {all:?}"));
        assert!(one["from"].as_i64() <= one["to"].as_i64(), "{one}");
        if code == 0 {
            assert_eq!(
                (&done.stdout[..], &done.stderr[..]),
                (&b"out\n"[..], &b"err\n"[..]),
                "nothing is added"
            );
        }
    }
}

#[test]
fn a_wrapped_command_gives_its_status_when_there_is_no_server() {
    // A port that was free a moment ago and that nobody listens on.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let server = format!("http://127.0.0.1:{port}");
    for (script, code) in [("exit 0", 0), ("exit 3", 3)] {
        let done = annotate(&server, &["--title", "t", "--wrap", "--", "sh", "-c", script]).output().unwrap();
        assert_eq!(done.status.code(), Some(code), "{done:?}");
        assert!(String::from_utf8_lossy(&done.stderr).contains("was not posted"), "{done:?}");
    }
    let alone = annotate(&server, &["--title", "t"]).output().unwrap();
    assert_eq!(alone.status.code(), Some(1), "{alone:?}");
}

/// Starts a wrapped script and waits until it says that it is ready.
#[cfg(unix)]
fn started(server: &Executable, title: &str, script: &str) -> Child {
    let rest = ["--title", title, "--wrap", "--", "sh", "-c", script];
    let mut child = annotate(&server.url(""), &rest).stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    assert_eq!(line, "ready\n");
    child
}

#[cfg(unix)]
#[tokio::test]
async fn signals_reach_the_wrapped_command() {
    let folder = tempfile::tempdir().unwrap();
    let server = shop(folder.path()).await;
    let untouched = "echo ready; exec tail -f /dev/null";
    let handled = "trap 'exit 9' TERM INT HUP USR1; echo ready; while :; do sleep 0.02; done";
    for (signal, script, code, how) in [
        ("TERM", untouched, 143, "signal 15"),
        ("INT", untouched, 130, "signal 2"),
        ("HUP", untouched, 129, "signal 1"),
        ("QUIT", untouched, 131, "signal 3"),
        ("USR2", untouched, 140, "signal 12"),
        ("TERM", handled, 9, "exit 9"),
        ("USR1", handled, 9, "exit 9"),
    ] {
        let name = format!("{signal} {code}");
        let mut child = started(&server, &name, script);
        let sent =
            Command::new("kill").args([&format!("-{signal}"), &child.id().to_string()]).status().unwrap();
        assert!(sent.success());
        assert_eq!(child.wait().unwrap().code(), Some(code), "{signal} {script}");
        let title = format!("{name} ({how})");
        assert!(kept(&server).await.iter().any(|one| one["title"] == title.as_str()), "{title}");
    }
}
