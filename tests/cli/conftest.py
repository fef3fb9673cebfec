"""Runs the real program as users and scripts do."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]

Run = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture
def bare(tmp_path: Path) -> dict[str, str]:
    """An environment without a display, with the C locale and a home that cannot be written to."""
    home = tmp_path / "no-home"
    home.mkdir(mode=0o500)
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "OPENBLAS_CORETYPE")}
    return {**kept, "HOME": str(home), "LC_ALL": "C", "LANG": "C"}


@pytest.fixture
def mishao(bare: dict[str, str]) -> Run:
    def run(*arguments: str, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run([sys.executable, str(ROOT / "main.py"), *arguments], input=stdin, capture_output=True,
                              env={**bare, **environment}, timeout=90)

    return run


def lines(done: subprocess.CompletedProcess[bytes]) -> list[dict[str, Any]]:
    """Every line of standard output as the object it must be."""
    return [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]
