#!/usr/bin/env bash
# in_overlay.sh SOURCE_DIR DEBS: mounts an overlay over / and runs installed.sh in it; in a mount namespace of its own.
set -euo pipefail

memory="$(mktemp -d)"
# Only the folder is left when the namespace ends with its mounts.
trap 'umount -l "$memory" 2>/dev/null || true; rmdir "$memory"' EXIT
mount -t tmpfs none "$memory" || exit 77
mkdir "$memory/changes" "$memory/work" "$memory/root"
mount -t overlay -o "lowerdir=/,upperdir=$memory/changes,workdir=$memory/work" none "$memory/root" || exit 77
root="$memory/root"
# Some kernels and containers mount it and then refuse what dpkg does in it.
mv "$root/etc/debian_version" "$root/etc/debian_version.moved" || exit 77
mv "$root/etc/debian_version.moved" "$root/etc/debian_version" || exit 77
chroot "$root" true || exit 77
mount --bind /dev "$root/dev" || exit 77
mount --bind /proc "$root/proc" || exit 77
# Mounts below / are not part of the overlay.
mkdir -p "$root/tmp/kili_packages"
cp -r "$1/tests/packages" "$1/tests/consumers/find_package" "$root/tmp/kili_packages"
cp -r "$2" "$root/tmp/kili_packages/debs"
# Nothing else of the environment: a TMPDIR may not be there, LD_LIBRARY_PATH lead to other libraries.
chroot "$root" /usr/bin/env -i HOME=/root PATH="$PATH" \
  /tmp/kili_packages/packages/installed.sh
