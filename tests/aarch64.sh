#!/usr/bin/env bash
# Cross compiles the libraries, the programs and the unit tests for 64-bit ARM, and runs them under qemu. Not a part of CI.
# On Debian, as root; the libraries are those of the release of this machine.
# KILI_AARCH64_SYSROOT names the folder of the libraries; it is then kept and used again. KILI_DEBIAN_MIRROR: the mirror.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
suite="$(. /etc/os-release && echo "$VERSION_CODENAME")"
build=build/aarch64

if ((EUID != 0)); then
  echo "aarch64.sh: mmdebstrap needs root here; use sudo" >&2
  exit 2
fi
cmake/install_packages.sh build systems aarch64

sysroot="${KILI_AARCH64_SYSROOT:-}"
if [[ -z "$sysroot" ]]; then
  sysroot="$(mktemp -d)"
  trap 'rm -rf --one-file-system "$sysroot"' EXIT
fi
if [[ ! -d "$sysroot/usr/include" ]]; then
  # The libraries of what is built here, without what runs on the machine that builds.
  libraries="$(awk '/^\[/ { inside = ($0 == "[build]"); next } inside && /-dev$|^catch2$/ { print $1 }' cmake/debian-packages.txt)"
  compiler="$(aarch64-linux-gnu-g++ -dumpversion)"
  mmdebstrap --variant=extract --architectures=arm64 --quiet --include="libc6-dev libstdc++-${compiler%%.*}-dev $libraries" \
    "$suite" "$sysroot" ${KILI_DEBIAN_MIRROR:+"$KILI_DEBIAN_MIRROR"}
  # Devices are those of this machine.
  rm -rf --one-file-system "$sysroot/dev"
  # Links to /lib mean that of the machine that runs them.
  find "$sysroot/usr/lib" "$sysroot/lib" -type l -lname '/*' | while read -r link; do
    ln -sfr "$sysroot$(readlink "$link")" "$link"
  done
fi

cmake -S . -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=RelWithDebInfo -DCMAKE_CXX_FLAGS_RELWITHDEBINFO=-O1 \
  -DKILI_UNITY_BUILD=ON -DKILI_BUILD_DOCS=OFF -DKILI_WARNINGS_AS_ERRORS=ON \
  -DCMAKE_TOOLCHAIN_FILE=cmake/toolchains/aarch64-linux-gnu.cmake -DKILI_AARCH64_SYSROOT="$sysroot" >/dev/null
cmake --build "$build" -j "$(nproc)" --target kili_cli kili_sandbox_program kili_unit_tests

emulated() { qemu-aarch64-static -L "$sysroot" "$@"; }
emulated "$(find "$build" -type f -name kili)" --version
emulated "$(find "$build" -type f -name kili-sandbox)" --version
emulated "$build/tests/kili_unit_tests"
