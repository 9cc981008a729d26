//! `docs/openapi.yaml` and the routes: what is described answers, and what answers is described.

use crate::support::Server;
use http::StatusCode;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

const METHODS: [&str; 4] = ["get", "post", "put", "delete"];

/// Below these there are calls of the same kind for several owners or objects.
const MADE_OF_PARTS: [&str; 2] = ["metadata", "resource"];

fn folder(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Paths and their methods, by the indentation that the file has.
fn described() -> BTreeMap<String, BTreeSet<String>> {
    let text = std::fs::read_to_string(folder("../../docs/openapi.yaml")).expect("the description");
    let lines = text.lines().skip_while(|line| *line != "paths:").skip(1);
    let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut path = String::new();
    for line in lines.take_while(|line| line.starts_with(' ')) {
        if let Some(found) = line.strip_prefix("  /") {
            path = format!("/{}", found.trim_end_matches(':'));
            all.insert(path.clone(), BTreeSet::new());
        } else if let Some(method) = line.strip_prefix("    ").and_then(|line| line.strip_suffix(':'))
            && METHODS.contains(&method)
        {
            all.entry(path.clone()).or_default().insert(method.to_owned());
        }
    }
    all
}

/// Every path that stands in the sources of the API.
fn written() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut folders = vec![folder("src/api")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("sources").map(|entry| entry.expect("an entry").path())
        {
            if entry.is_dir() {
                folders.push(entry);
                continue;
            }
            let text = std::fs::read_to_string(&entry).expect("a source");
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            let code = code.lines().filter(|line| !line.trim_start().starts_with("//"));
            for line in code {
                let literals = line.split('"').skip(1).step_by(2);
                found.extend(
                    literals
                        .filter(|one| one.starts_with("/api/v0/") || one.starts_with("/ext/"))
                        .map(str::to_owned),
                );
            }
        }
    }
    found.retain(|path| !path.contains("{*"));
    found.remove("/ext/");
    found
}

/// A path with something in the place of each name.
fn filled(path: &str) -> String {
    let parts = path.split('/').map(|part| if part.starts_with('{') { "some" } else { part });
    parts.collect::<Vec<_>>().join("/")
}

#[tokio::test]
async fn what_is_described_is_a_route_and_what_is_not_is_none() {
    let server = Server::start().await;
    let described = described();
    assert!(described.len() > 50, "{} paths", described.len());
    for (path, methods) in &described {
        assert!(!methods.is_empty(), "{path}");
        for method in METHODS {
            let (status, reply) = server.ask(&method.to_uppercase(), &filled(path), "{").await;
            let message = reply["error"]["message"].as_str().unwrap_or_default();
            let is_route = status != StatusCode::METHOD_NOT_ALLOWED && message != "Not found.";
            assert_eq!(is_route, methods.contains(method), "{method} {path}: {status} {reply}");
        }
    }
}

#[test]
fn every_route_is_described() {
    let described = described();
    let written = written();
    assert!(written.len() > 40, "{} paths", written.len());
    for path in &written {
        let has_parts = described.keys().any(|other| {
            other.strip_prefix(path.as_str()).is_some_and(|rest| {
                MADE_OF_PARTS.iter().any(|part| rest.starts_with(&format!("/{part}"))) || rest == "/{id}"
            })
        });
        assert!(described.contains_key(path) || has_parts, "{path} is not described");
    }
}
