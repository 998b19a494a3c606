#!/usr/bin/env bash
# Locks requirements again, with hashes, for all platforms. Versions stay as they are unless pyproject.toml asks for
# more; `make lock UPGRADE=1` takes the newest that it allows.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/common.sh

tools=$(mktemp -d)
trap 'rm -rf "$tools"' EXIT
"${PYTHON:-python3}" -m venv "$tools"
"$tools/bin/python" -m pip install --quiet --quiet --disable-pip-version-check --no-input uv || fail "uv could not be installed"

lock() {
    "$tools/bin/uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
        --no-header --no-annotate ${UPGRADE:+--upgrade} --extra build "$@" pyproject.toml
}
lock --output-file requirements.lock
lock --extra dev --constraint requirements.lock --output-file requirements-dev.lock
