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

title='conformance of parsed labels'
source "$here/../environment.sh"
require_python
make_kili_environment "$environment" "$version"
PYTHONDONTWRITEBYTECODE=1 "$environment/bin/python" "$here/compare.py" "$build/tests/kili_label_cases" "${@:2}"
