#!/bin/sh
# Builds the packages in an older Debian below .build/bases, so that they run on systems as old as that one.
# usage: scripts/package-base.sh bullseye|bookworm      as root; the packages go to .build/packages-RELEASE
set -eu
cd "$(dirname "$0")/.."
. scripts/steps.sh
release=$1
root=$PWD/.build/bases/$release
inside() { chroot "$root" env DEBIAN_FRONTEND=noninteractive HOME=/root sh -ec "$1"; }

debian_below "$root" "$release"
cp /etc/resolv.conf "$root/etc/"
# The release itself has the Python of its date; later fixes are in its security updates.
printf 'deb %s-security %s-security main\n' "$mirror" "$release" >"$root/etc/apt/sources.list.d/security.list"
inside "apt-get update -qq && apt-get upgrade -y -qq && apt-get install -y -qq --no-install-recommends python3 python3-venv \
    make ca-certificates" >/dev/null
cp /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"

# Debian 11 has no Python 3.11: the one of Debian 12, with all of Debian's fixes, is built there from its source
# package. The list of fixes is kept beside it for scripts/interpreter.py.
if ! inside "command -v python3.11" >/dev/null; then
    say "building Python 3.11 in $release"
    printf 'deb-src %s bookworm main\ndeb-src %s bookworm-security main\n' "$mirror" "$mirror-security" \
        >"$root/etc/apt/sources.list.d/python.list"
    inside "apt-get update -qq && apt-get install -y -qq --no-install-recommends build-essential dpkg-dev libssl-dev \
        libffi-dev zlib1g-dev libbz2-dev liblzma-dev libsqlite3-dev libexpat1-dev
        cd /root && rm -rf python3.11-* && apt-get source -qq python3.11 && cd python3.11-*/
        ./configure -q --prefix=/usr/local --enable-shared --with-system-expat LDFLAGS=-Wl,-rpath,/usr/local/lib
        make -s -j$(nproc) && make -s install
        mkdir -p /usr/local/share/doc/python3.11
        gzip -c debian/changelog >/usr/local/share/doc/python3.11/changelog.Debian.gz" >"$root/root/python.log" 2>&1 ||
        { tail -20 "$root/root/python.log" >&2; exit 1; }
fi

say "building in $release"
mkdir -p "$root/src"
find "$root/src" -mindepth 1 -maxdepth 1 ! -name .build ! -name .venv -exec rm -rf {} +
git ls-files -z | tar --null -T - -cf - | tar -xf - -C "$root/src"
SOURCE_DATE_EPOCH="$(git log -1 --format=%ct)" inside "cd /src && scripts/setup.sh package && scripts/package.sh"
mkdir -p ".build/packages-$release"
cp "$root"/src/.build/packages/mishao*.deb "$root"/src/.build/packages/mishao*.rpm ".build/packages-$release/"
