# Functions shared by several scripts here: sourced with `.`, never run.
say() { printf '%s: %s\n' "$(basename "$0" .sh)" "$*" >&2; }

# The version that is built, and settings that make two builds of one commit identical.
build_settings() {
    version=$(sed -n 's/^version = "\(.*\)"$/\1/p' pyproject.toml)
    export PYTHONHASHSEED=0 SOURCE_DATE_EPOCH="${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || echo 1700000000)}"
}

# The Python that goes into a package: the distribution's own, which gets its security fixes with the system, or the one
# that scripts/package-base.sh built from its source. Lists known vulnerabilities of each; fails when none may be used.
distribution_python() {
    for name in /usr/bin/python3 /usr/local/bin/python3.13; do
        if [ -x "$name" ] && "$name" scripts/interpreter.py >&2; then
            echo "$name"
            return
        fi
    done
    say "no Python of this distribution is fit for a package: update it, or build without BASE=here"
    return 1
}

# usage: rpm_of TREE VERSION GLIBC FOLDER PAYLOAD [CPU]     the .rpm of the files below TREE, packed like PAYLOAD, into FOLDER
rpm_of() {
    rpmbuild -bb --quiet ${6:+--target "$6-linux"} --define "_topdir $PWD/.build/rpm" --define "_rpmdir $4" \
        --define "_rpmfilename %{NAME}-%{VERSION}-%{RELEASE}.%{ARCH}.rpm" --define "tree $1" \
        --define "mishao_version $2" --define "mishao_glibc $3" --define "_build_id_links none" \
        --define "debug_package %{nil}" --define "__os_install_post %{nil}" --define "_binary_payload $5" \
        --define "_buildhost mishao" --define "use_source_date_epoch_as_buildtime 1" \
        --define "clamp_mtime_to_source_date_epoch 1" --define "build_mtime_policy clamp_to_source_date_epoch" \
        packaging/linux/rpm/mishao.spec >&2
}

# usage: cpu_of ARCHITECTURE     the kernel's name of what Debian calls so
cpu_of() {
    case $1 in amd64) echo x86_64 ;; arm64) echo aarch64 ;; *) say "no packages are made for $1" && return 1 ;; esac
}

# usage: can_run ARCHITECTURE     as root; has this computer run programs for another CPU, by QEMU
can_run() {
    [ "$1" != "$(dpkg --print-architecture)" ] || return 0
    grep -qs '^flags:.*F' "/proc/sys/fs/binfmt_misc/qemu-$(cpu_of "$1")" && return 0
    apt-get install -y -qq --no-install-recommends qemu-user-static binfmt-support >&2
}

# usage: for_cpu ARCHITECTURE COMMAND…     runs a command that runs programs of that CPU. Where QEMU gets random addresses
# some of its static programs (one ldconfig in forty) end with a fault
for_cpu() {
    whose=$1 && shift
    if [ "$whose" = "$(dpkg --print-architecture)" ]; then "$@"; else setarch --addr-no-randomize "$@"; fi
}

# usage: mounted FOLDER     the kernel's folders in a Debian below FOLDER, until the script ends
mounted() {
    debian=$1
    # Lazily, because what ran in there may be just ending.
    trap 'for folder in proc dev sys; do umount --lazy "$debian/$folder"; done' EXIT
    trap 'exit 1' HUP INT TERM # a shell that a signal ends leaves out the line above
    for folder in proc dev sys; do
        mountpoint -q "$debian/$folder" || mount --bind "/$folder" "$debian/$folder"
    done
}

# This computer's package source, without what comes after its name.
package_source() { sed -n 's/^URIs: //p' /etc/apt/sources.list.d/debian.sources | head -1; }

# usage: debian_below FOLDER RELEASE ARCHITECTURE     as root; a Debian from this one's package source, mounted
debian_below() {
    mirror=$(package_source)
    command -v debootstrap >/dev/null || apt-get install -y -qq debootstrap >&2
    can_run "$3"
    if [ ! -e "$1/.complete" ]; then
        say "a fresh Debian ($2, $3) below $1"
        rm -rf --one-file-system "$1"
        for_cpu "$3" debootstrap --arch="$3" --variant=minbase "$2" "$1" "$mirror" >/dev/null
        touch "$1/.complete"
    fi
    mounted "$1"
}

# usage: updated FOLDER RELEASE ARCHITECTURE     brings such a Debian up to its security updates; without them, and says
# so, where the package source does not have their files
updated() {
    security=$1/etc/apt/sources.list.d/security.list
    upgrade="apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get upgrade -y -qq"
    printf 'deb %s-security %s-security main\n' "$mirror" "$2" >"$security"
    for_cpu "$3" chroot "$1" sh -ec "$upgrade" >"$1/root/upgrade.log" 2>&1 && return 0
    rm "$security"
    for_cpu "$3" chroot "$1" sh -ec "$upgrade" >"$1/root/upgrade.log" 2>&1 ||
        { tail -20 "$1/root/upgrade.log" >&2; return 1; }
    say "the security updates of $2 cannot be had here: its libraries lack them"
}

# usage: windows_wheels LOCK FOLDER     the wheels for Windows that a lock names
windows_wheels() {
    say "fetching the wheels"
    .build/uv/bin/uv pip install --quiet --python .venv/bin/python --target "$2" \
        --python-platform x86_64-pc-windows-msvc --python-version 3.13 --only-binary :all: --no-deps --require-hashes \
        --requirement "$1"
}
