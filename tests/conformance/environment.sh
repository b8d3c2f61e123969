# Sourced by the scripts of this folder: Python environments with packages of the index.
# shellcheck shell=bash

# Ends with 77, which says that the comparison cannot run here. The script sets `title`.
cannot() {
  echo "$title: not run: $1" >&2
  exit 77
}

require_python() {
  command -v python3 >/dev/null || cannot 'python3 is missing'
  python3 -c 'import sys; sys.exit(sys.version_info < (3, 10))' || cannot 'Python is older than 3.10'
}

# make_environment FOLDER MODULE PACKAGE...: an environment that can import the module. The packages are installed one after
# the other, when it cannot yet.
make_environment() {
  local environment="$1" module="$2" package
  shift 2
  [[ ! -x "$environment/bin/python" ]] || ! "$environment/bin/python" -c "import $module" 2>/dev/null || return 0
  python3 -m venv "$environment" || cannot 'python3 -m venv does not work'
  for package in "$@"; do
    "$environment/bin/pip" install --quiet --disable-pip-version-check --retries 1 --timeout 20 "$package" ||
      cannot "$package cannot be installed"
  done
}

# make_kili_environment FOLDER VERSION: one with the official client.
make_kili_environment() {
  # The old version resolves to a GraphQL library that it cannot work with.
  local core='graphql-core'
  [[ "$2" == 2.* ]] && core='graphql-core<3.3'
  make_environment "$1" kili "kili[image]==$2" "$core"
}
