#!/usr/bin/env bash
# Shared libraries export namespace kili and what the compiler makes for its types (tables, type information, thunks), so
# that they meet no other library's symbols.
# Usage: tests/consumers/exported_symbols.sh NM LIBRARY...
set -euo pipefail

nm="$1"
shift
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
  printf '%s: %d symbols, %d foreign\n' "$(basename "$library")" "$count" "$(grep -c . <<<"$foreign" || true)"
done
((failures == 0))
