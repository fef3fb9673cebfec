#!/bin/sh
# Builds the packages twice and compares them: the same hashes, or the files that differ and exit code 1.
set -eu
cd "$(dirname "$0")/.."
packages=.build/packages
hashes() { (cd "$1" && find tree -type f ! -path 'tree/DEBIAN/*' -exec sha256sum {} + && sha256sum *.deb *.rpm) | sort -k 2; }

rm -rf .build/first
scripts/package.sh
mv "$packages" .build/first
scripts/package.sh
hashes .build/first >.build/first.sha256
hashes "$packages" >.build/second.sha256
if ! diff .build/first.sha256 .build/second.sha256; then
    echo "the two builds differ in the files above" >&2
    exit 1
fi
grep -E '[.](deb|rpm)$' .build/second.sha256
echo "two builds, the same hashes"
