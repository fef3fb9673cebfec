"""The program as scripts see it: its path, and standard output as the objects it must be."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]

Run = Callable[..., subprocess.CompletedProcess[bytes]]


def lines(done: subprocess.CompletedProcess[bytes]) -> list[dict[str, Any]]:
    """Return every line of standard output as an object; anything else fails the test."""
    return [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]
