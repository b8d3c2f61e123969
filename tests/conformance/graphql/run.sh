#!/usr/bin/env bash
# The sandbox and the reference implementation graphql-core judge the same documents: those that the library sends in
# all recorded calls and those of further request logs, and generated ones, correct and not. Needs Python 3.10 or newer with venv, and its package index. Exits with 77 and a
# reason when it cannot run.
# Usage: tests/conformance/graphql/run.sh [BUILD_DIR [COUNT [REQUEST_LOG...]]]
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
root="$(cd "$here/../../.." && pwd)"
build="${1:-$root/build/tests}"
count="${2:-20000}"
environment="${KILI_GRAPHQL_ENVIRONMENT:-$build/conformance/graphql-core}"

cannot() {
  echo "GraphQL conformance: not run: $1" >&2
  exit 77
}
command -v python3 >/dev/null || cannot 'python3 is missing'
python3 -c 'import sys; sys.exit(sys.version_info < (3, 10))' || cannot 'Python is older than 3.10'
if [[ ! -x "$environment/bin/python" ]] || ! "$environment/bin/python" -c 'import graphql' 2>/dev/null; then
  python3 -m venv "$environment" || cannot 'python3 -m venv does not work'
  "$environment/bin/pip" install --quiet --disable-pip-version-check --retries 1 --timeout 20 'graphql-core>=3.2,<3.3' ||
    cannot 'graphql-core cannot be installed'
fi
log="$(mktemp)"
trap 'rm -f "$log"' EXIT
"$build/tests/kili_wire_cases" "$root/tests/wire/cases" --request-log "$log"
PYTHONDONTWRITEBYTECODE=1 "$environment/bin/python" "$here/compare.py" "$build/kili-sandbox" \
  "$root/src/sandbox/schema.graphql" "$count" "$log" "${@:3}"
