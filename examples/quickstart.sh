#!/usr/bin/env bash
# Installs what is missing, builds, starts a sandbox on loopback and runs the quickstart against it.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=${KILI_QUICKSTART_BUILD_DIR:-$root/build/quickstart}

log=$build/quickstart.log
started=$SECONDS
mkdir -p "$build"
: >"$log"

step() { printf '\n%s\n' "== $1"; }

# What went wrong: the end of the log, and where all of it is.
give_up() {
  printf '\n%s; the log ends with:\n\n' "$1" >&2
  tail -n 40 "$log" >&2
  printf '\nThe whole log: %s\n' "$log" >&2
  exit 1
}

# Shows "$1 N of M" for each line "[N/M] ..." it reads: in place on a terminal, else ten times in all.
show_built() {
  local line tenth last=-1 drawn=
  while IFS= read -r line; do
    [[ $line =~ ^\[([0-9]+)/([0-9]+)\]\  ]] || continue
    case $line in *'Re-checking globbed directories'*) continue ;; esac
    if [ -t 1 ]; then
      printf '\r   %s %s of %s' "$1" "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}"
      drawn=yes
    else
      tenth=$((10 * BASH_REMATCH[1] / BASH_REMATCH[2]))
      if ((tenth > last)); then
        last=$tenth
        printf '   %s %s of %s\n' "$1" "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}"
      fi
    fi
  done
  [ -z "$drawn" ] || echo
}

# Shows what install_packages.sh says itself, and of each package that apt sets up its name.
show_installed() {
  local line count=0
  while IFS= read -r line; do
    case $line in
      'Setting up '*)
        count=$((count + 1))
        line=${line#Setting up }
        if [ -t 1 ]; then printf '\r\033[K   set up %d: %s' "$count" "${line%% *}"; fi
        ;;
      Installing\ * | 'This is not Debian'* | 'Missing packages'* | E:* | W:*) printf '   %s\n' "$line" ;;
    esac
  done
  if ((count)); then
    if [ -t 1 ]; then printf '\r\033[K'; fi
    printf '   installed %d packages\n' "$count"
  fi
}

step '1 of 4: the Debian packages that it is built with'
bash "$root/cmake/install_packages.sh" build 2>&1 | tee -a "$log" | show_installed ||
  give_up 'The packages could not be installed'

step "2 of 4: configure in $build"
cmake -S "$root" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DKILI_BUILD_TESTS=OFF -DKILI_BUILD_DOCS=OFF \
  -DKILI_UNITY_BUILD=ON >>"$log" 2>&1 || give_up 'It could not be configured'

step '3 of 4: build (a few minutes the first time)'
NINJA_STATUS='[%f/%t] ' cmake --build "$build" 2>&1 | tee -a "$log" | show_built built || give_up 'The build failed'

step "4 of 4: run the example against a sandbox on loopback (after $((SECONDS - started)) s)"
work=$(mktemp -d)
sandbox_pid=
finish() {
  if [ -n "$sandbox_pid" ]; then
    kill "$sandbox_pid" 2>/dev/null || true
    wait "$sandbox_pid" 2>/dev/null || true
  fi
  rm -rf "$work"
}
trap finish EXIT

"$build/kili-sandbox" --port 0 --ready-file "$work/ready.json" \
  --project IMAGE:photos --project PDF:documents --project TEXT:texts >"$work/sandbox.log" 2>&1 &
sandbox_pid=$!
for _ in $(seq 200); do
  [ -s "$work/ready.json" ] && break
  kill -0 "$sandbox_pid" 2>/dev/null || { cat "$work/sandbox.log" >&2; exit 1; }
  sleep 0.05
done
[ -s "$work/ready.json" ] || { echo 'the sandbox did not start' >&2; cat "$work/sandbox.log" >&2; exit 1; }

field() { sed -n "s/.*\"$1\": *\"\([^\"]*\)\".*/\1/p" "$work/ready.json"; }
project() { grep -o '{[^{}]*}' "$work/ready.json" | grep "\"inputType\": *\"$1\"" | sed -n 's/.*"id": *"\([^"]*\)".*/\1/p'; }
KILI_API_ENDPOINT=$(field endpoint)
KILI_API_KEY=$(field api_key)
export KILI_API_ENDPOINT KILI_API_KEY

"$build/examples/quickstart" "$root/examples/data" "$work" "$(project IMAGE)" "$(project PDF)" "$(project TEXT)"
echo
echo 'photos.csv begins:'
head -n 4 "$work/photos.csv"
