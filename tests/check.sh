#!/usr/bin/env bash
# Checks what has changed since a commit as CI does, before it is pushed: format, include rules, clang-tidy, tests. Files that
# are not committed yet count too.
# Usage: tests/check.sh [COMMIT]    COMMIT: where the branch left origin/main, or the commit before this one
# Stops what does not fit into five minutes (KILI_CHECK_SECONDS), and says so; a build that was stopped goes on in the next run.
set -uo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
export KILI_WARNINGS_AS_ERRORS=ON
source tests/steps.sh
readonly budget="${KILI_CHECK_SECONDS:-300}"  # for everything
readonly most_tidied=20  # a file takes about 15 seconds of a core

base="${1:-$(git merge-base HEAD origin/main 2>/dev/null || git rev-parse HEAD~1)}"
git rev-parse --verify --quiet "$base^{commit}" >/dev/null || { echo "check.sh: no commit '$base'" >&2; exit 2; }

mapfile -t changed < <({ git diff --name-only --diff-filter=d "$base"; git ls-files --others --exclude-standard; } | sort -u)
changed_matching() { printf '%s\n' "${changed[@]}" | grep -E "$1"; }
printf '%d files changed since %s\n' "${#changed[@]}" "$(git log -1 --format='%h %s' "$base")"

left() { echo $((budget - SECONDS > 10 ? budget - SECONDS : 10)); }

# What does not fit into the time is a failure that names itself.
in_time() {
  timeout "$(left)" "$@"
  local status=$?
  ((status != 124)) || echo "Stopped: the $budget s are over. Run it again, or tests/run.sh." >&2
  return "$status"
}

check_format() { { changed_matching '\.(cpp|hpp)$' || true; } | xargs -r clang-format --dry-run -Werror; }

# The changed sources of src/, then those of the same name as a changed header, then those that include one.
sources_to_tidy() {
  changed_matching '^src/.*\.cpp$'
  local header name
  while read -r header; do
    name="${header#src/}"
    name="${name#include/}"
    [[ ! -e "${header%.hpp}.cpp" ]] || echo "${header%.hpp}.cpp"
    git grep -lF "#include \"$name\"" -- 'src/*.cpp'
  done < <(changed_matching '^(src|include)/.*\.hpp$')
}

check_tidy() {
  local -a sources
  mapfile -t sources < <(sources_to_tidy | awk '!seen[$0]++')
  if ((${#sources[@]} > most_tidied)); then
    echo "The first $most_tidied of ${#sources[@]} sources; CI checks the others: ${sources[*]:most_tidied}"
    sources=("${sources[@]:0:most_tidied}")
  fi
  ((${#sources[@]})) || return 0
  echo "${#sources[@]} sources"
  [[ -e build/tidy/compile_commands.json ]] || cmake --preset tidy >/dev/null || return 1
  # Sources that are new are not in a database of before.
  local source
  for source in "${sources[@]}"; do
    grep -qF "/$source\"" build/tidy/compile_commands.json || { cmake --preset tidy >/dev/null || return 1; break; }
  done
  export -f tidy
  in_time bash -c 'printf "%s\n" "$@" | tidy tidy' _ "${sources[@]}"
}

build_tests() {
  [[ -e build/tests/build.ninja ]] || cmake --preset tests >/dev/null || return 1
  in_time cmake --build --preset tests -j "$(nproc)" --target "${targets[@]}"
}

# Tests of files that changed, or of the same name as a source that did: "[#name_test]" is Catch2's tag of a file.
tests_of_changed() {
  local folder="$1" program="$2" tags='' stem
  while read -r stem; do
    [[ ! -e "tests/$folder/${stem}_test.cpp" ]] || tags+="${tags:+,}[#${stem}_test]"
  done < <(printf '%s\n' "${changed[@]}" | sed -nE 's,^.*/([^/]*)\.(cpp|hpp)$,\1,p' | sed 's/_test$//' | sort -u)
  [[ -n "$tags" ]] || return 0
  echo "$program $tags"
  in_time "build/tests/tests/$program" --filenames-as-tags "$tags"
}

# All unit tests in one process, with few schedules of the random ones, and the recorded calls.
quick_tests() {
  KILI_SEEDS=10 in_time build/tests/tests/kili_unit_tests &&
    in_time ctest --preset tests -L 'wire|rules' --output-on-failure | tail -n 15
}

step 'format' check_format
step 'include rules' tests/include_rules.py
step 'clang-tidy' check_tidy
if changed_matching '^(src|include|tests|examples|cmake)/|CMakeLists.txt$' >/dev/null; then
  targets=(kili_unit_tests kili_wire_cases)
  ! changed_matching '^tests/integration/' >/dev/null || targets+=(kili_integration_tests)
  built=${#failed[@]}
  step 'build' build_tests
  if ((${#failed[@]} == built)); then
    step 'unit tests of changed files' tests_of_changed unit kili_unit_tests
    [[ ${#targets[@]} == 2 ]] || step 'integration tests of changed files' tests_of_changed integration kili_integration_tests
    step 'quick tests' quick_tests
  fi
fi

report_failed_steps
printf 'Took %d s\n' "$SECONDS"
((${#failed[@]} == 0))
