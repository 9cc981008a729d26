#!/usr/bin/env bash
# Serves the app from Trunk, rebuilt on save; /api and /ext go to the server that `make run` started.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/versions.sh
scripts/tools.sh build
say "the app is rebuilt on save at http://127.0.0.1:7374; its data comes from http://127.0.0.1:7373 (make run)"
# Not dist/: that one is embedded into the executable.
exec trunk serve --offline --dist "$TARGET_DIR/dev-dist" "$@"
