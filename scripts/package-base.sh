#!/bin/sh
# Builds the packages in an older Debian below .build/bases, so that they run on systems as old as that one (ADR 51).
# usage: scripts/package-base.sh bullseye [ARCHITECTURE]     as root; the packages go to .build/packages. ARCHITECTURE is
# Debian's name of a CPU; for another one than this computer's, see scripts/package-foreign.sh
set -eu
cd "$(dirname "$0")/.."
. scripts/steps.sh
[ "$(id -u)" = 0 ] || { say "this needs root; BASE=here makes a package that runs on systems as new as this one"; exit 1; }
release=$1
architecture=${2:-$(dpkg --print-architecture)}
cpu=$(cpu_of "$architecture")
root=$PWD/.build/bases/$release-$architecture
python=python3.13 # of Debian 13: its source package has Debian's fixes and is built in the older one
libraries="libssl-dev libffi-dev zlib1g-dev libbz2-dev liblzma-dev libsqlite3-dev libexpat1-dev"
# A glibc older than 2.30 has no sem_clockwait.
options="-q --prefix=/usr/local --enable-shared --with-system-expat --with-ensurepip=no ac_cv_func_sem_clockwait=no"
# What packaging/older_glibc.py puts beside Qt on AArch64.
clockwait="-O2 -Wall -shared -fPIC -o usr/local/lib/libmishao-clockwait.so root/clockwait.c -ldl -lpthread"
inside() { for_cpu "$architecture" chroot "$root" env DEBIAN_FRONTEND=noninteractive HOME=/root sh -ec "$1"; }
version_of() { inside "dpkg-query -W -f '\${Version}' $1"; }

# usage: built NAME COMMANDS     runs commands in the base that build something there, after what that needs
built() {
    say "building $1 in $release"
    for source in trixie "$release"; do
        printf 'deb-src %s %s main\ndeb-src %s-security %s-security main\n' "$mirror" $source "$mirror" $source
    done >"$root/etc/apt/sources.list.d/sources.list"
    cp packaging/linux/older-glibc.h "$root/root/"
    inside "apt-get update -qq && apt-get install -y -qq --no-install-recommends build-essential dpkg-dev pkg-config
        rm -rf /root/source && mkdir /root/source && cd /root/source
        $2
        rm -rf /root/source" >"$root/root/$1.log" 2>&1 || { tail -20 "$root/root/$1.log" >&2; exit 1; }
}

base() {
    debian_below "$root" "$release" "$architecture"
    cp /etc/resolv.conf "$root/etc/"
    updated "$root" "$release" "$architecture"
    inside "apt-get install -y -qq --no-install-recommends ca-certificates" >/dev/null
    cp /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"

    # The list of Debian's fixes is kept for scripts/interpreter.py.
    [ -x "$root/usr/local/bin/$python" ] || built "$python" "
        apt-get install -y -qq --no-install-recommends $libraries
        apt-get source -qq $python && cd $python-*/
        ./configure $options CFLAGS='-include /root/older-glibc.h'
        make -s -j$(nproc) && make -s install && ldconfig
        mkdir -p /usr/local/share/doc/$python
        gzip -c debian/changelog >/usr/local/share/doc/$python/changelog.Debian.gz"

    [ "$cpu" != aarch64 ] || { cp packaging/linux/clockwait.c "$root/root/" && inside "cd / && gcc $clockwait"; }

    # The one library that Python needs whose package asks for a newer glibc than all others. Its version says that it is
    # ours: apt replaces a package of the same version that is not the archive's.
    case $(version_of libsqlite3-0) in
        *+mishao) ;;
        *) built sqlite "
            apt-get source -qq sqlite3=$(version_of libsqlite3-0)
            apt-get build-dep -y -qq --no-install-recommends ./sqlite3-*/ && cd sqlite3-*/
            sed -i '1s/)/+mishao)/' debian/changelog
            DEB_BUILD_OPTIONS=nocheck DEB_CFLAGS_APPEND='-include /root/older-glibc.h' dpkg-buildpackage -b -us -uc
            dpkg -i ../libsqlite3-0_*.deb ../libsqlite3-dev_*.deb" ;;
    esac
}

# The checkout in the base, without what other calls built there.
checkout() {
    say "building in $release"
    mkdir -p "$root/src"
    find "$root/src" -mindepth 1 -maxdepth 1 ! -name .build ! -name .venv -exec rm -rf {} +
    git ls-files -z | tar --null -T - -cf - | tar -xf - -C "$root/src"
}

floor=$(sed -n "s/^WHEELS = .*\"$cpu\": (\([0-9]*\), \([0-9]*\)).*/\1_\2/p" packaging/binaries.py)
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export SOURCE_DATE_EPOCH
if [ "$architecture" = "$(dpkg --print-architecture)" ]; then
    base
    checkout
    inside "cd /src && scripts/setup.sh package && scripts/package.sh $cpu-manylinux_$floor
        .build/package/bin/python packaging/binaries.py .build/packages/mishao --promised"
else
    . scripts/package-foreign.sh
    foreign_base
    checkout
    foreign_packages
fi
mkdir -p .build/packages
cp "$root"/src/.build/packages/*.deb "$root"/src/.build/packages/*.rpm .build/packages/
[ "$architecture" = "$(dpkg --print-architecture)" ] || exit 0
rm -rf .build/packages/mishao # what runs the program without installing it takes it from there
cp -a "$root/src/.build/packages/mishao" .build/packages/
