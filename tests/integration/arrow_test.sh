#!/usr/bin/env bash
# Lets Python read tables through the Arrow C stream interface: tests/integration/arrow_test.sh MODULE
# KILI_PYTHON names the interpreter (python3). Exits with 77, "skipped", when it has no pyarrow.
set -euo pipefail

python="${KILI_PYTHON:-python3}"
skip() {
  echo "skipped: $1; name an interpreter that has pyarrow in KILI_PYTHON"
  exit 77
}
command -v "$python" >/dev/null || skip "there is no '$python'"
"$python" -c 'import pyarrow' 2>/dev/null || skip "'$python' has no pyarrow"
exec "$python" "$(dirname "${BASH_SOURCE[0]}")/arrow_test.py" "$1"
