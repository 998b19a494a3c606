#!/usr/bin/env bash
# Prints the path of the Nu HTML checker, which the W3C runs too; fetches this version by npm where it is not there yet.
# It needs Java; both are installed where they may be. VNU_JAR=/path/to/vnu.jar names another one.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/common.sh

version=26.9.27
checksum=22f15dd39a33bed929d2a5c0cddf5946849a647eca9272bf4d5d00bc7e7a4d47
jar=.cache/vnu/vnu-$version.jar

has_java() { command -v java >/dev/null && java -version >/dev/null 2>&1 </dev/null; }

is_genuine() { [ -f "$jar" ] && printf '%s  %s\n' "$checksum" "$jar" | sha256sum --check --status; }

fetch() {
    command -v npm >/dev/null || apt_install npm || return 1
    local folder
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' RETURN
    npm pack --silent --pack-destination "$folder" "vnu-jar@$version" >/dev/null 2>&1 </dev/null || return 1
    tar --extract --gzip --file "$folder"/vnu-jar-*.tgz --directory "$folder" package/build/dist/vnu.jar || return 1
    mkdir -p "$(dirname "$jar")"
    mv "$folder/package/build/dist/vnu.jar" "$jar"
    is_genuine || fail "the Nu HTML checker that npm brought is not the one this project knows"
}

if ! has_java; then
    say "installing Java for the Nu HTML checker …"
    apt_install default-jre-headless || true
fi
if has_java; then
    if [ -n "${VNU_JAR:-}" ] && [ -f "$VNU_JAR" ]; then
        printf '%s\n' "$VNU_JAR"
        exit
    fi
    if ! is_genuine; then
        say "fetching the Nu HTML checker $version …"
        fetch || true
    fi
    if is_genuine; then
        printf '%s\n' "$jar"
        exit
    fi
fi
say "************************************************************************"
say "* The Nu HTML checker needs Java and npm (or VNU_JAR=/path/to/vnu.jar) *"
say "* and they cannot be installed from here:                              *"
say "* THE TEST OF VALID HTML IS SKIPPED.                                   *"
say "* As root: apt-get install default-jre-headless npm                    *"
say "************************************************************************"
[ "${CI:-}" != true ] || fail "under CI=true the HTML of all pages must be checked"
