"""Runs a child that acknowledges its work, line by line, until it is killed."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path


def acknowledged_until_killed(child: Path, *arguments: object, at_least: int, seconds: float) -> list[str]:
    """Run a child until it has acknowledged this many lines, and a moment longer; return all that it acknowledged."""
    with subprocess.Popen([sys.executable, child, *map(str, arguments)], stdout=subprocess.PIPE, text=True,
                          env={"PYTHONPATH": str(Path.cwd())}) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        lines = [process.stdout.readline().removesuffix("\n") for _ in range(at_least)]
        time.sleep(seconds)  # the moment of the kill is what is tested
        process.kill()
        return lines + process.stdout.read().split("\n")[:-1]  # a line without its newline was not acknowledged
