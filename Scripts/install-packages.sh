#!/usr/bin/env bash
# Installs the missing Debian packages that the build and the tests need, and names them.
set -euo pipefail

packages=(libncurses-dev libsimdjson-dev libxxhash-dev libzstd-dev zlib1g-dev openssl python3 pkg-config)
[ -z "${KAFKA:-}" ] || packages+=(librdkafka-dev)
[ -z "${BENCH:-}" ] || packages+=(python3-matplotlib)

if ! command -v swift >/dev/null; then
    echo "ccs-top is built with Swift 6.2 or later, and there is no 'swift' here." >&2
    echo "Get a toolchain from https://www.swift.org/install/ and put it on your PATH." >&2
    exit 1
fi

if ! command -v dpkg-query >/dev/null; then
    echo "This is no Debian or Ubuntu: install the equivalents of ${packages[*]} yourself." >&2
    exit 0
fi

missing=()
for package in "${packages[@]}"; do
    status=$(dpkg-query -W -f '${Status}' "$package" 2>/dev/null || true)
    [ "$status" = "install ok installed" ] || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

run=()
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
        echo "These packages are missing, and only root may install them:" >&2
        echo "    apt-get install ${missing[*]}" >&2
        exit 1
    fi
    run=(sudo)
fi

echo "Installing ${missing[*]} …"
"${run[@]}" apt-get update -q >/dev/null
if ! "${run[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q "${missing[@]}" >/dev/null; then
    echo "That did not work. Install them by hand, then try again:" >&2
    echo "    apt-get install ${missing[*]}" >&2
    exit 1
fi
