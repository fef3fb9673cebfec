"""Tests a real guard and gate with files dragged from Thunar onto real chat clients, and onto a program under Wine."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from shutil import which

import pytest

from guard.core.model import Outcome
from tests.support.accessible import session_bus
from tests.support.gated_fixtures import SECRET, documents, gate, guard, place, wechat
from tests.support.gating import needs_root, opens
from tests.support.guarding import GuardUnderTest, wait_for
from tests.support.messenger_fixtures import chat_programs
from tests.support.messengers import wine_notepad
from tests.support.messengers.server import SERVER
from tests.support.messengers.starting import CHATS, CLIENT_SECONDS, Chat, connected
from tests.support.messengers.wine_notepad import WineNotepad
from tests.support.thunar import THUNAR, Thunar
from ui.demo.display import Display, private_display

__all__ = ["chat_programs", "documents", "gate", "guard", "place", "wechat"]

pytestmark = [needs_root, pytest.mark.thorough, pytest.mark.timeout(600), pytest.mark.skipif(
    not THUNAR.exists(), reason="thunar is missing (scripts/setup.sh test installs it)")]

TAKEN_SECONDS = 20.0
"""For a client to have opened what was dropped; after that a person drags it again."""


@pytest.fixture(scope="module")
def display() -> Iterator[Display]:
    """A screen on which part of each client's window is beside Thunar's."""
    with private_display() as made:
        yield made


@pytest.fixture(params=CHATS, ids=lambda program: program.name)
def chat(request: pytest.FixtureRequest, guard: GuardUnderTest, tmp_path: Path) -> Iterator[Chat]:
    if not request.param.exists() or which(SERVER) is None:
        pytest.skip(f"{request.param} or {SERVER} is missing (scripts/setup.sh test installs it)")
    with connected(CHATS[request.param], guard.display, tmp_path) as running:
        yield running


@pytest.fixture
def notepad(guard: GuardUnderTest, tmp_path: Path) -> Iterator[WineNotepad]:
    if not wine_notepad.PROGRAM.exists():
        pytest.skip("wine is missing (scripts/setup.sh test installs it)")
    running = WineNotepad(guard.display, tmp_path / "home")
    yield running
    running.close()


@pytest.fixture
def display_with_bus(guard: GuardUnderTest, tmp_path: Path) -> Iterator[Display]:
    """The display of the guard, with a session bus, without which Thunar does not start."""
    folder = tmp_path / "bus"
    folder.mkdir()
    with session_bus(guard.display.environment, folder) as bus:
        yield replace(guard.display, environment=bus.environment)


@pytest.fixture
def files(documents: Path, wechat: Path) -> tuple[Path, Path]:
    """A marked and a clean text, each alone in a marked folder, and judged before: a busy machine may judge late."""
    number = len(list(documents.iterdir()))
    marked, clean = (documents / f"{name}{number}" / f"{name}{number}.txt" for name in ("marked", "clean"))
    for file, words in ((marked, f"{SECRET}{number}"), (clean, f"Lunch is at seven, table {number}.")):
        file.parent.mkdir()
        file.write_text(words, "utf-8")
    wait_for(lambda: opens(wechat, marked) is None, "the folders to be marked")
    wait_for(lambda: opens(wechat, clean) == clean.read_bytes(), "the clean text to be judged")
    return marked, clean


def dragged(display_with_bus: Display, path: Path, target: Chat | WineNotepad, taken: Callable[[], bool]) -> None:
    """Drag a file out of Thunar's window of its folder, again until the target has taken it: what is released before a
    busy target has accepted it is not dropped.
    """
    manager = Thunar(display_with_bus, path.parent)

    def once() -> bool:
        target.take(manager.drag_all_to)
        with suppress(AssertionError):
            return wait_for(taken, "the target to take it", TAKEN_SECONDS)
        return False

    try:
        wait_for(once, f"{path.name} to be taken", 3 * CLIENT_SECONDS)
    finally:
        manager.close()


def assert_told(guard: GuardUnderTest, marked: Path, program: str) -> None:
    opened = guard.opened(lambda opened: opened.case.title == marked.name
                          and opened.case.destination is not None and opened.case.destination.program == program)
    assert opened.case.decision.outcome is Outcome.BLOCK


def test_a_marked_file_dropped_on_a_real_chat_client_does_not_arrive_and_a_clean_one_does(
        chat: Chat, guard: GuardUnderTest, display_with_bus: Display, files: tuple[Path, Path]) -> None:
    marked, clean = files
    dragged(display_with_bus, marked, chat, lambda: chat.refused(marked))
    assert_told(guard, marked, chat.name)
    digest = hashlib.md5(clean.read_bytes()).hexdigest()
    dragged(display_with_bus, clean, chat, lambda: digest in chat.arrived())
    assert set(chat.arrived()) == {digest}


def test_a_marked_file_dropped_on_a_program_under_wine_is_refused_and_a_clean_one_is_shown(
        notepad: WineNotepad, guard: GuardUnderTest, display_with_bus: Display, files: tuple[Path, Path]) -> None:
    marked, clean = files
    dragged(display_with_bus, marked, notepad, lambda: notepad.refused(marked))
    assert_told(guard, marked, notepad.name)
    dragged(display_with_bus, clean, notepad, lambda: notepad.shows(clean))

    def copied() -> str:
        notepad.copy_all(clean)
        return guard.paste()

    wait_for(lambda: copied() == clean.read_text("ascii"), "the clean text to be shown")
