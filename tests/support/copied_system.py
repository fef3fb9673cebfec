"""Runs commands as root of a copy of this system that ends with them, and makes a .deb of our scripts for it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.program import ROOT
from tests.support.publishing import UnitOffice

LAID = """set -eu
mount -t tmpfs none "$1/over"
mkdir "$1/over/upper" "$1/over/work" "$1/over/root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$1/over/upper,workdir=$1/over/work" "$1/over/root" || exit 77
for folder in /proc /dev "$2" "$3" "$1/in"; do
    mkdir -p "$1/over/root$folder"
    mount --rbind "$folder" "$1/over/root$folder"
done
exec chroot "$1/over/root" env DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 sh -c "$4"
"""
"""Runs a command ($4) as root of a copy of the system in which the checkout ($2), Python ($3) and a folder of the test
are real."""


def package_in(tmp_path: Path) -> Path:
    """Return a folder with mishao.deb and root.json: this checkout's scripts, with the checkout as the program and
    nothing that touches processes."""
    tree, scripts = tmp_path / "tree", ROOT / "packaging/linux/deb"
    program = tree / "usr/lib/mishao"
    program.mkdir(parents=True)
    shutil.copytree(scripts, tree / "DEBIAN")
    kept = [line for line in (scripts / "control").read_text("utf-8").splitlines(keepends=True)
            if not line.startswith(("Depends:", "Recommends:", "Installed-Size:"))]
    control = "".join(kept).replace("@VERSION@", "1.2.3").replace("@ARCHITECTURE@", "all")
    (tree / "DEBIAN/control").write_text(control, "utf-8")
    shutil.copy(ROOT / "packaging/linux/retention.toml", program)
    for name, does in (("mishao", f'exec {sys.executable} {ROOT}/main.py "$@"'), ("after-install", "echo guarding"),
                       ("before-removal", ":")):
        (program / name).write_text(f"#!/bin/sh\n{does}\n")
        (program / name).chmod(0o755)
    for name in ("config", "postinst", "prerm", "postrm"):
        (tree / "DEBIAN" / name).chmod(0o755)
    folder = tmp_path / "in"
    folder.mkdir()
    subprocess.run(["dpkg-deb", "--root-owner-group", "-Znone", "--build", str(tree), str(folder / "mishao.deb")],
                   check=True, capture_output=True, timeout=60)
    office = UnitOffice.opened(tmp_path / "office")
    shutil.copy(office.folder / "install/root.json", folder)
    return folder


def inside(folder: Path, command: str) -> subprocess.CompletedProcess[str]:
    """Run a command in the copy of the system, which is gone afterwards."""
    (folder.parent / "over").mkdir()
    done = subprocess.run(["unshare", "-m", "sh", "-c", LAID, "sh", str(folder.parent), str(ROOT), sys.base_prefix,
                           command], capture_output=True, encoding="utf-8", timeout=110)
    if done.returncode == 77:
        pytest.skip("no overlay file system here")
    return done
