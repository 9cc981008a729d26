#!/usr/bin/env bash
# Searches for what nobody thought of. `fuzz.sh requests` asks a server by docs/openapi.yaml (10,000 requests, four minutes)
# and with the client of PyPI; `fuzz.sh code` gives every decoder a million inputs (300,000 for chunks; half an hour, needs
# a nightly compiler and cargo-fuzz); without an argument both follow each other. BATTERA_FUZZ_SHARE=10 does a tenth.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/versions.sh
export PATH=$BATTERA_TOOLS/cargo-fuzz/bin:$PATH

SHARE=${BATTERA_FUZZ_SHARE:-1}

# What the two need of PyPI, in a folder of its own.
python_tools() {
  local venv=$BATTERA_TOOLS/python-$SCHEMATHESIS_VERSION-$MACKEREL_CLIENT_VERSION
  if [ ! -x "$venv/bin/schemathesis" ]; then
    say "installing schemathesis $SCHEMATHESIS_VERSION and mackerel.client $MACKEREL_CLIENT_VERSION from PyPI into $venv"
    rm -rf "$venv"
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check \
      "schemathesis==$SCHEMATHESIS_VERSION" "mackerel.client==$MACKEREL_CLIENT_VERSION"
  fi
  PYTHON=$venv/bin
}

# Starts a server over an empty folder, and ends it with the script. Sets PLACE and KEY.
serve() {
  cargo build --locked --package server
  FOLDER=$(mktemp -d)
  local battera=$TARGET_DIR/debug/battera
  "$battera" serve --no-collector --listen 127.0.0.1:0 --data "$FOLDER" >"$FOLDER/out" 2>"$FOLDER/err" &
  SERVER=$!
  trap 'kill "$SERVER" 2>/dev/null || true; wait "$SERVER" || true; rm -rf "$FOLDER"' EXIT
  until PLACE=$(sed -n 's/^Battera is at \(.*\)\/$/\1/p' "$FOLDER/out") && [ -n "$PLACE" ]; do
    kill -0 "$SERVER" || { cat "$FOLDER/err" >&2; return 1; }
    sleep 0.1
  done
  say "the client of PyPI"
  "$PYTHON/python" crates/server/tests/python/client.py "$PLACE"
  KEY=$("$battera" key create --name fuzz --write --data "$FOLDER" 2>/dev/null)
}

# Left out is whether every request that the description allows is accepted: it cannot say which hosts exist.
requests() {
  python_tools
  serve
  say "asking by docs/openapi.yaml"
  local report=$FOLDER/report
  "$PYTHON/schemathesis" run docs/openapi.yaml --url "$PLACE" --header "X-Api-Key: $KEY" \
    --checks all --exclude-checks positive_data_acceptance --suppress-health-check all \
    --phases coverage,fuzzing,stateful --max-examples "$((60 / SHARE > 0 ? 60 / SHARE : 1))" \
    --continue-on-failure --warnings off --report junit --report-dir "$report"
  if grep -q panicked "$FOLDER/err"; then
    cat "$FOLDER/err" >&2
    return 1
  fi
}

# fuzz_target <target> <inputs>
fuzz_target() {
  say "$2 inputs for $1"
  (cd crates/server && cargo +nightly fuzz run --sanitizer none "$1" -- \
    -runs="$(($2 / SHARE))" -max_len=4096 -timeout=10 -rss_limit_mb=2048 -print_final_stats=1)
}

code() {
  if ! cargo +nightly fuzz --version >/dev/null 2>&1; then
    say "installing cargo-fuzz into $BATTERA_TOOLS/cargo-fuzz"
    cargo install --quiet --debug --root "$BATTERA_TOOLS/cargo-fuzz" cargo-fuzz --version "$CARGO_FUZZ_VERSION"
  fi
  fuzz_target chunk 300000
  for target in json request relay certificate expression import markdown; do
    fuzz_target "$target" 1000000
  done
}

case "${1:-all}" in
  requests) requests ;;
  code) code ;;
  all) requests && code ;;
  *) say "usage: scripts/fuzz.sh [requests|code]"; exit 2 ;;
esac
