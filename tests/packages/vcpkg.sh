#!/usr/bin/env bash
# Runs the vcpkg port with stand-ins for vcpkg's own functions, and has a program use what it installs: tests/packages/vcpkg.sh
# The libraries are linked from the objects of build/tests (KILI_BUILD_DIR names another build tree with tests).
set -euo pipefail

source_dir="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
objects="${KILI_BUILD_DIR:-$source_dir/build/tests}"
work="$objects/tests/packages/vcpkg"

[[ -s "$objects/objects/kili_objects.txt" ]] || { echo "FAILED: $objects is not built: tests/run.sh" >&2; exit 1; }
for features in '' 'cli;sandbox'; do
  echo "--- features: ${features:-none}"
  rm -rf "$work/buildtrees"
  cmake -D WORK="$work" -D OBJECTS="$objects" -D FEATURES="$features" -P "$source_dir/tests/packages/vcpkg.cmake"
done
cmake -G Ninja -S "$source_dir/tests/consumers/find_package" -B "$work/consumer" -DCMAKE_BUILD_TYPE=Debug \
  -DCMAKE_PREFIX_PATH="$work/packages/kili" >/dev/null
grep -qF "KILI_SANDBOX_PROGRAM:FILEPATH=$work/packages/kili/tools/kili/kili-sandbox" "$work/consumer/CMakeCache.txt" ||
  { echo "FAILED: find_package does not find kili-sandbox in tools/kili" >&2; exit 1; }
cmake --build "$work/consumer"
"$work/consumer/consumer"
"$work/consumer/sandbox_consumer"
echo 'ok: vcpkg port'
