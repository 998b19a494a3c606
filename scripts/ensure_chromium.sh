#!/usr/bin/env bash
# Prints the path of a Chromium that really starts; installs Debian's where there is none and where it may.
# Playwright drives it with a program of its own that needs libatomic1, which a small Debian lacks.
# Ubuntu's packages are stubs that only ask for snap, so `--version` decides, not the file.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/common.sh

find_chromium() {
    local name
    for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
        [ -n "$name" ] && command -v "$name" >/dev/null || continue
        if timeout 60 "$name" --version 2>/dev/null </dev/null | grep -q Chrom; then
            command -v "$name"
            return
        fi
    done
    return 1
}

can_drive() { .venv/bin/python -m playwright --version >/dev/null 2>&1 </dev/null; }

is_snap_stub() { apt-cache policy chromium 2>/dev/null | grep -q 'Candidate:.*snap'; }

if ! can_drive; then
    say "installing libatomic1 for the browser tests …"
    apt_install libatomic1 || true
fi
if can_drive; then
    find_chromium && exit
    if ! is_snap_stub; then
        say "installing Chromium for the browser tests …"
        apt_install chromium && find_chromium && exit
    fi
fi
say "************************************************************************"
say "* No Chromium that starts, and none can be installed from here:        *"
say "* THE BROWSER TESTS ARE SKIPPED.                                       *"
say "* As root: apt-get install chromium libatomic1                         *"
say "* or name one: CHROMIUM=/path/to/chromium make test                    *"
say "************************************************************************"
[ "${CI:-}" != true ] || fail "under CI=true the browser tests must run"
