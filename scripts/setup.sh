#!/bin/sh
# Prepares this checkout: system packages, a private uv, a .venv with exactly requirements.lock.
# usage: scripts/setup.sh run|test|harm|fleet|windows|package      Safe to repeat; does nothing when everything is there.
#        scripts/setup.sh lay      prints the system packages that are missing to lay out a package (scripts/package.sh)
set -eu
purpose=${1:-run}
cd "$(dirname "$0")/.."

say() { printf 'setup: %s\n' "$*" >&2; }
have() { command -v "$1" >/dev/null 2>&1; }
library() { ldconfig -p 2>/dev/null | grep -q "$1" || [ -n "$(find /usr/lib /lib -name "$1*" -print -quit 2>/dev/null)" ]; }

find_python() {
    for name in python3 python3.13 python3.12 python3.11 python3.14; do
        if have "$name" && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
}

python=$(find_python)
if [ -z "$python" ]; then
    say "Python 3.11 or newer is needed; this machine has $(python3 --version 2>&1 || echo none). Install it and run again."
    exit 1
fi

# One line per requirement: what to test for, and the Debian package that provides it.
missing=""
need() { missing="$missing $1"; }
"$python" -c 'import ensurepip, venv' 2>/dev/null || need python3-venv
for pair in libxcb-cursor.so.0:libxcb-cursor0 libxcb-icccm.so.4:libxcb-icccm4 libxcb-image.so.0:libxcb-image0 \
    libxcb-keysyms.so.1:libxcb-keysyms1 libxcb-randr.so.0:libxcb-randr0 libxcb-render-util.so.0:libxcb-render-util0 \
    libxcb-shape.so.0:libxcb-shape0 libxcb-xinerama.so.0:libxcb-xinerama0 libxcb-xkb.so.1:libxcb-xkb1 \
    libxkbcommon-x11.so.0:libxkbcommon-x11-0 libEGL.so.1:libegl1 libGL.so.1:libgl1 libdbus-1.so.3:libdbus-1-3 \
    libfontconfig.so.1:libfontconfig1 libglib-2.0.so.0:libglib2.0-0; do
    library "${pair%%:*}" || need "${pair##*:}"
done
if [ "$purpose" = package ] || [ "$purpose" = lay ]; then
    for pair in readelf:binutils dpkg-deb:dpkg; do
        have "${pair%%:*}" || need "${pair##*:}"
    done
    [ "$purpose" = lay ] || have rpmbuild || need rpm
    # A package is frozen with the distribution's own Python (scripts/steps.sh), which is a library there.
    shared=$(/usr/bin/python3 -c 'import sys; print("python%d.%d" % sys.version_info[:2])' 2>/dev/null || echo python3)
    library "lib$shared.so" || need "lib$shared"
else
    for pair in Xvfb:xvfb openbox:openbox xclip:xclip mousepad:mousepad tesseract:tesseract-ocr fc-list:fontconfig; do
        have "${pair%%:*}" || need "${pair##*:}"
    done
    have tesseract && tesseract --list-langs 2>/dev/null | grep -qx chi_sim || need tesseract-ocr-chi-sim
    have fc-list && [ -n "$(fc-list 2>/dev/null | grep -i 'NotoSansCJK')" ] || need fonts-noto-cjk
