#!/usr/bin/env bash
# A program with another version of nlohmann/json than the library's is told so, by CMake and by the compiler.
# Usage: tests/consumers/json_version.sh BUILD_DIR CMAKE COMPILER COMPILER_ARGUMENT...
set -euo pipefail

build_dir="$1"
cmake="$2"
shift 2
compiler=("$@" -std=c++20 -fsyntax-only -x c++ -)
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

fail() {
  echo "FAILED: $*" >&2
  exit 1
}

# expect_refusal WHAT TEXT COMMAND...: the command fails and its output has the text.
expect_refusal() {
  local what="$1" text="$2"
  shift 2
  if "$@" >"$work/output" 2>&1; then fail "$what is not refused"; fi
  # CMake wraps its messages.
  tr -s '[:space:]' ' ' <"$work/output" | grep -qF -- "$text" || fail "$what: no '$text' in $(cat "$work/output")"
}

# --- The compiler ----------------------------------------------------------------------------------------------
program='#include "kili/json.hpp"'
"${compiler[@]}" <<<"$program" || fail 'the header does not compile with the right version'
mkdir -p "$work/include/kili"
sed -E 's/(compiled_json_version = ).*;/\130909;/' "$build_dir/generated/include/kili/json_version.hpp" \
  >"$work/include/kili/json_version.hpp"
grep -q 30909 "$work/include/kili/json_version.hpp" || fail 'the version is not in json_version.hpp'
compile_with_other_version() { "$1" "-I$work/include" "${compiler[@]:1}" <<<"$program"; }
if [[ "$(printf '#include <nlohmann/json_fwd.hpp>\n' | "${compiler[0]}" -E -dM -x c++ -)" == *NLOHMANN_JSON_VERSION_MAJOR* ]]; then
  expect_refusal 'another version' 'compiled with another version of nlohmann/json' \
    compile_with_other_version "${compiler[0]}"
fi

# --- CMake -----------------------------------------------------------------------------------------------------
mkdir -p "$work/other" "$work/project"
cat >"$work/other/nlohmann_json-config.cmake" <<'CONFIG'
add_library(nlohmann_json::nlohmann_json INTERFACE IMPORTED)
CONFIG
cat >"$work/other/nlohmann_json-config-version.cmake" <<'CONFIG'
set(PACKAGE_VERSION 3.99.1)
set(PACKAGE_VERSION_COMPATIBLE TRUE)
CONFIG
cat >"$work/project/CMakeLists.txt" <<'PROJECT'
cmake_minimum_required(VERSION 3.25)
project(consumer LANGUAGES CXX)
find_package(kili REQUIRED)
PROJECT
configure=("$cmake" --fresh -G Ninja -S "$work/project" -B "$work/build" "-DCMAKE_CXX_COMPILER=$1" "-Dkili_DIR=$build_dir")
"${configure[@]}" >"$work/output" 2>&1 || fail "the right version is refused: $(cat "$work/output")"
expect_refusal 'another version' 'but nlohmann/json 3.99.1 was found' \
  "${configure[@]}" "-Dnlohmann_json_DIR=$work/other"
echo ok
