"""Tests a real guard and gate with programs in real Flatpak sandboxes.

These open files themselves or by the document portal.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from guard.core.model import Outcome
from tests.support.flatpaks import MISSING, PROGRAM, Flatpaks, flatpaks
from tests.support.gated_fixtures import chat_programs, documents, files, gate, guard, place, wechat
from tests.support.gating import GateUnderTest, needs_root, opens
from tests.support.guarding import GuardUnderTest

__all__ = ["chat_programs", "documents", "files", "gate", "guard", "place", "wechat"]

pytestmark = [needs_root, pytest.mark.skipif(
    bool(MISSING), reason=f"{', '.join(MISSING)} is missing (scripts/setup.sh test installs it)")]

CHAT, EDITOR = "com.tencent.WeChat", "org.example.Editor"
AT_ONCE = 12


@pytest.fixture(scope="module")
def programs(guard: GuardUnderTest, place: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flatpaks]:
    folder = tmp_path_factory.mktemp("flatpak") / "f"
    with flatpaks(place, folder, guard.display.environment, CHAT, EDITOR) as installed:
        yield installed


def test_a_sandboxed_client_that_sees_the_home_is_refused_a_marked_document_and_reads_a_clean_one(
        programs: Flatpaks, guard: GuardUnderTest, files: tuple[Path, Path]) -> None:
    marked, clean = files
    assert programs.opens(CHAT, marked) is None
    opened = guard.opened(lambda opened: opened.case.title == marked.name)
    assert (opened.notify, opened.case.decision.outcome) == (True, Outcome.BLOCK)
    assert opened.case.destination is not None
    assert opened.case.destination.executable == f"sandbox:/app/bin/{PROGRAM}"
    assert programs.opens(CHAT, clean) == clean.read_bytes()
    assert programs.opens(EDITOR, marked) == marked.read_bytes()


def test_a_document_that_the_portal_hands_over_is_refused_to_the_client_and_read_by_an_editor(
        programs: Flatpaks, guard: GuardUnderTest, files: tuple[Path, Path]) -> None:
    marked, clean = files
    seen = programs.handed(marked, CHAT, EDITOR)
    assert programs.opens(CHAT, seen, home=False) is None
    opened = guard.opened(lambda opened: opened.case.title == marked.name)
    assert (opened.notify, opened.case.decision.outcome) == (True, Outcome.BLOCK)
    assert opened.case.destination is not None
    assert opened.case.destination.executable == f"sandbox:/app/bin/{PROGRAM}"
    assert programs.opens(EDITOR, seen, home=False) == marked.read_bytes()
    assert programs.opens(CHAT, seen, home=False) is None
    assert programs.opens(CHAT, programs.handed(clean, CHAT), home=False) == clean.read_bytes()


def test_a_client_outside_of_a_sandbox_is_refused_what_it_opens_by_the_portal(
        programs: Flatpaks, files: tuple[Path, Path], wechat: Path) -> None:
    marked, clean = files
    assert opens(wechat, programs.handed_outside(marked)) is None
    assert opens("cat", programs.handed_outside(marked)) == marked.read_bytes()
    assert opens(wechat, programs.handed_outside(clean)) == clean.read_bytes()


def test_an_editor_reads_a_marked_document_while_a_client_that_has_a_clean_one_runs(
        programs: Flatpaks, files: tuple[Path, Path]) -> None:
    marked, clean = files
    seen = programs.handed(marked, CHAT, EDITOR)
    chatting = programs.start(programs.command(CHAT, programs.handed(clean, CHAT), "-", home=False))
    assert chatting.stdout is not None
    try:
        assert chatting.stdout.read(2) == clean.read_bytes()[:2]
        for _ in range(5):
            assert programs.opens(EDITOR, seen, home=False) == marked.read_bytes()
        assert programs.opens(CHAT, seen, home=False) is None
    finally:
        chatting.communicate(timeout=20)


def test_many_clients_that_open_a_marked_document_by_the_portal_at_once_are_all_refused(
        programs: Flatpaks, gate: GateUnderTest, files: tuple[Path, Path], wechat: Path) -> None:
    seen = programs.handed_outside(files[0])
    with ThreadPoolExecutor(AT_ONCE) as at_once:
        assert list(at_once.map(lambda _: opens(wechat, seen), range(AT_ONCE))) == [None] * AT_ONCE
    assert gate.process is not None
    assert gate.process.poll() is None
