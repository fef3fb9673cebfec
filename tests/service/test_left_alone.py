"""Tests that nothing of a session is left behind when it ends, and that what is left keeps nobody from guarding.

Sessions have real X servers, a real tray and all that it starts, in folders of their own.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from guard.control.endpoint import Client
from guard.control.requests import INTERRUPTED, State
from guard.core.events import EventKind
from guard.daemon.leaving import LEFT, UNFOUND
from guard.daemon.pausing import REPLACED
from guard.journal import FILE_NAME, events
from guard.util import exit_codes
from tests.support.brokering import NOTICE, renamed
from tests.support.guarding import DRAFT, GuardUnderTest, wait_for
from tests.support.left_processes import MARK, ended, started_by
from tests.support.processes import child
from tests.support.program import ROOT
from tests.support.x_servers import locked_display, x_server
from ui.demo.display import Display, end

MAIN = ROOT / "main.py"
HURRIED = ROOT / "tests" / "support" / "hurried_main.py"

END_SECONDS = 30.0
"""For a guard to notice and to end: two seconds until it does, on a machine that is busy with other tests."""

START_SECONDS = 25.0
"""For the next guard: less than a guard has to be left before it ends by itself."""


@dataclass
class Login:
    """A person at a display, with the file of its ``key``, if it has one. A logout may remove ``runtime``."""

    runtime: Path
    folder: Path
    display: str = ""
    key: str = ""
    mark: str = field(default_factory=lambda: uuid.uuid4().hex)
    trays: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def environment(self) -> dict[str, str]:
        """The environment of a program of this session."""
        environment = {**os.environ, "DISPLAY": self.display, "QT_QPA_PLATFORM": "xcb", "HOME": str(self.folder),
                       "XDG_RUNTIME_DIR": str(self.runtime), MARK: self.mark, "NO_AT_BRIDGE": "1",
                       "XAUTHORITY": self.key or str(self.folder / "no key")}
        for name in ("WAYLAND_DISPLAY", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME",
                     "XDG_CACHE_HOME"):
            environment.pop(name, None)
        return environment

    def tray(self, home: Path, program: Path = MAIN, stdin: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
        """Start a tray, which starts its guard."""
        self.runtime.mkdir(mode=0o700, exist_ok=True)
        with (self.folder / "said").open("ab") as said:
            tray = subprocess.Popen([sys.executable, str(program), "--home", str(home)], env=self.environment(),
                                    stdin=stdin, stdout=said, stderr=said)
        self.trays.append(tray)
        return tray

    def guarded(self, home: Path, seconds: float = START_SECONDS) -> GuardUnderTest:
        """Return the guard of this home once it watches and somebody has listened to it, as its tray soon does."""
        guard = GuardUnderTest(Display(self.display, self.environment()), home, home)
        wait_for(lambda: guard.state() is State.WATCHING, f"a guard of {home.name}", seconds)
        with closing(Client.connect(guard.socket)) as client:
            next(client.subscribe())
        return guard

    def running(self) -> dict[int, str]:
        """Return what runs of this session, without the display: id → command line."""
        return started_by(self.mark)


@pytest.fixture
def login(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Login]:
    """Somebody who has not yet logged in; whatever is left of the sessions is killed, so that no test meets it."""
    # Short, as a real one: with several workers the folder of a test is too long for the path of a socket.
    short = Path(tempfile.mkdtemp(prefix="run-"))
    person = Login(short / "run", tmp_path)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(person.runtime))  # this process must find the guards' sockets
    yield person
    while left := person.running():
        for pid in left:
            os.kill(pid, signal.SIGKILL)
        assert ended(left, END_SECONDS)
        for tray in person.trays:
            tray.wait()
    shutil.rmtree(short)


@contextmanager
def displayed(login: Login, *options: str) -> Iterator[subprocess.Popen[bytes]]:
    """A display of this login; with its name among the options, that one again."""
    with x_server(*options) as (server, name):
        login.display = name
        yield server


def why_ended(home: Path) -> list[str]:
    """Return why guards of this home have ended, as in the journal."""
    return [event.reason for event in events(home / "journal" / FILE_NAME) if event.kind is EventKind.STOPPED]


def guards_the_clipboard(guard: GuardUnderTest, folder: Path) -> bool:
    """Copy something that must be held; return whether a chat client gets the notice in its place."""
    guard.listen()
    try:
        guard.copy(DRAFT)
        guard.opened()
        return guard.paste(renamed("xclip", "wechat", folder / "bin")) == NOTICE
    finally:
        guard.stop_listening()


def test_a_terminated_tray_leaves_the_guard_guarding_and_the_end_of_its_display_leaves_nothing(
        login: Login, tmp_path: Path) -> None:
    home = tmp_path / "home"
    with displayed(login):
        tray = login.tray(home, HURRIED)
        guard = login.guarded(home)
        end(tray)
        assert guards_the_clipboard(guard, tmp_path)
    left = login.running()
    assert ended(left, END_SECONDS), login.running()
    assert why_ended(home) == [LEFT]


def test_ctrl_c_in_the_terminal_that_started_the_tray_ends_everything(login: Login, tmp_path: Path) -> None:
    """So ends what ``make run`` started."""
    home, (ours, theirs) = tmp_path / "home", os.openpty()
    with displayed(login):
        tray = login.tray(home, stdin=theirs)
        login.guarded(home)
        left = login.running()
        tray.send_signal(signal.SIGINT)
        assert tray.wait(END_SECONDS) == exit_codes.INTERRUPTED
        assert ended(left, END_SECONDS), login.running()
    os.close(ours)
    os.close(theirs)
    assert why_ended(home) == [INTERRUPTED]


@pytest.mark.thorough
def test_an_interrupted_tray_without_a_terminal_ends_and_the_guard_goes_on(login: Login, tmp_path: Path) -> None:
    home = tmp_path / "home"
    with displayed(login):
        tray = login.tray(home, HURRIED)
        guard = login.guarded(home)
        tray.send_signal(signal.SIGINT)
        assert tray.wait(END_SECONDS) == -signal.SIGINT
        assert guard.state() is State.WATCHING
    assert ended(login.running(), END_SECONDS), login.running()


@pytest.mark.thorough
def test_a_logout_that_ends_the_display_first_leaves_nothing(login: Login, tmp_path: Path) -> None:
    home = tmp_path / "home"
    with displayed(login):
        tray = login.tray(home, HURRIED)
        login.guarded(home)
    tray.wait(END_SECONDS)
    assert ended(login.running(), END_SECONDS), login.running()
    assert why_ended(home) == [LEFT]


@pytest.mark.thorough
@pytest.mark.parametrize(("signalled", "recorded"), [
    (signal.SIGTERM, ["系统或用户结束了进程"]), pytest.param(signal.SIGKILL, [], marks=pytest.mark.thorough)])
def test_a_session_whose_processes_are_all_ended_at_once_leaves_nothing(
        login: Login, tmp_path: Path, signalled: signal.Signals, recorded: list[str]) -> None:
    home = tmp_path / "home"
    with displayed(login):
        tray = login.tray(home)
        login.guarded(home)
        running = login.running()
        for pid in running:
            os.kill(pid, signalled)
        tray.wait(END_SECONDS)
        assert ended(running, END_SECONDS)
        assert login.running() == {}
    assert why_ended(home) == recorded


@pytest.mark.thorough
def test_after_a_logout_that_removed_the_runtime_folder_the_next_session_on_another_display_is_guarded(
        login: Login, tmp_path: Path) -> None:
    """The lock of the home is elsewhere: a guard that nobody can reach any more must not keep it."""
    home = tmp_path / ("home" * 25)  # a path too long for a socket, which is in the runtime folder then
    with displayed(login):
        first = login.tray(home)
        before = login.guarded(home)
    first.wait(END_SECONDS)
    shutil.rmtree(login.runtime)
    with displayed(login):
        second = login.tray(home)
        assert login.guarded(home).socket == before.socket
        assert why_ended(home) == [UNFOUND]
        end(second)


@pytest.mark.thorough
def test_a_display_that_is_started_again_is_guarded_by_the_same_guard_for_the_next_tray(
        login: Login, tmp_path: Path) -> None:
    home = tmp_path / "home"
    with displayed(login):
        first = login.tray(home)
        login.guarded(home)
        pid = int((home / "guard.lock").read_text())
    first.wait(END_SECONDS)
    with displayed(login, login.display):
        second = login.tray(home)
        guard = login.guarded(home)
        assert int((home / "guard.lock").read_text()) == pid
        assert guards_the_clipboard(guard, tmp_path)
        end(second)


def guarded_in_place_of(left: Path, login: Login) -> bool:
    """Start the tray of another home on this display; return whether it is guarded and the guard that was left ended.
    """
    home = left.with_name("next")
    old = int((left / "guard.lock").read_text())
    tray = login.tray(home)
    guarding = guards_the_clipboard(login.guarded(home), home.parent)
    end(tray)
    return guarding and ended([old], END_SECONDS) and why_ended(left) == [REPLACED]


@pytest.mark.thorough
def test_another_home_on_a_display_that_was_started_again_is_guarded_in_place_of_the_one_that_was_left(
        login: Login, tmp_path: Path) -> None:
    with displayed(login):
        tray = login.tray(tmp_path / "left")
        login.guarded(tmp_path / "left")
    tray.wait(END_SECONDS)
    with displayed(login, login.display):
        assert guarded_in_place_of(tmp_path / "left", login)


@pytest.mark.thorough
def test_another_home_on_a_display_whose_tray_was_terminated_is_guarded_in_its_place(
        login: Login, tmp_path: Path) -> None:
    with displayed(login):
        tray = login.tray(tmp_path / "left")
        login.guarded(tmp_path / "left")
        end(tray)
        assert guarded_in_place_of(tmp_path / "left", login)


@pytest.mark.thorough
def test_who_logs_in_on_the_display_of_another_user_is_guarded_and_nothing_of_that_user_is_left(
        login: Login, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each session has a key of its own: the guard that was left finds a display that refuses it."""
    home, theirs = tmp_path / "home", tmp_path / "other"
    theirs.mkdir()
    with displayed(login):
        first = login.tray(home, HURRIED)
        login.guarded(home)
        left = login.running()
    first.wait(END_SECONDS)
    with locked_display(login.display, theirs / "key") as display:
        other = Login(theirs / "run", theirs, display.name, str(theirs / "key"), login.mark, login.trays)
        tray = other.tray(theirs / "home")
        assert ended(left, END_SECONDS), login.running()
        assert why_ended(home) == [LEFT]
        monkeypatch.setenv("XAUTHORITY", other.key)  # this process looks at the display, too
        assert guards_the_clipboard(other.guarded(theirs / "home"), tmp_path)
        end(tray)


@pytest.mark.thorough
def test_a_second_seat_is_guarded_by_its_own_guard_which_stays_when_the_first_seat_is_left(
        login: Login, tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    with displayed(login):
        seat = Login(login.runtime, login.folder, "", "", login.mark, login.trays)
        second = login.tray(there, HURRIED)
        guard = login.guarded(there)
        with displayed(seat):
            first = seat.tray(here, HURRIED)
            seat.guarded(here)
            pid = int((here / "guard.lock").read_text())
            both = [pid, child(pid, "--broker")]
        first.wait(END_SECONDS)
        assert ended(both, END_SECONDS)
        assert why_ended(here) == [LEFT]
        assert guards_the_clipboard(guard, tmp_path)
        end(second)
