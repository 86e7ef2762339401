#!/usr/bin/env bash
# Makes the .wasm files from the .c and .wat files beside them (Debian: apt-get install clang-14 lld-14;
# the text reader needs a built project). `build.sh --check` makes them elsewhere and compares.
set -euo pipefail
cd "$(dirname "$0")"
CLANG=${CLANG:-clang-14}
out=.
if [ "${1:-}" = --check ]; then
  out=$(mktemp -d)
  trap 'rm -r "$out"' EXIT
fi

# No built-in functions: a loop that copies stays a loop.
flags=(--target=wasm32 -O2 -std=c11 -Wall -Wextra -Werror -ffreestanding -fno-builtin
  -fno-math-errno -nostdlib -Wl,--no-entry -Wl,--strip-debug)
for source in *.c; do
  "$CLANG" "${flags[@]}" -o "$out/${source%.c}.wasm" "$source"
done
node ../build-text.js "$out" *.wat

if [ "$out" != . ]; then
  for made in "$out"/*.wasm; do cmp "$made" "$(basename "$made")"; done
fi
