#!/usr/bin/env bash
# Tests the page of the sandbox in a headless Chromium (cmake/install_packages.sh browser). Ends with 77, skipped,
# where there is none.
# Usage: tests/browser/run.sh [KILI_SANDBOX [FOLDER OF SCREENSHOTS]]
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
program="${1:-$here/../../build/tests/kili-sandbox}"

chromium=""
for name in chromium chromium-browser google-chrome; do
  chromium="$(command -v "$name")" && break
done
if [[ -z "$chromium" ]]; then
  echo "There is no Chromium: cmake/install_packages.sh browser" >&2
  exit 77
fi
[[ -z "${2:-}" ]] || mkdir -p "$2"
exec python3 -B "$here/page_test.py" "$chromium" "$program" ${2:+"$2"}
