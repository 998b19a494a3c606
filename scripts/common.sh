# What the other scripts share; read with `.`, never run.

say() { printf '%s\n' "$*" >&2; }

fail() {
    say "gebietsatlas: $*"
    exit 1
}

# apt-get as root, directly or by a sudo that asks no password; fails where neither is possible.
apt_install() {
    local apt=(env DEBIAN_FRONTEND=noninteractive apt-get)
    command -v apt-get >/dev/null || return 1
    if [ "$(id -u)" != 0 ]; then
        sudo -n true 2>/dev/null || return 1
        apt=(sudo -n "${apt[@]}")
    fi
    "${apt[@]}" update -qq </dev/null >/dev/null 2>&1 || true # an old package list may still do
    "${apt[@]}" install -y -qq --no-install-recommends "$@" </dev/null >/dev/null 2>&1
}
