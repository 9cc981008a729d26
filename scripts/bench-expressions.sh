#!/usr/bin/env bash
# Builds the evaluation of expressions as it is in the app, and measures it in Chromium: scripts/bench-expressions.sh [rounds]
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/versions.sh

parts=$BATTERA_TOOLS/bench/expressions
scripts/tools.sh build
cargo build --locked --profile wasm --target wasm32-unknown-unknown -p bench-expressions
mkdir -p "$parts"
wasm-bindgen --target web --no-typescript --out-dir "$parts" "$TARGET_DIR/wasm32-unknown-unknown/wasm/bench_expressions.wasm"
# As the app is optimised: see index.html.
wasm-opt -Os --enable-simd --enable-bulk-memory --enable-nontrapping-float-to-int --enable-sign-ext --enable-mutable-globals \
  --enable-reference-types --enable-multivalue -o "$parts/bench_expressions_bg.wasm" "$parts/bench_expressions_bg.wasm"
node bench/expressions/run.mjs "$parts" "$@"
