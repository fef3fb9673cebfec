#!/bin/sh
# Builds what is installed on Windows, from this checkout and under Wine, into .build/packages: a folder and setup.exe.
# usage: scripts/package-windows.sh
set -eu
cd "$(dirname "$0")/.."
. scripts/steps.sh
build=$PWD/.build
place=$build/package-windows
build_settings
export WINEPREFIX="$place/prefix" WINEDEBUG=-all WINEDLLOVERRIDES="winedbg.exe=d;mscoree=d;mshtml=d;ucrtbase=n" PYTHONUTF8=1
unset DISPLAY

# CPython of the bench with what requirements-package.lock names for Windows, and a Wine prefix of its own.
python() {
    state="$(cksum requirements-package.lock scripts/windows-python.lock scripts/wine_prefix.py)"
    if [ "$(cat "$place/.made" 2>/dev/null)" = "$state" ]; then return; fi
    rm -rf "$place"
    mkdir -p "$place/python/Lib/site-packages"
    find "$build/windows/python" -maxdepth 1 -type f -exec cp -a -t "$place/python" {} +
    windows_wheels requirements-package.lock "$place/python/Lib/site-packages"
    say "making the Wine prefix"
    python3 scripts/wine_prefix.py "$WINEPREFIX"
    printf '%s\n' "$state" >"$place/.made"
}

program() {
    QT_QPA_PLATFORM=offscreen .venv/bin/python packaging/windows/icon.py "$build/work/mishao.ico"
    say "freezing the program (five minutes)"
    wine "$place/python/python.exe" -m PyInstaller --noconfirm --clean --log-level ERROR \
        --distpath "$build/packages/windows" --workpath "$build/work/windows" packaging/mishao.spec
    say "gathering the licences"
    wine "$place/python/python.exe" packaging/licences.py "$build/packages/windows/mishao/licences" \
        "$build/work/windows/mishao/packed.json"
    cp -r LICENSE packaging/windows/policies "$build/packages/windows/mishao/"
    wineserver -w
}

installer() {
    say "packing the installer"
    makensis -V2 -INPUTCHARSET UTF8 "-XTarget amd64-unicode" -DVERSION="$version" -DICON="$build/work/mishao.ico" \
        -DPROGRAM="$build/packages/windows/mishao" -DOUTPUT="$build/packages/mishao_${version}_setup.exe" \
        packaging/windows/mishao.nsi
}

# Lists what takes the space.
report() {
    du -sk "$build/packages/windows/mishao" | awk '{printf "installed: %.0f MB\n", $1 / 1024}'
    find "$build/packages/windows/mishao" -type f -printf '%s %P\n' | sort -rn | head -10 |
        awk '{printf "%6.1f MB  %s\n", $1 / 1048576, $2}'
    find "$build/packages" -name "mishao_${version}_setup.exe" -printf '%s %f\n' |
        awk '{printf "%6.1f MB  %s\n", $1 / 1048576, $2}'
}

python
program
installer
report
