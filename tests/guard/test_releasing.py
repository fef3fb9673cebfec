"""Tests what the guard answers to a release and to destroying, and what it does first.

Answers and quarantine are real, the broker is recorded.
"""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator
from contextlib import closing
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
from guard.core.model import Capture, Case, CaseState, Origin, Release, Storage
from guard.core.tickets import Granting
from guard.daemon.granting import NOT_GRANTED
from guard.daemon.quarantine import Quarantine
from guard.folders import hold_in_place
from guard.ipc.replies import Done, Refused
from guard.vault import FileKey, MemoryVault, VaultCode, VaultError, open_vault
from rules.sentences.sentence import NOTHING
from tests.support import ui_samples as samples
from tests.support.built_in import built_in
from tests.support.disk_fixtures import fill
from tests.support.ui_guard import GuardHere, Readers


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


def test_a_release_that_would_let_nobody_have_it_spends_no_code(guard: GuardHere) -> None:
    case = guard.keep(by_code())
    given = code_for(guard, case)
    guard.broker.refusal = Refused("missing", NOTHING)
    assert refusal(guard.answer(ReleaseCase(case.id, code=given))) == "missing"
    assert guard.state(case.id) is CaseState.HELD
    guard.broker.refusal = None
    assert isinstance(guard.answer(ReleaseCase(case.id, code=given)), Done), "the code is still good"


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
    guard.broker.refusal = NOT_GRANTED[Granting.ABSENT]
    assert refusal(guard.answer(ReleaseCase(case.id, code=code))) == "unguarded"
    guard.broker.refusal = None
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


class Kept:
    """A guard with a vault on a small disk, and one screenshot that it holds."""

    def __init__(self, disk: Path, pictures: Path, readers: Readers) -> None:
        self.disk, self.pictures = disk, pictures
        pictures.mkdir()
        shot = pictures / "截图.png"
        shot.write_bytes(samples.encoded(40, 30))
        case = samples.patient(origin=Origin.FOLDER, destination=None)
        with closing(open_vault(disk / "vault", FileKey(disk / "key"))) as vault:
            first = Quarantine(vault, MemoryVault(), lambda: built_in().policy, lambda _: None, lambda _: None)
            capture = Capture(case.id, case.origin, case.kind, case.opened_at, (), path=str(shot))
            self.case = first.hold(capture, case)
        self.vault = open_vault(disk / "vault", FileKey(disk / "key"))  # its log is empty: each change needs room
        self.guard = GuardHere(pictures.with_name("guard.sock"), self.vault, readers)

    def kinds(self) -> list[EventKind]:
        return [event.kind for event in self.guard.record.events]


@pytest.fixture
def kept(small_disk: Path, tmp_path: Path, readers: Readers) -> Iterator[Kept]:
    made = Kept(small_disk, tmp_path / "pictures", readers)
    yield made
    made.vault.close()


def test_what_is_given_out_of_a_folder_that_may_not_be_written_is_said_and_recorded_as_released(
        kept: Kept, tmp_path: Path, unwritable: Callable[[Path], None]) -> None:
    unwritable(kept.pictures)
    to = tmp_path / "取回.png"
    assert isinstance(kept.guard.answer(ReleaseCase(kept.case.id, "王局长，当面同意", to=str(to))), Done)
    assert to.read_bytes() == samples.encoded(40, 30)
    assert (kept.guard.state(kept.case.id), kept.kinds()) == (CaseState.RELEASED, [EventKind.RELEASED])


def test_what_is_given_out_is_recorded_as_released_where_its_state_cannot_be_stored(kept: Kept, tmp_path: Path) -> None:
    fill(kept.disk / "filler")
    to = tmp_path / "取回.png"
    assert isinstance(kept.guard.answer(ReleaseCase(kept.case.id, "王局长，当面同意", to=str(to))), Done)
    assert to.exists()
    with pytest.raises(VaultError) as caught:
        kept.vault.update(kept.case)
    assert caught.value.code is VaultCode.FULL, "or this shows nothing"
    assert kept.guard.released() == [(kept.case.id, "王局长，当面同意")]
    assert kept.guard.cleared == [kept.case.id]


def test_what_is_destroyed_in_a_folder_that_may_not_be_written_is_said_and_recorded(
        kept: Kept, unwritable: Callable[[Path], None]) -> None:
    unwritable(kept.pictures)
    assert kept.guard.answer(DestroyCase(kept.case.id)) == Done("已销毁。")
    assert (kept.guard.state(kept.case.id), kept.kinds()) == (CaseState.DESTROYED, [EventKind.DESTROYED])


def test_what_is_destroyed_while_its_bytes_cannot_be_removed_is_said_and_recorded(
        kept: Kept, unwritable: Callable[[Path], None]) -> None:
    unwritable(kept.disk / "vault" / "blobs")
    assert kept.guard.answer(DestroyCase(kept.case.id)) == Done("已销毁。")
    assert (kept.guard.state(kept.case.id), kept.kinds()) == (CaseState.DESTROYED, [EventKind.DESTROYED])
    with pytest.raises(VaultError) as caught:
        kept.vault.payload(kept.case.id)
    assert caught.value.code is VaultCode.MISSING


def test_what_is_held_in_a_place_that_may_not_be_written_is_not_destroyed_and_can_still_be_given_back(
        guard: GuardHere, tmp_path: Path, unwritable: Callable[[Path], None]) -> None:
    folder = tmp_path / "pictures"
    folder.mkdir()
    case = held_in_place(guard, folder / "截图.png")
    unwritable(folder)
    assert refusal(guard.answer(DestroyCase(case.id))) == "io"
    assert guard.state(case.id) is CaseState.HELD
    assert case.file is not None
    assert guard.quarantine.case(case.id).file == case.file
    assert stat.S_IMODE((folder / "截图.png").stat().st_mode) == 0
