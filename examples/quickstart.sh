#!/usr/bin/env bash
# Installs what is missing, builds, starts a sandbox on loopback and runs the quickstart against it.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=${KILI_QUICKSTART_BUILD_DIR:-$root/build/quickstart}

bash "$root/cmake/install_packages.sh" build
cmake -S "$root" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DKILI_BUILD_TESTS=OFF -DKILI_BUILD_DOCS=OFF \
  -DKILI_UNITY_BUILD=ON >/dev/null
echo "building in ${build#"$root"/} (a few minutes the first time)"
cmake --build "$build" -- --quiet

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
