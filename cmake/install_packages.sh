#!/usr/bin/env bash
# Installs the Debian packages of the named sections of cmake/debian-packages.txt that are missing.
# Usage: cmake/install_packages.sh SECTION...
set -euo pipefail

list="$(dirname "${BASH_SOURCE[0]}")/debian-packages.txt"

section_packages() {
  awk -v wanted="[$1]" '/^\[/ { inside = ($0 == wanted); next } inside && NF && !/^#/ { print $1 }' "$list"
}

installed() {
  [[ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" == installed* ]]
}

packages=()
for section in "$@"; do
  mapfile -t named < <(section_packages "$section")
  if ((${#named[@]} == 0)); then
    echo "install_packages.sh: no section '$section' in $list" >&2
    exit 2
  fi
  packages+=("${named[@]}")
done

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
  echo "This is not Debian; needed are what these packages hold there: ${packages[*]}" >&2
  exit 0
fi

missing=()
for package in "${packages[@]}"; do
  installed "$package" || missing+=("$package")
done
((${#missing[@]})) || exit 0

as_root=()
if ((EUID != 0)); then
  if ! command -v sudo >/dev/null; then
    echo "Missing packages, and neither root nor sudo: apt-get install ${missing[*]}" >&2
    exit 1
  fi
  as_root=(sudo)
fi
echo "Installing ${missing[*]}" >&2
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
