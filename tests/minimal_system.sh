#!/usr/bin/env bash
# Makes a Debian system that holds nothing but what every Debian does, and runs both commands of the README in it, on
# what is committed. As root; needs Debian's packages from its mirror. Not a part of CI.
# Usage: tests/minimal_system.sh bookworm|trixie [COMMAND]
#   COMMAND  instead of both: a command of the shell, run in the root of the repository
# KILI_MINIMAL_SYSTEM names the folder of the system; it is then kept and used again. KILI_DEBIAN_MIRROR: the mirror.
set -euo pipefail

suite="${1:?give the name of a Debian release: bookworm or trixie}"
commands="${2:-./examples/quickstart.sh && ./tests/run.sh}"
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"

if ((EUID != 0)); then
  echo "minimal_system.sh: changing the root needs root; use sudo" >&2
  exit 2
fi
"$root/cmake/install_packages.sh" systems

if [[ -n "${KILI_MINIMAL_SYSTEM:-}" ]]; then
  system="$KILI_MINIMAL_SYSTEM"
else
  system="$(mktemp -d)"
  trap 'rm -rf --one-file-system "$system"' EXIT
fi
if [[ ! -x "$system/usr/bin/apt-get" ]]; then
  mmdebstrap --variant=minbase --quiet "$suite" "$system" ${KILI_DEBIAN_MIRROR:+"$KILI_DEBIAN_MIRROR"}
fi
rm -rf "$system/kili"
git clone --quiet "$root" "$system/kili"
cp /etc/resolv.conf "$system/etc/resolv.conf"

# The mounts end with their namespace.
export KILI_SYSTEM="$system" KILI_COMMANDS="$commands"
unshare --mount --propagation private bash -c '
  mount --bind "$KILI_SYSTEM" "$KILI_SYSTEM" && mount --bind /proc "$KILI_SYSTEM/proc" && mount --rbind /dev "$KILI_SYSTEM/dev" &&
    exec env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin TERM=dumb chroot "$KILI_SYSTEM" \
      bash -c "set -e; cat /etc/debian_version; cd /kili; $KILI_COMMANDS"'
