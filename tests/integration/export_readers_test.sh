#!/usr/bin/env bash
# Lets PyYAML, pycocotools and shapely read exported files: tests/integration/export_readers_test.sh PROBE
# Exits with 77, "skipped", when the interpreter KILI_PYTHON lacks one of the packages.
set -euo pipefail

source "$(dirname "${BASH_SOURCE[0]}")/python_modules.sh"
require_python_modules yaml pycocotools shapely
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
"$1" "$folder"
"$python" "$(dirname "${BASH_SOURCE[0]}")/export_readers_test.py" "$folder"
