#!/usr/bin/env bash
# Makes the Conan package with Debian's libraries, and has programs use it: tests/packages/conan.sh
# conan comes from PyPI into a folder of the build. The libraries are linked from the objects of build/tests
# (KILI_BUILD_DIR names another build tree with tests). Exits with 77 where it can not run, and says why.
set -euo pipefail

source_dir="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
objects="${KILI_BUILD_DIR:-$source_dir/build/tests}"
folder="$objects/tests/packages/conan"

skip() {
  echo "not run: $*" >&2
  exit 77
}

[[ -s "$objects/objects/kili_objects.txt" ]] || { echo "FAILED: $objects is not built: tests/run.sh" >&2; exit 1; }
mkdir -p "$folder"
conan="$folder/venv/bin/conan"
if ! "$conan" --version >/dev/null 2>&1; then
  python3 -m venv --clear "$folder/venv" >/dev/null || skip "python3-venv is missing: cmake/install_packages.sh ci"
  "$folder/venv/bin/pip" install --quiet 'conan>=2.4,<3' || skip "PyPI is not reached"
fi

# Nothing of a user's own Conan is read or changed.
export CONAN_HOME="$folder/home"
rm -rf "$CONAN_HOME"
"$conan" profile detect >/dev/null 2>&1
"$conan" remote disable '*' >/dev/null 2>&1
for shared in False True; do
  # The program is compiled here, which one time is enough for.
  program=$([[ "$shared" == True ]] && echo False || echo True)
  echo "--- shared=$shared cli=$program"
  "$conan" create "$source_dir/cmake/packages/conan" --settings compiler.cppstd=20 \
    --options 'kili/*:system_libraries=True' --options "kili/*:shared=$shared" --options "kili/*:cli=$program" \
    --conf "tools.cmake.cmaketoolchain:extra_variables={'KILI_OBJECTS_FROM': '$objects', 'KILI_UNITY_BUILD': 'ON'}" \
    --conf tools.cmake.cmaketoolchain:generator=Ninja --conf tools.cmake.cmaketoolchain:user_presets= \
    --conf "tools.cmake.cmake_layout:test_folder=$folder/consumer" >"$folder/create.log" 2>&1 ||
    { tail -n 60 "$folder/create.log"; echo "FAILED: conan create" >&2; exit 1; }
  sed -n '/Testing the package: Executing test/,$p' "$folder/create.log"
done
echo 'ok: Conan package'
