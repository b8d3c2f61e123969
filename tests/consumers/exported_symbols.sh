#!/usr/bin/env bash
# Shared libraries export namespace kili and what the compiler makes for its types (tables, type information, thunks), so
# that they meet no other library's symbols; and they export all of it that is marked for users, as the static libraries of
# the same objects tell.
# Usage: tests/consumers/exported_symbols.sh NM DIRECTORY_OF_STATIC_LIBRARIES LIBRARY...
set -euo pipefail

nm="$1"
static="$2"
shift 2
own='^(kili::|(vtable|typeinfo|typeinfo name|VTT|guard variable) for kili::|(non-virtual|virtual|covariant return) thunk to kili::)'
failures=0

for library in "$@"; do
  # A mangled name tells a template's namespace, where the demangled one begins with the type that it returns.
  symbols="$("$nm" -D --defined-only "$library" | awk '{ print $NF }' | sort -u)"
  foreign="$(grep -vE '^_ZN[KVRO]*4kili' <<<"$symbols" | c++filt | grep -vE "$own" || true)"
  count="$(grep -c . <<<"$symbols" || true)"
  if [[ -n "$foreign" ]]; then
    echo "FAILED: $library exports what is not of namespace kili:" >&2
    head -n 20 <<<"$foreign" | cut -c 1-160 >&2
    failures=$((failures + 1))
  fi
  if ((count == 0)); then
    echo "FAILED: $library exports nothing" >&2
    failures=$((failures + 1))
  fi
  marked="$(readelf -sW "$static/$(basename "$library" .so).a" |
    awk '($4 == "FUNC" || $4 == "OBJECT") && $5 == "GLOBAL" && $6 == "DEFAULT" && $7 != "UND" { print $8 }' |
    grep -E '^_ZN[KVRO]*4kili' | sort -u)"
  hidden="$(comm -23 <(echo "$marked") <(echo "$symbols") | c++filt)"
  if [[ -z "$marked" || -n "$hidden" ]]; then
    echo "FAILED: $library does not export what is marked for users:" >&2
    head -n 20 <<<"$hidden" | cut -c 1-160 >&2
    failures=$((failures + 1))
  fi
  printf '%s: %d symbols, %d foreign\n' "$(basename "$library")" "$count" "$(grep -c . <<<"$foreign" || true)"
done
((failures == 0))
