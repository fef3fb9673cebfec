#!/bin/sh
# Installs the packages of .build/packages in a fresh Debian below .build/roots, as an IT office would, and uses them
# there: .deb and .rpm asked and used, upgraded, rolled back, upgraded again, removed; the .deb for the store of UOS used.
# usage: scripts/test-package.sh RELEASE|here [ARCHITECTURE]     as root; takes three minutes the first time. For another
# CPU than this computer's QEMU runs all that is in there: what it cannot do is left out, and each is named
set -eu
cd "$(dirname "$0")/.."
. scripts/steps.sh
release=$1
[ "$release" != here ] || release=$(. /etc/os-release; echo "$VERSION_CODENAME")
own=$(dpkg --print-architecture)
architecture=${2:-$own}
cpu=$(cpu_of "$architecture")
root=$PWD/.build/roots/$release-$architecture
package=$(ls -t "$PWD"/.build/packages/mishao_*_"$architecture".deb | head -1)
rpm_package=$(ls -t "$PWD"/.build/packages/mishao-*."$cpu".rpm | head -1)
store_package=$(ls -t "$PWD"/.build/packages/*.*.*_*_"$architecture".deb | head -1)
kept=/etc/mishao/retention.toml
command -v rpm >/dev/null || apt-get install -y -qq --no-install-recommends rpm >/dev/null
program=/usr/lib/mishao/mishao

inside() { for_cpu "$architecture" chroot "$root" sh -c "$1"; }
as_clerk() { for_cpu "$architecture" chroot "$root" su clerk -c "cd && $1"; }
fail() { say "FAILED: $*"; exit 1; }
redhat() { rpm --root "$root" --define "_dbpath /var/lib/rpm" "$@"; }
emulated() { [ "$architecture" != "$own" ]; }
# This computer's rpm puts packages for another CPU in place.
anyway=$(emulated && echo --ignorearch || true)
# usage: confined PROGRAM
confined() {
    as_clerk "$1 doctor" >"$root/tmp/said" || true
    if emulated; then
        grep '^▲ 读取沙箱' "$root/tmp/said" || fail "doctor does not say that QEMU has no sandbox"
    else
        grep '^● 读取沙箱' "$root/tmp/said" || fail "nothing confines the reader of $1"
    fi
}
# Whether doctor finds nothing wrong, but for what QEMU has not.
sound() {
    as_clerk "xvfb-run -a mishao doctor" >"$root/tmp/said" && return 0
    emulated && [ "$(grep -c '^▲' "$root/tmp/said")" = 1 ] && grep -q '^▲ 读取沙箱' "$root/tmp/said"
}
waited() {
    for _ in $(seq 60); do
        as_clerk "$program status" >/dev/null 2>&1 && return 0
        sleep 1
    done
    return 1
}
guard() { as_clerk "pgrep -f -- '$program --guard'" | head -1; }
# The whole story on a private display. What QEMU can do of it: a text and a picture are judged, the story's windows are
# drawn; the reader reads there without a sandbox, which only a policy allows.
story() {
    if ! emulated; then
        as_clerk "mishao demo" || fail "the story"
        return
    fi
    install -m 644 tests/packaging/marked.png "$root/tmp/"
    as_clerk "mishao check /tmp/marked.png" >"$root/tmp/said" && fail "check lets a picture pass"
    grep -q '沙箱' "$root/tmp/said" || fail "a picture is not unreadable without a sandbox"
    sed -i 's/^没有沙箱也读取: false/没有沙箱也读取: true/' "$root/usr/lib/mishao/_internal/rules/packs/policy.yaml"
    as_clerk "mishao check /tmp/marked.png" >"$root/tmp/said" && fail "check lets a marked picture pass"
    grep 'BC-01' "$root/tmp/said" || fail "check does not read a picture"
    as_clerk "mishao demo --out demo" || fail "the story"
}
# Another version (put NAME) under the running tray: a new guard must run afterwards.
change_to() {
    before=$(guard)
    [ -n "$before" ] || fail "no guard runs"
    put "$1" >/dev/null 2>&1 || fail "$1 cannot be installed over the other"
    for _ in $(seq 60); do
        [ "$(guard)" = "$before" ] || break
        sleep 1
    done
    waited || fail "no guard with $1"
    [ "$(guard)" != "$before" ] || fail "the guard of before still runs"
    as_clerk "test -s .local/share/mishao/keys/vault.key" || fail "the key of the vault is gone"
    as_clerk "grep -qx 'chat = \[\"unit-chat\"\]' .config/mishao/mishao.toml" || fail "the settings are gone"
    inside "grep -qx 'days = 45  # 本单位' $kept" || fail "the administrator's days are gone"
}
# Copies a draft that is held, and waits until it is in the vault.
hold() {
    as_clerk ". ./desktop && printf '《某某市$1方案》（讨论稿）\n请各单位研究\n（演示样例，非国家秘密）' | xclip -selection clipboard"
    for _ in $(seq 60); do
        item=$(as_clerk "$program vault list" | grep 留存中 | head -1 | cut -d' ' -f1)
        [ -n "$item" ] && return 0
        sleep 1
    done
    fail "nothing was held"
}
take_back() {
    as_clerk "rm -f back-$item && $program vault release $item --reason 赵敏 --to back-$item && grep -q '某某市$1方案' back-$item" ||
        fail "$1 cannot be had back"
}
started() {
    as_clerk "xvfb-run -a sh -c 'export -p | grep -E \" (DISPLAY|XAUTHORITY)=\" >desktop; exec ${program%/*}/start'" \
        >/dev/null 2>&1 &
    waited || fail "the tray did not start"
}
up_back_and_up_again() {
    if emulated; then
        emulated_up_and_back
        return
    fi
    say "an upgrade under a running tray"
    started
    as_clerk "mkdir -p .config/mishao && printf '[destinations]\nchat = [\"unit-chat\"]\n' >.config/mishao/mishao.toml"
    inside "sed -i 's/^days.*/days = 45  # 本单位/' $kept"
    change_to newer
    hold 城市更新
    say "back to the version of before, and up again"
    change_to mishao
    take_back 城市更新
    hold 老旧小区
    change_to newer
    take_back 老旧小区
}
# An upgrade and a removal find what runs by its program, which is QEMU there: what runs is ended before.
emulated_up_and_back() {
    say "holding and giving back; left out: an upgrade and a removal under a running tray"
    started
    hold 城市更新
    take_back 城市更新
    ended
    inside "sed -i 's/^days.*/days = 45  # 本单位/' $kept"
    for other in newer mishao newer; do
        put $other >/dev/null 2>&1 || fail "$other cannot be installed over the other"
        as_clerk "test -s .local/share/mishao/keys/vault.key" || fail "the key of the vault is gone"
        inside "grep -qx 'days = 45  # 本单位' $kept" || fail "the administrator's days are gone"
    done
    started
    take_back 城市更新
    ended
}
# Without scripts that end what runs, the end of the session does.
ended() {
    inside "pkill -u clerk"
    for _ in $(seq 20); do
        inside "pgrep -u clerk" >/dev/null || break
        sleep 1
    done
    inside "! pgrep -u clerk" || fail "what runs does not end with its session"
}

