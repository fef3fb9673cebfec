"""Runs a program of a real toolkit on the display, which copies and pastes on command (qt_client.py, gtk_client.py)."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from tests.support.program import ROOT
from ui.demo.display import Display, end

SYSTEM_PYTHON = "/usr/bin/python3"


class Program:
    """A client script running on the display."""

    def __init__(self, display: Display, python: str, script: str, window_class: str) -> None:
        self.process = subprocess.Popen(
            [python, str(ROOT / "tests" / "support" / script), window_class], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=display.environment, text=True)
        assert json.loads(self._line())["ready"]

    def _line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline()

    def do(self, **command: Any) -> dict[str, Any]:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(command) + "\n")
        self.process.stdin.flush()
        return json.loads(self._line())

    def paste(self, *names: str) -> dict[str, Any]:
        return self.do(do="paste", names=names)

    def close(self) -> None:
        end(self.process)  # type: ignore[arg-type]
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                stream.close()


def toolkit_program(display: Display, toolkit: str, window_class: str) -> Program:
    """Start a program of "qt" or "gtk"."""
    python = sys.executable if toolkit == "qt" else SYSTEM_PYTHON
    return Program(display, python, f"{toolkit}_client.py", window_class)
