"""Tests text dragged with a real mouse out of real programs: never into a chat client that it must be held from."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest

from guard.core.model import Answer, DestinationKind
from guard.core.policy import Policy, Programs
from guard.ipc.messages import Flagged, Served
from tests.support.brokering import BLOCKED, CLEAN, Brokering, policy
from tests.support.drag_programs import BROWSERS, DINO, MOUSEPAD, SHOWN, chromium, firefox, page, qt_text
from tests.support.guarding import wait_for
from tests.support.hand import Hand
from tests.support.libre_office import SOFFICE, LibreOffice
from tests.support.owner_watch import OwnerWatch
from tests.support.thorough import thorough_but
from ui.demo.display import Display, end

LEFT, RIGHT = (0, 30, 470, 600), (480, 30, 540, 600)
TRY_SECONDS = 3.0
DROP_SECONDS = 5.0
NOTICE_SECONDS = 2.0
WRITER = "libreoffice-writer"
CHATS = ("wechat", "qq", "dino")
Start = Callable[..., Brokering]
_Value = TypeVar("_Value")


@dataclass
class Desk:
    """Programs, a mouse and a keyboard."""

    display: Display
    hand: Hand
    watch: OwnerWatch
    running: list[subprocess.Popen[bytes]]

    def run(self, command: list[str]) -> None:
        self.running.append(self.display.start(command, stderr=subprocess.DEVNULL))

    def select_all(self, program: str) -> tuple[int, int]:
        """Select everything in a program on the left, and return a place in it that was not just clicked."""
        left, top = self.hand.place(program, LEFT)

        def selected() -> bool:
            self.display.press("Control_L", "a")
            return self.watch.changed("PRIMARY")

        def clicked_and_selected() -> bool:
            # LibreOffice comes to the front by itself when its documents are closed.
            wait_for(lambda: self.hand.in_front(program) or self.hand.bring_forward(program), f"{program} in front")
            self.hand.click(left, top)
            with suppress(AssertionError):  # input while it is still opening is lost
                return wait_for(selected, "it", TRY_SECONDS)
            return False

        self.watch.forget()
        wait_for(clicked_and_selected, f"{program} to select its text")
        return left - 40, top - 60

    def drag(self, source: str, target: str) -> None:
        """Drag everything from one program onto another one on the right, and drop it there."""
        onto = self.hand.place(target, RIGHT)
        wait_for(lambda: self._begins(source, target, onto), f"{source} to begin a drag")
        self.hand.let_go()
        self.hand.await_free()  # LibreOffice ends when a document is closed while it is still being dragged from

    def _begins(self, source: str, target: str, onto: tuple[int, int]) -> bool:
        """Draw everything onto the other program; return whether a drag has begun. A busy program may take the press
        for a click, which selects nothing."""
        start = self.select_all(source)
        if not self.hand.shows(target, *onto):
            self.hand.place(target, RIGHT)
        self.watch.forget()
        self.hand.draw(start, onto, lambda: self._noticed(target))
        if self.watch.changed("XdndSelection"):
            return True
        self.hand.let_go()
        return False

    def _noticed(self, target: str) -> None:
        """Wait until the target has the broker's proxy, as a busy computer may notice a drag late; what may go
        everywhere has none."""
        with suppress(AssertionError):
            wait_for(lambda: self.hand.has_property(target, "XdndProxy"), "the proxy", NOTICE_SECONDS)

    def end(self) -> None:
        """End what was started last."""
        end(self.running.pop())

    def written(self) -> str:
        """Return the content of the pages that can be edited."""
        return " ".join(title for title in self.watch.titles() if title.startswith("["))


@pytest.fixture(scope="module")
def desk(display: Display) -> Iterator[Desk]:
    made = Desk(display, Hand(display.name), OwnerWatch(display.name), [])
    yield made
    for entry in made.running:
        end(entry)
    made.watch.close()
    made.hand.close()


@pytest.fixture(scope="module")
def chats(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Two editable pages and a real chat client."""
    folder = tmp_path_factory.mktemp("chats")
    address = page(folder)
    for command in (chromium(folder, "wechat", address), firefox(folder, "qq", address), [DINO]):
        desk.run(command)
    for chat in CHATS:
        desk.hand.place(chat, RIGHT)


@pytest.fixture
def letter(libre_office: LibreOffice) -> Callable[[str], int]:
    """Open a letter with a text that fills its page."""
    def write(text: str) -> int:
        document = libre_office.open("swriter")
        libre_office.do("letter", document, text=lines(text), picture="")
        return document

    return write


@pytest.fixture
def broker(start_broker: Start) -> Brokering:
    return start_broker(with_chats(str(SOFFICE), MOUSEPAD))


def with_chats(*office: str) -> Policy:
    known = policy(*office)
    return Policy("样例", programs=(*known.programs, Programs(DestinationKind.CHAT, window_classes=CHATS)))


def lines(text: str) -> str:
    return "\n".join([f"{text} " * 4] * 30)


