#!/usr/bin/env bash
# Lets PyYAML, pycocotools and shapely read exported files: tests/integration/export_readers_test.sh PROBE
# KILI_PYTHON names the interpreter (python3). Exits with 77, "skipped", when it lacks one of the packages.
set -euo pipefail

python="${KILI_PYTHON:-python3}"
skip() {
  echo "skipped: $1; name an interpreter that has PyYAML, pycocotools and shapely in KILI_PYTHON"
  exit 77
}
command -v "$python" >/dev/null || skip "there is no '$python'"
for module in yaml pycocotools shapely; do
  "$python" -c "import $module" 2>/dev/null || skip "'$python' has no $module"
done
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
"$1" "$folder"
"$python" "$(dirname "${BASH_SOURCE[0]}")/export_readers_test.py" "$folder"
