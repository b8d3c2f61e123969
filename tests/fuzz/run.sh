#!/usr/bin/env bash
# Runs libFuzzer on the parsers, two at a time: from the committed inputs of each (corpora/), with a dictionary. What it
# finds is written to WORK/findings/<target>; the inputs that it made stay in WORK/<target> and are begun with the next time.
# Usage: tests/fuzz/run.sh SECONDS [BUILD_DIR [TARGET...]]
# SECONDS are for each target. BUILD_DIR is build/fuzz if not given (cmake --preset fuzz && cmake --build --preset fuzz).
# WORK is BUILD_DIR/fuzzing; KILI_FUZZ_JOBS is how many targets run at once, 2 if not given.
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
if (($# == 0)); then
  sed -n '2,7s/^# //p' "${BASH_SOURCE[0]}" >&2
  exit 2
fi
seconds="$1"
build="$(cd "${2:-$here/../../build/fuzz}" && pwd)/tests/fuzz"
targets=("${@:3}")
if ((${#targets[@]} == 0)); then mapfile -t targets < <("$build/kili_fuzz_replay" --list); fi
work="$build/fuzzing"

# fuzz TARGET: one line with what was done, or all that libFuzzer told when it found something.
fuzz() {
  local target="$1" folder="$work/$1" findings="$work/findings/$1" log="$work/$1.log"
  rm -rf "$findings"
  mkdir -p "$folder" "$findings"
  "$build/kili_fuzz_replay" --unpack "$target" "$work/seeds/$target"
  local dictionary=()
  [[ ! -f "$here/corpora/$target/words.dict" ]] || dictionary=("-dict=$here/corpora/$target/words.dict")
  if KILI_FUZZ_TARGET="$target" ASAN_OPTIONS="allocator_may_return_null=1:detect_stack_use_after_return=0" \
    UBSAN_OPTIONS="print_stacktrace=1" "$build/kili_fuzzer" "${dictionary[@]}" -max_total_time="$seconds" -max_len=16384 \
    -timeout=10 -rss_limit_mb=1024 -print_final_stats=1 -artifact_prefix="$findings/" "$folder" "$work/seeds/$target" \
    >"$log" 2>&1; then
    printf '%s: %s runs in %s s, %s features, %s MiB\n' "$target" \
      "$(sed -nE 's/^stat::number_of_executed_units: *//p' "$log")" "$seconds" \
      "$(sed -nE 's/.*DONE.* ft: ([0-9]+).*/\1/p' "$log")" "$(sed -nE 's/^stat::peak_rss_mb: *//p' "$log")"
  else
    printf '%s: A FINDING, see %s and %s\n' "$target" "$findings" "$log"
    tail -n 60 "$log"
    return 1
  fi
}
export -f fuzz
# Names in the reports need a symbolizer of this very name.
symbolizer="$(command -v llvm-symbolizer llvm-symbolizer-16 | head -n 1 || true)"
if [[ -n "$symbolizer" ]]; then
  mkdir -p "$work/bin"
  ln -sfn "$symbolizer" "$work/bin/llvm-symbolizer"
  export ASAN_SYMBOLIZER_PATH="$work/bin/llvm-symbolizer"
fi
export here build work seconds

printf '%s\0' "${targets[@]}" | xargs -0 -r -n 1 -P "${KILI_FUZZ_JOBS:-2}" bash -c 'fuzz "$1"' _
