#!/usr/bin/env bash
# Runs a command with the installed tools: scripts/with-tools.sh cargo test --test e2e -- spike
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/versions.sh
export CHROMEDRIVER=${CHROMEDRIVER:-$(command -v chromedriver || true)}
exec "$@"
