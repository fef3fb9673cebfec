"""Tests a real guard behind a real file gate: attachments are judged, held, reported and released."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from guard.control.masked_copies import MaskedCopy
from guard.control.requests import CaseOpened, Pause, ReleaseCase, Resume, TakeMasked
from guard.core.model import DestinationKind, Origin, Outcome
from guard.ipc.replies import Done
from tests.support.gated_fixtures import SECRET, chat_programs, documents, gate, guard, place, wechat
from tests.support.gating import GateUnderTest, needs_root, opens, program_named, reads
from tests.support.guarding import CLEAN, DRAFT, GuardUnderTest, wait_for
from tests.support.office_files import document
from tests.support.pictures import encode, render_document
from tests.support.processes import stopped
from tests.support.ui_samples import ROSTER

__all__ = ["chat_programs", "documents", "gate", "guard", "place", "wechat"]

pytestmark = needs_root

ROSTERS: dict[str, Callable[[Path], object]] = {
    ".docx": lambda path: document(path, ROSTER),
    ".txt": lambda path: path.write_text(ROSTER, "utf-8"),
    ".png": lambda path: path.write_bytes(encode(render_document(ROSTER, width=1200)))}


def test_a_marked_document_is_not_opened_by_a_chat_client_and_is_a_case_with_a_warning(
        guard: GuardUnderTest, documents: Path, wechat: Path) -> None:
    marked = document(documents / "通知（演示样例）.docx", SECRET)
    content = marked.read_bytes()
    assert opens(wechat, marked) is None
    opened = guard.opened(lambda opened: opened.case.title == marked.name)
    case = opened.case
    assert opened.notify
    assert [judged.path for judged in case.judged] == ["", str(marked)]
    assert (case.origin, case.decision.outcome) == (Origin.OPENED, Outcome.BLOCK)
    assert case.destination is not None
    assert (case.destination.kind, case.destination.program) == (DestinationKind.CHAT, "wechat")
    assert opens("/bin/cat", marked) == content


def test_a_clean_document_is_opened_unchanged_and_nobody_hears_of_it(
        guard: GuardUnderTest, documents: Path, wechat: Path) -> None:
    clean = document(documents / "值班安排.docx", CLEAN)
    assert guard.none_pushed(CaseOpened)
    # On a busy machine the verdict may come after the time that a client waits: it counts for the next open.
    wait_for(lambda: opens(wechat, clean) == clean.read_bytes(), "the document to be opened")
    assert guard.none_pushed(CaseOpened)


def test_what_was_let_go_opens_for_that_client_and_for_no_other(
        guard: GuardUnderTest, documents: Path, wechat: Path, place: Path) -> None:
    draft = documents / "讨论稿.txt"
    draft.write_text(DRAFT, "utf-8")
    assert reads(wechat, draft) is None
    case = guard.opened(lambda opened: opened.case.title == draft.name).case
    answer = guard.ask(ReleaseCase(case.id, reason="赵敏"))
    assert isinstance(answer, Done), answer
    assert "再发一次" in answer.words
    wait_for(lambda: reads(wechat, draft) == DRAFT, "the client to be let")
    assert reads(program_named("qq", place / "bin"), draft) is None


def test_a_file_that_was_changed_before_its_release_is_judged_again_and_one_that_is_gone_can_be_released(
        guard: GuardUnderTest, documents: Path, wechat: Path) -> None:
    draft = documents / "改过的讨论稿.txt"
    draft.write_text(DRAFT, "utf-8")
    assert reads(wechat, draft) is None
    seen: set[str] = set()

    def next_case() -> str:
        """The next new item of this file: a busy machine may still tell of what an earlier test has opened."""
        case = guard.opened(lambda opened: opened.case.title == draft.name and opened.case.id not in seen).case
        seen.add(case.id)
        return case.id

    case = next_case()
    draft.write_text(SECRET, "utf-8")
    answer = guard.ask(ReleaseCase(case, reason="赵敏"))
    assert isinstance(answer, Done), answer
    assert "重新核对" in answer.words
    assert reads(wechat, draft) is None
    next_case()
    draft.write_text(DRAFT, "utf-8")
    assert reads(wechat, draft) is None
    case = next_case()
    draft.unlink()
    answer = guard.ask(ReleaseCase(case, reason="赵敏"))
    assert isinstance(answer, Done), answer


def masked(guard: GuardUnderTest, case: str) -> MaskedCopy | None:
    copy = guard.ask(TakeMasked(case))
    return copy if isinstance(copy, MaskedCopy) else None


@pytest.mark.parametrize("name", ["名单.docx", "名单.txt", "名单.png"])
def test_a_masked_copy_is_beside_a_refused_file_and_opens_for_the_client(
        guard: GuardUnderTest, documents: Path, wechat: Path, tmp_path: Path, name: str) -> None:
    original = documents / name
    ROSTERS[original.suffix](tmp_path / name)
    os.utime(tmp_path / name, (0, 0))  # a picture made here and now would be held as a screenshot
    (tmp_path / name).rename(original)
    content = original.read_bytes()
    assert opens(wechat, original) is None
    case = guard.opened(lambda opened: opened.case.title == name).case
    copy = wait_for(lambda: masked(guard, case.id), "the copy: a picture may still be read to its end")
    assert Path(copy.paths[0]).parent == documents
    wait_for(lambda: opens(wechat, Path(copy.paths[0])) == Path(copy.paths[0]).read_bytes(), "the copy to be opened")
    assert guard.none_pushed(CaseOpened)
    assert opens(wechat, original) is None
    assert original.read_bytes() == content


def test_the_same_file_refused_again_is_the_same_case(guard: GuardUnderTest, documents: Path, wechat: Path) -> None:
    marked = documents / "再发一次.txt"
    marked.write_text(SECRET, "utf-8")
    assert reads(wechat, marked) is None
    case = guard.opened(lambda opened: opened.case.title == marked.name).case
    assert reads(wechat, marked) is None
    again = guard.opened(lambda opened: opened.case.title == marked.name)
    assert again.case.id == case.id
    assert not again.notify


def test_what_is_flagged_is_held_while_the_guard_is_killed_and_unknown_files_as_unread_ones(
        guard: GuardUnderTest, documents: Path, wechat: Path) -> None:
    marked, unknown = documents / "旧的.txt", documents / "新的.txt"
    marked.write_text(SECRET, "utf-8")
    unknown.write_text(CLEAN, "utf-8")
    assert reads(wechat, marked) is None
    guard.kill()
    assert reads(wechat, marked) is None
    assert reads(wechat, unknown) is None
    guard.start()
    assert reads(wechat, marked) is None
    wait_for(lambda: reads(wechat, unknown) == CLEAN, "the guard to be asked again")


def test_a_pause_opens_the_gate_and_its_end_closes_it(guard: GuardUnderTest, documents: Path, wechat: Path) -> None:
    marked = documents / "暂停.txt"
    marked.write_text(SECRET, "utf-8")
    guard.ask(Pause(1, "试一下"))
    wait_for(lambda: reads(wechat, marked) == SECRET, "the pause")
    guard.ask(Resume())
    wait_for(lambda: reads(wechat, marked) is None, "the end of the pause")


def test_a_government_client_is_refused_a_state_secret_also_after_a_pause(
        guard: GuardUnderTest, documents: Path, place: Path) -> None:
    marked = documents / "政务.txt"
    marked.write_text(SECRET, "utf-8")
    government = program_named("wwlocal", place / "bin")
    assert reads(government, marked) is None
    guard.opened(lambda opened: opened.case.title == marked.name)
    guard.ask(Pause(1, "试一下"))
    wait_for(lambda: reads(government, marked) == SECRET, "the pause")
    guard.ask(Resume())
    wait_for(lambda: reads("cat", marked) == SECRET and reads(government, marked) is None, "the end of the pause")


def test_a_gate_that_is_started_again_is_told_the_terms_within_a_second_or_two(
        guard: GuardUnderTest, gate: GateUnderTest, documents: Path, wechat: Path) -> None:
    marked = documents / "重启.txt"
    marked.write_text(SECRET, "utf-8")
    assert reads(wechat, marked) is None
    gate.kill()
    assert reads(wechat, marked) == SECRET
    gate.start()
    wait_for(lambda: reads(wechat, marked) is None, "the gate")


def test_a_marked_folder_that_disappears_and_comes_again_is_held_again(
        guard: GuardUnderTest, documents: Path, wechat: Path) -> None:
    moved = documents.with_name("moved")
    documents.rename(moved)
    documents.mkdir()
    marked = documents / "新文件夹.txt"
    marked.write_text(SECRET, "utf-8")
    wait_for(lambda: reads(wechat, marked) is None, "the new folder to be marked")
    moved.rename(documents.with_name("old"))


def test_the_guard_says_how_many_folders_are_marked_and_what_was_not_judged_in_time(
        guard: GuardUnderTest, gate: GateUnderTest, documents: Path, wechat: Path) -> None:
    def known(unjudged: int) -> bool:
        seen = guard.status().gate
        return seen.connected and seen.marked >= 1 and seen.unjudged_refused == unjudged

    before = wait_for(lambda: guard.status().gate, "a gate").unjudged_refused
    assert guard.process is not None
    with stopped(guard.process.pid):
        unknown = documents / "没判完.txt"
        unknown.write_text(CLEAN, "utf-8")
        assert reads(wechat, unknown) is None
    wait_for(lambda: known(before + 1), "the guard to count it")
