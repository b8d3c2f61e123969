#!/usr/bin/env bash
# Installs what is missing, builds everything in build/tests and runs all tests.
# Further arguments go to ctest: tests/run.sh -L unit
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
cmake/install_packages.sh build

echo "== configure =="
cmake --preset tests
echo "== build =="
cmake --build --preset tests -j "$(nproc)"
echo "== test =="
exec ctest --preset tests -j 2 "$@"
