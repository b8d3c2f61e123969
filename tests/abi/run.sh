#!/usr/bin/env bash
# Holds the binary interface of the shared libraries against that of a release: a program that was linked with the
# release works with these libraries too, or their SONAME is another one.
# Usage: tests/abi/run.sh [TAG]    TAG: of the release; without it the newest tag vX.Y.Z that this commit descends from
# Builds both with debug information (some minutes each), in build/abi. Before a release; not a part of CI.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
root="$PWD"
work="$root/build/abi"
release="${1:-$(git describe --tags --abbrev=0 --match 'v[0-9]*.[0-9]*.[0-9]*' 2>/dev/null || true)}"
libraries=(libkili libkili_sandbox)

fail() {
  echo "FAILED: $*" >&2
  exit 1
}
for tool in abidw abidiff; do
  command -v "$tool" >/dev/null || fail "$tool is missing: cmake/install_packages.sh abi"
done

# dump SOURCES NAME: the interface of each library of these sources, in build/abi/NAME.
dump() {
  local sources="$1" folder="$work/$2" library
  cmake -G Ninja -S "$sources" -B "$folder/build" -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_FLAGS_DEBUG='-Og -g' \
    -DBUILD_SHARED_LIBS=ON -DKILI_UNITY_BUILD=ON -DKILI_BUILD_TESTS=OFF -DKILI_BUILD_CLI=OFF -DKILI_BUILD_EXAMPLES=OFF \
    -DKILI_BUILD_DOCS=OFF >/dev/null
  cmake --build "$folder/build" --target kili kili_sandbox
  for library in "${libraries[@]}"; do
    # Types that no public header names may change.
    abidw --headers-dir "$sources/include/kili" --drop-private-types --out-file "$folder/$library.abi" \
      "$folder/build/src/$library.so"
  done
}

soname() { sed -nE "1s/.*soname='([^']*)'.*/\1/p" "$1"; }

# changes OLD NEW: what of the interface is not there any more or has changed; false if anything is. More is allowed.
changes() { abidiff --no-added-syms "$1" "$2"; }

echo '--- the interface of these sources'
dump "$root" now

echo '--- the check finds what it is for'
for library in "${libraries[@]}"; do
  changes "$work/now/$library.abi" "$work/now/$library.abi" >/dev/null || fail "$library differs from itself"
done
changed="$work/changed.abi"
grep -v "elf-symbol name='[^']*6Client12count_assets" "$work/now/libkili.abi" >"$changed"
! changes "$work/now/libkili.abi" "$changed" >"$work/report" || fail "a function that is gone was not noticed"
grep -q 'count_assets' "$work/report" || fail "the function that is gone is not named"
sed -E "/class-decl name='RetryOptions'/s/size-in-bits='[0-9]+'/size-in-bits='8'/" "$work/now/libkili.abi" >"$changed"
! changes "$work/now/libkili.abi" "$changed" >"$work/report" || fail "a class with another size was not noticed"
grep -q 'RetryOptions' "$work/report" || fail "the class with another size is not named"

if [[ -z "$release" ]]; then
  echo 'ok: there is no release yet to compare with'
  exit 0
fi

echo "--- the interface of $release"
mkdir -p "$work/$release"
if [[ ! -e "$work/$release/sources" ]]; then
  git archive --prefix=sources.new/ "$release" | tar -x -C "$work/$release"
  mv "$work/$release/sources.new" "$work/$release/sources"
fi
dump "$work/$release/sources" "$release"

echo "--- $release and these sources"
for library in "${libraries[@]}"; do
  old="$work/$release/$library.abi" new="$work/now/$library.abi"
  if [[ "$(soname "$old")" != "$(soname "$new")" ]]; then
    echo "$library: $(soname "$new") takes the place of $(soname "$old"), and may differ from it"
    continue
  fi
  changes "$old" "$new" || fail "$library is not what programs that were linked with $release expect of $(soname "$new")"
  echo "$library: $(soname "$new") is compatible with $release"
done
echo 'ok: binary interface'
