#!/usr/bin/env bash
# Calls of the official Python package and of kili_driver side by side, each against a fresh sandbox: both as clients of
# today's service, and kili_driver also as one of a service of the package's version.
# Needs Python 3.10 or newer with venv, and its package index. Exits with 77 and a reason when it cannot run.
# Usage: tests/conformance/live/run.sh [BUILD_DIR [VERSION...]]; without VERSION the newest, with "all" 26.2.4, 26.1.5
# and 2.164.0.
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
root="$(cd "$here/../../.." && pwd)"
build="${1:-$root/build/tests}"
versions=("${@:2}")
((${#versions[@]})) || versions=(26.2.4)
[[ "${versions[*]}" == all ]] && versions=(26.2.4 26.1.5 2.164.0)
environments="${KILI_LIVE_ENVIRONMENTS:-$build/conformance}"

title='live conformance'
source "$here/../environment.sh"
require_python

status=0
for version in "${versions[@]}"; do
  environment="$environments/$version"
  make_kili_environment "$environment" "$version"
  PYTHONDONTWRITEBYTECODE=1 "$environment/bin/python" "$here/signatures.py" "$version" || status=1
  PYTHONDONTWRITEBYTECODE=1 "$environment/bin/python" "$here/compare.py" "$build/kili-sandbox" \
    "$build/tests/kili_driver" "$environment/bin/python" "$version" || status=1
done
exit "$status"
