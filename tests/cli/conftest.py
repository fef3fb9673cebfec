"""Runs the real program as users and scripts do."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.program import ROOT, Run


@pytest.fixture
def bare(tmp_path: Path) -> dict[str, str]:
    """An environment without a display, with the C locale and a home that cannot be written to."""
    home = tmp_path / "no-home"
    home.mkdir(mode=0o500)
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "OPENBLAS_CORETYPE")}
    return {**kept, "HOME": str(home), "LC_ALL": "C", "LANG": "C"}


@pytest.fixture
def command_environment(bare: dict[str, str]) -> dict[str, str]:
    """The environment of the commands that ``mishao`` runs."""
    return bare


@pytest.fixture
def started(bare: dict[str, str]) -> Run:
    """Starts the program: for what a process does."""
    def run(*arguments: str, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run([sys.executable, str(ROOT / "main.py"), *arguments], input=stdin, capture_output=True,
                              env={**bare, **environment}, timeout=90)

    return run
