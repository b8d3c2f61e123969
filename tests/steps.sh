# Sourced by .ci/run and tests/check.sh: steps that print what they took, and the checks that both run.
# shellcheck shell=bash

failed=()
output_of_failed=()

# step NAME COMMAND...: runs the command; a failure is noted in `failed`, and the next step runs all the same. The
# command runs in a shell of its own: variables that it sets are lost.
step() {
  local name="$1" started=$SECONDS output
  shift
  output="$(mktemp)"
  printf '\n===== %s\n' "$name"
  if "$@" 2>&1 | tee "$output"; then
    printf '===== %s: %d s\n' "$name" $((SECONDS - started))
    rm -f "$output"
  else
    failed+=("$name")
    output_of_failed+=("$output")
    printf '===== %s: FAILED after %d s\n' "$name" $((SECONDS - started))
  fi
}

# The names of the steps that failed, each with the end of what it printed.
report_failed_steps() {
  local at
  for at in "${!failed[@]}"; do
    printf '\n----- the end of what "%s" printed\n' "${failed[at]}"
    tail -n 40 "${output_of_failed[at]}"
    rm -f "${output_of_failed[at]}"
  done
  printf '\n'
  ((${#failed[@]} == 0)) || printf 'Failed: %s\n' "${failed[@]}"
}

# tidy PRESET ARGUMENT...: reads sources from the standard input, one a line. With the compilation database of the preset, and
# with clang's own warnings; one source at a time and core, so that a report is whole.
tidy() {
  xargs -r -d '\n' -P "$(nproc)" -n 1 clang-tidy-16 --quiet -p "build/$1" "${@:2}" \
    2> >(grep -v 'warnings\? generated\|Suppressed\|Use -header-filter' >&2)
}
