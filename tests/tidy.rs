//! The rules that the compiler does not know: who may depend on whom, who owns what, and what is written nowhere.
//!
//! Every rule lists all its violations at once, with file and line. A rule over an empty set of files fails, so that a
//! moved folder cannot switch a rule off.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]
#![expect(unreachable_pub, reason = "the modules of a test are never reached from elsewhere")]

#[path = "tidy/manifests.rs"]
mod manifests;
#[path = "tidy/sources.rs"]
mod sources;

use manifests::{Dependency, packages};
use sources::{Line, files, lines};
use std::path::Path;

/// The crate rule: what each crate of the workspace may depend on. `None` means that crates.io decides.
const ARROWS: &[(&str, &[&str])] = &[
    ("series", &[]),
    ("downsample", &[]),
    ("expr", &["series"]),
    // The server's engine and the app's replay evaluate monitors with the same function, from the same monitors of the API.
    ("analysis", &["series", "mackerel"]),
    ("mackerel", &["series"]),
    ("dashboard", &["mackerel"]),
    ("prometheus", &["series"]),
    ("chart", &["series", "downsample"]),
    ("server", &["mackerel", "dashboard", "prometheus", "series", "expr", "analysis", "chart"]),
    ("bench-contender", &["series", "downsample", "chart"]),
    ("bench-expressions", &["series", "expr"]),
    ("bench-picture", &["series", "chart"]),
    ("bench-load", &["server", "mackerel"]),
    (
        "battera-app",
        &["series", "downsample", "expr", "analysis", "mackerel", "dashboard", "prometheus", "chart"],
    ),
];

/// Crates that know no platform: time, size, seed and text width come in as arguments.
const PURE: &[&str] =
    &["series", "downsample", "expr", "analysis", "mackerel", "dashboard", "prometheus", "chart"];

/// What a pure crate may take from crates.io.
const PURE_MAY_USE: &[(&str, &[&str])] = &[
    ("series", &[]),
    ("downsample", &["wide", "bytemuck"]),
    ("expr", &[]),
    ("analysis", &[]),
    ("mackerel", &["serde", "serde_json", "http", "thiserror"]),
    ("dashboard", &["serde", "serde_json", "thiserror"]),
    ("prometheus", &["serde", "serde_json", "http", "thiserror"]),
    ("chart", &["plotters-svg", "plotters-backend", "time"]),
];

/// Words that would tie a pure crate to a platform, a clock, a file or a network.
const PLATFORM: &[&str] = &[
    "web_sys",
    "js_sys",
    "wasm_bindgen",
    "gloo_net",
    "tokio",
    "SystemTime",
    "Instant",
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "std::thread",
    "now_utc",
    "now_local",
];

/// What exactly one place may name: (words, where they are looked for, who may, why).
const OWNERS: &[(&[&str], &str, &[&str], &str)] = &[
    (&["HtmlCanvasElement"], "src/", &["src/canvas.rs"], "only canvas.rs names a canvas"),
    (
        &["rusqlite", "SELECT ", "INSERT INTO", "DELETE FROM", "CREATE TABLE", "PRAGMA "],
        "crates/server/src/",
        &["crates/server/src/store/"],
        "only the store has SQL",
    ),
    (&["gloo_net"], "src/", &["src/fetch.rs"], "only fetch.rs sends requests"),
    (
        &["plotters"],
        "crates/chart/src/",
        &["crates/chart/src/paint"],
        "only chart::paint names a drawing backend",
    ),
];

/// What is written nowhere: data never becomes HTML, nothing is evaluated, and no lint or test is switched off.
const NOWHERE: &[&str] = &[
    "inner_html",
    "innerHTML",
    "outer_html",
    "insert_adjacent_html",
    "document.write",
    "eval(",
    "#[allow",
    "#![allow",
    "#[ignore",
    "todo!",
    "unimplemented!",
];

/// A file of one idea is shorter than this.
const MOST_LINES: usize = 600;

#[test]
fn crates_depend_only_along_the_arrows() {
    let packages = packages();
    let mut wrong = Vec::new();
    for package in &packages {
        let Some((_, may)) = ARROWS.iter().find(|(name, _)| *name == package.name) else {
            wrong.push(format!("{}: a new crate needs its line in the crate rule", package.name));
            continue;
        };
        for Dependency { name, kind } in &package.dependencies {
            let own = packages.iter().any(|other| other.name == *name);
            // The app's end-to-end tests run the server; nothing else of it is reachable from the app.
            let excepted = package.name == "battera-app" && name == "server" && kind == "dev";
            if own && !excepted && !may.contains(&name.as_str()) {
                wrong.push(format!("{} -> {name}", package.name));
            }
        }
    }
    none(wrong, packages.len());
}

