//! What fuzzers once found worth keeping, through the same functions: `crates/server/fuzz/corpus`, one folder per target.
#![expect(unreachable_pub, reason = "the decoders are shared with the fuzzer and the app")]

#[path = "../fuzz/src/targets.rs"]
mod targets;

use std::path::Path;

#[test]
fn what_a_fuzzer_kept_is_read_without_a_fault() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus");
    for (name, target) in [
        ("chunk", targets::chunk as fn(&[u8])),
        ("json", targets::json),
        ("request", targets::request),
        ("relay", targets::relay),
        ("certificate", targets::certificate),
        ("import", targets::import),
        ("expression", targets::expression),
        ("markdown", targets::markdown),
    ] {
        let entries = std::fs::read_dir(corpus.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
        let mut count = 0;
        for entry in entries {
            let path = entry.expect("an entry").path();
            println!("{}", path.display());
            target(&std::fs::read(path).expect("an input"));
            count += 1;
        }
        assert!(count > 0, "nothing is kept for {name}");
    }
}
