#!/usr/bin/env bash
# In the throw-away root: installs the packages, uses them as programs of others do, purges them.
set -euo pipefail
cd /tmp/kili_packages
export LC_ALL=C.UTF-8

fail() {
  echo "FAILED: $*" >&2
  exit 1
}
# Without what the cache of the loader and the lists of dpkg hold.
files() { find /usr /etc /opt -xdev ! -type d ! -path '/etc/ld.so.cache' ! -path '/usr/share/man/index*' | sort; }

files >before
mapfile -t names < <(for deb in debs/*.deb; do dpkg-deb -f "$deb" Package; done)
# Images for containers often leave manual pages and documentation out.
dpkg --path-include='/usr/share/*' --install debs/*.deb >dpkg.log 2>&1 || { cat dpkg.log; fail "dpkg --install"; }
version="$(dpkg-query -W -f='${Version}' kili-tools)"

[[ "$(kili --version)" == *"${version%-*}"* ]] || fail "kili --version prints '$(kili --version)'"
kili-sandbox --version >/dev/null || fail "kili-sandbox does not run"
ldconfig -p | grep -q 'libkili\.so\.' || fail "the trigger of ldconfig did not run"
for program in kili kili-sandbox; do
  [[ -s "/usr/share/man/man1/$program.1.gz" ]] || fail "no manual page of $program"
  if command -v man >/dev/null; then
    warnings="$(man --warnings -l "/usr/share/man/man1/$program.1.gz" 2>&1 >page)" || fail "man $program: $warnings"
    [[ -z "$warnings" ]] || fail "man $program warns: $warnings"
    grep -q "$program" page || fail "the manual page of $program is empty"
  fi
done
# Options as --help and the page write them; the page escapes hyphens.
for option in $(kili-sandbox --help | grep -oE '^  --[a-z-]+'); do
  zcat /usr/share/man/man1/kili-sandbox.1.gz | tr -d '\\' | grep -qF -- "fB${option}fR" ||
    fail "the manual page of kili-sandbox lacks $option"
done
for name in "${names[@]}"; do
  for file in copyright changelog.gz changelog.Debian.gz; do
    [[ -s "/usr/share/doc/$name/$file" ]] || fail "$name has no $file"
  done
done

cmake -S find_package -B consumer -DCMAKE_BUILD_TYPE=Debug -G Ninja >/dev/null
cmake --build consumer
[[ "$(consumer/consumer)" == "kili ${version%-*}" ]] || fail "the consumer prints '$(consumer/consumer)'"
consumer/sandbox_consumer || fail "sandbox_consumer exits with $?"
# shellcheck disable=SC2046  # flags are words
c++ -std=c++20 find_package/main.cpp -o by_pkg_config $(pkg-config --cflags --libs kili)
[[ "$(./by_pkg_config)" == "kili ${version%-*}" ]] || fail "the program made with pkg-config prints another version"

dpkg --purge "${names[@]}" >dpkg.log 2>&1 || { cat dpkg.log; fail "dpkg --purge"; }
files >after
diff before after || fail "the packages leave files behind, or took others with them"
