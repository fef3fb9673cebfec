"""Runs the program as scripts do: its path, and its standard output as JSON objects."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]

READER = (sys.executable, str(ROOT / "main.py"), "--reader")
"""The command of a reader process."""

Run = Callable[..., subprocess.CompletedProcess[bytes]]


def lines(done: subprocess.CompletedProcess[bytes]) -> list[dict[str, Any]]:
    """Return every line of standard output as an object; anything else fails the test."""
    return [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]
