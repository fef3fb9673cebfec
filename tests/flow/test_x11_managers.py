"""Tests clipboard managers: noticed when they start, stopped while a copy is taken over.

The real CopyQ and clipman capture next to nothing that is flagged.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from itertools import count
from pathlib import Path

import pytest
from PIL import Image

from guard.core.model import Decision, Outcome
from guard.ipc.messages import Asking, Decided, Flagged, Passed
from guard.platform.processes_linux import resume_clipboard_managers
from guard.platform.x11.connection import Connection
from tests.support.brokering import BLOCKED, CLEAN, NOTICE, Brokering, end_manager, policy, renamed
from tests.support.guarding import wait_for
from tests.support.x11_client import X11Client
from ui.demo.display import Display, end

COPYQ = shutil.which("copyq")
CLIPMAN = [shutil.which("xfce4-clipman"), shutil.which("dbus-daemon")]
COPIES = 200
KEPT_BY_CLIPMAN = 95
"""Its history holds a hundred."""

WON = 0.05
"""None is usual (ADR 19). A broker that gets no processor for milliseconds, because of other work, comes too late."""


def test_text_is_held_unread_as_soon_as_a_manager_has_come(broker: Brokering, display: Display, programs: Path,
                                                          client: Callable[..., X11Client]) -> None:
    watcher, connection = client(), Connection(display.name)

    def owned_after_a_clean_copy() -> bool:
        broker.copy(CLEAN)
        broker.expect(Passed)
        return connection.client_pid(watcher.owner()) == broker.process.pid

    assert not owned_after_a_clean_copy()
    manager = display.start([renamed("xclip", "copyq", programs), "-quiet", "-selection", "secondary", "/dev/null"],
                            stderr=subprocess.DEVNULL)
    wait_for(owned_after_a_clean_copy, "the manager to be noticed before the next housekeeping", seconds=8)
    end_manager(manager)
    connection.close()


@contextmanager
def serving(program: str, display: Display) -> Iterator[Callable[..., str]]:
    """A CopyQ server, under the name of this program; called with arguments it is its own client."""
    def ask(*arguments: str, data: bytes = b"") -> str:
        return subprocess.run([*command, *arguments], env=display.environment, capture_output=True, input=data,
                              timeout=30).stdout.decode()

    # It leaves lock files where it is started.
    command = ["env", f"--chdir={display.environment['HOME']}", program]
    server = display.start(command, stderr=subprocess.DEVNULL)
    try:
        wait_for(lambda: ask("size").strip().isdigit(), "CopyQ")
        yield ask
        ask("exit")
    finally:
        end(server)


@pytest.fixture
def copyq(display: Display) -> Iterator[Callable[..., str]]:
    """CopyQ as it is."""
    if COPYQ is None:
        pytest.skip("CopyQ is not installed: apt-get install copyq")
    with serving(COPYQ, display) as ask:
        yield ask


@pytest.mark.skipif(COPYQ is None, reason="CopyQ is not installed: apt-get install copyq")
def test_copyq_gets_the_original_where_it_is_allowed_and_the_notice_as_a_chat_client(
        start_broker: Callable[..., Brokering], display: Display, tmp_path: Path) -> None:
    office, chat = (renamed("copyq", name, tmp_path) for name in ("writer", "wechat"))
    broker = start_broker(policy(office))
    broker.copy(BLOCKED)
    broker.expect(Flagged)
    for program, text in ((office, BLOCKED), (chat, NOTICE)):
        with serving(program, display) as ask:
            assert ask("clipboard") == text


@pytest.mark.thorough
def test_copyq_captures_next_to_nothing_that_is_flagged(broker: Brokering, copyq: Callable[..., str]) -> None:
    for number in range(COPIES):
        broker.copy(f"{BLOCKED} {number}")
        broker.expect(Flagged)

    numbers = count()

    def clean_is_kept() -> bool:
        last = f"{CLEAN} at the end {next(numbers)}"  # of those that come together it takes one, and none twice
        broker.copy(last)
        broker.expect(Passed)
        with suppress(AssertionError):
            return wait_for(lambda: last in copyq("read", "0"), "CopyQ to capture it", seconds=12)
        return False

    wait_for(clean_is_kept, "CopyQ to capture what is clean", seconds=60)
    captured = copyq("separator", "|", "read", *map(str, range(int(copyq("size")))))
    assert CLEAN in captured
    print(f"CopyQ captured {captured.count(BLOCKED)} of {COPIES}")
    assert captured.count(BLOCKED) <= COPIES * WON


def test_what_is_chosen_from_a_history_is_pasted_as_it_was(broker: Brokering, copyq: Callable[..., str],
                                                            office: str) -> None:
    def pasted(target: str, content: bytes) -> None:
        """CopyQ takes the clipboard twice for one choice, and a requestor at that moment gets nothing; never anything
        else."""
        got = wait_for(lambda: broker.paste(office, target), f"a paste of {target}")
        assert got == content

    stream = BytesIO()
    Image.effect_noise((900, 600), 90).save(stream, "PNG")
    page, picture = f"<b>{CLEAN}</b>", stream.getvalue()
    copyq("write", "0", "text/plain", CLEAN, "text/html", page)
    copyq("write", "0", "image/png", "-", data=picture)
    for _ in range(3):
        copyq("select", "1")
        broker.expect(Passed)
        pasted("UTF8_STRING", CLEAN.encode())
        pasted("text/html", page.encode())
        copyq("select", "1")
        asking = broker.expect(Asking)
        broker.send(Decided(asking.capture.id, Decision(Outcome.ALLOW)))
        pasted("image/png", picture)


class Clipman:
    """Xfce's clipboard manager, with a bus and a history of its own."""

    def __init__(self, display: Display, home: Path, watcher: X11Client) -> None:
        self._bus = subprocess.Popen([str(CLIPMAN[1]), "--session", "--print-address=1", "--nofork"],
                                     stdout=subprocess.PIPE, text=True)
        assert self._bus.stdout is not None
        self._environment = {**display.environment, "HOME": str(home),
                             "DBUS_SESSION_BUS_ADDRESS": self._bus.stdout.readline().strip()}
        self._kept, self._watcher = home / ".cache/xfce4/clipman/textsrc", watcher
        self.start()

    def start(self) -> None:
        self._program = subprocess.Popen([str(CLIPMAN[0])], env=self._environment, stdout=subprocess.DEVNULL,
                                         stderr=subprocess.DEVNULL)
        wait_for(lambda: self._watcher.owner("CLIPBOARD_MANAGER"), "clipman")

    def history(self) -> str:
        """End it, and return the texts it has kept. It writes no file where there are none."""
        end(self._program, seconds=30)  # it saves them first
        return self._kept.read_text("utf-8") if self._kept.exists() else ""

    def close(self) -> None:
        end(self._program)
        assert self._bus.stdout is not None
        self._bus.stdout.close()
        end(self._bus)  # type: ignore[arg-type]


