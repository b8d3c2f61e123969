#!/usr/bin/env bash
# Measures the library against the floor of bare libcurl, each in its own process and both on the same separately
# started kili-sandbox: wall time as a ratio to the floor, and peaks of resident memory. See README.md beside this file.
#   tests/benchmark/run.sh [--check] [--runs N] [--only JOB[,JOB]...]
# JOB: listing, importing, large-import, chats, page-and-upload, million, slow-link, predictions, exports, observer. --check ends with 1 when a goal is missed.
# KILI_OFFICIAL_PYTHON: an interpreter with the official client 26.2.4, for predictions and exports; without it one is installed.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
check=0
runs=7
jobs=listing,importing,large-import,chats,page-and-upload,million,slow-link,predictions,exports,observer
while (($#)); do
  case "$1" in
    --check) check=1 ;;
    --runs) runs="${2:?--runs needs a number}" && shift ;;
    --only) jobs="${2:?--only needs the names of jobs}" && shift ;;
    *) sed -n '2,6s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2 && exit 2 ;;
  esac
  shift
done

cmake --preset release >/dev/null
cmake --build --preset release --target benchmark_client benchmark_floor kili_sandbox_program observer_benchmark >/dev/null
build="$PWD/build/release"
client="$build/tests/benchmark/benchmark_client"
floor="$build/tests/benchmark/benchmark_floor"

# In memory where there is room: the disk is not what is measured.
scratch="${TMPDIR:-/tmp}"
room_kib="$(df --output=avail -k /dev/shm 2>/dev/null | tail -n 1 || true)"
((${room_kib:-0} > 2 * 1024 * 1024)) && scratch=/dev/shm
work="$(mktemp -d -p "$scratch")"
sandbox_pid=
stop_sandbox() {
  if [[ -n "$sandbox_pid" ]]; then
    kill "$sandbox_pid" 2>/dev/null || true
    wait "$sandbox_pid" 2>/dev/null || true
  fi
  sandbox_pid=
}
trap 'stop_sandbox; rm -rf "$work"' EXIT

# start_sandbox OPTION...: sets project_ids to the ids of its projects.
start_sandbox() {
  rm -f "$work/ready"
  # What is uploaded lies in its temporary directory and goes with it.
  TMPDIR="$work" "$build/kili-sandbox" --ready-file "$work/ready" "$@" >/dev/null &
  sandbox_pid=$!
  until [[ -e "$work/ready" ]]; do
    kill -0 "$sandbox_pid" || { echo "kili-sandbox did not start" >&2 && exit 1; }
    sleep 0.05
  done
  KILI_API_ENDPOINT="$(text endpoint <"$work/ready")"
  KILI_API_KEY="$(text api_key <"$work/ready")"
  export KILI_API_ENDPOINT KILI_API_KEY
  mapfile -t project_ids < <(grep -o '"id":"[^"]*"' "$work/ready" | cut -d'"' -f4)
}
text() { sed 's/.*"'"$1"'":"\([^"]*\)".*/\1/'; }
number() { sed 's/.*"'"$1"'":\([0-9.]*\).*/\1/'; }
median() { sort -n | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }

# measure ASSETS PROGRAM ARGUMENT...: runs it, shows its line, and wants that many assets of it.
measure() {
  local expected="$1" line
  shift
  line="$("$@")"
  printf '%s\n' "$line" | tee -a "$work/lines" >&2
  [[ "$(number assets <<<"$line")" == "$expected" ]] || { echo "expected $expected assets" >&2 && exit 1; }
  printf '%s\n' "$line"
}

# row NAME FIGURE UNIT GOAL [NOTE]: one line of the table; the goal is an upper bound.
row() {
  local verdict=met
  if ! awk -v figure="$2" -v goal="$4" 'BEGIN { exit !(figure < goal) }'; then
    verdict=MISSED
    missed=1
  fi
  printf '| %s | %s %s | < %s %s | %s | %s |\n' "$1" "$2" "$3" "$4" "$3" "$verdict" "${5:-}" >>"$work/table"
}
missed=0

# compare NAME ASSETS GOAL FLOOR CLIENT: the commands in turn, "PROJECT" in them replaced; the ratio of each pair.
# Each pair has the sandbox of `sandbox=(OPTION...)` for itself, with nothing in it but what that says.
compare() {
  local name="$1" assets="$2" goal="$3" of_floor="$4" of_client="$5" run command
  : >"$work/floor" && : >"$work/client" && : >"$work/ratio"
  for ((run = 1; run <= runs; ++run)); do
    start_sandbox "${sandbox[@]}"
    read -ra command <<<"${of_floor//PROJECT/${project_ids[0]}}"
    measure "$assets" "$floor" "${command[@]}" | number seconds >>"$work/floor"
    read -ra command <<<"${of_client//PROJECT/${project_ids[0]}}"
    measure "$assets" "$client" "${command[@]}" | number seconds >>"$work/client"
    stop_sandbox
  done
  paste "$work/client" "$work/floor" | awk '{ printf "%.3f\n", $1 / $2 }' >"$work/ratio"
  row "$name" "$(median <"$work/ratio")" "x floor" "$goal" \
    "median of $runs; kili $(median <"$work/client") s, floor $(median <"$work/floor") s"
}

