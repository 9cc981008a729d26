#!/usr/bin/env bash
# The tests of the store that `make test` runs in short, at length: kills, power cuts, backups under load, and the store
# against its model. The fuzzer follows where a nightly compiler and cargo-fuzz are installed.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/versions.sh

export BATTERA_SOAK=1
cargo test --locked --package server --no-fail-fast --test upkeep --test power --test executable -- --nocapture
cargo test --locked --package server --lib store::points -- --nocapture
if cargo +nightly fuzz --version >/dev/null 2>&1; then
  say "fuzzing chunks"
  (cd crates/server && cargo +nightly fuzz run chunk -- -runs=1000000 -max_len=4096 -rss_limit_mb=512)
fi
