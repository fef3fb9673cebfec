#!/bin/sh
# Builds what is installed on other computers, from this checkout alone, into .build/packages.
# usage: scripts/package.sh linux     a folder with one program in it, and a .deb of it
set -eu
cd "$(dirname "$0")/.."
build=$PWD/.build
version=$(sed -n 's/^version = "\(.*\)"$/\1/p' pyproject.toml)
export PYTHONHASHSEED=0 SOURCE_DATE_EPOCH="${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || echo 1700000000)}"

say() { printf 'package: %s\n' "$*" >&2; }

program() {
    [ -x "$build/package/bin/python" ] || "$build/uv/bin/uv" venv --quiet --python .venv/bin/python "$build/package"
    "$build/uv/bin/uv" pip sync --quiet --python "$build/package/bin/python" requirements-package.lock
    say "freezing the program (two minutes)"
    "$build/package/bin/pyinstaller" --noconfirm --clean --log-level ERROR \
        --distpath "$build/packages" --workpath "$build/work" packaging/mishao.spec
    # The wheels' own libraries are stripped already, or were patched in a way that strip(1) breaks.
    find "$build/packages/mishao/_internal" \( -name 'libpython*' -o -path '*/python3*' -o -name '*.cpython-*.so' \) \
        -type f -exec strip --strip-unneeded {} +
}

debian() {
    tree=$build/packages/deb
    rm -rf "$tree"
    mkdir -p "$tree/DEBIAN" "$tree/usr/bin" "$tree/usr/lib/systemd/user" "$tree/usr/share/applications" \
        "$tree/usr/share/icons/hicolor/scalable/apps" "$tree/usr/share/doc/mishao" "$tree/etc/xdg/autostart"
    cp -a "$build/packages/mishao" "$tree/usr/lib/mishao"
    install -m 755 packaging/linux/start "$tree/usr/lib/mishao/start"
    ln -s ../lib/mishao/mishao "$tree/usr/bin/mishao"
    install -m 644 packaging/linux/mishao.service "$tree/usr/lib/systemd/user/"
    install -m 644 packaging/linux/mishao.desktop "$tree/usr/share/applications/"
    install -m 644 packaging/linux/autostart.desktop "$tree/etc/xdg/autostart/mishao.desktop"
    install -m 644 ui/style/icons/mishao.svg "$tree/usr/share/icons/hicolor/scalable/apps/"
    install -m 644 LICENSE "$tree/usr/share/doc/mishao/copyright"
    "$build/package/bin/python" packaging/licences.py "$tree/usr/share/doc/mishao/licences"
    install -m 755 packaging/linux/postinst "$tree/DEBIAN/"
    printf '/etc/xdg/autostart/mishao.desktop\n' >"$tree/DEBIAN/conffiles"
    cat >"$tree/DEBIAN/control" <<CONTROL
Package: mishao
Version: $version
Architecture: $(dpkg --print-architecture)
Maintainer: MiShao <mishao@invalid>
Section: utils
Priority: optional
Installed-Size: $(du -sk "$tree" | cut -f1)
Depends: libc6, libx11-6, libxcb-cursor0, libxcb-icccm4, libxcb-keysyms1, libxcb-xkb1, libxkbcommon-x11-0, libegl1, libgl1, libdbus-1-3, libfontconfig1
Recommends: tesseract-ocr-chi-sim, libarchive13
Description: stops a forbidden copy before a chat client gets it
 Watches the clipboard and the screenshot folders, reads what was copied or
 captured, and holds what the rules of the office forbid to send. Works offline.
CONTROL
    find "$tree" -newermt "@$SOURCE_DATE_EPOCH" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
    dpkg-deb --root-owner-group -Zxz -z3 --build "$tree" "$build/packages/mishao_${version}_$(dpkg --print-architecture).deb" >&2
}

# What it needs of the computer it is installed on, and where its room goes.
report() {
    find "$build/packages/mishao" -type f \( -name '*.so*' -o -name mishao \) -exec objdump -T {} + 2>/dev/null |
        grep -o 'GLIBC_[0-9.]*' | sort -Vu | tail -1 | sed 's/^/highest symbol of the C library: /'
    printf 'for %s\n' "$(uname -m)"
    du -sk "$build/packages/mishao" | awk '{printf "installed: %.0f MB\n", $1 / 1024}'
    find "$build/packages/mishao" -type f -printf '%s %P\n' | sort -rn | head -10 |
        awk '{printf "%6.1f MB  %s\n", $1 / 1048576, $2}'
}

case "${1:-}" in
linux) program && debian && report ;;
*) say "usage: scripts/package.sh linux"; exit 2 ;;
esac
