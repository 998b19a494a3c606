#!/usr/bin/env bash
# Builds the project twice, in different folders, with different hash seeds, time zones, locales, umasks and file
# times, and compares every byte. Prints "identical: N files".
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/common.sh

# realpath: the build runs in another folder.
python=$PWD/.venv/bin/python
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
first="$work/a"
second="$work/zweiter Ort/größer"

locale=$(locale -a 2>/dev/null | grep -i -m1 -E '^(de|tr|en)_' || echo C.UTF-8)

# The copy's own code is used: `python -c` looks into the current folder before the installed project.
build() {
    local folder=$1
    shift
    (cd "$folder" && env "$@" "$python" -c 'from generator.cli import main; main(prog_name="gebietsatlas")' \
        --project "$folder" build >"$work/log" 2>&1) || {
        cat "$work/log" >&2
        fail "the build in '$folder' failed"
    }
}

scripts/copy_project.sh "$first"
scripts/copy_project.sh "$second"
find "$second" -exec touch -d '2001-02-03 04:05:06' {} +

build "$first" PYTHONHASHSEED=1 TZ=UTC LC_ALL=C
(umask 077 && build "$second" PYTHONHASHSEED=4711 TZ=Pacific/Kiritimati LC_ALL="$locale")

for tree in docs site; do
    [ -d "$first/build/$tree" ] || fail "no build/$tree was built"
    diff -r "$first/build/$tree" "$second/build/$tree" >"$work/differences" || {
        head -40 "$work/differences" >&2
        fail "two builds of the same data differ in build/$tree"
    }
done
echo "identical: $(find "$first/build/docs" "$first/build/site" -type f | wc -l) files"
