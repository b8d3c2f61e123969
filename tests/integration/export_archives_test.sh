#!/usr/bin/env bash
# Lets Python open exported archives: tests/integration/export_archives_test.sh PROBE
# Exits with 77, "skipped", when there is no interpreter KILI_PYTHON.
set -euo pipefail

source "$(dirname "${BASH_SOURCE[0]}")/python_modules.sh"
require_python_modules xml.etree.ElementTree
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
"$1" "$folder"
"$python" "$(dirname "${BASH_SOURCE[0]}")/export_archives_test.py" "$folder"
