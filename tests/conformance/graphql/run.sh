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

title='GraphQL conformance'
source "$here/../environment.sh"
require_python
make_environment "$environment" graphql 'graphql-core>=3.2,<3.3'
log="$(mktemp)"
trap 'rm -f "$log"' EXIT
"$build/tests/kili_wire_cases" "$root/tests/wire/cases" --request-log "$log"
PYTHONDONTWRITEBYTECODE=1 "$environment/bin/python" "$here/compare.py" "$build/kili-sandbox" \
  "$root/src/sandbox/schema.graphql" "$count" "$log" "${@:3}"
