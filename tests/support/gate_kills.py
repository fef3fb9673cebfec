"""Kills gate, guard and reader again and again while programs open files, and collects what must not happen.

A flagged file may only arrive while there is no gate that knows the terms of a guard: the kernel allows what nobody is
asked about (docs/known-limits.md).
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, NamedTuple, cast

from tests.support.channel_fixtures import SECRET, SYSTEM_PYTHON
from tests.support.gating import CLEAN, GateUnderTest, opens, program_named
from tests.support.guarding import GuardUnderTest, wait_for
from tests.support.office_files import document
from tests.support.processes import child
from tests.support.program import ROOT

HANG_SECONDS = 2.5
VICTIMS = {"reader": 6, "gate": 3, "guard": 1}
"""Weights of the victims: a guard takes longest to be there again."""

_MOMENTS = (0.0, 0.2)
_AGAIN_SECONDS = 60.0
_MARKED = "-marked"


class Open(NamedTuple):
    """One open of a file: name, beginning and duration in seconds, SHA-256 of the content; None when it was refused."""

    name: str
    began: float
    seconds: float
    digest: str | None


class Opener:
    """tests/support/gate_opener.py, run by a program of any name."""

    def __init__(self, program: Path | str, folder: Path) -> None:
        command = [str(program), str(ROOT / "tests" / "support" / "gate_opener.py"), str(folder)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                         env={**os.environ, "PYTHONHOME": "/usr"})
        self.opens: list[Open] = []
        self._listening = threading.Thread(target=self._listen, daemon=True)
        self._listening.start()

    def _listen(self) -> None:
        for line in cast(IO[str], self._process.stdout):
            self.opens.append(Open(*json.loads(line)))

    def stop(self) -> None:
        """End it, and wait for its last lines."""
        cast(IO[str], self._process.stdin).close()
        self._process.wait()
        self._listening.join()
        cast(IO[str], self._process.stdout).close()


@dataclass
class Kills:
    """``covered``: the times between which the gate knew its terms and was not killed."""

    gate: GateUnderTest
    guard: GuardUnderTest
    documents: Path
    chance: random.Random
    chat: Path
    killed: Counter[str] = field(default_factory=Counter)
    covered: list[tuple[float, float]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    _since: float = 0.0
    _number: int = 0

    def run(self, kills: int) -> list[Open]:
        """Kill this often; return every open of every program meanwhile."""
        chats = [program_named(name, self.chat.parent, SYSTEM_PYTHON) for name in ("qq", "dingtalk")]
        openers = [Opener(program, self.documents) for program in (*chats, SYSTEM_PYTHON)]
        try:
            self._await_refusal()
            for victim in self._victims(kills):
                self._strike(victim)
            self.covered.append((self._since, time.monotonic()))
        finally:
            for opener in openers:
                opener.stop()
        self._look(openers)
        return [each for opener in openers for each in opener.opens]

    def _victims(self, kills: int) -> list[str]:
        """Return whom to kill, each one at least once, in any order."""
        others = self.chance.choices(list(VICTIMS), list(VICTIMS.values()), k=kills - len(VICTIMS))
        return self.chance.sample([*VICTIMS, *others], kills)

    def _strike(self, victim: str) -> None:
        """Show the programs two new files, kill while these are opened and judged, and wait until all is as before."""
        flagged, clean = self._new(SECRET), self._new(CLEAN)
        time.sleep(self.chance.uniform(*_MOMENTS))  # the moment of the kill is what is tested
        if victim == "gate":
            self.covered.append((self._since, time.monotonic()))
            self.gate.kill()
            self.gate.start()
        elif victim == "guard":
            self.guard.kill()
            self.guard.start()
        else:
            self._kill_reader()
        self.killed[victim] += 1
        if victim == "gate":
            self._await_refusal()
        if opens(self.chat, flagged) is not None:
            self.wrong.append(f"a flagged file arrived after a kill of the {victim}")
        wait_for(lambda: opens(self.chat, clean) == clean.read_bytes(),
                 f"a clean file to arrive after a kill of the {victim}", _AGAIN_SECONDS)

    def _kill_reader(self) -> None:
        process = self.guard.process
        assert process is not None
        pid = wait_for(lambda: child(process.pid, "--reader"), "a reader", _AGAIN_SECONDS)
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)

    def _await_refusal(self) -> None:
        """Wait until the gate holds: from then on nothing flagged may arrive."""
        flagged = self._new(SECRET)
        wait_for(lambda: opens(self.chat, flagged) is None, "the gate to hold", _AGAIN_SECONDS)
        self._since = time.monotonic()

    def _new(self, words: str) -> Path:
        """Make a document that the reader process has to read, whole at once."""
        self._number += 1
        part = document(self.documents.parent / "part.docx", f"{words}{self._number}")
        return part.rename(self.documents / f"{self._number:05}{'' if words is CLEAN else _MARKED}.docx")

    def _look(self, openers: list[Opener]) -> None:
        chats, others = openers[:2], openers[2]
        slow = [each for opener in openers for each in opener.opens if each.seconds > HANG_SECONDS]
        self.wrong += [f"{each.name} took {each.seconds:.1f} s" for each in slow]
        self.wrong += [f"{each.name} arrived" for opener in chats for each in opener.opens if self._arrived(each)]
        self.wrong += [f"another program was refused {each.name}" for each in others.opens if each.digest is None]

    def _arrived(self, each: Open) -> bool:
        """Return whether a flagged file was given to a client by a gate that held."""
        if each.digest is None or _MARKED not in each.name:
            return False
        return any(since <= each.began and each.began + each.seconds <= until for since, until in self.covered)