@pytest.fixture
def clipman(display: Display, tmp_path: Path, client: Callable[..., X11Client]) -> Iterator[Clipman]:
    if not all(CLIPMAN):
        pytest.skip("clipman is not installed: apt-get install xfce4-clipman dbus-daemon")
    running = Clipman(display, tmp_path, client())
    yield running
    running.close()


@pytest.fixture
def beside(request: pytest.FixtureRequest) -> Iterator[Callable[[], None]]:
    """This many programs that each want a whole processor; calling it ends them."""
    busy = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(request.param)]

    def end_all() -> None:
        while busy:
            end(busy.pop())

    yield end_all
    end_all()


@pytest.mark.parametrize(("pause", "beside"), [
    (0.0, 0), pytest.param(0.25, 0, marks=pytest.mark.soak), pytest.param(0.0, 6, marks=pytest.mark.soak),
], indirect=["beside"])
def test_clipman_captures_next_to_nothing_that_is_flagged(
        clipman: Clipman, broker: Brokering, beside: Callable[[], None], pause: float) -> None:
    for number in range(KEPT_BY_CLIPMAN):
        time.sleep(pause)  # all processors are idle by then, and the broker wakes up as late as it ever does
        broker.copy(f"{BLOCKED} {number}")
        broker.expect(Flagged)
    beside()  # it comes after them, and may read everything now
    offer_clean(broker)
    captured = clipman.history()
    print(f"clipman captured {captured.count(BLOCKED)} of {KEPT_BY_CLIPMAN}")
    assert captured.count(BLOCKED) <= KEPT_BY_CLIPMAN * WON
    if CLEAN not in captured and NOTICE not in captured:  # it came to nothing at all: it is to show that it can
        wait_for(lambda: clean_is_kept(clipman, broker), "clipman to capture what is clean", seconds=60)


def clean_is_kept(clipman: Clipman, broker: Brokering) -> bool:
    """Start it again, and return whether it keeps what is clean."""
    clipman.start()
    offer_clean(broker)
    return CLEAN in clipman.history()


def offer_clean(broker: Brokering) -> None:
    """Copy clean texts; who asks after the verdict has each from the program that copied it."""
    for number in range(3):
        time.sleep(0.5)  # nothing shows when it has kept what it received; it drops one that another follows at once
        broker.copy(f"{CLEAN} {number}")
        broker.expect(Passed)
    time.sleep(0.5)


