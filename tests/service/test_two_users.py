"""Tests two people logged in at once, each with a display: each has a guard, and neither sees the other's.

The guards run as ordinary users here, not as root: what the system lets them do is tested with it.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.brokering import NOTICE, renamed
from tests.support.for_everybody import NotForEverybodyError, SharedProgram, shared_program
from tests.support.guarding import CLEAN, DRAFT
from tests.support.processes import child
from tests.support.x_servers import x_server
from ui.demo.display import end

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become two other users")

ZHAO, QIAN = 50_001, 50_002
MARKED = "机密★5年\n某某县委办公室文件\n某办发〔2026〕12号"

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


@pytest.fixture(scope="module")
def program() -> Iterator[SharedProgram]:
    try:
        with shared_program(ZHAO) as shared:
            yield shared
    except NotForEverybodyError as why:
        pytest.fail(f"no second user can run the program here: {why}")


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


def held(session: Session) -> int:
    return len(session.status()["held"])  # type: ignore[arg-type]


@pytest.mark.thorough
def test_each_of_two_users_has_a_guard_that_sees_only_their_own_clipboard(program: SharedProgram) -> None:
    with session(ZHAO, program) as zhao, session(QIAN, program) as qian, guarded(zhao), guarded(qian):
        zhao.copy(DRAFT)
        qian.copy(CLEAN)
        zhao.wait_for_guard(held=1)
        assert zhao.paste(zhao.home / "wechat") == NOTICE
        assert zhao.paste() == DRAFT
        assert qian.paste(qian.home / "wechat") == CLEAN
        assert held(qian) == 0
        qian.copy(f"{DRAFT}之二")
        qian.wait_for_guard(held=1)
        assert qian.paste(qian.home / "wechat") == NOTICE
        assert held(zhao) == 1


def test_another_user_can_neither_ask_a_guard_nor_read_what_it_keeps(program: SharedProgram) -> None:
    with session(ZHAO, program) as zhao, session(QIAN, program) as qian, guarded(zhao):
        zhao.copy(DRAFT)
        zhao.wait_for_guard(held=1)
        zhao.home.chmod(0o755)
        (zhao.home / "run").chmod(0o755)
        reach = "import socket, sys; socket.socket(socket.AF_UNIX).connect(sys.argv[1])"
        assert "PermissionError" in qian.refusal(reach, zhao.home / "run" / "mishao" / "guard.sock")
        for place in (".local/share/mishao/vault", ".local/share/mishao/keys", ".local/state/mishao/journal"):
            assert zhao.run("ls", zhao.home / place) != "", place
            assert qian.run("ls", zhao.home / place) == "", place


@pytest.mark.thorough
def test_a_state_secret_that_a_killed_guard_held_is_judged_anew_by_the_next_one(program: SharedProgram) -> None:
    with session(ZHAO, program) as zhao:
        with guarded(zhao) as guard:
            zhao.copy(MARKED)
            zhao.wait_for_guard(held=1)
            guard.kill()
            guard.wait()
        with guarded(zhao, held=2):
            assert zhao.paste(zhao.home / "wechat") == NOTICE


@pytest.mark.thorough
def test_no_program_of_the_same_user_reads_the_memory_of_guard_or_broker(program: SharedProgram) -> None:
    look = "import sys; open(f'/proc/{sys.argv[1]}/mem', 'rb')"
    with session(ZHAO, program) as zhao, guarded(zhao) as guard:
        another = zhao.start("sleep", "60")
        try:
            for pid, refused in ((guard.pid, True), (child(guard.pid, "--broker"), True), (another.pid, False)):
                said = zhao.refusal(look, str(pid))
                assert ("PermissionError" in said) is refused, said
        finally:
            another.kill()
            another.wait()


@pytest.mark.thorough
@pytest.mark.parametrize("above_mode", [0o755, 0o700], ids=["enterable", "closed"])
def test_where_one_start_with_sudo_left_everything_to_root_it_guards_and_says_so(program: SharedProgram,
                                                                                above_mode: int) -> None:
    with session(ZHAO, program) as zhao:
        for above in (".local", ".local/share", ".local/state", ".config", ".cache"):
            (zhao.home / above).mkdir()
            (zhao.home / above).chmod(above_mode)  # as root's umask was
        for name in (".local/share/mishao", ".local/state/mishao", ".config/mishao", ".cache/mishao"):
            (zhao.home / name).mkdir(mode=0o700)
        with guarded(zhao, "trouble"):
            assert "不能写入" in str(zhao.status()["troubles"])
            zhao.copy(DRAFT)
            zhao.wait_for_guard("trouble", held=1)
            assert zhao.paste(zhao.home / "wechat") == NOTICE
