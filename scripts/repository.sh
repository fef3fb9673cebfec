#!/bin/sh
# Makes a signed apt repository of the .deb packages of a folder; what is in it already stays, for a way back.
# usage: scripts/repository.sh PACKAGES REPOSITORY     KEY of the environment names the key of your gpg that signs; without
# it a key for trying out is made below .build, and says so. Serve the folder REPOSITORY with any web server.
set -eu
cd "$(dirname "$0")/.."
. scripts/steps.sh
packages=$(cd "$1" && pwd)
mkdir -p "$2/pool" .build
repository=$(cd "$2" && pwd)
suite=stable

for pair in apt-ftparchive:apt-utils gpg:gnupg; do
    command -v "${pair%%:*}" >/dev/null || apt-get install -y -qq --no-install-recommends "${pair##*:}" >&2
done

# Leaves in $key the fingerprint of the key that signs.
signing_key() {
    if [ -z "${KEY:-}" ]; then
        export GNUPGHOME="$PWD/.build/repository-key"
        KEY="MiShao, for trying out"
        mkdir -p -m 700 "$GNUPGHOME"
        trap 'gpgconf --kill gpg-agent' EXIT
        gpg --batch --list-secret-keys "$KEY" >/dev/null 2>&1 ||
            gpg --batch --quiet --passphrase '' --quick-generate-key "$KEY" rsa4096 sign never
        say "signed with a key for trying out, whose file has no password: KEY=your key"
    fi
    key=$(gpg --batch --with-colons --list-secret-keys "$KEY" | sed -n 's/^fpr:*\([0-9A-F]*\):$/\1/p' | head -1)
    [ -n "$key" ] || { say "gpg has no secret key $KEY"; exit 1; }
}

# The lists are made beside the old ones, which a computer may be reading.
lists() {
    new=$repository/dists.new
    rm -rf "$new"
    (cd "$repository" && for architecture in $(find pool -name '*.deb' | sed 's/.*_\(.*\)\.deb$/\1/' | sort -u); do
        folder=dists.new/$suite/main/binary-$architecture
        mkdir -p "$folder"
        apt-ftparchive --arch "$architecture" -o APT::FTPArchive::MD5=false -o APT::FTPArchive::SHA1=false packages pool \
            >"$folder/Packages"
        gzip -9nk "$folder/Packages"
    done)
    apt-ftparchive -o APT::FTPArchive::MD5=false -o APT::FTPArchive::SHA1=false \
        -o APT::FTPArchive::Release::Origin=MiShao -o APT::FTPArchive::Release::Suite=$suite \
        -o APT::FTPArchive::Release::Codename=$suite -o APT::FTPArchive::Release::Components=main \
        -o APT::FTPArchive::Release::Architectures="$(cd "$new/$suite/main" && echo binary-* | sed 's/binary-//g')" \
        release "$new/$suite" >"$repository/Release"
    mv "$repository/Release" "$new/$suite/Release"
    gpg --batch --yes --digest-algo SHA512 --local-user "$key" --clearsign -o "$new/$suite/InRelease" "$new/$suite/Release"
    gpg --batch --yes --digest-algo SHA512 --local-user "$key" --armor --detach-sign -o "$new/$suite/Release.gpg" \
        "$new/$suite/Release"
    rm -rf "$repository/dists"
    mv "$new" "$repository/dists"
}

signing_key
# What a computer may have in its lists never changes its content.
for package in "$packages"/mishao_*.deb; do
    kept=$repository/pool/$(basename "$package")
    if [ -e "$kept" ] && ! cmp -s "$package" "$kept"; then
        say "another $(basename "$package") is in the repository already: give the new one another version"
        exit 1
    fi
    [ -e "$package" ] && [ ! -e "$kept" ] || continue
    cp "$package" "$kept.new"
    mv "$kept.new" "$kept"
done
[ -n "$(find "$repository/pool" -name '*.deb' -print -quit)" ] || { say "no mishao_*.deb in $packages: make package"; exit 1; }
gpg --batch --yes --export -o "$repository/mishao.gpg" "$key"
lists
find "$repository/pool" -name '*.deb' -printf '%f\n' | sort -V
say "signed by $key; computers need the file mishao.gpg (docs/admin/packages.zh.md)"
