"""Tests what 锁定 keeps the user of a computer from doing, whichever program asks the guard for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from guard.control.requests import MOVED, GetStatus, MakeWay, Pause, Shutdown, StatusReply
from guard.core.locks import Lock
from guard.daemon.leaving import LEFT_TURNS
from guard.ipc.replies import Done, Refused
from tests.support.ui_guard import GuardHere


@pytest.fixture
def guard(tmp_path: Path) -> Iterator[GuardHere]:
    made = GuardHere(tmp_path / "guard")
    yield made
    made.stop()


def lock(guard: GuardHere, *locks: Lock) -> None:
    policy = replace(guard.rules.policy, locked=tuple(locks))
    guard.rules = replace(guard.rules, policy=policy)
    guard.status.policy(policy)


def test_a_guard_whose_stop_is_locked_goes_on_and_may_still_be_paused(guard: GuardHere) -> None:
    lock(guard, Lock.STOP)
    refused = guard.answer(Shutdown("换电脑"))
    assert isinstance(refused, Refused)
    assert refused.words == "由单位设定：不能停止看守。"
    assert not guard.ended
    assert isinstance(guard.answer(Pause(5, "开会投屏")), Done)


def test_a_locked_pause_is_refused_and_told_as_none(guard: GuardHere) -> None:
    lock(guard, Lock.PAUSE)
    assert isinstance(guard.answer(Pause(5, "开会投屏")), Refused)
    assert guard.broker.watching
    told = guard.answer(GetStatus())
    assert isinstance(told, StatusReply)
    assert told.status.pause_minutes == 0


def test_a_guard_whose_stop_is_locked_starts_itself_again_and_trusts_no_client_to_do_so(guard: GuardHere) -> None:
    lock(guard, Lock.STOP, Lock.SETTINGS)
    assert isinstance(guard.answer(Shutdown("更改设置", again=True)), Done)
    assert (guard.ended, guard.restarted) == (False, True)


def test_a_guard_whose_stop_is_locked_makes_way_for_no_other_guard_while_its_display_is_there(guard: GuardHere) -> None:
    for _ in range(LEFT_TURNS):
        guard.pausing.tend()
    lock(guard, Lock.STOP)
    assert isinstance(guard.answer(MakeWay()), Refused)
    guard.display_gone = True
    assert isinstance(guard.answer(MakeWay()), Done)
    assert guard.ended


def test_a_locked_guard_whose_display_has_gone_ends_for_the_tray_of_another_display(guard: GuardHere) -> None:
    lock(guard, Lock.STOP)
    guard.display_gone = True
    assert isinstance(guard.answer(Shutdown(MOVED, again=True)), Done)
    assert (guard.ended, guard.restarted) == (True, False)
