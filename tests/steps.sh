# Sourced by .ci/run and tests/check.sh: steps that print what they took, and the checks that both run.
# shellcheck shell=bash

failed=()

# step NAME COMMAND...: runs the command; a failure is noted in `failed`, and the next step runs all the same.
step() {
  local name="$1" started=$SECONDS
  shift
  printf '\n===== %s\n' "$name"
  if "$@"; then
    printf '===== %s: %d s\n' "$name" $((SECONDS - started))
  else
    failed+=("$name")
    printf '===== %s: FAILED after %d s\n' "$name" $((SECONDS - started))
  fi
}

# tidy PRESET ARGUMENT...: reads sources from the standard input, one a line. With the compilation database of the preset, and
# with clang's own warnings; one source at a time and core, so that a report is whole.
tidy() {
  xargs -r -P "$(nproc)" -n 1 clang-tidy-16 --quiet -p "build/$1" "${@:2}" \
    2> >(grep -v 'warnings\? generated\|Suppressed\|Use -header-filter' >&2)
}
