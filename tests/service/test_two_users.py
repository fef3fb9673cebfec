"""Two people are logged in at once, each with a display of their own: each has a guard, and neither sees the other's.

The guards run as ordinary users here, not as root: what the system lets them do is tested with it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.brokering import NOTICE, renamed
from tests.support.guarding import CLEAN, DRAFT, wait_for
from tests.support.processes import child
from tests.support.program import ROOT
from ui.demo.display import end, number_of

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become two other users")

ZHAO, QIAN = 50_001, 50_002


@dataclass(frozen=True)
class Session:
    """A user's home, display and programs; ``python`` stands where every user can reach it."""

    user: int
    home: Path
    display: str
    python: Path

    @property
    def environment(self) -> dict[str, str]:
        return {"HOME": str(self.home), "DISPLAY": self.display, "XDG_RUNTIME_DIR": str(self.home / "run"),
                "PATH": os.environ["PATH"], "LANG": "C.UTF-8", "PYTHONPATH": sysconfig.get_path("purelib"),
                "LD_LIBRARY_PATH": str(self.python.parents[1] / "lib"), "PYTHONDONTWRITEBYTECODE": "1"}

    def start(self, *arguments: str | Path) -> subprocess.Popen[bytes]:
        return subprocess.Popen(arguments, env=self.environment, user=self.user, group=self.user, extra_groups=[])

    def run(self, *command: str | Path, given: str | None = None) -> str:
        capture = subprocess.PIPE if given is None else subprocess.DEVNULL  # xclip goes on with what it inherits
        done = subprocess.run([*command], env=self.environment, user=self.user, group=self.user, extra_groups=[],
                              input=given, stdout=capture, text=True, timeout=60)
        return done.stdout or ""

    def copy(self, text: str) -> None:
        self.run("xclip", "-selection", "clipboard", given=text)

    def paste(self, program: str | Path = "xclip") -> str:
        return self.run(program, "-selection", "clipboard", "-o", "-t", "UTF8_STRING")

    def status(self) -> dict[str, object]:
        said = self.run(self.python, ROOT / "main.py", "status", "--json")
        return json.loads(said.splitlines()[0]) if said else {}


@pytest.fixture(scope="module")
def python() -> Iterator[Path]:
    """The interpreter, bound to a place that ordinary users can enter."""
    place = Path(tempfile.mkdtemp(prefix="mishao-python-"))
    place.chmod(0o755)
    subprocess.run(["mount", "--bind", sys.base_prefix, place], check=True)
    yield place / "bin" / Path(os.path.realpath(sys.executable)).name
    subprocess.run(["umount", "-l", place], check=True)
    place.rmdir()


@contextmanager
def session(user: int, python: Path) -> Iterator[Session]:
    with tempfile.TemporaryDirectory(prefix="mishao-home-") as folder:
        home = Path(folder)
        (home / "run").mkdir(mode=0o700)
        for place in (home, home / "run", renamed("xclip", "wechat", home)):
            os.chown(place, user, user)
        ours, theirs = os.pipe()
        # -ac: whoever logs in has the right to his own display; here the server is root's.
        server = subprocess.Popen(["Xvfb", "-ac", "-displayfd", str(theirs), "-nolisten", "tcp", "-noreset"],
                                  pass_fds=(theirs,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(theirs)
        try:
            yield Session(user, home, f":{number_of(ours)}", python)
        finally:
            os.close(ours)
            end(server)


@contextmanager
def guarded(session: Session, state: str = "watching") -> Iterator[subprocess.Popen[bytes]]:
    guard = session.start(session.python, ROOT / "main.py", "--guard")
    try:
        wait_for(lambda: session.status().get("state") == state, "a guard that watches", 60)
        yield guard
    finally:
        end(guard, 15)


def held(session: Session) -> int:
    return len(session.status()["held"])  # type: ignore[arg-type]


def test_each_of_two_users_has_a_guard_that_sees_only_their_own_clipboard(python: Path) -> None:
    with session(ZHAO, python) as zhao, session(QIAN, python) as qian, guarded(zhao), guarded(qian):
        zhao.copy(DRAFT)
        qian.copy(CLEAN)
        wait_for(lambda: held(zhao) == 1, "the copy to be held")
        assert zhao.paste(zhao.home / "wechat") == NOTICE
        assert zhao.paste() == DRAFT
        assert qian.paste(qian.home / "wechat") == CLEAN
        assert held(qian) == 0
        qian.copy(f"{DRAFT}之二")
        wait_for(lambda: held(qian) == 1, "the other's copy to be held")
        assert qian.paste(qian.home / "wechat") == NOTICE
        assert held(zhao) == 1


def test_another_user_can_neither_ask_a_guard_nor_read_what_it_keeps(python: Path) -> None:
    with session(ZHAO, python) as zhao, session(QIAN, python) as qian, guarded(zhao):
        zhao.copy(DRAFT)
        wait_for(lambda: held(zhao) == 1, "the copy to be held")
        zhao.home.chmod(0o755)
        (zhao.home / "run").chmod(0o755)
        reach = "import socket, sys; socket.socket(socket.AF_UNIX).connect(sys.argv[1])"
        done = subprocess.run([python, "-c", reach, zhao.home / "run" / "mishao" / "guard.sock"], user=qian.user,
                              group=qian.user, extra_groups=[], capture_output=True, env=qian.environment, text=True)
        assert "PermissionError" in done.stderr
        for place in (".local/share/mishao/vault", ".local/share/mishao/keys", ".local/state/mishao/journal"):
            assert zhao.run("ls", zhao.home / place) != "", place
            assert qian.run("ls", zhao.home / place) == "", place


def test_no_program_of_the_same_user_reads_the_memory_of_guard_or_broker(python: Path) -> None:
    look = "import sys; open(f'/proc/{sys.argv[1]}/mem', 'rb')"
    with session(ZHAO, python) as zhao, guarded(zhao) as guard:
        another = zhao.start("sleep", "60")
        try:
            for pid, refused in ((guard.pid, True), (child(guard.pid, "--broker"), True), (another.pid, False)):
                done = subprocess.run([python, "-c", look, str(pid)], user=zhao.user, group=zhao.user, extra_groups=[],
                                      capture_output=True, env=zhao.environment, text=True)
                assert ("PermissionError" in done.stderr) is refused, done.stderr
        finally:
            another.kill()
            another.wait()


def test_where_one_start_with_sudo_left_everything_to_root_it_guards_and_says_so(python: Path) -> None:
    with session(ZHAO, python) as zhao:
        for name in (".local/share/mishao", ".local/state/mishao", ".config/mishao", ".cache/mishao"):
            (zhao.home / name).mkdir(parents=True, mode=0o700)
        with guarded(zhao, "trouble"):
            assert "不能写入" in str(zhao.status()["troubles"])
            zhao.copy(DRAFT)
            wait_for(lambda: held(zhao) == 1, "the copy to be held")
            assert zhao.paste(zhao.home / "wechat") == NOTICE
