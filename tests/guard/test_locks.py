"""Tests what 锁定 keeps the user of a computer from doing, whichever program asks the guard for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from securesystemslib.signer import CryptoSigner

from guard.authorisation.answering import answer
from guard.authorisation.code_form import code_text
from guard.authorisation.request import parse
from guard.control.requests import MOVED, AskActCode, GetStatus, MakeWay, Pause, RequestCode, Shutdown, StatusReply
from guard.core.events import EventKind
from guard.core.locks import Lock
from guard.daemon.leaving import LEFT_TURNS
from guard.ipc.replies import Done, Refused
from tests.support.ui_guard import GuardHere
from ui.console.status_and_vault import request_stop, stop


@pytest.fixture
def guard(tmp_path: Path) -> Iterator[GuardHere]:
    made = GuardHere(tmp_path / "guard")
    yield made
    made.stop()


def lock(guard: GuardHere, *locks: Lock) -> None:
    policy = replace(guard.rules.policy, locked=tuple(locks))
    guard.rules = replace(guard.rules, policy=policy)
    guard.status.policy(policy)


def by_code(guard: GuardHere, *acts: Lock) -> None:
    policy = replace(guard.rules.policy, by_code=tuple(acts))
    guard.rules = replace(guard.rules, policy=policy)


def code_for(guard: GuardHere, act: Lock) -> str:
    """Ask for a code as a user does, and answer as the 保密办 does, whose key this computer has from now on."""
    office = CryptoSigner(Ed25519PrivateKey.generate())
    guard.code_keys = (bytes.fromhex(office.public_key.keyval["public"]),)
    asked = guard.answer(AskActCode(act))
    assert isinstance(asked, RequestCode), asked
    request = parse(asked.text)
    assert request is not None
    assert request.subject is act
    return code_text(answer(request, office))


def refusal(reply: object) -> str:
    assert isinstance(reply, Refused), reply
    return reply.code


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


@pytest.mark.parametrize("keep", [lock, by_code])
def test_a_guard_that_may_not_just_be_stopped_makes_way_for_no_other_while_its_display_is_there(
        guard: GuardHere, keep: Callable[[GuardHere, Lock], None]) -> None:
    for _ in range(LEFT_TURNS):
        guard.pausing.tend()
    keep(guard, Lock.STOP)
    assert isinstance(guard.answer(MakeWay()), Refused)
    guard.display_gone = True
    assert isinstance(guard.answer(MakeWay()), Done)
    assert guard.ended


def test_a_locked_guard_whose_display_has_gone_ends_for_the_tray_of_another_display(guard: GuardHere) -> None:
    lock(guard, Lock.STOP)
    guard.display_gone = True
    assert isinstance(guard.answer(Shutdown(MOVED, again=True)), Done)
    assert (guard.ended, guard.restarted) == (True, False)


def test_a_guard_is_stopped_by_code_once_and_the_journal_says_so(guard: GuardHere) -> None:
    by_code(guard, Lock.STOP)
    assert refusal(guard.answer(Shutdown("换电脑"))) == "needs-code"
    code = code_for(guard, Lock.STOP)
    assert refusal(guard.answer(Shutdown("换电脑", code="0" * 12))) == "code"
    assert refusal(guard.answer(Shutdown("", code=code))) == "reason"
    assert not guard.ended
    assert isinstance(guard.answer(Shutdown("换电脑", code=code)), Done)
    assert guard.ended
    (event,) = (event for event in guard.record.events if event.kind is EventKind.STOPPED)
    assert event.reason == "换电脑（凭授权码）"
    assert refusal(guard.answer(Shutdown("换电脑", code=code))) == "spent"


def test_a_guard_that_pauses_by_code_pauses_for_no_other_code_and_stops_without_one(guard: GuardHere) -> None:
    by_code(guard, Lock.PAUSE, Lock.STOP)
    assert refusal(guard.answer(Pause(5, "开会投屏"))) == "needs-code"
    stopping, pausing = code_for(guard, Lock.STOP), code_for(guard, Lock.PAUSE)
    assert refusal(guard.answer(Pause(5, "开会投屏", stopping))) == "code"
    assert guard.broker.watching
    assert refusal(guard.answer(Pause(500, "开会投屏", pausing))) == "minutes"
    assert isinstance(guard.answer(Pause(5, "开会投屏", pausing)), Done)
    assert not guard.broker.watching
    by_code(guard, Lock.PAUSE)
    assert isinstance(guard.answer(Shutdown("换电脑")), Done)


def test_a_guard_that_stops_by_code_starts_itself_again_without_one(guard: GuardHere) -> None:
    by_code(guard, Lock.STOP)
    assert isinstance(guard.answer(Shutdown("更改设置", again=True)), Done)
    assert (guard.ended, guard.restarted) == (False, True)


def test_no_code_is_made_for_what_needs_none_and_none_lets_a_locked_guard_stop(guard: GuardHere) -> None:
    assert refusal(guard.answer(AskActCode(Lock.STOP))) == "no-code-needed"
    by_code(guard, Lock.STOP)
    code = code_for(guard, Lock.STOP)
    lock(guard, Lock.STOP)
    assert refusal(guard.answer(Shutdown("换电脑", code=code))) == "locked"


def test_the_command_line_prints_the_request_and_stops_with_the_answer(guard: GuardHere,
                                                                       capsys: pytest.CaptureFixture[str]) -> None:
    by_code(guard, Lock.STOP)
    office = CryptoSigner(Ed25519PrivateKey.generate())
    guard.code_keys = (bytes.fromhex(office.public_key.keyval["public"]),)
    guard.start()
    assert stop(guard.socket, "换电脑", "") == 1
    assert "要有保密办的授权码" in capsys.readouterr().err
    assert request_stop(guard.socket) == 0
    request = parse(capsys.readouterr().out.partition("请求码：")[2].partition("\n请")[0])
    assert request is not None
    assert not guard.ended
    assert stop(guard.socket, "换电脑", code_text(answer(request, office))) == 0
    assert guard.ended
