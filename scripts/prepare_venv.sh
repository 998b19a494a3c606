#!/usr/bin/env bash
# Makes .venv from the hash-locked requirements: `site` (what a build needs) or `dev` (also what the tests need).
# Does nothing when the locks have not changed since; a .venv for `dev` serves `site` too.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/common.sh

kind=${1:?site or dev}
venv=.venv

is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
    local name
    for name in "${PYTHON:-python3}" python3.13 python3.12 python3.11; do
        if is_new_enough "$name"; then
            command -v "$name"
            return
        fi
    done
    fail "Python 3.11 or newer is needed; install it, or name it: make PYTHON=/path/to/python3"
}

make_venv() {
    local python version
    python=$(find_python)
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    # Debian ships venv without what it needs; the import tells before half a folder is made.
    if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
        say "installing python$version-venv …"
        apt_install "python$version-venv" || apt_install python3-venv || true
        "$python" -c 'import venv, ensurepip' 2>/dev/null ||
            fail "python$version cannot make a virtual environment; run: sudo apt-get install python$version-venv"
    fi
    "$python" -m venv --clear "$venv"
}

# The folder is part of the mark: a .venv that was moved or copied does not work.
mark() {
    case $1 in
        site) set -- requirements.lock ;;
        dev) set -- requirements.lock requirements-dev.lock ;;
    esac
    { pwd && cat "$@" pyproject.toml; } | sha256sum
}

is_ready() { [ "$(cat "$venv/.prepared-$1" 2>/dev/null)" = "$(mark "$1")" ]; }

install_locked() {
    "$venv/bin/python" -m pip install --quiet --quiet --disable-pip-version-check --no-input "$@"
}

if is_ready dev || is_ready "$kind"; then exit 0; fi
# Commands in a .venv name its folder in their first line: after a move, or without its Python, it has to be made anew.
if ! "$venv/bin/python" -c 'import pip' 2>/dev/null || ! head -n 1 "$venv/bin/pip" | grep -qF "$PWD/$venv/"; then
    say "making $venv …"
    make_venv
fi
[ "$kind" = dev ] && lock=requirements-dev.lock || lock=requirements.lock
say "installing $lock …"
# Wheels only: a source package would fetch its own build tools, and those carry no hash.
install_locked --require-hashes --no-deps --only-binary :all: -r requirements.lock
[ "$kind" = site ] || install_locked --require-hashes --no-deps --only-binary :all: -r requirements-dev.lock
install_locked --no-index --no-deps --no-build-isolation -e .
mark "$kind" >"$venv/.prepared-$kind"
