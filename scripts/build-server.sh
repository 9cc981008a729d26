#!/usr/bin/env bash
# Builds the executable with the app of dist/ inside. Cargo notices a changed dist/ through the build script.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/versions.sh
cargo build --locked --release -p server --bin battera
