//! Starts that fail say why in one line and touch nothing; a good start and its end are clean.

use super::process::{Executable, command, fails};
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

/// Makes a data folder as a case wants it.
type Prepare = fn(&Path);

/// Every file with its size and a hash of its content, to see that none was touched.
fn content(folder: &Path) -> BTreeMap<String, (usize, u64)> {
    let Ok(entries) = std::fs::read_dir(folder) else { return BTreeMap::new() };
    entries
        .map(|entry| {
            let path = entry.unwrap().path();
            let content = std::fs::read(&path).unwrap();
            let mut hasher = DefaultHasher::new();
            content.hash(&mut hasher);
            (path.file_name().unwrap().to_string_lossy().into_owned(), (content.len(), hasher.finish()))
        })
        // The lock is not data, and empty.
        .filter(|(name, _)| name != "battera.lock")
        .collect()
}

/// A data folder that was used and closed.
fn used(folder: &Path) {
    let mut server = Executable::start(folder, &["--no-collector"]);
    server.terminate();
    assert_eq!(server.wait(), Some(0));
}

fn patch(path: &Path, at: usize, bytes: &[u8]) {
    let mut content = std::fs::read(path).unwrap();
    content[at..at + bytes.len()].copy_from_slice(bytes);
    std::fs::write(path, content).unwrap();
}

#[test]
fn a_start_that_fails_says_why_in_one_line_and_touches_nothing() {
    let root = tempfile::tempdir().unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = taken.local_addr().unwrap().to_string();
    let cases: &[(&str, &[&str], Prepare, &str)] = &[
        ("a taken port", &["--listen", &taken], |_| {}, "cannot listen on"),
        ("every address", &["--listen", "0.0.0.0:0"], |_| {}, "has none yet"),
        ("every IPv6 address", &["--listen", "[::]:0"], |_| {}, "has none yet"),
        (
            "a file where the folder should be",
            &[],
            |folder| std::fs::write(folder, "x").unwrap(),
            "cannot write to the data folder",
        ),
        (
            "something that is no database",
            &[],
            |folder| {
                std::fs::create_dir(folder).unwrap();
                std::fs::write(folder.join("meta.db"), "these are not the pages you are looking for")
                    .unwrap();
            },
            "meta.db is damaged or not Battera's",
        ),
        (
            "a file cut short",
            &[],
            |folder| {
                used(folder);
                let content = std::fs::read(folder.join("metrics.db")).unwrap();
                std::fs::write(folder.join("metrics.db"), &content[..5_000]).unwrap();
            },
            "metrics.db is damaged or not Battera's",
        ),
        (
            "a file with a broken page",
            &[],
            |folder| {
                used(folder);
                patch(&folder.join("metrics.db"), 4_096, &[0xff; 64]);
            },
            "metrics.db is damaged or not Battera's",
        ),
        (
            "another program's database",
            &[],
            |folder| {
                used(folder);
                patch(&folder.join("meta.db"), 68, b"ABCD");
            },
            "meta.db is damaged or not Battera's",
        ),
        (
            "a newer file",
            &[],
            |folder| {
                used(folder);
                patch(&folder.join("meta.db"), 60, &999_u32.to_be_bytes());
            },
            "meta.db was written by a newer Battera (format 999, this one knows ",
        ),
    ];
    for (number, (case, flags, prepare, reason)) in cases.iter().enumerate() {
        let folder = root.path().join(number.to_string());
        prepare(&folder);
        let before = content(&folder);
        let existed = folder.exists();
        let mut all = vec!["--listen", "127.0.0.1:0"];
        if !flags.is_empty() {
            all.clear();
        }
        all.extend(*flags);
        all.extend(["--data", folder.to_str().unwrap()]);
        let output = fails(&all);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{case}: {said}");
        assert_eq!(said.lines().count(), 1, "{case}: {said}");
        assert!(said.starts_with("battera: ") && said.contains(reason), "{case}: {said}");
        assert_eq!(output.stdout, b"", "{case}");
        assert_eq!(content(&folder), before, "{case}");
        assert_eq!(folder.exists(), existed, "{case}");
    }
}

#[test]
fn a_second_battera_on_the_folder_is_refused_until_the_first_has_ended() {
    let folder = tempfile::tempdir().unwrap();
    let mut first = Executable::start(folder.path(), &["--no-collector"]);
    let flags = ["--listen", "127.0.0.1:0", "--data", folder.path().to_str().unwrap()];
    let output = fails(&flags);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("another battera uses the data folder") && said.lines().count() == 1, "{said}");
    first.kill();
    used(folder.path());
}

#[test]
fn flags_may_come_from_the_environment() {
    let output = command(&[])
        .env("BATTERA_LISTEN", "192.0.2.1:80")
        .env("BATTERA_DEMO", "1")
        .env("BATTERA_NO_COLLECTOR", "0")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("listening on 192.0.2.1:80"), "{said}");
}

#[test]
fn an_end_leaves_two_data_files_and_no_log() {
    let folder = tempfile::tempdir().unwrap();
    used(folder.path());
    used(folder.path());
    assert_eq!(content(folder.path()).into_keys().collect::<Vec<_>>(), ["meta.db", "metrics.db"]);
}
