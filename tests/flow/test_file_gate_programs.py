"""Tests a real guard and gate with programs that are chat clients by what their users call them: GTK 4's dialog, Wine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from guard.core.model import Outcome
from tests.support.gated_fixtures import SECRET, documents, gate, guard, place, wechat
from tests.support.gating import needs_root, reads
from tests.support.guarding import GuardUnderTest, wait_for
from tests.support.messengers import gnome_text_editor, wine_notepad
from tests.support.messengers.gnome_text_editor import GnomeTextEditor
from tests.support.messengers.wine_notepad import WineNotepad
from tests.support.thorough import thorough_but
from ui.demo.display import Display

__all__ = ["documents", "gate", "guard", "place", "wechat"]

pytestmark = needs_root

Editor = GnomeTextEditor | WineNotepad
EDITORS: dict[Path, Callable[[Display, Path], Editor]] = {
    gnome_text_editor.PROGRAM: GnomeTextEditor, wine_notepad.PROGRAM: WineNotepad}


@pytest.fixture(scope="module")
def chat_programs() -> tuple[str, ...]:
    return ("gnome-text-editor",)


def started(program: Path, guard: GuardUnderTest, folder: Path) -> Editor:
    if not program.exists():
        pytest.skip(f"{program} is missing (scripts/setup.sh test installs it)")
    return EDITORS[program](guard.display, folder / "home")


@pytest.fixture(params=thorough_but([gnome_text_editor.PROGRAM], EDITORS), ids=lambda program: program.name)
def editor(request: pytest.FixtureRequest, guard: GuardUnderTest, tmp_path: Path) -> Iterator[Editor]:
    running = started(request.param, guard, tmp_path)
    yield running
    running.close()


@pytest.fixture
def text_editor(guard: GuardUnderTest, tmp_path: Path) -> Iterator[GnomeTextEditor]:
    running = started(gnome_text_editor.PROGRAM, guard, tmp_path)
    assert isinstance(running, GnomeTextEditor)
    yield running
    running.close()


@pytest.fixture
def texts(documents: Path, wechat: Path) -> tuple[Path, Path]:
    """A marked and a clean text in a marked folder. The clean one was judged before: a busy machine may judge late."""
    number = len(list(documents.iterdir()))
    marked, clean = documents / f"marked{number}.txt", documents / f"clean{number}.txt"
    marked.write_text(f"{SECRET}{number}", "utf-8")
    clean.write_text(f"Lunch is at seven, table {number}.", "ascii")
    wait_for(lambda: reads(wechat, clean), "the clean text to be judged")
    return marked, clean


def assert_held(guard: GuardUnderTest, editor: Editor, give: Callable[[Path], None], texts: tuple[Path, Path]) -> None:
    """Give the marked text to the program, which must be refused, then the clean one, which must be shown unchanged."""
    marked, clean = texts
    give(marked)
    wait_for(lambda: editor.refused(marked), lambda: f"the program to say that it was refused: {editor.shown()}")
    opened = guard.opened(lambda opened: opened.case.title == marked.name)
    assert (opened.notify, opened.case.decision.outcome) == (True, Outcome.BLOCK)
    assert opened.case.destination is not None
    assert opened.case.destination.program == editor.name
    give(clean)
    wait_for(lambda: copied(guard, editor, clean) == clean.read_text("ascii"), "the clean text to be shown")


def copied(guard: GuardUnderTest, editor: Editor, path: Path) -> str:
    editor.copy_all(path)
    return guard.paste()


def test_a_marked_text_chosen_in_the_file_dialog_is_refused_and_a_clean_one_is_shown(
        editor: Editor, guard: GuardUnderTest, texts: tuple[Path, Path]) -> None:
    assert_held(guard, editor, editor.choose, texts)


@pytest.mark.thorough
def test_a_marked_text_opened_with_the_program_for_its_type_is_refused_and_a_clean_one_is_shown(
        text_editor: GnomeTextEditor, guard: GuardUnderTest, texts: tuple[Path, Path]) -> None:
    assert_held(guard, text_editor, text_editor.opened_by_type, texts)
