#!/usr/bin/env bash
# Builds the chart crate as a page, fetches its peer, and measures both in one browser: scripts/bench.sh [works] [repetitions]
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/versions.sh

parts=${BATTERA_TOOLS:-.tools}/bench
target=${CARGO_TARGET_DIR:-target}
scripts/tools.sh build
cargo build --locked --profile wasm --target wasm32-unknown-unknown -p bench-contender
mkdir -p "$parts/battera"
wasm-bindgen --target web --no-typescript --out-dir "$parts/battera" "$target/wasm32-unknown-unknown/wasm/bench_contender.wasm"
wasm-opt -O3 --enable-simd --enable-bulk-memory --enable-nontrapping-float-to-int --enable-sign-ext --enable-mutable-globals \
  --enable-reference-types --enable-multivalue -o "$parts/battera/bench_contender_bg.wasm" "$parts/battera/bench_contender_bg.wasm"
if [ "$(cat "$parts/uplot/version" 2>/dev/null)" != "$UPLOT_VERSION" ]; then
  say "fetching uPlot $UPLOT_VERSION"
  (cd "$parts" && npm pack --silent "uplot@$UPLOT_VERSION" >/dev/null && rm -rf uplot && mkdir uplot && tar -xzf "uplot-$UPLOT_VERSION.tgz" -C uplot --strip-components=1)
  cp "$parts/uplot/dist/uPlot.esm.js" "$parts/uplot/uPlot.esm.js"
  echo "$UPLOT_VERSION" >"$parts/uplot/version"
fi
BENCH_PARTS="$parts" node bench/run.mjs "$@"