debian_below "$root" "$release" "$architecture"
rm -rf "$root/tmp/packages" "$root/tmp/repository" "$root/etc/apt/sources.list.d/mishao.list"
updated "$root" "$release" "$architecture"

# Puts .deb packages (published FILE…) into a repository that the apt of this Debian reads.
published() {
    mkdir -p "$root/tmp/packages"
    for file in "$@"; do
        cp "$file" "$root/tmp/packages/mishao_$(dpkg-deb -f "$file" Version)_$architecture.deb"
    done
    KEY= scripts/repository.sh "$root/tmp/packages" "$root/tmp/repository" >/dev/null
    inside "apt-get update -qq"
}
echo "deb [signed-by=/tmp/repository/mishao.gpg] file:/tmp/repository stable main" >"$root/etc/apt/sources.list.d/mishao.list"
published "$package"

say "installing $package, 60 days and the names for reports chosen beforehand"
# Debian 11's mousepad opens no window without dbus-launch.
inside "apt-get install -y -qq --no-install-recommends debconf xvfb xclip openbox mousepad \
    fonts-noto-cjk dbus dbus-x11 procps xauth fontconfig" >/dev/null
inside "dpkg --purge mishao" >/dev/null 2>&1
inside "printf 'mishao mishao/%s\n' 'retention-days string 60' 'unit string 信息中心' 'device string PC-007' |
    debconf-set-selections"
