//! Runs the files of `tests/cases`: series to load, an expression, and what comes out. See `docs/TESTING.md`.
//!
//! ```text
//! load 1m                                    points of the leaves, one a minute from 0 on
//!   host(h1, loadavg5) | web-01 loadavg5 | 1 2 _ 4+1x3 0x2
//!
//! eval 0m..5m [step 5m] [now 3m]             the expression, perhaps over several lines
//!   scale(host(h1, loadavg5), 2)
//! expect                                     one row for each line: name | values on the grid | stacked
//!   scale(host(h1, loadavg5), 2) | 2 4 _ 8 10 12
//! ```
//!
//! Instead of `expect` there may be `error` with the marked place and the message, `plan` with what is read, or
//! `print` with the one way to write it. `#` begins a comment. A file's loads hold until its next `load`.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]
#![expect(unreachable_pub, reason = "the modules of a test are never reached from elsewhere")]

#[path = "script/cases.rs"]
mod cases;
#[path = "script/run.rs"]
mod run;

use cases::Case;

/// So many cases there are at least; a folder that moved would else pass.
const LEAST_CASES: usize = 150;

#[test]
fn every_case_holds() {
    let mut files: Vec<_> =
        std::fs::read_dir("tests/cases").unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut count = 0;
    let mut wrong = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        for case in cases::read(&text) {
            count += 1;
            if let Err(why) = run::run(&case) {
                wrong.push(format!("{}:{}: {}\n{why}\n", file.display(), case.line, case.expr));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {count} cases:\n\n{}", wrong.len(), wrong.join("\n"));
    assert!(count >= LEAST_CASES, "only {count} cases");
}
