#!/usr/bin/env bash
# Runs the unit tests of one program in a German locale, which writes 1,5 and 1.000, and at UTC+14.
# Usage: tests/unit/comma_locale_test.sh PROGRAM [ARGUMENT...]
# Exit status 77: the locale cannot be made here (Debian: package locales).
set -euo pipefail

folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
if ! localedef -i de_DE -f UTF-8 "$folder/de_DE.UTF-8" 2>/dev/null; then
  echo "The locale de_DE.UTF-8 cannot be made; install what has /usr/share/i18n/locales/de_DE." >&2
  exit 77
fi
in_locale=(env LOCPATH="$folder" LC_ALL=de_DE.UTF-8 KILI_TEST_LOCALE=de_DE.UTF-8 TZ='<+14>-14')
if [[ "$("${in_locale[@]}" bash -c "printf '%.1f' 1,5")" != 1,5 ]]; then
  echo "The locale de_DE.UTF-8 was made, but its decimal comma is not used." >&2
  exit 1
fi
"${in_locale[@]}" "$@"
