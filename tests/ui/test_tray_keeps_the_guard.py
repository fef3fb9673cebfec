"""Tests that the real tray starts on a damaged home, and restarts a killed guard; the guard outlives the tray."""

from __future__ import annotations

import os
import signal
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from guard.control.requests import Shutdown, State
from guard.ipc.replies import Done
from tests.support.brokering import NOTICE, renamed
from tests.support.guarding import DRAFT, GuardUnderTest, wait_for
from tests.support.left_processes import MARK, ended, started_by
from tests.support.monitors import windows
from tests.support.processes import child
from tests.support.program import ROOT
from tests.support.thorough import thorough_but
from ui.demo.display import Display, end
from ui.guard_client.guard_starter import Starting

END_SECONDS = 10.0


@contextmanager
def tray(display: Display, home: Path) -> Iterator[GuardUnderTest]:
    """A tray, and the means to ask its guard; both are ended, and a guard that the tray was starting."""
    mark = uuid.uuid4().hex
    marked = replace(display, environment={**display.environment, MARK: mark})
    guard = GuardUnderTest(display, home, home)
    command = [sys.executable, str(ROOT / "main.py"), "--home", str(home)]
    with (home.parent / "said").open("wb") as said:  # the guard inherits it and outlives the tray
        process = marked.start(command, stderr=said.fileno())
    try:
        wait_for(lambda: guard.state() in (State.WATCHING, State.TROUBLE), "the guard that the tray starts", 60)
        yield guard
    finally:
        end(process)
        left = started_by(mark)
        for pid in left:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        assert ended(left, END_SECONDS)


def guard_of(home: Path) -> int:
    """Return the process id of the guard from its lock, or 0."""
    lock = home / "guard.lock"
    return int(lock.read_text() or 0) if lock.exists() else 0


def killed(guard: GuardUnderTest) -> float:
    """Kill the guard; return the seconds until another one watches."""
    before, began = guard_of(guard.home), time.monotonic()
    os.kill(before, signal.SIGKILL)
    wait_for(lambda: guard_of(guard.home) not in (0, before), "another guard", 60)
    wait_for(lambda: guard.state() is State.WATCHING, "a guard that watches again", 60)
    return time.monotonic() - began


@pytest.mark.parametrize("kills", thorough_but([1], [1, 3]))
def test_a_killed_guard_is_started_again_by_its_tray_as_often_as_it_is_killed(display: Display, tmp_path: Path,
                                                                              kills: int) -> None:
    with tray(display, tmp_path / "home") as guard:
        for _ in range(kills):
            print(f"watching again after {killed(guard):.1f} s")


@pytest.mark.thorough
def test_without_the_tray_the_guard_goes_on_holding_and_judging_until_it_is_told_to_end(
        display: Display, tmp_path: Path) -> None:
    chat = renamed("xclip", "wechat", tmp_path / "bin")
    with tray(display, tmp_path / "home") as guard:
        guard.listen()
        guard.copy(DRAFT)
        first = guard.opened().case.id
        os.kill(int((guard.home / "tray.lock").read_text().split()[0]), signal.SIGKILL)
        assert (guard.paste(chat), guard.paste()) == (NOTICE, DRAFT)
        guard.copy(f"{DRAFT}之二")
        guard.opened(lambda push: push.case.id != first)
        assert guard.paste(chat) == NOTICE
        pid = guard_of(guard.home)
        broker = child(pid, "--broker")
        assert isinstance(guard.ask(Shutdown("装系统补丁")), Done)
        wait_for(lambda: not any(Path(f"/proc/{one}").exists() for one in (pid, broker)), "guard and broker to end", 15)
        guard.stop()


@pytest.mark.thorough
def test_on_a_damaged_home_the_tray_shows_its_window_and_the_guard_says_what_is_wrong(display: Display,
                                                                                    tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    for name in ("settings", "vault", "journal", "cache"):
        (home / name).write_bytes(b"\xff no folder")
    (home / "tray.display").mkdir()
    with tray(display, home) as guard:
        wait_for(lambda: windows(display, "mishao"), "a window of the tray")
        assert guard.state() is State.TROUBLE
        for name in ("settings", "vault", "journal", "cache"):
            assert f"{home / name} 的位置上是别的东西" in "".join(guard.status().troubles)


@pytest.mark.thorough
def test_settings_of_the_tray_that_are_garbage_do_not_keep_it_from_starting(display: Display, tmp_path: Path) -> None:
    settings = tmp_path / "home" / "settings"
    settings.mkdir(parents=True)
    for name in ("language", "mishao.toml", "workshop.ini"):
        (settings / name).write_bytes(b"\xff\xfe\x00garbage")
    with tray(display, tmp_path / "home") as guard:
        wait_for(lambda: windows(display, "mishao"), "a window of the tray")
        assert "配置没有采用" in "".join(guard.status().troubles)


def test_a_guard_that_was_killed_a_moment_ago_does_not_count_as_one_that_is_being_started(tmp_path: Path) -> None:
    said = tmp_path / "said"

    def started() -> list[int]:
        return [int(line) for line in said.read_text().splitlines()] if said.exists() else []

    starting = Starting(["sh", "-c", f"echo $$ >> {said}; exec sleep 60"])
    starting.start()
    os.kill(wait_for(started, "the first")[0], signal.SIGKILL)
    starting.start()
    second = wait_for(lambda: started()[1:], "the second")[0]
    starting.start()
    assert not starting.ended()
    os.kill(second, signal.SIGKILL)
    wait_for(starting.ended, "the end of the second")
    assert started()[2:] == [], "one that is still there is left alone"