# The beginning of a JPEG file of 16 by 16 pixels: an image whose size cannot be read is imported asynchronously.
jpeg_header() { printf '\377\330\377\300\000\013\010\000\020\000\020\001\001\021\000'; }

# files COUNT BYTES: a folder of that many images with random bytes.
files() {
  mkdir "$work/files"
  for ((i = 0; i < $1; ++i)); do
    { jpeg_header && head -c "$(($2 - 15))" /dev/urandom; } >"$work/files/$(printf 'image_%04d.jpg' "$i")"
  done
}

listing() {
  sandbox=(--latency 20 --project IMAGE:cars --assets cars:10000)
  compare 'listing 10,000 assets, as a vector' 10000 1.3 'list PROJECT' 'list PROJECT'
  compare 'listing 10,000 assets, one by one' 10000 1.3 'list PROJECT' 'iterate PROJECT'
}

importing() {
  files 1000 200000
  sandbox=(--latency 20 --project IMAGE:cars)
  compare 'importing 1,000 files of 200 kB' 1000 1.3 "import PROJECT $work/files floor-" \
    "import PROJECT $work/files client-"
}

large-import() {
  mkdir "$work/files"
  for ((i = 0; i < 40; ++i)); do
    jpeg_header >"$work/files/$i.jpg"
    truncate -s $((30 * 1024 * 1024 - 1)) "$work/files/$i.jpg"
  done
  start_sandbox --project IMAGE:cars
  row 'importing 40 files of 30 MiB - 1 byte' \
    "$(measure 40 "$client" import "${project_ids[0]}" "$work/files" "" | number peak_mib)" MiB 64 'peak resident memory'
}

# A chat is converted by the client: what is uploaded is not the file.
chats() {
  mkdir "$work/files"
  head -c 2000000 /dev/zero | tr '\0' a >"$work/words"
  for ((i = 0; i < 40; ++i)); do
    {
      printf '[{"role":"user","content":"' && cat "$work/words"
      printf '","id":"1","chat_id":"c","model":null},{"role":"assistant","content":"' && cat "$work/words"
      printf '","id":"2","chat_id":"c","model":"m"}]'
    } >"$work/files/$i.json"
  done
  start_sandbox --project LLM_RLHF:chats
  row 'importing 40 chats of 4 MB from files' \
    "$(measure 40 "$client" import "${project_ids[0]}" "$work/files" "" | number peak_mib)" MiB 64 'peak resident memory'
}

page-and-upload() {
  truncate -s 2G "$work/large.pdf"
  start_sandbox --project IMAGE:cars --project PDF:plans --assets cars:10000
  row 'a page of 100 assets and a file of 2 GiB' \
    "$(measure 101 "$client" page-and-upload "${project_ids[@]}" "$work/large.pdf" | number peak_mib)" \
    MiB 64 'peak resident memory'
}

million() {
  local line
  start_sandbox --project IMAGE:cars --assets cars:1000000
  line="$(measure 1000000 "$client" iterate "${project_ids[0]}")"
  row 'listing 1,000,000 assets, one by one' "$(number peak_mib <<<"$line")" MiB 96 \
    "peak resident memory; $(number seconds <<<"$line") s without latency"
}

# Labels of 200 kB over 10 Mbit/s, from a service that answers 504 to pages of more than 5 MB.
slow-link() {
  local i line
  mkdir "$work/files"
  {
    printf '{"project":{"id":"labels","inputType":"IMAGE","jsonInterface":{"jobs":{}},"title":"labels"},"assets":['
    for ((i = 0; i < 300; ++i)); do
      ((i == 0)) || printf ','
      printf '{"id":"a%d","externalId":"asset_%d","labels":[{"id":"l%d","jsonResponse":"{\\"JOB\\":{\\"text\\":\\"' "$i" "$i" "$i"
      head -c 150000 /dev/urandom | base64 -w 0
      printf '\\"}}"}]}'
    done
    printf ']}'
  } >"$work/files/labels.json"
  start_sandbox --fixture "$work/files/labels.json" --bandwidth 1250000 \
    --fault '{"op":"assets","when":"large_answer","larger_than":5000000,"status":504,"count":0}'
  line="$(measure 300 "$client" labels labels)"
  row 'listing 300 assets with labels of 200 kB over 10 Mbit/s, 504 above 5 MB' "$(number peak_mib <<<"$line")" MiB 96 \
    "peak resident memory; $(number seconds <<<"$line") s, the link alone takes 37 s"
}

