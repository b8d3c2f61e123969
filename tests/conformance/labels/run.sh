#!/usr/bin/env bash
# Mutated labels, parsed by the official Python package and by the library.
# Needs Python 3.10 or newer with venv, and its package index. Exits with 77 and a reason when it cannot run.
# Usage: tests/conformance/labels/run.sh [BUILD_DIR [COUNT [SEED]]]
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
root="$(cd "$here/../../.." && pwd)"
build="${1:-$root/build/tests}"
version=26.2.4
environment="${KILI_LIVE_ENVIRONMENTS:-$build/conformance}/$version"

cannot() {
  echo "conformance of parsed labels: not run: $1" >&2
  exit 77
}
command -v python3 >/dev/null || cannot 'python3 is missing'
python3 -c 'import sys; sys.exit(sys.version_info < (3, 10))' || cannot 'Python is older than 3.10'
if [[ ! -x "$environment/bin/python" ]] || ! "$environment/bin/python" -c 'import kili' 2>/dev/null; then
  python3 -m venv "$environment" || cannot 'python3 -m venv does not work'
  "$environment/bin/pip" install --quiet --disable-pip-version-check --retries 1 --timeout 20 "kili[image]==$version" ||
    cannot "kili $version cannot be installed"
fi
PYTHONDONTWRITEBYTECODE=1 "$environment/bin/python" "$here/compare.py" "$build/tests/kili_label_cases" "${@:2}"
