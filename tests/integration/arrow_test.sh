#!/usr/bin/env bash
# Lets Python read tables through the Arrow C stream interface: tests/integration/arrow_test.sh MODULE
# Exits with 77, "skipped", when the interpreter KILI_PYTHON has no pyarrow.
set -euo pipefail

source "$(dirname "${BASH_SOURCE[0]}")/python_modules.sh"
require_python_modules pyarrow
exec "$python" "$(dirname "${BASH_SOURCE[0]}")/arrow_test.py" "$1"
