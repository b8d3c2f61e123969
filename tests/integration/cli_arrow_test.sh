#!/usr/bin/env bash
# pyarrow reads what `kili --format arrow` writes: tests/integration/cli_arrow_test.sh KILI KILI_SANDBOX
# Exits with 77, "skipped", when there is no interpreter KILI_PYTHON with pyarrow.
set -euo pipefail

source "$(dirname "${BASH_SOURCE[0]}")/python_modules.sh"
require_python_modules pyarrow
folder="$(mktemp -d)"
"$2" --ready-file "$folder/ready" --project TEXT:notes >"$folder/sandbox.log" &
sandbox=$!
trap 'kill "$sandbox"; wait "$sandbox" || true; rm -rf "$folder"' EXIT
until [[ -e "$folder/ready" ]]; do
  kill -0 "$sandbox"
  sleep 0.05
done
member() { sed 's/.*"'"$1"'":"\([^"]*\)".*/\1/' "$folder/ready"; }
KILI_API_ENDPOINT="$(member endpoint)"
KILI_API_KEY="$(member api_key)"
export KILI_API_ENDPOINT KILI_API_KEY KILI_CONFIG=/dev/null
mkdir "$folder/texts"
for name in a b c; do printf 'text' >"$folder/texts/$name.txt"; done
"$1" import "$folder/texts" --project-title notes --no-journal >/dev/null
"$1" assets --project-title notes --fields id,externalId,priority,skipped,consensusMark,jsonMetadata --format arrow |
  "$python" -c '
import sys
import pyarrow as pa

table = pa.ipc.open_stream(sys.stdin.buffer).read_all()
table.validate(full=True)
rows = table.to_pylist()
assert [row["externalId"] for row in rows] == ["a.txt", "b.txt", "c.txt"], rows
assert all(row["priority"] == 0 and row["skipped"] is False and row["consensusMark"] is None for row in rows), rows
assert [str(field.type) for field in table.schema][1:5] == ["string", "int64", "bool", "double"], table.schema
'
