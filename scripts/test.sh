#!/usr/bin/env bash
# Every test: native ones (unit, property, contract, tidy, end to end), then those that run inside the browser.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/versions.sh
scripts/tools.sh test

log=$(mktemp)
trap 'rm -f "$log"' EXIT
CHROMEDRIVER=${CHROMEDRIVER:-$(command -v chromedriver)}
export CHROMEDRIVER
export BATTERA_EXE=${BATTERA_EXE:-$TARGET_DIR/release/battera}

failed=0
say "native tests"
cargo test --locked --workspace --no-fail-fast 2>&1 | tee -a "$log" || failed=1
if [ -f tests/browser.rs ]; then
  say "browser tests"
  cargo test --locked --target wasm32-unknown-unknown --test browser 2>&1 | tee -a "$log" || failed=1
fi

awk '/^test result:/ { passed += $4; failed += $6; ignored += $8 }
     END { printf "tests: %d passed, %d failed, %d ignored\n", passed, failed, ignored }' "$log"
exit "$failed"
