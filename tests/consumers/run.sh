#!/usr/bin/env bash
# Uses kili as another project would: tests/consumers/run.sh KIND, where KIND is
#   installed         find_package and pkg-config from an install tree of this build
#   installed_shared  the same with shared libraries, of which only namespace kili is visible
#   build_tree        find_package from the build tree
#   subdirectory      add_subdirectory
#   fetch_content     FetchContent
# No kind compiles the libraries anew: the last three configure the project once more and link the objects of this build.
# ctest sets the variables: KILI_SOURCE_DIR, KILI_BUILD_DIR, CMAKE, CXX, NM.
set -euo pipefail

kind="$1"
here="$KILI_SOURCE_DIR/tests/consumers"
work="$KILI_BUILD_DIR/tests/consumers/$kind"
rm -rf "$work/prefix" "$work/moved" "$work/consumer" "$work/by_pkg_config"
mkdir -p "$work"

fail() {
  echo "FAILED: $*" >&2
  exit 1
}

# configure_and_run FOLDER CMAKE_ARGUMENT...: builds the consumer and runs its programs.
configure_and_run() {
  local folder="$1"
  shift
  "$CMAKE" -G Ninja -S "$here/$folder" -B "$work/consumer" -DCMAKE_BUILD_TYPE=Debug \
    -DCMAKE_CXX_COMPILER="$CXX" "$@"
  "$CMAKE" --build "$work/consumer" --parallel 1  # ctest runs other tests beside this one
  run_program "$work/consumer/consumer"
  if [[ "$folder" == find_package ]]; then
    "$work/consumer/sandbox_consumer" || fail "sandbox_consumer exits with $?"
  fi
}

run_program() {
  local expected printed
  expected="$(version)"
  printed="$("$1")" || fail "$1 exits with $?"
  [[ "$printed" == "kili $expected" ]] || fail "$1 prints '$printed' instead of 'kili $expected'"
}

# The package works wherever it is moved to, so it may name neither the source nor the build tree.
check_no_build_paths() {
  local found
  # Only whole paths: the sources may be in /kili, which include/kili/client.hpp does not name.
  found="$(grep -rlP -e "(?<![\w.-])(\\Q$KILI_SOURCE_DIR\\E|\\Q$KILI_BUILD_DIR\\E)/" --include='*.cmake' --include='*.pc' \
    --include='*.hpp' "$1" || true)"
  [[ -z "$found" ]] || fail "names a path of the build: $found"
}

version() { sed -nE 's/^ *VERSION ([0-9.]+)$/\1/p' "$KILI_SOURCE_DIR/CMakeLists.txt" | head -n 1; }

# A program finds the library of the minor version that it was linked with, and no other before 1.0.
check_soname() {
  local major minor expected
  IFS=. read -r major minor _ <<<"$(version)"
  expected="$1.so.$major"
  ((major > 0)) || expected+=".$minor"
  [[ -e "$work/build/src/$expected" ]] || fail "$expected was not made"
}

# use_installed BUILD_DIR: installs, moves the prefix, and builds against it in both ways.
use_installed() {
  "$CMAKE" --install "$1" --prefix "$work/prefix" >/dev/null
  mv "$work/prefix" "$work/moved"
  check_no_build_paths "$work/moved"
  configure_and_run find_package -DCMAKE_PREFIX_PATH="$work/moved"
  grep -qxF "KILI_SANDBOX_PROGRAM:FILEPATH=$work/moved/bin/kili-sandbox" "$work/consumer/CMakeCache.txt" ||
    fail "find_package found another kili-sandbox than the installed one: $(grep KILI_SANDBOX "$work/consumer/CMakeCache.txt")"
  "$work/moved/bin/kili-sandbox" --help >/dev/null || fail "the installed kili-sandbox does not run"

  local pc libdir
  pc="$(find "$work/moved" -name kili.pc)"
  [[ -n "$pc" ]] || fail "kili.pc is not installed"
  libdir="$(dirname "$(dirname "$pc")")"
  # shellcheck disable=SC2046  # flags are words
  "$CXX" -std=c++20 "$here/find_package/main.cpp" -o "$work/by_pkg_config" \
    $(PKG_CONFIG_PATH="$(dirname "$pc")" pkg-config --cflags --libs kili) -Wl,-rpath,"$libdir"
  run_program "$work/by_pkg_config"
}

case "$kind" in
  installed)
    use_installed "$KILI_BUILD_DIR"
    ;;
  installed_shared)
    "$CMAKE" --fresh -G Ninja -S "$KILI_SOURCE_DIR" -B "$work/build" -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_FLAGS_DEBUG=-O0 \
      -DCMAKE_CXX_COMPILER="$CXX" -DBUILD_SHARED_LIBS=ON -DKILI_BUILD_TESTS=OFF -DKILI_BUILD_CLI=OFF -DKILI_BUILD_EXAMPLES=OFF \
      -DKILI_BUILD_DOCS=OFF -DKILI_OBJECTS_FROM="$KILI_BUILD_DIR"
    "$CMAKE" --build "$work/build" --parallel 1
    "$here/exported_symbols.sh" "$NM" "$KILI_BUILD_DIR/src" "$work/build/src/libkili.so" "$work/build/src/libkili_sandbox.so"
    check_soname libkili
    check_soname libkili_sandbox
    use_installed "$work/build"
    ;;
  build_tree)
    configure_and_run find_package -DCMAKE_PREFIX_PATH="$KILI_BUILD_DIR"
    ;;
  subdirectory)
    configure_and_run add_subdirectory -DKILI_SOURCE_DIR="$KILI_SOURCE_DIR" -DCMAKE_CXX_FLAGS_DEBUG=-O0 \
      -DKILI_OBJECTS_FROM="$KILI_BUILD_DIR"
    # Nothing but the library is built for a project that only uses it.
    [[ ! -e "$work/consumer/kili/tests" ]] || fail "the tests are built for a user of the library"
    ;;
  fetch_content)
    configure_and_run fetch_content -DKILI_SOURCE_DIR="$KILI_SOURCE_DIR" -DCMAKE_CXX_FLAGS_DEBUG=-O0 \
      -DKILI_OBJECTS_FROM="$KILI_BUILD_DIR"
    ;;
  *)
    fail "unknown kind '$kind'"
    ;;
esac
echo "ok: $kind"
