#!/usr/bin/env bash
# Copies the project as it stands (everything git would see, nothing it ignores) into a new folder.
set -euo pipefail
cd "$(dirname "$0")/.."
target=${1:?folder}
mkdir -p "$target"
# A clone may belong to somebody else than who runs the build.
git -c safe.directory="$PWD" ls-files --cached --others --exclude-standard -z |
    while IFS= read -r -d '' file; do [ ! -e "$file" ] || printf '%s\0' "$file"; done |
    tar --create --null --files-from=- | tar --extract --directory="$target"