inside "DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends mishao" >"$root/tmp/said" 2>&1
grep -q "非涉密" "$root/tmp/said" || fail "the installation does not say what it is for"
inside "grep -qx 'days = 60' $kept && test \"\$(stat -c '%U %a' $kept)\" = 'root 644'" || fail "the days chosen"
inside "grep -qx 'unit = \"信息中心\"' /etc/mishao/report.toml && grep -qx 'device = \"PC-007\"' /etc/mishao/report.toml &&
    grep -q report.toml /var/log/mishao-provision.log" || fail "what was answered beforehand"
inside "id clerk >/dev/null 2>&1 || useradd -m clerk"
inside "pkill -u clerk; rm -rf /home/clerk/.local /home/clerk/.config /home/clerk/back-*" || true

say "doctor and the whole story, as an ordinary user"
confined mishao
as_clerk "mishao --version" | grep -qx "mishao $(dpkg-deb -f "$package" Version)" || fail "the version"
as_clerk "LC_ALL=en_US.UTF-8 mishao --help | grep -q 'not classified'" || fail "the help in English"
inside "bash -c '. /usr/share/bash-completion/completions/mishao && complete -p mishao'" >/dev/null || fail "the completion"
as_clerk "LC_ALL=C mishao --help | grep -q '非涉密'" || fail "the command line does not say what it is for"
story
inside "grep -q 'pkg:deb/debian/libx11-6@' /usr/share/doc/mishao/licences/mishao.cdx.json" ||
    fail "the bill of materials has not what comes from Debian"

say "a retention file with a mistake in it"
sound || { grep '^▲' "$root/tmp/said"; fail "doctor on a sound computer"; }
inside "cp -a $kept /tmp/retention.toml && echo 'days = 6O' >$kept"
as_clerk "xvfb-run -a mishao doctor" >"$root/tmp/said" && fail "doctor calls it sound"
grep -q "^▲ 留存天数：$kept:1：不是正确的 TOML" "$root/tmp/said" || fail "doctor does not name it"
inside "mv /tmp/retention.toml $kept"

rm -rf "$root/tmp/newer" && dpkg-deb -R "$package" "$root/tmp/newer"
sed -i 's/^Version: .*/&+1/' "$root/tmp/newer/DEBIAN/control"
dpkg-deb --root-owner-group -Znone --build "$root/tmp/newer" "$root/tmp/newer.deb" >/dev/null
published "$root/tmp/newer.deb"
version=$(dpkg-deb -f "$package" Version)
put() {
    [ "$1" = mishao ] && wanted=$version || wanted=$version+1
    inside "DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends --allow-downgrades mishao=$wanted"
}
up_back_and_up_again

say "removal"
inside "dpkg --remove mishao" >/dev/null
inside "began=\$(sed -n 's/^TryExec=//p' /etc/xdg/autostart/mishao.desktop) && test -n \"\$began\" && test ! -e \"\$began\"" ||
    fail "what a removal leaves would have a desktop start what is gone"
