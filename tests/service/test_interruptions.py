"""Tests that a killed, suspended or ended guard, or one whose clock jumps, guards the current clipboard."""

from __future__ import annotations

import ctypes
import os
import signal
import stat
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from guard.control.requests import Pause, Resume, Shutdown, State
from guard.core.events import EventKind
from guard.core.model import Case, Origin, new_id
from guard.ipc.replies import Done, Refused
from guard.journal import FILE_NAME, events
from tests.support.brokering import NOTICE
from tests.support.guarding import CLEAN, DRAFT, GuardUnderTest, wait_for
from tests.support.processes import child, stopped
from ui.demo.material import marked_screenshot

MARKED = "机密★5年\n某某县委办公室文件\n某办发〔2026〕12号"

ASLEEP_SECONDS = 8.0
"""Longer than any program waits for an answer of the clipboard."""

FAKETIME = next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)


def recorded(guard: GuardUnderTest, kind: EventKind) -> list[str]:
    """Return the reasons of the records of one kind."""
    return [event.reason for event in events(guard.home / "journal" / FILE_NAME) if event.kind is kind]


def test_what_was_copied_while_neither_guard_nor_broker_ran_is_judged_at_the_next_start(guard: GuardUnderTest,
                                                                                       wechat: str) -> None:
    guard.start()
    assert guard.process is not None
    broker = child(guard.process.pid, "--broker")
    guard.kill()
    os.kill(broker, signal.SIGKILL)
    guard.copy(DRAFT)
    assert guard.paste(wechat) == DRAFT, "nobody guards now"
    guard.start()
    wait_for(guard.held, "what is on the clipboard to be held")
    assert guard.paste(wechat) == NOTICE
    assert guard.paste() == DRAFT


def test_a_killed_guard_loses_no_item_and_the_next_one_judges_anew(guard: GuardUnderTest, wechat: str) -> None:
    guard.start()
    guard.copy(DRAFT)
    before = guard.opened().case
    guard.kill()
    assert guard.paste(wechat) == NOTICE, "the broker goes on holding without its guard"
    guard.start()
    wait_for(lambda: len(guard.held()) == 2, "the copy to be judged anew")
    assert before.id in {summary.id for summary in guard.held()}
    assert guard.paste(wechat) == NOTICE
    assert guard.paste() == DRAFT


@pytest.mark.thorough
def test_a_state_secret_that_a_killed_guard_held_is_judged_anew_and_a_refusal_is_warned_of(guard: GuardUnderTest,
                                                                                          wechat: str) -> None:
    """No unknown program gets it; the next broker does."""
    guard.start()
    guard.copy(MARKED)
    before = guard.opened().case
    guard.kill()
    guard.start()
    wait_for(lambda: len(guard.held()) == 2, "the copy to be judged anew")
    assert guard.paste(wechat) == NOTICE
    again = guard.opened(lambda push: push.notify).case
    assert (again.id != before.id, again.decision.rule) == (True, before.decision.rule)


@contextmanager
def asleep(guard: GuardUnderTest) -> Iterator[None]:
    """Stop every process of the guard, as the system does before it sleeps; they continue after a while."""
    assert guard.process is not None
    ours = guard.process.pid
    running = [pid for pid in (ours, child(ours, "--broker"), child(ours, "--reader")) if pid]
    with ExitStack() as stops:
        for pid in running:
            stops.enter_context(stopped(pid))
        yield
        time.sleep(ASLEEP_SECONDS)  # the passing of time is what is tested


def test_after_a_sleep_it_guards_what_was_copied_meanwhile_and_says_nothing_is_wrong(watching: GuardUnderTest,
                                                                                     wechat: str) -> None:
    watching.copy(CLEAN)
    wait_for(lambda: watching.paste(wechat) == CLEAN, "the clean copy")
    with asleep(watching):
        watching.copy(DRAFT)
    watching.opened()
    assert watching.paste(wechat) == NOTICE
    assert watching.state() is State.WATCHING


@pytest.mark.thorough
def test_a_picture_that_was_being_read_when_the_computer_went_to_sleep_is_held(watching: GuardUnderTest) -> None:
    picture = watching.screens / "截图.png"
    marked_screenshot(picture)
    with asleep(watching):
        pass
    assert watching.opened(lambda push: push.case.origin is Origin.FOLDER).case.file is not None
    wait_for(lambda: not picture.exists(), "the screenshot to be moved away")


def test_a_pause_and_its_end_are_in_the_journal_with_the_reason(watching: GuardUnderTest) -> None:
    watching.ask(Pause(5, "整理旧文件"))
    assert recorded(watching, EventKind.RESUMED) == []
    watching.ask(Resume())
    assert recorded(watching, EventKind.PAUSED) == ["整理旧文件"]
    assert recorded(watching, EventKind.RESUMED) == ["提前恢复"]


