# Sourced by tests that need an interpreter with modules: require_python_modules MODULE... sets `python`, which
# KILI_PYTHON names (python3 if not given), or exits with 77, "skipped", when it lacks one of them.
require_python_modules() {
  python="${KILI_PYTHON:-python3}"
  local remedy="name an interpreter that has $* in KILI_PYTHON" module
  command -v "$python" >/dev/null || { echo "skipped: there is no '$python'; $remedy"; exit 77; }
  for module in "$@"; do
    "$python" -c "import $module" 2>/dev/null || { echo "skipped: '$python' has no $module; $remedy"; exit 77; }
  done
}
