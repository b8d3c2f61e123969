#!/usr/bin/env bash
# Exported labels, read by the readers that people train with: PyYAML, pycocotools, shapely, ElementTree.
# Needs Python 3.10 or newer with venv, and its package index. Exits with 77 and a reason when it cannot run.
# Usage: tests/conformance/exports/run.sh [BUILD_DIR]
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
root="$(cd "$here/../../.." && pwd)"
build="${1:-$root/build/tests}"
environment="${KILI_READERS_ENVIRONMENT:-$build/conformance/readers}"

title='exported labels with the readers of trainers'
source "$here/../environment.sh"
require_python
make_environment "$environment" 'yaml, pycocotools, shapely' PyYAML pycocotools shapely
KILI_PYTHON="$environment/bin/python" PYTHONDONTWRITEBYTECODE=1 \
  "$root/tests/integration/export_archives_test.sh" "$build/tests/kili_export_archives_probe"
for readers in export_readers pascal_voc_reader; do
  KILI_PYTHON="$environment/bin/python" PYTHONDONTWRITEBYTECODE=1 \
    "$root/tests/integration/${readers}_test.sh" "$build/tests/kili_export_probe"
done