fi
case "$purpose" in test | harm | fleet | windows)
    for pair in xsel:xsel xdotool:xdotool xprop:x11-utils xrandr:x11-xserver-utils chromium:chromium copyq:copyq \
        xfce4-clipman:xfce4-clipman dino:dino-im gedit:gedit firefox-esr:firefox-esr flameshot:flameshot maim:maim \
        xfce4-screenshooter:xfce4-screenshooter gnome-screenshot:gnome-screenshot sway:sway wl-copy:wl-clipboard \
        dbus-daemon:dbus-daemon faketime:faketime thunar:thunar pidgin:pidgin gajim:gajim thunderbird:thunderbird prosody:prosody \
        ip:iproute2 gnome-text-editor:gnome-text-editor gio:libglib2.0-bin wine:wine \
        man:man-db mandoc:mandoc zsh:zsh fish:fish appstreamcli:appstream desktop-file-validate:desktop-file-utils \
        ansible-playbook:ansible-core evince:evince picom:picom gpg:gnupg eog:eog xfwm4:xfwm4 flatpak:flatpak; do
        have "${pair%%:*}" || need "${pair##*:}"
    done
    have apt-get && { have apt-ftparchive || need apt-utils; }
    have fcitx5 || need "fcitx5 fcitx5-chinese-addons"
    [ -x /usr/libexec/at-spi-bus-launcher ] || need at-spi2-core
    [ -x /usr/libexec/xdg-document-portal ] || need xdg-desktop-portal
    [ -x /usr/sbin/rsyslogd ] || need rsyslog
    library lmnsd_gtls.so || need rsyslog-gnutls
    [ -x /usr/bin/python3 ] && /usr/bin/python3 -c \
        'import gi; gi.require_version("Gtk", "3.0"); from gi.repository import Gtk' 2>/dev/null ||
        need "python3-gi gir1.2-gtk-3.0"
    [ -x /usr/bin/python3 ] && /usr/bin/python3 -c 'import dbus' 2>/dev/null || need python3-dbus
    [ -x /usr/lib/libreoffice/program/soffice.bin ] || need "libreoffice-calc libreoffice-writer"
    [ -x /usr/bin/python3 ] && /usr/bin/python3 -c 'import uno' 2>/dev/null || need python3-uno
    ;;
esac
if [ "$purpose" = harm ]; then
    for name in gimp inkscape thunderbird gajim; do have "$name" || need "$name"; done
    for part in slideshow:impress sd:draw sm:math; do
        [ -e "/usr/lib/libreoffice/program/lib${part%%:*}lo.so" ] || need "libreoffice-${part##*:}"
    done
fi
if [ "$purpose" = windows ]; then
    have wine || need "wine wine64"
    have makensis || need nsis
fi
# Debian starts a web server that it installs: it is installed only for measuring the fleet.
[ "$purpose" != fleet ] || [ -x /usr/sbin/nginx ] || have nginx || need nginx-light

if [ "$purpose" = lay ]; then
    echo "$missing"
    exit
fi
if [ -n "$missing" ]; then
    as_root=""
    if [ "$(id -u)" != 0 ]; then as_root="sudo"; fi
    if have apt-get && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }; then
        say "installing$missing"
        $as_root apt-get update -qq
        # Debian starts a chat server that it installs: the tests start their own, which nobody else can reach.
        case "$missing" in *" prosody"*)
            [ ! -d /run/systemd/system ] || $as_root systemctl mask --quiet prosody.service ;;
        esac
        # shellcheck disable=SC2086
        $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >&2
    else
        say "these system packages are missing. Please type this line, then run again:"
        printf '\n    sudo apt-get install -y%s\n\n' "$missing" >&2
        exit 1
    fi
fi

fetch_uv() {
    [ ! -x .build/uv/bin/uv ] || return 0
    say "fetching uv into .build/uv"
    "$python" -m venv .build/uv
    .build/uv/bin/python -m pip install --quiet --disable-pip-version-check uv
}
if [ "$purpose" = package ]; then # with an environment of its own (scripts/package.sh)
    fetch_uv
    exit
fi

# A wheel is for one Python, so the .venv is made anew when either the lock or the Python changes.
state="$("$python" -c 'import sys; print(sys.version)') $(cksum requirements.lock pyproject.toml)"
if [ ! -x .venv/bin/mishao ] || [ "$(cat .venv/.synced 2>/dev/null)" != "$state" ]; then
    fetch_uv
    say "filling .venv from requirements.lock"
    [ -x .venv/bin/python ] && .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null ||
        .build/uv/bin/uv venv --quiet --clear --python "$python" .venv
    # Compiled here, once: where Python may write no bytecode, every start of the program compiled its libraries again.
    .build/uv/bin/uv pip sync --quiet --compile-bytecode --python .venv/bin/python requirements.lock
    .build/uv/bin/uv pip install --quiet --python .venv/bin/python --no-deps --no-build-isolation --editable .
    printf '%s\n' "$state" >.venv/.synced
fi
scripts/words.sh compile
