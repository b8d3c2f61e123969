#!/usr/bin/env bash
# What takes too long for every run of the tests: 20,000 simulations, 2,000 seeds of random mutations and of random imports, all
# lies of a hostile service, all operations under all faults, imports killed 200 times, 300 imports under random faults on
# real sockets, large files with the memory that they take.
# Every parser is fuzzed for ten minutes, two at a time, where the preset fuzz is built.
# Usage: tests/soak.sh [BUILD_DIR [KILLS [IMPORTS [SEEDS [FUZZ_SECONDS [SIMULATIONS]]]]]]
# BUILD_DIR is build/tests if not given; KILI_SEED is the first seed, 1 if not given; KILI_FUZZ_BUILD is the build with the
# fuzzers, build/fuzz if not given.
set -euo pipefail

build="$(cd "${1:-$(dirname "${BASH_SOURCE[0]}")/../build/tests}" && pwd)"
kills="${2:-200}"
imports="${3:-300}"
seeds="${4:-2000}"
fuzz_seconds="${5:-600}"
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
fuzz_build="${KILI_FUZZ_BUILD:-$here/../build/fuzz}"
simulations="${6:-20000}"
work="$(mktemp -d)"
sandbox_pid=
trap '[[ -z "$sandbox_pid" ]] || kill "$sandbox_pid" 2>/dev/null; rm -rf "$work"' EXIT
failures=0

echo "== $simulations simulations"
KILI_SEED="${KILI_SEED:-1}" KILI_SEEDS="$simulations" "$build/tests/kili_unit_tests" 'simulation*' || failures=$((failures + 1))
for schedule in 'random mutations under random faults*' 'random imports under random faults*'; do
  echo "== $seeds seeds: ${schedule%\*}"
  KILI_SEED="${KILI_SEED:-1}" KILI_SEEDS="$seeds" "$build/tests/kili_unit_tests" "$schedule" || failures=$((failures + 1))
done
echo '== a hostile service, all lies; all operations under all faults'
KILI_HOSTILE=all "$build/tests/kili_unit_tests" 'every operation survives a service that lies*' || failures=$((failures + 1))
KILI_HOSTILE=all "$build/tests/kili_integration_tests" 'every operation survives a server that breaks*' || failures=$((failures + 1))
KILI_FAULTS=all "$build/tests/kili_unit_tests" 'every operation under every fault*' || failures=$((failures + 1))
echo "== $kills kills"
KILI_KILLS="$kills" "$build/tests/kili_integration_tests" 'imports killed at random moments*' || failures=$((failures + 1))
echo "== $imports imports under random faults"
KILI_FAULTY_IMPORTS="$imports" "$build/tests/kili_integration_tests" 'imports under random faults*' 2>/dev/null ||
  failures=$((failures + 1))

echo "== $fuzz_seconds s of fuzzing for each parser"
if [[ -x "$fuzz_build/tests/fuzz/kili_fuzzer" ]]; then
  "$here/fuzz/run.sh" "$fuzz_seconds" "$fuzz_build" || failures=$((failures + 1))
else
  echo "not fuzzed: cmake --preset fuzz && cmake --build --preset fuzz"
  failures=$((failures + 1))
fi

"$build/kili-sandbox" --data-dir "$work/data" --project IMAGE:images --ready-file "$work/ready" >/dev/null &
sandbox_pid=$!
until [[ -s "$work/ready" ]]; do sleep 0.05; done
json_field() { sed -E "s/.*\"$1\": ?\"([^\"]*)\".*/\1/" "$work/ready"; }
export KILI_API_ENDPOINT KILI_API_KEY
KILI_API_ENDPOINT="$(json_field endpoint)"
KILI_API_KEY="$(json_field api_key)"
project="$(sed -E 's/.*"projects":\[\{"id":"([^"]*)".*/\1/' "$work/ready")"

# import NAME FILE...: imports the files and shows the answer and the driver's peak of resident memory; fails over 64 MiB.
import() {
  local name="$1" contents request answer peak
  shift
  printf -v contents '"%s",' "$@"
  request="{\"method\": \"append_many_to_dataset\", \"args\": {\"project_id\": \"$project\", \"content_array\": [${contents%,}]}}"
  local started=$SECONDS
  coproc DRIVER { exec "$build/tests/kili_driver"; }
  local pid=$DRIVER_PID input=${DRIVER[1]}
  echo "$request" >&"$input"
  read -r answer <&"${DRIVER[0]}"
  peak="$(awk '/VmHWM/ { print $2 }' "/proc/$pid/status")"
  exec {input}>&-
  wait "$pid" || true
  printf '== %s: %d s, peak %d KiB, answer %.200s\n' "$name" $((SECONDS - started)) "$peak" "$answer"
  if [[ "$answer" == *'"error"'* ]] || ((peak > 64 * 1024)); then failures=$((failures + 1)); fi
}

files=()
for i in {1..40}; do
  printf '\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x10\0\0\0\x10\x08\x02\0\0\0' >"$work/$i.png"
  truncate -s $((30 * 1024 * 1024 - 1)) "$work/$i.png"
  files+=("$work/$i.png")
done
import '40 files of just under 30 MiB' "${files[@]}"
printf 'II*\0' >"$work/large.tiff"
truncate -s 5G "$work/large.tiff"
import 'a TIFF of 5 GiB' "$work/large.tiff"

echo "$failures failures"
((failures == 0))
