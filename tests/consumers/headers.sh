#!/usr/bin/env bash
# Every public header compiles as the only include, twice in a row, and where a program has macros min and max.
# Usage: tests/consumers/headers.sh COMPILER COMPILER_ARGUMENT...
set -uo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
compiler=("$@" -std=c++20 -fsyntax-only -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror -x c++ -)
failures=0
headers=0

check() {
  local what="$1"
  if ! "${compiler[@]}"; then
    echo "FAILED: $what" >&2
    failures=$((failures + 1))
  fi
}

cd "$root/include" || exit 2
for header in kili/*.hpp kili/*/*.hpp; do
  headers=$((headers + 1))
  check "$header alone" < <(printf '#include "%s"\n#include "%s"\nint main() {}\n' "$header" "$header")
done

# The standard headers come first, as they do not stand these macros themselves.
check 'all headers with macros min, max, ...' < <(
  printf '#include <bits/stdc++.h>\n#include <nlohmann/json_fwd.hpp>\n'
  printf '#define %s poisoned\n' 'min(a, b)' 'max(a, b)' 'major(a)' 'minor(a)' DEBUG ERROR
  printf '#include "%s"\n' kili/*.hpp kili/*/*.hpp
)

printf '%d headers, %d failures\n' "$headers" "$failures"
((headers > 0 && failures == 0))
