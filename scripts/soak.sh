#!/usr/bin/env bash
# The tests of the store that `make test` runs in short, at length: a thousand kills, ten thousand power cuts, backups under
# load, and the store against its model. `make fuzz` searches for inputs that nobody thought of.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/versions.sh

export BATTERA_SOAK=1
cargo test --locked --package server --no-fail-fast --test upkeep --test power --test executable -- --nocapture
cargo test --locked --package server --lib store::points -- --nocapture
