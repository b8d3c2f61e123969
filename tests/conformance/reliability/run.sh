#!/usr/bin/env bash
# The same faults given to the official Python package (26.2.4 and 26.1.5) and to the library, through kili_driver: the
# table of docs/reliability.md, printed. Takes about four minutes; not part of .ci/run, since its subject is another program.
# Needs Python 3.10 or newer with venv, and its package index. Exits with 77 and a reason when it cannot run.
# Usage: tests/conformance/reliability/run.sh [BUILD_DIR [LIMIT_S]]; LIMIT_S is how long a call is waited for, 60 if not given.
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
root="$(cd "$here/../../.." && pwd)"
build="${1:-$root/build/tests}"
limit="${2:-60}"
environments="${KILI_LIVE_ENVIRONMENTS:-$build/conformance}"

title='reliability beside the official package'
source "$here/../environment.sh"
require_python

clients=()
for version in 26.2.4 26.1.5; do
  make_kili_environment "$environments/$version" "$version"
  clients+=("kili $version=$environments/$version/bin/python")
done
PYTHONDONTWRITEBYTECODE=1 python3 "$here/compare.py" "$build/kili-sandbox" "$build/tests/kili_driver" "$limit" "${clients[@]}"