def started(display: Display, programs: Path, watcher: X11Client) -> subprocess.Popen[bytes]:
    """Start a program that the policy calls a clipboard manager; return once it has a window."""
    process = display.start([renamed("xclip", "copyq", programs), "-quiet", "-selection", "secondary", "/dev/null"],
                            stderr=subprocess.DEVNULL)
    wait_for(lambda: watcher.owner("SECONDARY"), "the manager")
    return process


@pytest.fixture
def manager(display: Display, programs: Path, client: Callable[..., X11Client]) -> Iterator[int]:
    """The process of a clipboard manager."""
    process = started(display, programs, client())
    yield process.pid
    end_manager(process)


def is_stopped(pid: int) -> bool:
    """Return whether a process was stopped (proc_pid_stat(5))."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "T"


def went_on(pid: int) -> bool:
    """Return whether a process that we started was stopped and goes on since this was asked (waitid(2), WCONTINUED).
    It is stopped for a fifth of a second, which nobody need see on a busy computer.
    """
    return os.waitid(os.P_PID, pid, os.WCONTINUED | os.WNOHANG) is not None


def silent_copy(client: Callable[..., X11Client]) -> None:
    """Copy, and answer no request."""
    client(targets={}, silent=True).own()


def test_a_manager_is_stopped_while_a_copy_is_read_but_not_for_long(
        manager: int, broker: Brokering, client: Callable[..., X11Client]) -> None:
    def stopped_and_went_on() -> bool:
        silent_copy(client)
        with suppress(AssertionError):  # the broker has not noticed the manager yet
            return wait_for(lambda: went_on(manager), "the manager to go on", seconds=2)
        return False

    went_on(manager)
    assert not is_stopped(manager)
    wait_for(stopped_and_went_on, "the manager to stop and go on")
    assert not broker.drain(), "the copy is not read yet"


def test_a_manager_goes_on_once_a_copy_is_held(manager: int, broker: Brokering) -> None:
    broker.copy(BLOCKED)
    broker.expect(Flagged)
    wait_for(lambda: not is_stopped(manager), "the manager to go on")


def left_stopped(manager: int, broker: Brokering, client: Callable[..., X11Client]) -> None:
    """Kill a broker while it has stopped a manager, which it does for a fifth of a second."""
    def caught() -> bool:
        stopped_for_a_copy(manager, broker, client)
        os.kill(broker.process.pid, signal.SIGSTOP)
        wait_for(lambda: is_stopped(broker.process.pid), "the broker to be stopped")
        if is_stopped(manager):
            return True
        os.kill(broker.process.pid, signal.SIGCONT)
        return False

    wait_for(caught, "a broker that has stopped the manager")
    broker.process.kill()
    broker.process.wait()
    assert is_stopped(manager)


def test_the_next_broker_lets_a_manager_go_on_that_a_killed_one_left_stopped(
        manager: int, start_broker: Callable[..., Brokering], client: Callable[..., X11Client]) -> None:
    left_stopped(manager, start_broker(), client)
    start_broker()
    wait_for(lambda: not is_stopped(manager), "the manager to go on")


def test_the_guard_lets_a_manager_go_on_that_a_killed_broker_left_stopped(
        manager: int, start_broker: Callable[..., Brokering], client: Callable[..., X11Client]) -> None:
    left_stopped(manager, start_broker(), client)
    resume_clipboard_managers(policy())
    wait_for(lambda: not is_stopped(manager), "the manager to go on")


@pytest.mark.parametrize("waited_for", [True, False])
def test_a_manager_that_comes_in_the_place_of_one_that_ended_is_noticed_before_the_next_housekeeping(
        display: Display, programs: Path, broker: Brokering, client: Callable[..., X11Client],
        waited_for: bool) -> None:
    watcher = client()  # before them: the server gives the next program the number of the one that left
    begun = []
    for _ in range(2):
        process = started(display, programs, watcher)
        begun.append(process)
        pid = process.pid
        wait_for(lambda pid=pid: stopped_for_a_copy(pid, broker, client), "the manager to stop",  # type: ignore[misc]
                 seconds=5)
        if waited_for:
            end_manager(process)
        else:
            process.kill()
        wait_for(lambda: not watcher.owner("SECONDARY"), "the server to hear of its end")
    for process in begun:
        end(process)


def stopped_for_a_copy(pid: int, broker: Brokering, client: Callable[..., X11Client]) -> bool:
    """Copy, and return whether a manager was stopped for it."""
    broker.obeyed()
    silent_copy(client)
    try:
        wait_for(lambda: is_stopped(pid), "the manager to stop", seconds=0.15)
    except AssertionError:
        return False
    return True
