"""Controls the second program: what it pastes, byte for byte (paster_main.py does the work)."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.support.program import ROOT
from ui.demo.display import Display, end


@dataclass(frozen=True, slots=True)
class Pasted:
    """The pasted content: each target with its length and digest, the text, and the time of the first one (ms)."""

    targets: tuple[tuple[str, int, str], ...]
    text: str
    milliseconds: float


@dataclass(frozen=True, slots=True)
class Arrival:
    """When the clipboard was owned and when its content had been pasted, in monotonic seconds; 0 for never."""

    owned: float
    arrived: float


def interpreter(folder: Path, name: str) -> Path:
    """Return a copy of the interpreter under another name: the guard identifies a program by its path."""
    path = folder / name
    folder.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        shutil.copy2(Path(sys.executable).resolve(), path)
    return path


class Paster:
    """A program that runs until ``close``."""

    def __init__(self, display: Display, program: Path) -> None:
        environment = {**display.environment, "PYTHONHOME": sys.base_prefix, "PYTHONSAFEPATH": "1",
                       "PYTHONPATH": f"{ROOT}:{sysconfig.get_path('purelib')}"}
        self._process = subprocess.Popen(
            [str(program), str(ROOT / "tests/harm/paster_main.py"), display.name], env=environment,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._hear()

    def forget(self) -> None:
        """Clear the clipboard."""
        self._ask("forget")

    def await_copy(self) -> None:
        """Begin to wait for the next copy; ``arrival`` returns when it came."""
        self._say("arrived")

    def arrival(self) -> Arrival:
        """Return when the awaited copy arrived."""
        found = self._hear()
        return Arrival(found["owned"], found["arrived"])

    def owned(self) -> bool:
        """Return whether the clipboard has content."""
        return bool(self._ask("owner")["owner"])

    def paste(self) -> Pasted:
        """Paste everything on the clipboard."""
        found = self._ask("paste")
        targets = tuple((name, size, digest) for name, (size, digest) in sorted(found["targets"].items()))
        return Pasted(targets, found["text"], found["milliseconds"])

    def close(self) -> None:
        """End the program."""
        end(self._process)  # type: ignore[arg-type]
        for stream in (self._process.stdin, self._process.stdout):
            assert stream is not None
            stream.close()

    def _ask(self, what: str) -> dict[str, Any]:
        self._say(what)
        return self._hear()

    def _say(self, what: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{what}\n")
        self._process.stdin.flush()

    def _hear(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the second program has ended"
        return json.loads(line)
