# Every tool we install, and where: sourced by the other scripts, never run. The one place for pinned versions.
# Packages keep their version in the folder's name, so that checkouts and CI can share one BATTERA_TOOLS.

TRUNK_VERSION=0.21.14
BINARYEN_VERSION=132.0.0
AXE_VERSION=4.14.1
UPLOT_VERSION=1.6.32
ECHARTS_VERSION=6.1.0
CHARTJS_VERSION=4.6.1
DYGRAPHS_VERSION=2.2.2
SCHEMATHESIS_VERSION=4.32.5
MACKEREL_CLIENT_VERSION=0.2.1
CARGO_FUZZ_VERSION=0.13.2

# The command line tool must be the very version of the library, so Cargo.lock decides.
WASM_BINDGEN_VERSION=$(awk '/^name = "wasm-bindgen"$/ { getline; gsub(/"/, "", $3); print $3 }' Cargo.lock)

mkdir -p "${BATTERA_TOOLS:=.tools}"
BATTERA_TOOLS=$(cd "$BATTERA_TOOLS" && pwd)
export BATTERA_TOOLS

TRUNK_DIR=$BATTERA_TOOLS/trunk-$TRUNK_VERSION
WASM_BINDGEN_DIR=$BATTERA_TOOLS/wasm-bindgen-cli-$WASM_BINDGEN_VERSION
BINARYEN_DIR=$BATTERA_TOOLS/binaryen-$BINARYEN_VERSION
AXE_DIR=$BATTERA_TOOLS/axe-core-$AXE_VERSION

# scripts/bin holds our wasm-opt, which finds the real one or does without it.
PATH=$PWD/scripts/bin:$TRUNK_DIR/bin:$WASM_BINDGEN_DIR/bin:$PATH
BATTERA_WASM_OPT=$BINARYEN_DIR/node_modules/.bin/wasm-opt
BATTERA_AXE=$AXE_DIR/node_modules/axe-core/axe.min.js
CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER=$WASM_BINDGEN_DIR/bin/wasm-bindgen-test-runner
export PATH BATTERA_WASM_OPT BATTERA_AXE CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER

# One target folder for everything, as an absolute path because the steps run in different folders.
TARGET_DIR=${CARGO_TARGET_DIR:-$PWD/target}

say() { printf '==> %s\n' "$*" >&2; }
