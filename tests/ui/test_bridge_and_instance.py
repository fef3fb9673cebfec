"""Tests that the bridge reconnects by itself and never blocks the windows, and that there is one tray per user."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import threading
import time
from itertools import pairwise
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QElapsedTimer, QLockFile, QObject
from PySide6.QtNetwork import QLocalSocket
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from guard.control.endpoint import Client
from guard.control.requests import CaseList, DestroyCase, ListCases, Reply, Request
from guard.core.model import CaseState
from guard.ipc.replies import Done, Refused
from guard.ipc.restarts import BackOff
from tests.support import ui_samples as samples
from tests.support.guarding import wait_for
from tests.support.modes import generous_umask, open_to_others
from tests.support.ui_guard import GuardHere
from ui.demo.display import end, private_display
from ui.guard_client.bridge import ANSWER_SECONDS, Bridge
from ui.guard_client.guard_starter import Starting
from ui.guard_client.single_instance import Instance
from ui.i18n.language import Language, choose


@pytest.fixture
def owner() -> QObject:
    return QObject()


def test_a_missing_guard_is_started_and_not_missed_while_it_comes(qtbot: QtBot, tmp_path: Path) -> None:
    here = GuardHere(tmp_path / "guard.sock")
    bridge = Bridge(here.socket, here.start)
    lost: list[str] = []
    bridge.connection_lost.connect(lost.append)
    with qtbot.waitSignal(bridge.status_changed, timeout=8000):
        bridge.start()
    assert lost == []
    with qtbot.waitSignal(bridge.connection_lost):
        here.stop()
    bridge.close()
    here.stop()  # the bridge may have started it once more


def test_a_missing_guard_that_nobody_starts_is_told_of_once_however_often_it_is_looked_for(
        qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    connect = Client.connect
    looked_for: list[Path] = []

    def counted(path: Path, timeout: float) -> Client:
        looked_for.append(path)
        return connect(path, timeout)

    monkeypatch.setattr("ui.guard_client.bridge.Client.connect", counted)
    bridge = Bridge(tmp_path / "none.sock")
    lost: list[str] = []
    bridge.connection_lost.connect(lost.append)
    bridge.start()
    qtbot.waitUntil(lambda: len(looked_for) == 3)
    assert lost == ["密哨没有在运行。可以从开始菜单打开，或运行 mishao。"]
    bridge.close()


def test_a_guard_that_cannot_be_started_is_said_in_words(qtbot: QtBot, tmp_path: Path) -> None:
    def fail() -> None:
        raise FileNotFoundError(2, "No such file or directory")

    bridge = Bridge(tmp_path / "none.sock", fail)
    lost: list[str] = []
    bridge.connection_lost.connect(lost.append)
    bridge.start()
    qtbot.waitUntil(lambda: "没能启动密哨：找不到文件。请重新安装，或联系管理员。" in lost)
    bridge.close()


def test_a_guard_that_ends_before_anybody_reached_it_is_started_again(qtbot: QtBot, tmp_path: Path) -> None:
    here = GuardHere(tmp_path / "guard.sock")
    starts: list[None] = []

    def start() -> None:
        starts.append(None)
        if len(starts) == 3:
            here.start()

    bridge = Bridge(here.socket, start)
    lost: list[str] = []
    bridge.connection_lost.connect(lost.append)
    with qtbot.waitSignal(bridge.status_changed, timeout=20_000):
        bridge.start()
    assert len(starts) == 3
    assert lost == [], "it is getting ready, not in trouble"
    bridge.close()
    here.stop()


def test_while_a_guard_is_being_started_no_second_one_is(tmp_path: Path) -> None:
    started = tmp_path / "started"
    starting = Starting([sys.executable, "-c", f"import time; open({str(started)!r}, 'a').write('x'); time.sleep(1)"])
    for _ in range(3):
        starting.start()
    wait_for(starting.ended, "the end of the first")
    starting.start()
    wait_for(starting.ended, "the end of the second")
    assert started.read_text() == "xx"


def test_a_guard_that_keeps_ending_is_started_less_and_less_often() -> None:
    starting = Starting(["true"], BackOff(first_seconds=0.2, longest_seconds=1.0, healthy_seconds=30.0))
    starts: list[tuple[float, float]] = []

    def started_five_times() -> bool:
        earlier, begun = starting._process, time.monotonic()
        starting.start()
        if starting._process is not earlier:
            starts.append((begun, time.monotonic()))
        return len(starts) == 5

    wait_for(started_five_times, "five starts")
    wait_for(starting.ended, "the end of the last")
    first, *others = (later - begun for (begun, _), (_, later) in pairwise(starts))
    assert first < 1, "the first restart waits for nothing"
    assert all(pause >= least for pause, least in zip(others, (0.2, 0.4, 0.8), strict=True))


def test_a_guard_that_is_killed_while_it_starts_is_started_again_at_once_and_found_as_soon_as_it_is_there(
        qtbot: QtBot, tmp_path: Path) -> None:
    """Kills come in series: the first ones must not have increased the waiting time or the interval between looks."""
    here = GuardHere(tmp_path / "guard.sock")
    starts: list[float] = []

    def start() -> None:
        starts.append(time.monotonic())
        if len(starts) == 8 or len(starts) > 16:
            here.start()

    bridge = Bridge(here.socket, start)
    with qtbot.waitSignal(bridge.status_changed, timeout=20_000):
        bridge.start()
    with qtbot.waitSignal(bridge.connection_lost):
        here.stop()
    with qtbot.waitSignal(bridge.status_changed, timeout=20_000):
        pass
    bridge.close()
    here.stop()
    pauses = [later - sooner for sooner, later in pairwise(starts[8:])]
    assert len(pauses) >= 7
    assert sorted(pauses)[len(pauses) // 2] < 0.4, "one that is expected is looked for often, also the tenth time"


def test_the_bridge_asks_a_restarted_guard_on_a_new_connection(qtbot: QtBot, guard: GuardHere,
                                                               owner: QObject) -> None:
    bridge = Bridge(guard.socket)
    with qtbot.waitSignal(bridge.status_changed):
        bridge.start()
    replies: list[Reply] = []
    bridge.ask(ListCases(), owner, replies.append)
    qtbot.waitUntil(lambda: len(replies) == 1)
    with qtbot.waitSignal(bridge.connection_lost):
        guard.stop()
    bridge.ask(ListCases(), owner, replies.append)
    qtbot.waitUntil(lambda: len(replies) == 2)
    assert isinstance(replies[1], Refused)
    assert replies[1].code == "connection"
    guard.keep(samples.secret())
    with qtbot.waitSignal(bridge.status_changed, timeout=10_000):
        guard.again()
    bridge.ask(ListCases(), owner, replies.append)
    qtbot.waitUntil(lambda: len(replies) == 3)
    assert isinstance(replies[2], CaseList)
    assert [summary.id for summary in replies[2].cases] == ["secret"]
    bridge.close()


def test_asking_returns_at_once(qtbot: QtBot, guard: GuardHere, owner: QObject) -> None:
    bridge = Bridge(guard.socket)
    bridge.start()
    clock = QElapsedTimer()
    clock.start()
    for _ in range(100):
        bridge.ask(ListCases(), owner)
    assert clock.elapsed() < 300
    bridge.close()


def test_an_answer_for_a_window_that_is_gone_is_dropped(qtbot: QtBot, guard: GuardHere, owner: QObject) -> None:
    bridge = Bridge(guard.socket)
    bridge.start()
    gone = QObject()
    replies: list[str] = []
    bridge.ask(ListCases(), gone, lambda _reply: replies.append("gone"))
    bridge.ask(ListCases(), owner, lambda _reply: replies.append("here"))
    shiboken6.delete(gone)
    qtbot.waitUntil(lambda: replies == ["here"])
    bridge.close()


def test_what_was_asked_before_the_bridge_is_closed_is_carried_out(qtbot: QtBot, guard: GuardHere,
                                                                  owner: QObject) -> None:
    bridge = Bridge(guard.socket)
    with qtbot.waitSignal(bridge.status_changed):
        bridge.start()
    items = [guard.keep(samples.draft(id=f"item {number}")).id for number in range(60)]
    for item in items:
        bridge.ask(DestroyCase(item), owner)
    bridge.close()
    assert {guard.state(item) for item in items} == {CaseState.DESTROYED}


def test_a_guard_that_does_not_answer_holds_up_no_tray_that_closes(
        qtbot: QtBot, guard: GuardHere, owner: QObject, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.guard_client.bridge.LAST_SECONDS", 0.2)
    asked, hangs = threading.Event(), threading.Event()

    def hang(_request: Request) -> Reply:
        asked.set()
        hangs.wait(60)
        return Done()

    bridge = Bridge(guard.socket)
    with qtbot.waitSignal(bridge.status_changed):
        bridge.start()
    monkeypatch.setattr(guard.server, "_handle", hang)
    for _ in range(2):
        bridge.ask(ListCases(), owner)
    assert asked.wait(60)
    begun = time.monotonic()
    bridge.close()
    assert time.monotonic() - begun < ANSWER_SECONDS / 2
    hangs.set()


def test_a_second_tray_asks_the_first_to_show_itself_and_steps_back(qtbot: QtBot, tmp_path: Path) -> None:
    first, second = Instance(tmp_path), Instance(tmp_path)
    assert first.acquire()
    with qtbot.waitSignal(first.asked):
        assert not second.acquire()
    first.release()
    assert second.acquire()
    second.release()


def test_the_lock_of_a_tray_that_was_killed_is_free(qapp: QApplication, tmp_path: Path) -> None:
    assert qapp
    holder = ("import sys; from pathlib import Path; from guard.platform.instance import InstanceLock; "
              "InstanceLock(Path(sys.argv[1])).acquire(); print(flush=True); sys.stdin.read()")
    with subprocess.Popen([sys.executable, "-c", holder, tmp_path / "tray.lock"], stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE) as killed:
        assert killed.stdout is not None
        killed.stdout.readline()
        assert not Instance(tmp_path).acquire()
        killed.kill()
    tray = Instance(tmp_path)
    assert tray.acquire()
    tray.release()


def test_a_tray_of_an_earlier_version_that_still_runs_is_not_doubled(qapp: QApplication, tmp_path: Path) -> None:
    """It holds its lock through Qt."""
    assert qapp
    earlier = QLockFile(str(tmp_path / "tray.lock"))
    assert earlier.tryLock(0)
    assert not Instance(tmp_path).acquire()
    earlier.unlock()
    tray = Instance(tmp_path)
    assert tray.acquire()
    tray.release()


def test_nothing_is_kept_of_the_trays_that_asked_the_first_to_show_itself(qtbot: QtBot, tmp_path: Path) -> None:
    first = Instance(tmp_path)
    assert first.acquire()
    for _ in range(3):
        with qtbot.waitSignal(first.asked):
            assert not Instance(tmp_path).acquire()

    def gone() -> bool:
        gc.collect()
        return not any(isinstance(kept, QLocalSocket) for kept in gc.get_objects())

    qtbot.waitUntil(gone)
    first.release()


@pytest.mark.skipif(os.name == "nt", reason="no modes on Windows")
def test_what_the_tray_notes_is_for_its_user_alone(qapp: QApplication, tmp_path: Path) -> None:
    assert qapp
    tray = Instance(tmp_path)
    with generous_umask():
        assert tray.acquire()
        choose(tmp_path, Language.ENGLISH)
    noted = {path.name for path in tmp_path.iterdir() if path.is_file()}
    assert noted == {"tray.lock", "tray.display", "language"}
    assert open_to_others(tmp_path) == []
    tray.release()


def test_the_whole_tray_starts_beside_a_guard_and_a_second_one_exits_with_zero(qtbot: QtBot,
                                                                                guard: GuardHere) -> None:
    script = ("import sys; from pathlib import Path; from PySide6.QtWidgets import QApplication; "
              "from ui.app import run_tray; "
              "sys.exit(run_tray(QApplication([]), Path(sys.argv[1]), None))")
    surroundings = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", script, str(guard.socket)]
    first = subprocess.Popen(command, env=surroundings, stderr=subprocess.DEVNULL)
    lock = guard.socket.parent / "tray.sock"
    qtbot.waitUntil(lock.exists, timeout=15_000)
    second = subprocess.run(command, env=surroundings, timeout=15, stderr=subprocess.DEVNULL)
    assert second.returncode == 0
    assert first.poll() is None
    first.terminate()
    first.wait(10)


@pytest.mark.thorough
def test_a_tray_on_another_display_says_that_nobody_guards_there(guard: GuardHere) -> None:
    script = ("import sys; from pathlib import Path; from PySide6.QtWidgets import QApplication; "
              "from ui.app import run_tray; sys.exit(run_tray(QApplication(['mishao']), Path(sys.argv[1]), None))")
    command = [sys.executable, "-c", script, str(guard.socket)]
    with private_display("1024x768") as one, private_display("1024x768") as other:
        first = one.start(command)
        try:
            one.window("mishao")
            second = other.start(command)
            other.window("mishao")
            other.focus("mishao")
            other.press("Escape")
            assert second.wait(15) == 0
            assert first.poll() is None
        finally:
            end(first)
