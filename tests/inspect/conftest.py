"""Runs the real program on real folders, with a home of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import main
from tests.support.program import ROOT
from ui.console.commands import Program, app

Inspect = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture
def command(tmp_path: Path) -> list[str]:
    return [sys.executable, str(ROOT / "main.py"), "check", "--home", str(tmp_path / "home")]


@pytest.fixture
def inspect(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> Inspect:
    """Run the command in this process: a new process for each would double the time of these tests."""
    program = Program(main.command, lambda *_: 0, lambda _: 0)

    def run(*arguments: object) -> subprocess.CompletedProcess[bytes]:
        given = ["check", "--home", str(tmp_path / "home"), *map(str, arguments)]
        code = app(given, obj=program, standalone_mode=False)
        sys.stdout.flush()
        return subprocess.CompletedProcess(given, code, *capfdbinary.readouterr())

    return run
