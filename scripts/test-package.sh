#!/bin/sh
# Installs the .deb of .build/packages in a fresh Debian below .build/root, as an IT office would, and uses it there.
# usage: scripts/test-package.sh      as root; takes three minutes the first time
set -eu
cd "$(dirname "$0")/.."
root=$PWD/.build/root
package=$(ls -t .build/packages/mishao_*.deb | head -1)
sources=/etc/apt/sources.list.d/debian.sources

say() { printf 'test-package: %s\n' "$*" >&2; }
inside() { chroot "$root" sh -c "$1"; }
as_clerk() { chroot "$root" su clerk -c "cd && $1"; }
fail() { say "FAILED: $*"; exit 1; }

command -v debootstrap >/dev/null || apt-get install -y -qq debootstrap >&2
if [ ! -x "$root/usr/bin/apt-get" ]; then
    say "a fresh Debian below $root"
    debootstrap --variant=minbase "$(. /etc/os-release; echo "$VERSION_CODENAME")" "$root" \
        "$(sed -n 's/^URIs: //p' "$sources" | head -1)" >/dev/null
    cp "$sources" "$root/etc/apt/sources.list.d/"
    : >"$root/etc/apt/sources.list"
fi
for folder in proc dev sys; do
    mountpoint -q "$root/$folder" || mount --bind "/$folder" "$root/$folder"
done
trap 'for folder in proc dev sys; do umount "$root/$folder"; done' EXIT

say "installing $package"
cp "$package" "$root/tmp/mishao.deb"
inside "apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends --reinstall \
    --allow-downgrades /tmp/mishao.deb xvfb xclip openbox mousepad fonts-noto-cjk dbus xauth fontconfig" >/dev/null
inside "id clerk >/dev/null 2>&1 || useradd -m clerk"

say "doctor and the whole story, as an ordinary user"
as_clerk "mishao doctor | grep '^● 读取沙箱'" || fail "nothing confines the reader"
as_clerk "mishao demo" || fail "the story"

say "an upgrade under a running tray"
as_clerk "xvfb-run -a /usr/lib/mishao/start" >/dev/null 2>&1 &
started=$!
waited() {
    for _ in $(seq 60); do
        as_clerk "mishao status" >/dev/null 2>&1 && return 0
        sleep 1
    done
    return 1
}
guard() { as_clerk "pgrep -f -- '/usr/lib/mishao/mishao --guard'" | head -1; }
waited || fail "the tray did not start"
before=$(guard)
[ -n "$before" ] || fail "no guard runs"
rm -rf "$root/tmp/newer" && dpkg-deb -R "$package" "$root/tmp/newer"
sed -i 's/^Version: .*/&+1/' "$root/tmp/newer/DEBIAN/control"
dpkg-deb --root-owner-group -Znone --build "$root/tmp/newer" "$root/tmp/newer.deb" >/dev/null
inside "dpkg -i /tmp/newer.deb" >/dev/null
waited || fail "no guard after the upgrade"
[ "$(guard)" != "$before" ] || fail "the old guard still runs"
as_clerk "test -s .local/share/mishao/keys/vault.key" || fail "the key of the vault is gone"

say "removal"
kill "$started" 2>/dev/null || true
inside "dpkg --purge mishao" >/dev/null
inside "pkill -u clerk" || true
inside "test ! -e /usr/lib/mishao && test ! -e /usr/bin/mishao && test ! -e /etc/xdg/autostart/mishao.desktop" ||
    fail "something was left behind"
as_clerk "test -s .local/share/mishao/keys/vault.key" || fail "removal took what is the user's"
rm -rf "$root/tmp/newer" "$root"/tmp/*.deb
say "all held"
