#!/usr/bin/env bash
# Writes the documentation and checks it: no warnings, no link that leads nowhere, nothing loaded from elsewhere. That its pieces
# of code compile is a matter of the unit tests (guides_test, guide_snippets_test, from_python_test, errors_page_test).
# Ends with 77, skipped, where a tool is missing (cmake/install_packages.sh docs).
# Usage: tests/docs/run.sh [FOLDER OF A BUILD]
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
build="${1:-build/tests}"

for tool in doxygen dot python3; do
  command -v "$tool" >/dev/null || { echo "There is no $tool: cmake/install_packages.sh docs" >&2; exit 77; }
done
if [[ ! -e "$build/Doxyfile.docs" ]]; then
  if [[ "$build" == build/tests ]]; then cmake --preset tests; else cmake -S . -B "$build" -G Ninja; fi
fi
# Pages that went would keep links to them alive.
rm -rf "$build/html" "$build/xml"
cmake --build "$build" --target docs
python3 -B tests/docs/check_site.py "$build"
