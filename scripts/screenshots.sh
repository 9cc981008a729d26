#!/usr/bin/env bash
# Takes the pictures of the first pages into screenshots/ and docs/screenshot.png, with the harness of the
# end-to-end tests and the demo organisation.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/versions.sh
scripts/tools.sh test
CHROMEDRIVER=${CHROMEDRIVER:-$(command -v chromedriver)}
export CHROMEDRIVER
export BATTERA_EXE=${BATTERA_EXE:-$TARGET_DIR/release/battera}
cargo test --locked --test e2e -- --pictures screenshots
