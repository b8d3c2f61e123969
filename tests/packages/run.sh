#!/usr/bin/env bash
# Makes the Debian packages, and installs, uses and purges them in a throw-away root: tests/packages/run.sh
# The libraries are linked from the objects of build/tests (KILI_BUILD_DIR names another build tree with tests).
# Exits with 77 where it can not run, and says why.
set -euo pipefail

source_dir="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
objects="${KILI_BUILD_DIR:-$source_dir/build/tests}"
build="$objects/tests/packages/build"
debs="$objects/tests/packages/debs"

# chroot and ldconfig are there; the PATH that a user keeps when becoming root lacks them.
export PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"

skip() {
  echo "not run: $*" >&2
  exit 77
}
fail() {
  echo "FAILED: $*" >&2
  exit 1
}

for tool in dpkg-shlibdeps cpack gzip unshare; do
  command -v "$tool" >/dev/null || skip "$tool is missing: cmake/install_packages.sh packages"
done
((EUID == 0)) || skip "installing packages needs root"
# Root of a container often may not.
unshare --mount --propagation private true 2>/dev/null || skip "no mount namespace can be made here"
[[ -s "$objects/objects/kili_objects.txt" ]] || fail "$objects is not built: tests/run.sh"

echo '--- build'
cmake -G Ninja -S "$source_dir" -B "$build" -DCMAKE_BUILD_TYPE=RelWithDebInfo -DCMAKE_CXX_FLAGS_RELWITHDEBINFO=-O1 \
  -DKILI_UNITY_BUILD=ON -DCMAKE_INSTALL_PREFIX=/usr -DBUILD_SHARED_LIBS=ON -DKILI_BUILD_TESTS=OFF \
  -DKILI_BUILD_EXAMPLES=OFF -DKILI_BUILD_DOCS=OFF -DKILI_OBJECTS_FROM="$objects" >/dev/null
cmake --build "$build"
rm -rf "$debs"
(cd "$build" && cpack -G DEB -B "$debs")
packages=("$debs"/*.deb)
((${#packages[@]} == 5)) || fail "${#packages[@]} packages were made instead of 5"
for package in "${packages[@]}"; do
  printf '%s %s bytes\n    depends on %s\n' "$(basename "$package")" "$(stat -c %s "$package")" \
    "$(dpkg-deb -f "$package" Depends)"
done

echo '--- lintian'
if command -v lintian >/dev/null; then
  # The bug that it misses is the one that asks Debian for a new package. CPack calls ldconfig in scripts, whatever triggers
  # there are.
  lintian --allow-root --fail-on error,warning \
    --suppress-tags initial-upload-closes-no-bugs,maintscript-calls-ldconfig "${packages[@]}" ||
    fail "lintian complains"
else
  echo "lintian is missing and its checks are not made: cmake/install_packages.sh packages" >&2
fi

echo '--- install, use, purge'
# The root of the machine with all changes in memory; the mounts end with the process.
status=0
unshare --mount --propagation private "$source_dir/tests/packages/in_overlay.sh" "$source_dir" "$debs" || status=$?
((status != 77)) || skip "no overlay of the root can be mounted here"
((status == 0)) || fail "the installed packages"
echo 'ok: packages'