def test_stopping_needs_a_reason_and_the_journal_has_it(watching: GuardUnderTest) -> None:
    refused = watching.ask(Shutdown("  "))
    assert isinstance(refused, Refused)
    assert refused.code == "reason"
    assert isinstance(watching.ask(Shutdown("装系统补丁")), Done)
    assert watching.process is not None
    watching.process.wait(15)
    assert recorded(watching, EventKind.STOPPED) == ["装系统补丁"]


def _set(clock: Path, offset: str) -> None:
    """Write the clock file in one step: libfaketime ends a program that finds the file empty."""
    beside = clock.with_suffix(".new")
    beside.write_text(offset)
    beside.replace(clock)


@pytest.fixture
def clock(guard: GuardUnderTest, tmp_path: Path) -> Path:
    """A file with the offset of the guard's clock; elapsed time is not changed."""
    if FAKETIME is None:
        pytest.skip("libfaketime is not installed")
    file = tmp_path / "clock"
    _set(file, "+0")
    faked = {"LD_PRELOAD": str(FAKETIME), "FAKETIME_TIMESTAMP_FILE": str(file), "FAKETIME_CACHE_DURATION": "0",
             "FAKETIME_DONT_FAKE_MONOTONIC": "1", "DONT_FAKE_MONOTONIC": "1"}
    # Read once a second. If every query of the time read it, threads that take turns would wait for each other.
    guard.display = replace(guard.display, environment={**guard.display.environment, **faked})
    return file


@pytest.mark.thorough
@pytest.mark.parametrize("jump", ["+20y", "-1d", "-10y", "+3d"])
def test_a_clock_that_jumps_destroys_nothing_and_leaves_nothing_unguarded(guard: GuardUnderTest, wechat: str,
                                                                         clock: Path, jump: str) -> None:
    guard.start()
    guard.copy(DRAFT)
    first = guard.opened().case
    _set(clock, jump)
    second = wait_for(lambda: _copied_on_another_day(guard, first), "the clock to have jumped")
    assert guard.paste(wechat) == NOTICE
    marked_screenshot(guard.screens / "截图.png")
    third = guard.opened(lambda push: push.case.origin is Origin.FOLDER).case
    assert {first.id, second.id, third.id} <= {summary.id for summary in guard.held()}
    assert guard.paste(wechat) == NOTICE
    assert recorded(guard, EventKind.DESTROYED) == []
    assert guard.state() is State.WATCHING


def _copied_on_another_day(guard: GuardUnderTest, first: Case) -> Case | None:
    """Copy a text that a mark decides, whatever its number; return its item, or None when its day is that of the
    first."""
    draft = f"机密★5年\n演示〔2026〕{new_id()}号"
    guard.copy(draft)
    case = guard.opened(lambda push: push.case.judged[0].text.original == draft).case
    return case if abs(case.opened_at - first.opened_at) > 80_000 else None


@pytest.mark.thorough
def test_a_start_with_the_clock_years_ahead_destroys_nothing(guard: GuardUnderTest, clock: Path) -> None:
    guard.start()
    guard.copy(DRAFT)
    case = guard.opened().case
    guard.stop()
    _set(clock, "+20y")
    guard.start()
    guard.copy(f"{DRAFT}之二")
    guard.opened(lambda push: push.case.id != case.id)
    assert case.id in {summary.id for summary in guard.held()}


def test_an_end_by_a_signal_is_in_the_journal_and_a_kill_shows_as_a_start_without_an_end(guard: GuardUnderTest) -> None:
    guard.start()
    guard.stop()
    assert recorded(guard, EventKind.STOPPED) == ["系统或用户结束了进程"]
    guard.start()
    guard.kill()
    guard.start()
    assert len(recorded(guard, EventKind.STARTED)) == 3
    assert len(recorded(guard, EventKind.STOPPED)) == 1


def test_a_signal_that_reaches_another_thread_ends_the_guard_too(guard: GuardUnderTest) -> None:
    guard.start()
    assert guard.process is not None
    pid = guard.process.pid
    others = [int(task.name) for task in Path(f"/proc/{pid}/task").iterdir() if int(task.name) != pid]
    assert ctypes.CDLL(None, use_errno=True).tgkill(pid, others[0], signal.SIGTERM) == 0
    assert guard.process.wait(15) == 0
    assert recorded(guard, EventKind.STOPPED) == ["系统或用户结束了进程"]


def test_folders_that_others_could_enter_are_closed_to_them_at_the_start(guard: GuardUnderTest) -> None:
    guard.start()
    guard.stop()
    folders = [guard.home / name for name in ("vault", "vault/blobs", "journal", "settings", "keys", "packs", "cache")]
    for folder in folders:
        folder.chmod(0o755)
    guard.start()
    assert {folder: stat.S_IMODE(folder.stat().st_mode) for folder in folders} == dict.fromkeys(folders, 0o700)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_files_of_another_user_are_said_with_the_way_to_mend_them(guard: GuardUnderTest) -> None:
    guard.start()
    guard.stop()
    os.chown(guard.home / "journal" / "journal.jsonl", 12345, 12345)
    guard.start()
    assert f"chown -R 0 {guard.home}/journal/journal.jsonl" in "".join(guard.status().troubles)
