#!/usr/bin/env bash
# Builds the app into dist/ as it is served: cargo profile `wasm`, wasm-bindgen, wasm-opt, hashed names.
# The app's Rust compiles while missing tools are being built, because it needs none of them.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/versions.sh

scripts/tools.sh target
scripts/tools.sh build &
tools=$!
compiled=0
say "compiling the app for the browser"
cargo build --locked --profile wasm --target wasm32-unknown-unknown --bin battera-app || compiled=$?
wait "$tools"
[ "$compiled" = 0 ] || exit "$compiled"
cargo fetch --quiet --locked --target wasm32-unknown-unknown
trunk build --offline --locked --release --cargo-profile wasm "$@"
# Trunk may keep the time of an unchanged page; make compares times.
touch dist/index.html
