"""Tests the list of files of the .rpm: a file that is laid out for it and not listed ends its build."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.program import ROOT

LINUX = ROOT / "packaging" / "linux"
SPEC = (LINUX / "rpm" / "mishao.spec").read_text("utf-8")


def test_each_unit_is_listed_for_the_rpm() -> None:
    listed = re.findall(r"^/usr/lib/systemd/\S+/(\S+)$", SPEC, re.MULTILINE)
    assert sorted(listed) == sorted(path.name for path in LINUX.glob("*.service"))


def test_the_rpm_owns_nothing_that_an_administrator_writes() -> None:
    """What a package owns goes with it, and for a %ghost there is no exception."""
    assert "/etc/mishao" not in SPEC.partition("%files")[2].partition("%post\n")[0]


def test_each_file_about_the_command_line_is_listed_where_distributions_with_rpm_search_it(tmp_path: Path) -> None:
    subprocess.run([sys.executable, str(ROOT / "packaging" / "command_line.py"), str(tmp_path)], check=True, timeout=60)
    files = {f"/{path.relative_to(tmp_path)}" for path in tmp_path.rglob("*") if path.is_file()}
    assert len(files) == 5
    assert {name.replace("vendor-completions", "site-functions") for name in files} <= set(SPEC.splitlines())


def test_each_file_for_browsers_is_listed(tmp_path: Path) -> None:
    subprocess.run([sys.executable, str(ROOT / "packaging" / "browser_files.py"), str(tmp_path), "1.2.3"], check=True,
                   timeout=60)
    files = {f"/{path.relative_to(tmp_path)}" for path in tmp_path.rglob("*") if path.is_file()}
    listed = [line.split(" ")[-1] for line in SPEC.splitlines() if line.startswith(("/", "%config"))]
    assert len(files) > 10
    assert [name for name in files if not any(name == one or name.startswith(f"{one}/") for one in listed)] == []


def test_each_file_that_is_laid_out_is_named_for_inspectors() -> None:
    """Whoever inspects a computer finds what each file is: in the table, or in a folder of the table."""
    page = (ROOT / "docs" / "admin" / "inspectors.zh.md").read_text("utf-8")
    named = re.findall(r"`(/[^`]+)`", page.partition("## 装了哪些文件")[2].partition("\n## ")[0])
    lines = SPEC.partition("%files")[2].partition("%post")[0].splitlines()
    laid = [line.split(" ")[-1] for line in lines if "/" in line and not line.startswith(("#", "%dir"))]
    unit = (LINUX / "mishao-gate.service").read_text("utf-8")
    for setting, place in (("RuntimeDirectory", "/run"), ("StateDirectory", "/var/lib")):
        laid += [f"{place}/{name}" for name in re.findall(rf"^{setting}=(\S+)$", unit, re.MULTILINE)]
    laid += re.findall(r"/var/(?:lib|log)/[\w./-]+", "".join(
        path.read_text("utf-8") for path in sorted((LINUX / "deb").iterdir())))
    laid += re.findall(r"/etc/firefox/\S+\.json", (LINUX / "after-install").read_text("utf-8"))
    assert len(laid) > 30
    assert [name for name in laid if not any(f"{name}/".startswith(f"{one.rstrip('/')}/") for one in named)] == []


@pytest.mark.skipif(not shutil.which("rpmbuild"), reason="rpmbuild is only where packages are built")
def test_the_rpm_is_built_with_every_file_that_it_lists_and_no_other(tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    subprocess.run([sys.executable, str(ROOT / "packaging" / "command_line.py"), str(tree)], check=True, timeout=60)
    for line in SPEC.partition("%files")[2].partition("%post")[0].splitlines():
        name = line.split(" ")[-1]
        if line.startswith("%dir"):
            (tree / name[1:]).mkdir(parents=True, exist_ok=True)
        elif name.startswith("/") and "zsh" not in name:
            (tree / name[1:]).parent.mkdir(parents=True, exist_ok=True)
            (tree / name[1:]).touch()
    subprocess.run(["sh", "-ec", f". scripts/steps.sh; rpm_of {tree} 1.2.3 2.28 {tmp_path} w0.gzdio"], cwd=ROOT,
                   check=True, timeout=60)
    (built,) = tmp_path.glob("*.rpm")
    listed = subprocess.run(["rpm", "-qpl", str(built)], capture_output=True, text=True, check=True, timeout=60)
    assert "/usr/share/zsh/site-functions/_mishao" in listed.stdout.splitlines()
    assert "vendor-completions" not in listed.stdout
