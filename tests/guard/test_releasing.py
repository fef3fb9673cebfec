"""Tests what the guard answers to a release and to destroying, and what it does first: real answers and quarantine, a
recorded broker.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from securesystemslib.signer import CryptoSigner

from guard.authorisation.answering import answer
from guard.authorisation.code_form import code_text
from guard.authorisation.request import parse
from guard.control.requests import AskCode, DestroyCase, ReleaseCase, RequestCode, SendMasked, TakeMasked
from guard.core.events import EventKind
from guard.core.model import Case, CaseState, Origin, Release, Storage
from guard.core.tickets import Granting
from guard.folders import hold_in_place
from guard.ipc.replies import Done, Refused
from tests.support import ui_samples as samples
from tests.support.ui_guard import GuardHere


def by_code() -> Case:
    case = samples.draft()
    return replace(case, decision=replace(case.decision, release=Release.CODE))


def code_for(guard: GuardHere, case: Case) -> str:
    """Ask for a code as a user does, and answer as the 保密办 does, whose key this computer has from now on."""
    office = CryptoSigner(Ed25519PrivateKey.generate())
    guard.code_keys = (bytes.fromhex(office.public_key.keyval["public"]),)
    asked = guard.answer(AskCode(case.id))
    assert isinstance(asked, RequestCode), asked
    request = parse(asked.text)
    assert request is not None
    return code_text(answer(request, office))


def refusal(reply: object) -> str:
    assert isinstance(reply, Refused), reply
    return reply.code


@pytest.mark.parametrize(("place", "code"), [("taken.txt", "exists"), ("no folder/name.txt", "io")])
def test_a_release_to_a_place_that_cannot_be_spends_no_code_and_forgets_nothing(
        guard: GuardHere, tmp_path: Path, place: str, code: str) -> None:
    (tmp_path / "taken.txt").write_text("of its user", "utf-8")
    case = guard.keep(by_code(), "讨论稿".encode())
    given = code_for(guard, case)
    assert refusal(guard.answer(ReleaseCase(case.id, code=given, to=str(tmp_path / place)))) == code
    assert (guard.state(case.id), guard.cleared) == (CaseState.HELD, [])
    free = tmp_path / "free.txt"
    assert isinstance(guard.answer(ReleaseCase(case.id, code=given, to=str(free))), Done), "the code is still good"
    assert free.read_text("utf-8") == "讨论稿"
    assert (tmp_path / "taken.txt").read_text("utf-8") == "of its user"
    assert guard.cleared == [case.id]


def test_a_masked_copy_that_could_not_be_saved_forgets_nothing(guard: GuardHere, tmp_path: Path) -> None:
    taken = tmp_path / "taken.txt"
    taken.write_text("of its user", "utf-8")
    case = guard.keep(samples.personal())
    assert refusal(guard.answer(TakeMasked(case.id, to=str(taken)))) == "exists"
    assert guard.cleared == []


def test_what_the_broker_refuses_is_not_said_to_be_released_and_stays_held(guard: GuardHere) -> None:
    case = guard.keep(samples.draft())
    guard.broker.answer = Granting.REFUSED
    assert refusal(guard.answer(ReleaseCase(case.id, "王局长"))) == "anew"
    assert guard.state(case.id) is CaseState.HELD
    assert [(event.kind, event.reason) for event in guard.record.events] == [(EventKind.REFUSED, "anew")]
    assert refusal(guard.answer(SendMasked(guard.keep(samples.personal()).id))) == "anew"
    assert guard.cleared == []


def test_no_code_is_spent_while_nobody_guards_the_clipboard(guard: GuardHere) -> None:
    case = guard.keep(by_code())
    code = code_for(guard, case)
    guard.status.armed(False)
    assert refusal(guard.answer(ReleaseCase(case.id, code=code))) == "unguarded"
    guard.status.armed(True)
    assert isinstance(guard.answer(ReleaseCase(case.id, code=code)), Done)


def test_what_the_broker_could_not_grant_is_not_said_to_be_released(guard: GuardHere) -> None:
    case = guard.keep(samples.draft())
    guard.broker.answer = Granting.ABSENT
    assert refusal(guard.answer(ReleaseCase(case.id, "王局长"))) == "unguarded"
    assert guard.state(case.id) is CaseState.HELD
    assert [(event.kind, event.reason) for event in guard.record.events] == [(EventKind.REFUSED, "unguarded")]


def test_what_becomes_stricter_while_it_is_let_go_is_taken_back_and_stays_held(
        guard: GuardHere, monkeypatch: pytest.MonkeyPatch) -> None:
    case = guard.keep(samples.draft())

    def grant(granted: Case, *_: object) -> Granting:
        guard.quarantine.complete(replace(granted, decision=replace(granted.decision, release=Release.CODE)))
        return Granting.GIVEN

    monkeypatch.setattr(guard.broker, "grant", grant)
    assert refusal(guard.answer(ReleaseCase(case.id, "王局长"))) == "anew"
    assert (guard.state(case.id), guard.broker.withdrawn, guard.cleared) == (CaseState.HELD, [case.id], [])


def held_in_place(guard: GuardHere, shot: Path) -> Case:
    shot.write_bytes(samples.encoded(40, 30))
    case = samples.patient(origin=Origin.FOLDER, destination=None, keeping=Storage.IN_PLACE, file=hold_in_place(shot))
    return guard.keep(case)


def test_destroying_what_was_released_in_its_place_leaves_its_user_the_file(guard: GuardHere, tmp_path: Path) -> None:
    shot = tmp_path / "截图.png"
    case = held_in_place(guard, shot)
    assert isinstance(guard.answer(ReleaseCase(case.id, "王局长，当面同意")), Done)
    assert isinstance(guard.answer(DestroyCase(case.id)), Done)
    assert shot.exists()


def test_what_is_held_in_its_place_is_released_there_wherever_else_was_wished(guard: GuardHere, tmp_path: Path) -> None:
    shot = tmp_path / "截图.png"
    case = held_in_place(guard, shot)
    wished = tmp_path / "no folder" / "name.png"
    assert isinstance(guard.answer(ReleaseCase(case.id, "王局长，当面同意", to=str(wished))), Done)
    assert shot.read_bytes() == samples.encoded(40, 30)


def test_destroying_what_is_held_in_its_place_says_whether_another_file_is_there(guard: GuardHere,
                                                                                  tmp_path: Path) -> None:
    shot = tmp_path / "截图.png"
    case = held_in_place(guard, shot)
    shot.unlink()
    shot.write_bytes(b"of its user")
    destroyed = guard.answer(DestroyCase(case.id))
    assert isinstance(destroyed, Done)
    assert "不是拦下的那个" in destroyed.words
    assert shot.read_bytes() == b"of its user"


def test_destroying_what_is_held_in_its_place_removes_it(guard: GuardHere, tmp_path: Path) -> None:
    shot = tmp_path / "截图.png"
    case = held_in_place(guard, shot)
    assert guard.answer(DestroyCase(case.id)) == Done("已销毁。")
    assert not shot.exists()
