"""Tests that project, program and command line have the same version."""

from __future__ import annotations

import subprocess
import sys
import tomllib

from guard.util.version import VERSION
from tests.support.program import ROOT


def test_the_program_says_the_version_of_the_project() -> None:
    assert tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"] == VERSION
    done = subprocess.run([sys.executable, str(ROOT / "main.py"), "--version"], capture_output=True, check=True)
    assert done.stdout.decode() == f"mishao {VERSION}\n"
