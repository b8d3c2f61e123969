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

cannot() {
  echo "live conformance: not run: $1" >&2
  exit 77
}
command -v python3 >/dev/null || cannot 'python3 is missing'
python3 -c 'import sys; sys.exit(sys.version_info < (3, 10))' || cannot 'Python is older than 3.10'

status=0
for version in "${versions[@]}"; do
  environment="$environments/$version"
  if [[ ! -x "$environment/bin/python" ]] || ! "$environment/bin/python" -c 'import kili' 2>/dev/null; then
    python3 -m venv "$environment" || cannot 'python3 -m venv does not work'
    # The old version resolves to a GraphQL library that it cannot work with.
    core='graphql-core'
    [[ "$version" == 2.* ]] && core='graphql-core<3.3'
    "$environment/bin/pip" install --quiet --disable-pip-version-check --retries 1 --timeout 20 "kili[image]==$version" ||
      cannot "kili $version cannot be installed"
    "$environment/bin/pip" install --quiet --disable-pip-version-check --retries 1 --timeout 20 "$core" 2>/dev/null ||
      cannot "$core cannot be installed"
  fi
  PYTHONDONTWRITEBYTECODE=1 "$environment/bin/python" "$here/signatures.py" "$version" || status=1
  PYTHONDONTWRITEBYTECODE=1 "$environment/bin/python" "$here/compare.py" "$build/kili-sandbox" \
    "$build/tests/kili_driver" "$environment/bin/python" "$version" || status=1
done
exit "$status"
