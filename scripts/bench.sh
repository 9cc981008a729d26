#!/usr/bin/env bash
# Builds the chart crate as a page, fetches its peers, measures all of them and the app, and writes docs/BENCH.md:
# scripts/bench.sh [works] [repetitions] [steps of a pan] [ratios]
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

# fetch NAME PACKAGE VERSION FILE... : the files of a published package that the page loads, once.
fetch() {
  local name=$1 package=$2 version=$3
  shift 3
  [ "$(cat "$parts/$name/version" 2>/dev/null)" = "$version" ] && return
  say "fetching $package $version"
  rm -rf "${parts:?}/$name" && mkdir -p "$parts/$name/package"
  (cd "$parts/$name" && tar -xzf "$(npm pack --silent "$package@$version")" -C package --strip-components=1)
  for file in package.json "$@"; do mv "$parts/$name/package/$file" "$parts/$name/"; done
  rm -rf "$parts/$name/package" "$parts/$name"/*.tgz
  echo "$version" >"$parts/$name/version"
}
fetch uplot uplot "$UPLOT_VERSION" dist/uPlot.esm.js dist/uPlot.min.css
fetch echarts echarts "$ECHARTS_VERSION" dist/echarts.min.js
fetch chartjs chart.js "$CHARTJS_VERSION" dist/chart.umd.min.js
fetch dygraphs dygraphs "$DYGRAPHS_VERSION" dist/dygraph.min.js dist/dygraph.min.css
export BENCH_PARTS=$parts
works=${1:-abcdef}
[ "$works" = f ] || node bench/run.mjs "${works/f/}" "${@:2}"
[ "$works" = "${works/f/}" ] || node bench/app.mjs "$target/release/battera" "${2:-5}"
cargo run --locked --release --quiet -p bench-picture -- target/bench docs/bench.svg
node bench/report.mjs
