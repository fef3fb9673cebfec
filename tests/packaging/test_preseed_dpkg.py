"""Tests the unattended set-up with this system's own dpkg and debconf, over a copy of the system that ends with it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.program import ROOT
from tests.support.publishing import UnitOffice

pytestmark = pytest.mark.skipif(os.name == "nt" or not shutil.which("dpkg-deb") or os.geteuid() != 0,
                                reason="needs dpkg, and root for a copy of the system")

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


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """The .deb of this checkout's scripts, with the checkout as its program and nothing that touches processes."""
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


def test_dpkg_installs_by_answers_alone_fails_for_a_wrong_one_goes_on_once_it_is_corrected_and_purges(
        package: Path) -> None:
    done = inside(package, f"""cd {package}
        answer() {{ echo "mishao mishao/$1 string $2" | debconf-set-selections; }}
        answer server ftp://rules.invalid; answer root-keys {package}/root.json; answer unit 信息中心
        dpkg -i mishao.deb >said 2>&1 && echo wrong || echo "refused: $(ls /etc/mishao)"
        answer server https://rules.invalid
        dpkg --configure mishao >/dev/null && echo "laid:" $(ls /etc/mishao)
        stat -c '%U %a' /etc/mishao/supply.toml
        dpkg --purge mishao >/dev/null && ls /etc/mishao /var/log/mishao-provision.log 2>/dev/null || echo purged""")
    assert done.stdout.splitlines() == [
        "refused: retention.toml", "laid: report.toml retention.toml root.json supply.toml", "root 644", "purged",
    ], done.stderr
    said = (package / "said").read_text("utf-8")
    assert "guarding" in said
    assert "/var/log/mishao-provision.log" in said
