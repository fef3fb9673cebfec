"""Tests that a text selected and then copied in a real editor is one item: one in the list, one warning, one answer."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from guard.control.requests import CaseList, CaseOpened, DestroyCase, ListCases, ReleaseCase
from guard.core.model import CaseState, CaseSummary, Origin
from guard.ipc.messages import Flagged
from guard.ipc.replies import Done
from tests.support.brokering import BLOCKED, NOTICE, WARNED, Brokering
from tests.support.drag_programs import GEDIT, MOUSEPAD
from tests.support.guarding import DRAFT, GuardUnderTest, wait_for
from tests.support.hand import Hand
from tests.support.owner_watch import OwnerWatch
from tests.support.x11_client import X11Client
from ui.demo.display import Display, end

PASTE_SECONDS = 10.0
_LOOKS = 20
EDITORS = {"mousepad": [MOUSEPAD, "--disable-server"], "gedit": [GEDIT, "--standalone"]}


class Selecting(NamedTuple):
    """A guard, after the text of an editor was selected and copied."""

    guard: GuardUnderTest

    def items(self) -> list[CaseSummary]:
        listed = self.guard.ask(ListCases())
        assert isinstance(listed, CaseList)
        return [case for case in listed.cases if case.state is CaseState.HELD]

    def paste(self, chat: str, selection: str) -> str:
        return pasted(self.guard.display, chat, selection)


@pytest.fixture
def select_and_copy(guard: GuardUnderTest, display: Display, tmp_path: Path) -> Iterator[Callable[[str], Selecting]]:
    """Select and copy a draft in an editor, and turn to another program, so that both are held."""
    guard.start()
    running: list[subprocess.Popen[bytes]] = []
    hand, watch = Hand(display.name), OwnerWatch(display.name)

    def select(editor: str) -> Selecting:
        file = tmp_path / "draft.txt"
        file.write_text(DRAFT, "utf-8")
        running.append(display.start([*EDITORS[editor], str(file)], stderr=subprocess.DEVNULL))
        place = hand.place(editor, (200, 130, 600, 500))
        wait_for(lambda: any(file.name in title for title in watch.titles()), f"{editor} to show the file")
        hand.click(*place)  # and the pointer is there now: one that does not move is in no program
        wait_for(lambda: hand.in_front(editor), f"{editor} in front")
        wait_for(lambda: selected(display), f"{editor} to select its text")
        display.press("Control_L", "c")
        guard.opened()
        hand.move(30, 30)
        return Selecting(guard)

    yield select
    for entry in running:
        end(entry)
    watch.close()
    hand.close()


def selected(display: Display) -> bool:
    """Select everything; True once it stays selected: gedit shows a file before it has finished loading it."""
    display.press("Control_L", "a")
    try:
        return all(pasted(display, "xclip", "primary") == DRAFT for _ in range(_LOOKS))
    except subprocess.TimeoutExpired:
        return False  # xclip waits for ever when what it asked is no longer the owner


def pasted(display: Display, program: str, selection: str) -> str:
    return subprocess.run([program, "-selection", selection, "-o", "-t", "UTF8_STRING"], capture_output=True,
                          env=display.environment, timeout=PASTE_SECONDS).stdout.decode()


@pytest.mark.parametrize("editor", EDITORS)
def test_what_is_selected_and_copied_in(editor: str, select_and_copy: Callable[[str], Selecting], chat: str) -> None:
    """It is one item: asked about once, released once, destroyed as a whole."""
    selecting = select_and_copy(editor)
    wait_for(lambda: selecting.paste(chat, "primary") == NOTICE, "what is selected to be held, too")
    assert selecting.paste(chat, "clipboard") == NOTICE
    (item,) = selecting.items()
    assert item.origin is Origin.CLIPBOARD
    asked = selecting.guard.opened(lambda push: push.notify)
    assert asked.case.id == item.id
    assert selecting.guard.none_pushed(CaseOpened)
    assert isinstance(selecting.guard.ask(ReleaseCase(item.id, "王局长，当面同意")), Done)
    assert selecting.paste(chat, "primary") == DRAFT
    assert selecting.paste(chat, "clipboard") == NOTICE
    assert isinstance(selecting.guard.ask(DestroyCase(item.id)), Done)
    for selection in ("primary", "clipboard"):
        wait_for(lambda: selecting.paste("xclip", selection) == NOTICE, "the notice")  # noqa: B023 - called at once


@pytest.fixture
def source(client: Callable[..., X11Client]) -> Callable[[str], X11Client]:
    return lambda text: client(targets={"UTF8_STRING": ("UTF8_STRING", 8, text.encode())})


def flagged(broker: Brokering, source: X11Client, selection: str) -> str:
    """Own a selection and return the number of its item."""
    source.own(selection)
    found: list[str] = []

    def reported() -> bool:
        found.extend(report.capture.id for report in broker.drain() if isinstance(report, Flagged))
        return bool(found)

    source.serve(5.0, reported)
    return found[0]


@pytest.mark.parametrize("order", [("PRIMARY", "CLIPBOARD"), ("CLIPBOARD", "PRIMARY")])
def test_whichever_is_held_first_both_are_one_item(order: tuple[str, str], broker: Brokering,
                                                   source: Callable[[str], X11Client]) -> None:
    program = source(BLOCKED)
    assert flagged(broker, program, order[0]) == flagged(broker, program, order[1])


def test_other_words_and_the_words_of_another_program_are_another_item(broker: Brokering,
                                                                       source: Callable[[str], X11Client]) -> None:
    selected = flagged(broker, source(BLOCKED), "PRIMARY")
    assert flagged(broker, source(WARNED), "CLIPBOARD") != selected
    assert flagged(broker, source(BLOCKED), "CLIPBOARD") != selected
