"""Tests scripts/setup.sh on machines that lack something: one sentence, and nothing half done."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.program import ROOT


@pytest.fixture
def bare_machine(tmp_path: Path) -> Path:
    """A checkout with a PATH that has only a shell's own tools and reports that the user is not root."""
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("sh", "dirname", "grep", "find", "cksum", "cat"):
        (tools / name).symlink_to(shutil.which(name) or "")
    _script(tools / "id", "echo 1000")
    checkout = tmp_path / "checkout"
    (checkout / "scripts").mkdir(parents=True)
    shutil.copy2(ROOT / "scripts" / "setup.sh", checkout / "scripts")
    for name in ("requirements.lock", "pyproject.toml"):
        shutil.copy2(ROOT / name, checkout)
    return checkout


def test_an_old_python_is_named_and_setup_stops(bare_machine: Path) -> None:
    _script(bare_machine.parent / "bin" / "python3", 'case "$1" in --version) echo "Python 3.9.2";; *) exit 1;; esac')
    done = _setup(bare_machine)
    assert done.returncode == 1
    assert "3.11 or newer" in done.stderr
    assert "Python 3.9.2" in done.stderr
    assert not (bare_machine / ".venv").exists()


def test_without_root_the_missing_packages_are_one_line_to_type(bare_machine: Path) -> None:
    (bare_machine.parent / "bin" / "python3").symlink_to(sys.executable)
    done = _setup(bare_machine)
    assert done.returncode == 1
    (line,) = [line for line in done.stderr.splitlines() if "apt-get install" in line]
    for package in ("xvfb", "openbox", "xclip", "mousepad", "tesseract-ocr", "tesseract-ocr-chi-sim", "fonts-noto-cjk"):
        assert package in line.split()
    assert not (bare_machine / ".venv").exists()


def _setup(checkout: Path) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": str(checkout.parent / "bin"), "HOME": os.environ.get("HOME", "/")}
    return subprocess.run(["sh", "scripts/setup.sh", "run"], cwd=checkout, env=environment, capture_output=True,
                          text=True, timeout=60)


def _script(path: Path, body: str) -> None:
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
