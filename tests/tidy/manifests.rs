//! What Cargo knows of the workspace, and what the manifests say about each dependency.

use std::process::Command;

/// One crate of the workspace.
pub struct Package {
    pub name: String,
    pub dependencies: Vec<Dependency>,
}

/// One of its dependencies; the kind is `normal`, `dev` or `build`.
pub struct Dependency {
    pub name: String,
    pub kind: String,
}

/// All crates of the workspace, from `cargo metadata`.
pub fn packages() -> Vec<Package> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let text = |value: &serde_json::Value| value.as_str().map(str::to_owned);
    let dependency = |value: &serde_json::Value| Dependency {
        name: text(&value["name"]).unwrap(),
        kind: text(&value["kind"]).unwrap_or_else(|| "normal".to_owned()),
    };
    let package = |value: &serde_json::Value| Package {
        name: text(&value["name"]).unwrap(),
        dependencies: value["dependencies"].as_array().unwrap().iter().map(dependency).collect(),
    };
    metadata["packages"].as_array().unwrap().iter().map(package).collect()
}

/// Dependencies of a manifest without their sentence, as `file:line: name says nothing`.
pub fn silent_dependencies(file: &str) -> Vec<String> {
    silent_in(file, &std::fs::read_to_string(file).unwrap())
}

/// The same for a manifest's text. A crate of our own or one that the workspace declares says it elsewhere.
pub fn silent_in(file: &str, manifest: &str) -> Vec<String> {
    let mut silent = Vec::new();
    let mut inside = false;
    for (index, line) in manifest.lines().enumerate() {
        let says_nothing = |name: &str| format!("{file}:{}: {} says nothing", index + 1, name.trim());
        if let Some(table) = line.strip_prefix('[') {
            let name = table.split(']').next().unwrap_or_default();
            inside = name.ends_with("dependencies");
            if let Some((_, of)) = name.split_once("dependencies.")
                && !line.contains("] # ")
            {
                silent.push(says_nothing(of));
            }
        } else if inside && let Some((name, value)) = line.split_once('=') {
            let ours = value.contains("path = ")
                || name.trim().ends_with(".workspace")
                || value.contains("workspace = true");
            if !line.starts_with('#') && !ours && !value.contains(" # ") {
                silent.push(says_nothing(name));
            }
        }
    }
    silent
}
