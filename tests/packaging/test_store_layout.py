"""Tests the form for the store of UOS: everything in one folder, a description, and nothing that changes a system."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from configparser import RawConfigParser
from pathlib import Path

import pytest

from tests.support.program import ROOT

pytestmark = pytest.mark.skipif(os.name == "nt", reason="files of Linux packages")

APPID = "cn.example.mishao"
PLACE = f"opt/apps/{APPID}"
MAINTAINER = "信息中心 <it@example.cn>"


def laid_out(tree: Path, folder: Path, appid: str = APPID, maintainer: str = MAINTAINER, version: str = "1.2.3",
             ) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, str(ROOT / "packaging" / "store_layout.py"), str(tree), str(folder), version,
                           "amd64", "2.28", maintainer, appid], capture_output=True, text=True, timeout=60)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """The installed layout of the ordinary package, with little in it."""
    tree = tmp_path / "tree"
    for name in ("lib/mishao/mishao", "lib/mishao/start", "lib/mishao/after-install", "lib/mishao/removal-password",
                 "lib/mishao/_internal/libone.so", "share/doc/mishao/copyright", "share/applications/mishao.desktop"):
        path = tree / "usr" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"the content of {name}\n", "utf-8")
    (tree / "usr/lib/mishao/_internal/libtwo.so").symlink_to("libone.so")
    icon = tree / "usr/share/icons/hicolor/scalable/apps/mishao.svg"
    icon.parent.mkdir(parents=True)
    icon.write_bytes((ROOT / "ui/style/icons/mishao.svg").read_bytes())
    return tree


@pytest.fixture
def store(tree: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "store"
    done = laid_out(tree, folder)
    assert (done.returncode, done.stderr) == (0, "")
    return folder


def test_all_that_is_installed_is_in_the_one_folder_and_nothing_runs_at_the_installation(
        store: Path, tmp_path: Path) -> None:
    subprocess.run(["dpkg-deb", "--root-owner-group", "-Znone", "--build", str(store), str(tmp_path)], check=True,
                   capture_output=True, timeout=60)
    package = tmp_path / f"{APPID}_1.2.3.0_amd64.deb"
    listed = subprocess.run(["dpkg-deb", "--contents", str(package)], check=True, capture_output=True, text=True)
    files = {line.split()[5].removeprefix("./") for line in listed.stdout.splitlines() if not line.startswith("d")}
    assert files == {
        f"{PLACE}/info", f"{PLACE}/entries/applications/{APPID}.desktop", f"{PLACE}/entries/autostart/{APPID}.desktop",
        f"{PLACE}/entries/icons/hicolor/scalable/apps/{APPID}.svg", f"{PLACE}/files/mishao", f"{PLACE}/files/start",
        f"{PLACE}/files/_internal/libone.so", f"{PLACE}/files/_internal/libtwo.so", f"{PLACE}/files/doc/copyright"}
    assert {path.name for path in (store / "DEBIAN").iterdir()} == {"control", "md5sums"}


def test_the_description_names_the_package_and_only_what_it_needs(store: Path) -> None:
    described = json.loads((store / PLACE / "info").read_text("utf-8"))
    assert (described["appid"], described["version"], described["arch"]) == (APPID, "1.2.3.0", ["amd64"])
    assert {name for name, is_needed in described["permissions"].items() if is_needed} == {
        "autostart", "notification", "trayicon", "clipboard"}


@pytest.mark.parametrize("kind", ["applications", "autostart"])
def test_its_entries_are_valid_and_start_what_is_in_it(store: Path, kind: str) -> None:
    path = store / PLACE / "entries" / kind / f"{APPID}.desktop"
    entry = RawConfigParser(interpolation=None)
    entry.read(path, "utf-8")
    section = entry["Desktop Entry"]
    assert section["Exec"] == section["TryExec"] == f"/{PLACE}/files/start"
    assert (store / section["Exec"].removeprefix("/")).is_file()
    assert section.get("Icon", APPID) == APPID
    done = subprocess.run(["desktop-file-validate", str(path)], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (0, "")


def test_dpkg_reads_who_keeps_it_what_it_needs_and_that_it_is_not_beside_the_ordinary_package(store: Path) -> None:
    fields = dict(line.split(": ", 1) for line in (store / "DEBIAN/control").read_text("utf-8").splitlines()
                  if not line.startswith(" "))
    assert fields["Maintainer"] == MAINTAINER
    assert fields["Depends"].startswith("libc6 (>= 2.28), ")
    assert fields["Conflicts"] == "mishao"
    done = subprocess.run(["md5sum", "--check", "--quiet", "DEBIAN/md5sums"], cwd=store, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize(("setting", "value"), [
    ("appid", "mishao"), ("appid", "cn.example.MiShao"), ("appid", "cn.example/../mishao"),
    ("maintainer", "信息中心"), ("version", "1.2.3-rc1"),
])
def test_a_setting_that_the_store_would_refuse_is_refused_before(
        tree: Path, tmp_path: Path, setting: str, value: str) -> None:
    done = laid_out(tree, tmp_path / "refused", **{setting: value})
    assert done.returncode == 1
    assert value in done.stderr
    assert not (tmp_path / "refused").exists()
