#!/usr/bin/env bash
# Prints the path of a LibreOffice that really starts; installs Debian's Calc where there is none and where it may.
# Only `make test-office` needs it: it is large, and no other test waits for it.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/common.sh

find_soffice() {
    local name
    for name in "${SOFFICE:-}" soffice libreoffice; do
        [ -n "$name" ] && command -v "$name" >/dev/null || continue
        if timeout 60 "$name" --version 2>/dev/null </dev/null | grep -q LibreOffice; then
            command -v "$name"
            return
        fi
    done
    return 1
}

find_soffice && exit
say "installing LibreOffice Calc for the office tests …"
apt_install libreoffice-calc && find_soffice && exit
fail "no LibreOffice that starts; as root: apt-get install --no-install-recommends libreoffice-calc, or name one: SOFFICE=/path/to/soffice"
