#!/bin/sh
# Makes a machine with Swift and Debian's package manager ready to build Weft: installs the system packages that are
# missing, and says which. Changes nothing when nothing is missing.
#
#   deploy/bootstrap.sh            check, install what is missing
#   deploy/bootstrap.sh --check    check only; exit status 1 when something is missing
#   deploy/bootstrap.sh --developer  also what writes the generated code (Protos/generate)
#   deploy/bootstrap.sh --kdc      also MIT's KDC, for a secure MiniCluster
#   deploy/bootstrap.sh --swift    print the path of the swift command
set -eu

minimum_major=6
minimum_minor=2

say() { printf 'bootstrap: %s\n' "$*" >&2; }
fail() {
    say "$*"
    exit 1
}

# The swift command: on the PATH, or where it is usually unpacked (sudo resets the PATH).
find_swift() {
    if command -v swift 2>/dev/null; then return; fi
    home=${HOME:-}
    sudo_home=$(getent passwd "${SUDO_USER:-root}" 2>/dev/null | cut -d: -f6)
    for folder in "$home/.local/share/swiftly/bin" "${sudo_home:-$home}/.local/share/swiftly/bin" \
        /opt/*/usr/bin /usr/local/*/usr/bin /usr/share/swift*/usr/bin; do
        if [ -x "$folder/swift" ]; then
            printf '%s\n' "$folder/swift"
            return
        fi
    done
    return 1
}

swift_advice="install Swift $minimum_major.$minimum_minor or later from https://www.swift.org/install/linux/ and put its usr/bin on the PATH"

if [ "${1:-}" = --swift ]; then
    # Without a toolchain the plain name is printed, so that what runs it can say what is missing.
    find_swift || echo swift
    exit 0
fi

# 1. The system packages.
missing=""
# need <package> <test...>: the package is needed unless the test succeeds.
need() {
    package=$1
    shift
    if ! "$@" >/dev/null 2>&1; then missing="$missing $package"; fi
}
any_file() { [ -e "$1" ]; }

need git command -v git
need ca-certificates test -s /etc/ssl/certs/ca-certificates.crt
# The Swift linker takes the C run time, libgcc and libstdc++ of a C++ compiler.
need g++ any_file /usr/lib/gcc/*/*/libstdc++.so
need libc6-dev test -e /usr/include/stdio.h
need zlib1g-dev test -e /usr/include/zlib.h
need liblz4-dev test -e /usr/include/lz4.h
need libkrb5-dev test -e /usr/include/gssapi/gssapi_krb5.h
need libprotobuf-c-dev test -e /usr/include/protobuf-c/protobuf-c.h
need pkg-config command -v pkg-config
if [ "${1:-}" = --developer ]; then need protobuf-c-compiler command -v protoc-c; fi
if [ "${1:-}" = --kdc ]; then
    # What a secure MiniCluster has its realm from.
    PATH=$PATH:/usr/sbin:/sbin
    need krb5-kdc command -v krb5kdc
    need krb5-admin-server command -v kadmin.local
    need krb5-user command -v kinit
fi
# The PipeScript example pipes through a Python script.
need python3 command -v python3
# What the toolchain itself is linked to.
library() { ldconfig -p | grep -q "$1"; }
PATH=$PATH:/usr/sbin:/sbin
need libcurl4 library 'libcurl\.so\.4'
need libxml2 library 'libxml2\.so\.2'
need libsqlite3-0 library 'libsqlite3\.so\.0'
need libncurses6 library 'libncurses\.so\.6'

if [ -n "$missing" ]; then
    if [ "${1:-}" = --check ]; then fail "missing packages:$missing"; fi
    command -v apt-get >/dev/null 2>&1 ||
        fail "missing packages:$missing; this machine has no apt-get, install what matches these Debian packages"
    as_root=""
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null 2>&1 ||
            fail "missing packages:$missing; run as root: apt-get install --no-install-recommends$missing"
        as_root="sudo"
    fi
    say "installing$missing"
    # An update that fails for one source may still leave the lists that are needed.
    $as_root apt-get update -q >&2 || say "apt-get update failed; trying with the package lists that are there"
    # shellcheck disable=SC2086 # a list of words
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $missing >&2 ||
        fail "apt-get could not install$missing; see its message above"
fi

# 2. The Swift toolchain.
swift=$(find_swift) || fail "there is no swift command: $swift_advice"
version=$("$swift" --version 2>&1) || fail "$swift does not start: $version"
number=$(printf '%s\n' "$version" | sed -n 's/.*Swift version \([0-9][0-9.]*\).*/\1/p' | head -n 1)
[ -n "$number" ] || fail "$swift does not tell its version: $version"
major=${number%%.*}
minor=${number#*.}
minor=${minor%%.*}
[ "$major" -gt "$minimum_major" ] || { [ "$major" -eq "$minimum_major" ] && [ "$minor" -ge "$minimum_minor" ]; } ||
    fail "$swift is version $number: $swift_advice"
"$swift" build --version >/dev/null 2>&1 || fail "$swift build does not start: $("$swift" build --version 2>&1 | tail -n 3)"
