#!/usr/bin/env bash
# Installs what is missing and says so. `tools.sh target` is what compiling the app needs, `tools.sh build` what
# `make run` needs, `tools.sh test` adds the browser. Present tools cost a few milliseconds.
# Nothing is installed outside BATTERA_TOOLS (default .tools) except the wasm target (rustup) and, on Debian as root,
# the browser, the headers of OpenSSL and Python (apt).
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/versions.sh

LOGS=$BATTERA_TOOLS/logs

wasm_target() {
  local sysroot
  sysroot=$(rustc --print sysroot)
  [ -d "$sysroot/lib/rustlib/wasm32-unknown-unknown" ] && return
  if ! command -v rustup >/dev/null; then
    say "the Rust target wasm32-unknown-unknown is missing and there is no rustup: install either from https://rustup.rs"
    return 1
  fi
  say "adding the Rust target wasm32-unknown-unknown (rustup)"
  rustup target add wasm32-unknown-unknown
}

# Built quickly rather than to run quickly: these tools wait for files and for cargo.
# install_crate <crate> <version> <folder> <arguments of cargo install...>
install_crate() {
  local crate=$1 version=$2 folder=$3
  shift 3
  # Another checkout may be building the same into the shared folder: each works beside it, and the last one stays.
  local log=$LOGS/$crate-$version.log part=$folder.part.$$ build=$BATTERA_TOOLS/build/$crate.$$
  say "building $crate $version into $folder (once; log in $log)"
  CARGO_TARGET_DIR=$build CARGO_INCREMENTAL=0 CARGO_PROFILE_DEV_DEBUG=0 \
    cargo install --quiet --debug --root "$part" "$@" "$crate@$version" >"$log" 2>&1 </dev/null || {
    tail -n 30 "$log" >&2
    say "building $crate $version failed"
    return 1
  }
  rm -rf "$folder" "$build"
  mv "$part" "$folder"
  say "$crate $version is ready"
}

trunk() {
  [ -x "$TRUNK_DIR/bin/trunk" ] ||
    install_crate trunk "$TRUNK_VERSION" "$TRUNK_DIR" --locked --no-default-features
}

# Without --locked, because its lock file holds versions that were withdrawn.
wasm_bindgen() {
  [ -x "$WASM_BINDGEN_DIR/bin/wasm-bindgen" ] ||
    install_crate wasm-bindgen-cli "$WASM_BINDGEN_VERSION" "$WASM_BINDGEN_DIR" \
      --bin wasm-bindgen --bin wasm-bindgen-test-runner
}

# install_npm <package> <version> <folder>
install_npm() {
  say "installing $1 $2 from npm into $3"
  local part=$3.part.$$
  mkdir -p "$part" "$LOGS"
  npm install --prefix "$part" --no-save --no-audit --no-fund --silent "$1@$2" </dev/null >"$LOGS/$1-$2.log" 2>&1 || {
    tail -n 30 "$LOGS/$1-$2.log" >&2
    return 1
  }
  rm -rf "$3"
  mv "$part" "$3"
}

wasm_opt() {
  [ -x "$BATTERA_WASM_OPT" ] && return
  if ! command -v npm >/dev/null; then
    say "there is no npm, so the app is built without wasm-opt: it works, but is larger"
    return
  fi
  install_npm binaryen "$BINARYEN_VERSION" "$BINARYEN_DIR" ||
    say "wasm-opt could not be installed, so the app is built without it: it works, but is larger"
}

axe() {
  [ -f "$BATTERA_AXE" ] && return
  if ! command -v npm >/dev/null; then
    say "the accessibility tests need axe-core from npm, and there is no npm: install Node.js"
    return 1
  fi
  install_npm axe-core "$AXE_VERSION" "$AXE_DIR"
}

# What only Debian's packages, or a person, can install: the browser, and the headers that a client in the tests needs.
packages() {
  local missing=()
  { command -v chromium || command -v google-chrome; } >/dev/null || missing+=(chromium fonts-noto-cjk)
  command -v chromedriver >/dev/null || missing+=(chromium-driver)
  [ "$(uname)" != Linux ] || pkg-config --exists openssl 2>/dev/null || missing+=(libssl-dev pkg-config)
  # The hygiene page is counted anew by a script.
  command -v python3 >/dev/null || missing+=(python3)
  [ "${#missing[@]}" = 0 ] && return
  if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    say "installing ${missing[*]} (apt)"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq </dev/null
    apt-get install -qq -y --no-install-recommends "${missing[@]}" </dev/null >"$LOGS/apt.log" 2>&1 || {
      tail -n 30 "$LOGS/apt.log" >&2
      return 1
    }
    return
  fi
  say "the tests need Chromium, chromedriver of the same version, OpenSSL's headers and Python; what is missing, on Debian:"
  say "  sudo apt-get install ${missing[*]}"
  return 1
}

# Runs each named step at the same time and fails if one of them does.
together() {
  local pids=() failed=0 pid
  for step in "$@"; do
    "$step" &
    pids+=($!)
  done
  for pid in "${pids[@]}"; do
    wait "$pid" || failed=1
  done
  return "$failed"
}

mkdir -p "$LOGS"
wasm_target
case "${1:-build}" in
  target) ;;
  build) together trunk wasm_bindgen wasm_opt ;;
  test) together trunk wasm_bindgen wasm_opt axe packages ;;
  *) say "usage: scripts/tools.sh target|build|test"; exit 2 ;;
esac
