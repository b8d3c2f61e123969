#!/usr/bin/env bash
# Runs kili on a pseudo-terminal: tests/integration/cli_terminal_test.sh KILI KILI_SANDBOX
# Exits with 77, "skipped", when there is no interpreter KILI_PYTHON.
set -euo pipefail

source "$(dirname "${BASH_SOURCE[0]}")/python_modules.sh"
require_python_modules pty
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
"$python" "$(dirname "${BASH_SOURCE[0]}")/cli_terminal_test.py" "$1" "$2" "$folder"
