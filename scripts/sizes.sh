#!/usr/bin/env bash
# Prints what a first visit downloads: bytes of wasm and JavaScript, raw and after brotli.
set -euo pipefail
cd "$(dirname "$0")/.."
shopt -s nullglob
for file in dist/*.wasm dist/*.js dist/*.css; do
  raw=$(wc -c <"$file")
  if command -v node >/dev/null; then
    brotli=$(node -e 'const z=require("zlib"),c=z.constants;process.stdout.write(String(z.brotliCompressSync(require("fs").readFileSync(process.argv[1]),{params:{[c.BROTLI_PARAM_QUALITY]:11,[c.BROTLI_PARAM_LGWIN]:22}}).length))' "$file")
  elif command -v brotli >/dev/null; then
    brotli=$(brotli -c -q 11 "$file" | wc -c)
  else
    brotli='?'
  fi
  printf '%-44s %9s bytes raw %9s bytes brotli\n' "${file#dist/}" "$raw" "$brotli"
done