#[test]
fn pure_crates_take_little_and_name_no_platform() {
    let mut wrong = Vec::new();
    let mut seen = 0;
    for package in packages().iter().filter(|package| PURE.contains(&package.name.as_str())) {
        let may = PURE_MAY_USE.iter().find(|(name, _)| *name == package.name).map_or(&[][..], |(_, may)| may);
        let normal = package.dependencies.iter().filter(|dependency| dependency.kind == "normal");
        for Dependency { name, .. } in normal {
            if !may.contains(&name.as_str()) && !PURE.contains(&name.as_str()) {
                wrong.push(format!("{} takes {name} from crates.io", package.name));
            }
        }
        for file in
            files(&["rs"]).iter().filter(|file| file.starts_with(&format!("crates/{}/src/", package.name)))
        {
            seen += 1;
            wrong.extend(naming(&lines(file), PLATFORM, "a pure crate names a platform"));
        }
    }
    none(wrong, seen);
}

#[test]
fn each_thing_has_one_owner() {
    let mut wrong = Vec::new();
    let mut seen = 0;
    for (words, within, owners, reason) in OWNERS {
        for file in files(&["rs"]).iter().filter(|file| file.starts_with(within)) {
            seen += 1;
            if !owners.iter().any(|owner| file.starts_with(owner)) {
                wrong.extend(naming(&lines(file), words, reason));
            }
        }
    }
    none(wrong, seen);
}

#[test]
fn nothing_is_switched_off_and_data_never_becomes_html() {
    let all = files(&["rs", "html"]);
    let others = all.iter().filter(|file| !file.starts_with("tests/tidy"));
    let wrong = others.flat_map(|file| naming(&lines(file), NOWHERE, "is written nowhere")).collect();
    none(wrong, all.len());
}

#[test]
fn tests_wait_for_conditions_and_never_sleep() {
    let tests: Vec<String> = files(&["rs"]).into_iter().filter(|file| file.contains("tests/")).collect();
    let others = tests.iter().filter(|file| !file.starts_with("tests/tidy"));
    let wrong =
        others.flat_map(|file| naming(&lines(file), &["sleep("], "a test waits for a condition")).collect();
    none(wrong, tests.len());
}

#[test]
fn files_are_short_and_say_what_they_promise() {
    let all = files(&["rs", "css"]);
    let mut wrong = Vec::new();
    for file in &all {
        let count = lines(file).len();
        if count > MOST_LINES {
            wrong.push(format!("{file}: {count} lines, more than {MOST_LINES}"));
        }
        let begins = std::fs::read_to_string(file).unwrap();
        if Path::new(file).extension() == Some("rs".as_ref()) && !begins.starts_with("//!") {
            wrong.push(format!("{file}: no module header"));
        }
    }
    none(wrong, all.len());
}

#[test]
fn every_dependency_says_what_it_saves_us() {
    let manifests = files(&["toml"]);
    let manifests: Vec<_> = manifests.iter().filter(|file| file.ends_with("Cargo.toml")).collect();
    let wrong = manifests.iter().flat_map(|file| manifests::silent_dependencies(file)).collect();
    none(wrong, manifests.len());
}

#[test]
fn the_rules_find_what_they_forbid() {
    let line = |text: &str| Line { file: "x.rs".into(), number: 1, code: sources::code(text).into() };
    let cases = [
        ("let now = SystemTime::now();", PLATFORM, 1),
        ("// SystemTime is not used here", PLATFORM, 0),
        ("let url = \"http://a/b\"; tokio::spawn(x);", PLATFORM, 1),
        ("#[allow(dead_code)]", NOWHERE, 1),
        ("#[expect(dead_code, reason = \"..\")]", NOWHERE, 0),
        ("element.set_inner_html(text)", NOWHERE, 1),
        ("retrieval(x)", NOWHERE, 0),
        ("let distance = Instantaneous::new();", PLATFORM, 0),
    ];
    for (text, words, expected) in cases {
        assert_eq!(naming(&[line(text)], words, "").len(), expected, "{text}");
    }
    let manifest =
        "[dependencies]\na = \"1\"\nb = \"1\" # saves us b\nc.workspace = true\n[lints]\nworkspace = true\n";
    assert_eq!(manifests::silent_in("x", manifest), ["x:2: a says nothing"]);
}

/// Where one of the words stands as code: not inside a longer name, not in a comment.
fn naming(lines: &[Line], words: &[&str], reason: &str) -> Vec<String> {
    let mut found = Vec::new();
    for Line { file, number, code } in lines {
        for word in words {
            if sources::names(code, word) {
                found.push(format!("{file}:{number}: {word}: {reason}"));
            }
        }
    }
    found
}

fn none(wrong: Vec<String>, looked_at: usize) {
    assert!(looked_at > 0, "this rule looked at nothing");
    assert!(wrong.is_empty(), "{} violations:\n{}", wrong.len(), wrong.join("\n"));
}
