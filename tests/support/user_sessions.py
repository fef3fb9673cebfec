"""Runs the program as ordinary users of the computer, each with a home and a display of their own. Only root can."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.brokering import renamed
from tests.support.for_everybody import SharedProgram
from tests.support.x_servers import x_server
from ui.demo.display import end

ZHAO, QIAN = 50_001, 50_002

AWAIT = """
import sys, time
from pathlib import Path
from guard.control.endpoint import ControlError
from guard.control.requests import GetStatus, ListCases
from ui.console.guard_answers import ask
socket, state, held = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
deadline = time.monotonic() + 60
while time.monotonic() < deadline:
    try:
        if ask(socket, GetStatus()).status.state.value == state and len(ask(socket, ListCases()).cases) == held:
            sys.exit(0)
    except ControlError:
        pass
    time.sleep(0.02)
sys.exit(1)
"""
"""Waits in one process: a whole `mishao status` for each look takes half a second of a processor."""


@dataclass(frozen=True)
class Session:
    """A user's home and display, and the program where every user can reach it."""

    user: int
    home: Path
    display: str
    program: SharedProgram

    @property
    def environment(self) -> dict[str, str]:
        return {**self.program.environment, "HOME": str(self.home), "DISPLAY": self.display,
                "XDG_RUNTIME_DIR": str(self.home / "run"), "PATH": os.environ["PATH"], "LANG": "C.UTF-8"}

    def start(self, *arguments: str | Path) -> subprocess.Popen[bytes]:
        return subprocess.Popen(arguments, env=self.environment, user=self.user, group=self.user, extra_groups=[])

    def refusal(self, code: str, *arguments: str | Path) -> str:
        """Return what Python says on standard error when it runs this code."""
        done = subprocess.run([self.program.python, "-c", code, *arguments], env=self.environment, user=self.user,
                              group=self.user, extra_groups=[], stderr=subprocess.PIPE, text=True)
        return done.stderr

    def run(self, *command: str | Path, given: str | None = None) -> str:
        capture = subprocess.PIPE if given is None else subprocess.DEVNULL  # xclip keeps running with what it inherits
        done = subprocess.run([*command], env=self.environment, user=self.user, group=self.user, extra_groups=[],
                              input=given, stdout=capture, text=True, timeout=60)
        return done.stdout or ""

    def copy(self, text: str) -> None:
        self.run("xclip", "-selection", "clipboard", given=text)

    def paste(self, program: str | Path = "xclip") -> str:
        return self.run(program, "-selection", "clipboard", "-o", "-t", "UTF8_STRING")

    def status(self) -> dict[str, object]:
        said = self.run(self.program.python, self.program.main, "status", "--json")
        return json.loads(said.splitlines()[0]) if said else {}

    def wait_for_guard(self, state: str = "watching", held: int = 0) -> None:
        """Ask this user's guard in one process until it is in this state and lists so many held items."""
        done = subprocess.run(
            [self.program.python, "-c", AWAIT, self.home / "run" / "mishao" / "guard.sock", state, str(held)],
            cwd=self.program.main.parent, env=self.environment, user=self.user, group=self.user, extra_groups=[],
            stderr=subprocess.PIPE, text=True, timeout=90)
        assert done.returncode == 0, f"no guard that is {state} and holds {held}: {done.stderr[-500:]}"


@contextmanager
def session(user: int, program: SharedProgram) -> Iterator[Session]:
    with tempfile.TemporaryDirectory(prefix="mishao-home-") as folder:
        home = Path(folder)
        (home / "run").mkdir(mode=0o700)
        for place in (home, home / "run", renamed("xclip", "wechat", home)):
            os.chown(place, user, user)
        # -ac: a user who logs in has the right to that display; here the server is root's.
        with x_server("-ac") as (_, name):
            yield Session(user, home, name, program)


@contextmanager
def guarded(session: Session, state: str = "watching", held: int = 0) -> Iterator[subprocess.Popen[bytes]]:
    guard = session.start(session.program.python, session.program.main, "--guard")
    try:
        session.wait_for_guard(state, held)
        assert guard.poll() is None, "the guard has ended"
        yield guard
    finally:
        end(guard, 15)
