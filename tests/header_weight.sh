#!/usr/bin/env bash
# The weight of the public headers is a budget: preprocessed lines against those of the standard headers that they
# need. The umbrellas may have 1.35 times as many, any other header 1.15 times. Dependencies' headers stay out.
# Usage: tests/header_weight.sh COMPILER COMPILER_ARGUMENT...
set -uo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
cd "$root/include" || exit 2
failures=0

lines() { "$@" -std=c++20 -x c++ -E -P - | wc -l; }

floor="$(printf '#include <%s>\n' chrono filesystem memory optional ranges stop_token string string_view vector |
  lines "$@")"
if ((floor < 10000)); then
  echo "The floor has only $floor lines; does the compiler '$*' work?" >&2
  exit 2
fi
printf '%-36s %7d lines\n' 'standard headers needed' "$floor"

for header in kili/*.hpp kili/*/*.hpp; do
  if ! weight="$(printf '#include "%s"\n' "$header" | lines "$@")"; then
    echo "$header does not pass the preprocessor" >&2
    failures=$((failures + 1))
    continue
  fi
  allowed=115
  [[ "$header" == kili/kili.hpp || "$header" == kili/async.hpp ]] && allowed=135
  percent=$((weight * 100 / floor))
  verdict=ok
  if ((weight * 100 > floor * allowed)); then
    verdict="TOO HEAVY"
    failures=$((failures + 1))
  fi
  printf '%-36s %7d lines %4d %% of at most %d %% %s\n' "$header" "$weight" "$percent" "$allowed" "$verdict"
done

forbidden='^[[:space:]]*#[[:space:]]*include[[:space:]]*[<"](curl/|fmt/|boost/|openssl/|functional>|iostream>|regex>|nlohmann/json\.hpp)'
if grep -rnE "$forbidden" kili; then
  echo "These includes do not belong in public headers." >&2
  failures=$((failures + 1))
fi
if grep -n 'sandbox\.hpp' kili/kili.hpp; then
  echo "kili/sandbox.hpp is a component of its own, not part of kili/kili.hpp." >&2
  failures=$((failures + 1))
fi

printf '%d failures\n' "$failures"
((failures == 0))