def dropped(desk: Desk, source: str, target: str, effect: Callable[[], _Value | None]) -> _Value:
    """Drag until this effect is there, and return it. What is released before the target has accepted it, because it
    is busy, is not dropped (XDND, XdndStatus), and a person drags it again."""
    def seen() -> _Value | None:
        desk.drag(source, target)
        with suppress(AssertionError):
            return wait_for(effect, "the drop", DROP_SECONDS)
        return None

    return wait_for(seen, f"{target} to take what was dropped")


def refused(desk: Desk, broker: Brokering, source: str, target: str) -> Served:
    """Drag until the target has asked for the content."""
    def asked() -> Served | None:
        with suppress(AssertionError):
            return broker.expect(Served, seconds=DROP_SECONDS)
        return None

    return dropped(desk, source, target, asked)


@pytest.mark.thorough
@pytest.mark.parametrize("chat", thorough_but(CHATS[:1], CHATS))
def test_a_text_of_writer_that_must_be_held_is_refused_where_it_is_dropped_on(
        chat: str, broker: Brokering, desk: Desk, chats: None, letter: Callable[[str], int]) -> None:
    letter(BLOCKED)
    before = desk.written()
    served = refused(desk, broker, WRITER, chat)
    assert (served.answer, served.destination.kind) == (Answer.NOTICE, DestinationKind.CHAT)
    assert served.destination.program.lower() == chat
    assert served.capture in {report.capture.id for report in broker.reports if isinstance(report, Flagged)}
    assert desk.written() == before


@pytest.mark.thorough
def test_a_clean_text_of_writer_is_dropped_on_a_chat_as_ever(
        broker: Brokering, desk: Desk, chats: None, letter: Callable[[str], int]) -> None:
    letter(f"{CLEAN}甲")
    dropped(desk, WRITER, "qq", lambda: f"{CLEAN}甲" in desk.written())


def test_a_text_that_must_be_held_is_moved_from_one_office_program_to_another_whole(
        broker: Brokering, desk: Desk, libre_office: LibreOffice, letter: Callable[[str], int], tmp_path: Path) -> None:
    document, file = letter(BLOCKED), tmp_path / "office.txt"
    file.write_bytes(b"")
    desk.run([MOUSEPAD, "--disable-server", str(file)])
    dropped(desk, WRITER, "mousepad", lambda: any(title.startswith("*") for title in desk.watch.titles()))
    wait_for(lambda: not libre_office.do("read-letter", document)["text"], "the letter to be empty")
    desk.hand.click(*desk.hand.place("mousepad", RIGHT))
    wait_for(lambda: desk.hand.in_front("mousepad"), "the editor in front")

    def saved() -> str:
        desk.display.press("Control_L", "s")
        return file.read_text("utf-8")

    assert wait_for(saved, "the editor to save").strip() == lines(BLOCKED).strip()
    desk.end()


SOURCES = {
    "mousepad": (lambda folder, text: [MOUSEPAD, "--disable-server", str(written(folder, text))], "wechat"),
    "qt": (lambda folder, text: qt_text("qt", text), "wechat"),
    "chromium": (lambda folder, text: chromium(folder, "chromium", page(folder, text)), "qq"),
    "firefox": (lambda folder, text: firefox(folder, "firefox", page(folder, text)), "wechat"),
}
"""Programs that show a text, and the chat that it is dragged to."""


def written(folder: Path, text: str) -> Path:
    file = folder / "a.txt"
    file.write_text(text, "utf-8")
    return file


@pytest.mark.parametrize("source", thorough_but(["chromium"], SOURCES))
def test_what_is_dragged_out_of(source: str, broker: Brokering, desk: Desk, chats: None, tmp_path: Path) -> None:
    """A text that must be held is refused, and a clean one arrives (Firefox starts too slowly for two)."""
    command, chat = SOURCES[source]
    texts = ((BLOCKED, False), (f"{CLEAN}{source}", True))[:1 if source == "firefox" else 2]
    for number, (text, arrives) in enumerate(texts):
        folder = tmp_path / str(number)
        folder.mkdir()
        desk.run(command(folder, lines(text)))
        if source in BROWSERS:
            wait_for(lambda: any(SHOWN in title for title in desk.watch.titles()), "the page")
        if arrives:
            dropped(desk, source, chat, lambda: text in desk.written())  # noqa: B023 - called at once
        else:
            assert refused(desk, broker, source, chat).answer is Answer.NOTICE
        desk.end()
    assert BLOCKED not in desk.written()


def test_a_password_that_is_dragged_onto_a_chat_is_refused_and_nobody_is_told_of_its_words(
        broker: Brokering, desk: Desk, chats: None) -> None:
    before = desk.written()
    desk.run([*qt_text("qt", lines(BLOCKED)), "secret"])
    served = refused(desk, broker, "qt", "wechat")
    assert (served.answer, served.concealed) == (Answer.NOTICE, True)
    assert not any(isinstance(report, Flagged) for report in (*broker.reports, *broker.drain()))
    assert desk.written() == before
    desk.end()