# predict ASSETS NAMES COUNT COMMAND...: on a fresh sandbox with that many assets; COUNT of their names stand in
# $work/files/few. Sets `seconds`, `peak`, `requests` (all that were sent) and `rate` (labels per second).
predict() {
  local assets="$1" names="$2" count="$3" line
  shift 3
  mkdir -p "$work/files"
  start_sandbox --latency 20 --project IMAGE:cars --assets "cars:$assets" --request-log "$work/requests"
  measure "$assets" "$client" prepare-predictions "${project_ids[0]}" "$work/files" >/dev/null
  head -n "$count" "$work/files/$names" >"$work/files/few"
  line="$(measure "$count" "${@//PROJECT/${project_ids[0]}}")"
  stop_sandbox # It writes the log when it ends.
  requests="$(awk 'seen { ++count } /"operation":"updatePropertiesInProject"/ { seen = 1 } END { print count + 0 }' \
    "$work/requests")"
  rm -rf "$work/files" "$work/requests"
  seconds="$(number seconds <<<"$line")"
  peak="$(sed -n 's/.*"peak_mib":\([0-9.]*\).*/\1/p' <<<"$line")"
  rate="$(awk -v count="$count" -v seconds="$seconds" 'BEGIN { printf "%.0f", count / seconds }')"
}

# python: an interpreter with the official client.
find_official_client() {
  python="${KILI_OFFICIAL_PYTHON:-}"
  if [[ -z "$python" ]]; then
    # shellcheck source=tests/conformance/environment.sh
    source tests/conformance/environment.sh
    require_python
    make_kili_environment "$build/official" 26.2.4
    python="$build/official/bin/python"
  fi
}

# Predictions by external id and by asset id; 2,000 of them by the official client.
predictions() {
  find_official_client
  local title=predictions count limit names by array seconds peak requests rate own
  for by in external-id id; do
    names=ids array=asset_id_array
    [[ "$by" == id ]] || names=external_ids array=external_id_array
    for count in 1000000 100000; do
      limit=64
      ((count == 100000)) || limit=128
      predict "$count" "$names" "$count" "$client" "predict-by-$by" PROJECT "$work/files/few"
      row "creating $count predictions by $by" "$peak" MiB "$limit" \
        "peak resident memory; $seconds s, $rate labels/s, $requests requests"
    done
    own="$rate"
    predict 100000 "$names" 2000 env KILI_SDK_SKIP_CHECKS=1 "$python" tests/benchmark/official_predictions.py \
      PROJECT "$work/files/few" "$array"
    row "time of a prediction by $by" "$(awk -v own="$own" -v official="$rate" 'BEGIN { printf "%.4f", official / own }')" \
      'x official client' 0.125 "kili $own labels/s, official $rate labels/s ($requests requests for 2,000)"
  done
}

# 100,000 assets with a box each, without media; the official client on the same sandbox.
exports() {
  find_official_client
  local assets=100000 format line own
  start_sandbox --latency 20 --project IMAGE:cars --assets "cars:$assets"
  mkdir -p "$work/files"
  measure "$assets" "$client" prepare-predictions "${project_ids[0]}" "$work/files" >/dev/null
  measure "$assets" "$client" label "${project_ids[0]}" "$work/files/ids" >/dev/null
  for format in kili yolo_v8; do
    line="$(measure "$assets" "$client" export "${project_ids[0]}" "$work/files/own.zip" "$format")"
    own="$(number seconds <<<"$line")"
    row "exporting $assets labeled assets as $format" "$(number peak_mib <<<"$line")" MiB 128 \
      "peak resident memory; $own s"
    line="$(measure 0 env KILI_SDK_SKIP_CHECKS=1 "$python" tests/benchmark/official_export.py "${project_ids[0]}" \
      "$work/files/official.zip" "$format")"
    row "time of an export as $format" \
      "$(awk -v own="$own" -v official="$(number seconds <<<"$line")" 'BEGIN { printf "%.3f", own / official }')" \
      'x official client' 0.5 "kili $own s, official $(number seconds <<<"$line") s and $(number peak_mib <<<"$line") MiB"
  done
  stop_sandbox
  rm -rf "$work/files"
}

# Calls against a transport in process, with and without an observer.
observer() {
  local line name
  "$build/tests/benchmark/observer_benchmark" 20000 "$runs" >"$work/observers"
  while read -r line; do
    name="$(sed 's/.*"observer":"\([^"]*\)".*/\1/' <<<"$line")"
    [[ "$name" == unset ]] && continue
    row "a call that takes no time, observed: $name" "$(number ratio <<<"$line")" 'x unset' \
      "$([[ "$name" == unset* ]] && echo 1.1 || echo 2.5)" "$(number nanoseconds <<<"$line") ns of processor time a call"
  done <"$work/observers"
}

for job in ${jobs//,/ }; do
  echo "--- $job" >&2
  case "$job" in
    listing | importing | large-import | chats | page-and-upload | million | slow-link | predictions | exports | observer) "$job" ;;
    *) echo "no job '$job'" >&2 && exit 2 ;;
  esac
  stop_sandbox
  rm -rf "$work/files" "$work/large.pdf"
done

printf '\n| measured | figure | goal | | |\n| --- | ---: | ---: | --- | --- |\n'
cat "$work/table"
((check == 0 || missed == 0))