inside "dpkg --purge mishao" >/dev/null
gone() {
    for _ in $(seq 20); do
        as_clerk "pgrep -f '/usr/lib/[m]ishao/'" >/dev/null || break
        sleep 1
    done
    as_clerk "! pgrep -f '/usr/lib/[m]ishao/'" || fail "it still runs"
    inside "test ! -e /usr/lib/mishao && test ! -e /usr/bin/mishao && test ! -e /etc/xdg/autostart/mishao.desktop &&
        test ! -e /etc/apparmor.d/mishao && test ! -e /etc/mishao && test ! -e /usr/share/doc/mishao &&
        test ! -e /run/mishao.removal && test ! -e /var/log/mishao-provision.log" || fail "something was left behind"
}
gone
as_clerk "test -s .local/share/mishao/keys/vault.key" || fail "removal took what is the user's"
rm -rf "$root"/tmp/*.deb "$root/tmp/packages" "$root/tmp/repository" "$root/etc/apt/sources.list.d/mishao.list"

say "installing $rpm_package"
dpkg-deb --fsys-tarfile "$package" | tar -t | sed 's/^\.//' | grep -v '/$' |
    sed 's|/zsh/vendor-completions/|/zsh/site-functions/|; p; s|^/usr/lib/mozilla/|/usr/lib64/mozilla/|' |
    sort -u >"$root/tmp/of-deb"
rpm -qp --qf '[%{FILEMODES:perms} %{FILENAMES}\n]' "$rpm_package" | sed -n 's/^[^d][^ ]* //p' | sort |
    diff "$root/tmp/of-deb" - || fail "the .rpm has other files than the .deb"
# This Debian has the libraries, but not in the database of rpm.
redhat -i --nodeps $anyway "$rpm_package" >"$root/tmp/said" 2>&1 || { cat "$root/tmp/said"; fail "rpm -i"; }
grep -q "非涉密" "$root/tmp/said" || fail "the installation of the .rpm does not say what it is for"
inside "grep -qx 'days = 30' $kept" || fail "the .rpm has not laid the days"
redhat -V --nodeps mishao || fail "the files are not those of the .rpm"
as_clerk "printf '《某某市方案》（讨论稿）' | mishao check -" >/dev/null && fail "check lets a draft pass"
confined mishao
rm -rf "$root/tmp/newer/DEBIAN"
glibc=$(rpm -qp --requires "$rpm_package" | sed -n 's/^glibc >= //p')
rpm_of "$root/tmp/newer" "$(rpm -qp --qf '%{VERSION}' "$rpm_package")+1" "$glibc" "$root/tmp" w0.gzdio "$cpu"
mv "$root"/tmp/mishao-*.rpm "$root/tmp/newer.rpm"
cp "$rpm_package" "$root/tmp/mishao.rpm"
put() { redhat -U --nodeps --oldpackage $anyway "$root/tmp/$1.rpm"; }
up_back_and_up_again
say "a removal of the .rpm with a password set"
inside "printf '演示用的卸载口令\n' | /usr/lib/mishao/removal-password set" || fail "the password of the .rpm"
# Without a terminal nobody can be asked.
setsid --wait rpm --root "$root" --define "_dbpath /var/lib/rpm" -e mishao && fail "rpm -e asks for no password"
emulated || waited || fail "a refused removal has stopped the guard"
inside "printf '演示用的卸载口令\n' | /usr/lib/mishao/removal-password allow" || fail "the right password"
redhat -e mishao || fail "rpm -e"
inside "grep -qx 'days = 45  # 本单位' $kept && rm -r /etc/mishao" || fail "the .rpm took the administrator's days"
gone
rm -rf "$root/tmp/newer" "$root"/tmp/*.rpm

say "installing $store_package"
appid=$(dpkg-deb -f "$store_package" Package)
cp "$store_package" "$root/tmp/store.deb"
dpkg-deb --ctrl-tarfile "$store_package" | tar -t | grep -vxE '\./|\./control|\./md5sums' && fail "it brings scripts"
dpkg-deb --fsys-tarfile "$store_package" | tar -t | grep -vE "^\./(opt/(apps/($appid/.*)?)?)?$" && fail "files elsewhere"
inside "DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends /tmp/store.deb" >/dev/null 2>&1 ||
    fail "the package for the store cannot be installed"
inside "dpkg -V $appid" || fail "the files are not those of the package for the store"
program=/opt/apps/$appid/files/mishao
as_clerk "$program --version" | grep -qx "mishao $(dpkg-deb -f "$package" Version)" || fail "the version from the store"
confined "$program"
[ "$(sed -n 's/^Exec=//p' "$root/opt/apps/$appid/entries/autostart/$appid.desktop")" = "${program%/*}/start" ] ||
    fail "a session starts something else"
started
hold 停车场改造
take_back 停车场改造
inside "dpkg --purge $appid" >/dev/null
ended
inside "test ! -e /opt/apps && test ! -e /etc/mishao" || fail "the package for the store left something"
say "all held"
