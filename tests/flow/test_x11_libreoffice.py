"""Tests that a held copy of LibreOffice pastes back into it with formulas, formats and pictures.

LibreOffice answers for its own formats only as long as it believes that it owns the clipboard.
"""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from guard.core.model import Decision, DestinationKind, Kind, Origin, Outcome, Reason, Release, Unreadable
from guard.ipc.messages import Asking, Decided, Flagged, Passed
from tests.support.brokering import BLOCKED, CLEAN, NOTICE, Brokering, end_manager, renamed
from tests.support.guarding import GuardUnderTest, wait_for
from tests.support.libre_office import LibreOffice
from tests.support.pictures import NOISE, encode, render_document
from tests.support.x11_client import X11Client
from ui.demo.display import Display

ROWS = 1000
FREEZE_SECONDS = 5.0
DESCRIPTOR = (80).to_bytes(4, "little") + b"LibreOffice 25.2 Spreadsheet".ljust(76, b"\0")
OWN_FORMAT = 'application/x-openoffice-embed-source-xml;windows_formatname="Star Embed Source (XML)"'
Start = Callable[..., Brokering]


@pytest.fixture
def manager(display: Display, programs: Path, client: Callable[..., X11Client]) -> Iterator[None]:
    """A program that the policy calls a clipboard manager: while it runs, text is held before its verdict."""
    watcher = client()
    process = display.start([renamed("xclip", "copyq", programs), "-selection", "secondary", "-quiet", "/dev/null"],
                            stderr=subprocess.DEVNULL)
    wait_for(lambda: watcher.owner("SECONDARY"), "the manager")
    yield
    end_manager(process)


def table(office: LibreOffice, word: str, rows: int = 2) -> int:
    """A sheet: a bold word, and a column of products beside a column of numbers."""
    sheet = office.open("scalc")
    formulas = [[word if row == 1 else "", str(row), f"=B{row}*2"] for row in range(1, rows + 1)]
    office.do("cells", sheet, area=f"A1:C{rows}", formulas=formulas, bold="A1")
    return sheet


def pasted(office: LibreOffice, word: str) -> bool:
    """Paste into a new sheet; True when formulas and formats are unchanged."""
    other = office.open("scalc")
    office.do("paste", other, area="D4")
    cells = office.do("read-cells", other, names=["D4", "E5", "F5"])
    return cells == {"formulas": [word, "2", "=E5*2"], "texts": [word, "2", "4"], "bold": [True, False, False]}


def letter_with_a_picture(office: LibreOffice, folder: Path, picture: bytes, words: str = CLEAN) -> None:
    """Copy a new letter, all of it."""
    written = folder / "a.png"
    written.write_bytes(picture)
    letter = office.open("swriter")
    office.do("letter", letter, text=words, picture=written.as_uri())
    office.do("copy", letter)


def from_clipboard(report: Flagged) -> bool:
    return report.capture.origin is Origin.CLIPBOARD


def test_a_held_sheet_pastes_into_calc_with_formulas_and_formats_and_into_chat_as_the_notice(
        office_broker: Brokering, libre_office: LibreOffice, chat: str) -> None:
    libre_office.do("copy", table(libre_office, BLOCKED), area="A1:C2")
    office_broker.expect(Flagged, from_clipboard)
    assert office_broker.paste(chat).decode() == NOTICE
    assert pasted(libre_office, BLOCKED)
    assert office_broker.paste(chat).decode() == NOTICE


@pytest.mark.thorough
def test_a_held_letter_pastes_into_writer_with_its_picture_and_into_chat_as_the_notice(
        office_broker: Brokering, libre_office: LibreOffice, chat: str, tmp_path: Path) -> None:
    other = libre_office.open("swriter")
    letter_with_a_picture(libre_office, tmp_path, NOISE, BLOCKED)
    asking = office_broker.expect(Asking)
    office_broker.send(Decided(asking.capture.id, Decision(Outcome.BLOCK, (DestinationKind.CHAT,), True, Release.CODE)))
    office_broker.obeyed()
    assert office_broker.paste(chat).decode() == NOTICE
    libre_office.do("paste", other)
    assert libre_office.do("read-letter", other) == {"text": BLOCKED, "pictures": 1}


def test_a_marked_picture_that_html_names_never_reaches_chat(watching: GuardUnderTest, chat: str,
                                                             tmp_path: Path) -> None:
    """As Excel copies it: in no RTF."""
    picture = tmp_path / "图 1.png"
    picture.write_bytes(encode(render_document("机密★5年\n关于某项工作的请示")))
    watching.copy(f"<p>今天</p><img src='{picture.as_uri()}'>", "text/html")
    case = watching.opened().case
    assert (case.decision.outcome, case.decision.rule) == (Outcome.BLOCK, "BC-01")
    assert watching.paste_bytes(chat, "text/html") == b""


def sheet_with_a_picture(office: LibreOffice, folder: Path, picture: bytes) -> None:
    """Copy a new sheet with a picture on its cells."""
    written = folder / "a.png"
    written.write_bytes(picture)
    sheet = table(office, CLEAN)
    office.do("picture-on-sheet", sheet, picture=written.as_uri())
    office.do("copy", sheet, area="A1:C20")


def test_a_sheet_with_a_picture_on_it_is_held_until_it_was_read_and_a_clean_one_keeps_formulas_and_formats(
        office_broker: Brokering, libre_office: LibreOffice, chat: str, tmp_path: Path, turn_away: Callable[[], None],
        owned_by: Callable[[int], bool]) -> None:
    sheet_with_a_picture(libre_office, tmp_path, NOISE)
    asking = office_broker.expect(Asking)
    assert asking.capture.items[-1].untrusted_bytes.startswith(b"PK")
    turn_away()
    wait_for(lambda: owned_by(office_broker.process.pid), "the copy to be taken")
    assert office_broker.paste(chat, "image/png") == b""
    office_broker.send(Decided(asking.capture.id, Decision(Outcome.ALLOW)))
    # LibreOffice draws it with a delay: on a busy computer the first paste may come before that.
    drawn = wait_for(lambda: office_broker.paste(chat, "image/png"), "the sheet drawn as a picture")
    assert drawn.startswith(b"\x89PNG")
    assert pasted(libre_office, CLEAN)


@pytest.mark.thorough
def test_a_sheet_with_a_marked_picture_on_it_never_reaches_chat(watching: GuardUnderTest, libre_office: LibreOffice,
                                                                chat: str, tmp_path: Path) -> None:
    sheet_with_a_picture(libre_office, tmp_path, encode(render_document("机密★5年\n关于某项工作的请示")))
    case = watching.opened().case
    assert (case.decision.outcome, case.decision.rule) == (Outcome.BLOCK, "BC-01")
    assert watching.paste_bytes(chat, "image/png") == b""


def test_a_clean_sheet_is_left_to_calc(office_broker: Brokering, libre_office: LibreOffice, chat: str,
                                       owned_by: Callable[[int], bool]) -> None:
    libre_office.do("copy", table(libre_office, CLEAN), area="A1:C2")
    office_broker.expect(Passed, lambda report: report.origin is Origin.CLIPBOARD)
    assert not owned_by(office_broker.process.pid)
    assert CLEAN in office_broker.paste(chat).decode()
    assert pasted(libre_office, CLEAN)


@pytest.mark.thorough
def test_beside_a_manager_a_clean_sheet_is_left_to_calc(
        manager: None, office_broker: Brokering, libre_office: LibreOffice, chat: str,
        owned_by: Callable[[int], bool]) -> None:
    libre_office.do("copy", table(libre_office, CLEAN), area="A1:C2")
    office_broker.expect(Passed, lambda report: report.origin is Origin.CLIPBOARD)
    assert pasted(libre_office, CLEAN)
    assert office_broker.paste(chat).decode().startswith(CLEAN)


def test_a_clean_letter_without_pictures_is_left_to_writer(
        office_broker: Brokering, libre_office: LibreOffice, chat: str, owned_by: Callable[[int], bool]) -> None:
    letter = libre_office.open("swriter")
    libre_office.do("letter", letter, text=CLEAN * 1500, picture="")
    libre_office.do("copy", letter)
    office_broker.expect(Passed, lambda report: report.origin is Origin.CLIPBOARD)
    assert not owned_by(office_broker.process.pid)
    assert office_broker.paste(chat, "text/rtf").startswith(b"{\\rtf1")


@pytest.mark.parametrize("beside", ["nothing", "manager"])
def test_a_letter_with_a_picture_is_held_until_it_was_read_and_a_clean_one_keeps_its_picture(
        beside: str, request: pytest.FixtureRequest, office_broker: Brokering, libre_office: LibreOffice, chat: str,
        tmp_path: Path, turn_away: Callable[[], None], owned_by: Callable[[int], bool]) -> None:
    if beside == "manager":
        request.getfixturevalue("manager")
    other = libre_office.open("swriter")
    letter_with_a_picture(libre_office, tmp_path, NOISE)
    asking = office_broker.expect(Asking)
    text, *parts = asking.capture.items
    (document,) = (part for part in parts if part.kind is Kind.FILES)
    assert text.untrusted_text == CLEAN
    # A picture that the HTML only names may be a part, too: it was seen beside the document, and before it.
    assert [(part.kind, len(part.untrusted_bytes)) for part in parts if part.problem is None and not part.path] == [
        (Kind.FILES, len(document.untrusted_bytes))]
    assert b"\\pict" in document.untrusted_bytes
    turn_away()
    wait_for(lambda: owned_by(office_broker.process.pid), "the copy to be taken")
    assert office_broker.paste(chat, "text/rtf") == b""
    office_broker.send(Decided(asking.capture.id, Decision(Outcome.ALLOW)))
    office_broker.obeyed()
    assert office_broker.paste(chat, "text/rtf") == document.untrusted_bytes
    assert b"<img" in office_broker.paste(chat, "text/html")
    libre_office.do("paste", other)
    assert libre_office.do("read-letter", other) == {"text": CLEAN, "pictures": 1}


def test_a_letter_with_a_marked_picture_never_reaches_chat(watching: GuardUnderTest, libre_office: LibreOffice,
                                                           chat: str, tmp_path: Path) -> None:
    letter_with_a_picture(libre_office, tmp_path, encode(render_document("机密★5年\n关于某项工作的请示")))
    case = watching.opened().case
    assert (case.decision.outcome, case.decision.rule) == (Outcome.BLOCK, "BC-01")
    for target in ("text/rtf", "text/richtext", "text/html"):
        assert watching.paste_bytes(chat, target) == b""


@pytest.mark.thorough
def test_calc_never_freezes_while_all_of_a_large_sheet_is_fetched(
        manager: None, office_broker: Brokering, libre_office: LibreOffice, chat: str,
        owned_by: Callable[[int], bool]) -> None:
    sheet = table(libre_office, BLOCKED, ROWS)
    libre_office.do("copy", sheet, area=f"A1:C{ROWS}")
    longest = 0.0
    while not owned_by(office_broker.process.pid):
        started = time.monotonic()
        libre_office.do("read-cells", sheet, names=["C2"])
        longest = max(longest, time.monotonic() - started)
    assert longest < FREEZE_SECONDS
    office_broker.expect(Flagged, from_clipboard)
    assert office_broker.paste(chat).decode() == NOTICE


def test_a_copy_whose_window_goes_while_it_is_fetched_is_held_with_what_came(office_broker: Brokering, chat: str,
                                                                             client: Callable[..., X11Client]) -> None:
    source = client(targets={"UTF8_STRING": ("UTF8_STRING", 8, BLOCKED.encode()), OWN_FORMAT: ("STRING", 8, b"x")})
    source.own()
    source.serve(5, until=lambda: "UTF8_STRING" in source.asked)
    source.silent = True
    wait_for(source.display.pending_events, "the broker to ask for the rest")
    assert source.owner() == source.window.id  # type: ignore[attr-defined]
    source.window.destroy()  # type: ignore[attr-defined]
    source.display.flush()
    assert [target.name for target in office_broker.expect(Flagged).capture.targets] == ["UTF8_STRING"]
    assert office_broker.paste(chat).decode() == NOTICE


@pytest.fixture
def mixing(client: Callable[..., X11Client]) -> Callable[..., X11Client]:
    """Copy a text as a LibreOffice that delivers its descriptor instead of a target, this many times.

    Its windows ask a new copy for the descriptor while its clipboard thread answers us, and some answers are mixed
    up.
    """
    def copy(text: str, target: str, times: int) -> X11Client:
        source = client(targets={"UTF8_STRING": ("UTF8_STRING", 8, text.encode()), OWN_FORMAT: ("STRING", 8, b"PK")},
                        mistakes={target: [DESCRIPTOR] * times})
        source.own()
        return source
    return copy


def test_a_text_that_came_as_something_else_is_asked_for_again_and_judged(office_broker: Brokering, chat: str,
                                                                          mixing: Callable[..., X11Client]) -> None:
    source = mixing(BLOCKED, "UTF8_STRING", 2)
    source.serve(5, until=lambda: source.asked.count("UTF8_STRING") == 3 and source.owner() != source.window.id)
    office_broker.expect(Flagged)
    assert office_broker.paste(chat).decode() == NOTICE


def test_a_text_that_always_comes_as_something_else_is_held_as_unread(office_broker: Brokering, chat: str,
                                                                      mixing: Callable[..., X11Client]) -> None:
    source = mixing(CLEAN, "UTF8_STRING", 1000)
    source.serve(5, until=lambda: source.owner() != source.window.id)
    assert office_broker.expect(Flagged).judged.unreadable == Unreadable(Reason.NO_ANSWER)
    assert office_broker.paste(chat).decode() == NOTICE


@pytest.mark.parametrize(("times", "served"), [(1, b"PK"), (1000, b"")])
def test_what_came_as_something_else_is_served_as_what_it_is_or_not_at_all(
        office_broker: Brokering, office: str, mixing: Callable[..., X11Client], times: int, served: bytes) -> None:
    source = mixing(BLOCKED, OWN_FORMAT, times)
    source.serve(5, until=lambda: source.asked.count(OWN_FORMAT) == 2)
    office_broker.expect(Flagged)
    assert office_broker.paste(office, OWN_FORMAT) == served
    assert office_broker.paste(office).decode() == BLOCKED


class GivenOnce(dict[str, tuple[str, int, bytes]]):
    """Targets of which LibreOffice's own format is available for the first request only; then ``then`` is called."""

    def __init__(self, own_format: bytes, then: Callable[[], None] = lambda: None) -> None:
        super().__init__({"UTF8_STRING": ("UTF8_STRING", 8, BLOCKED.encode()), OWN_FORMAT: ("STRING", 8, own_format)})
        self._then = then
        self._given = False

    def __contains__(self, name: object) -> bool:
        if name != OWN_FORMAT:
            return super().__contains__(name)
        given, self._given = self._given, True
        self._then()
        return not given


def test_what_comes_in_pieces_is_kept_when_the_second_request_for_it_is_refused(
        office_broker: Brokering, office: str, client: Callable[..., X11Client]) -> None:
    large = bytes(range(256)) * 2000
    source = client(targets=GivenOnce(large))
    source.own()
    source.serve(5, until=lambda: source.owner() != source.window.id)
    office_broker.expect(Flagged)
    assert office_broker.paste(office, OWN_FORMAT) == large


def test_what_has_come_is_kept_when_the_window_goes_before_the_second_answer(
        office_broker: Brokering, office: str, client: Callable[..., X11Client]) -> None:
    source = client()
    source.targets = GivenOnce(b"PK", lambda: setattr(source, "silent", True))
    source.own()
    source.serve(5, until=lambda: source.asked.count(OWN_FORMAT) == 2)
    source.window.destroy()  # type: ignore[attr-defined]
    source.display.flush()
    office_broker.expect(Flagged)
    assert office_broker.paste(office, OWN_FORMAT) == b"PK"


def test_libreoffice_is_asked_for_one_format_after_the_other_so_that_it_serves_its_user_between_two(
        office_broker: Brokering, client: Callable[..., X11Client]) -> None:
    first, *others = names = ("text/plain;charset=utf-8", "text/html", "application/x-openoffice-objectdescriptor-xml")
    source = client(targets={name: (name, 8, CLEAN.encode()) for name in names}, silent=True)
    source.own()
    source.serve(10, until=lambda: first in source.asked)
    source.serve(0.1)  # a request that is not made can only be seen by waiting
    assert set(others).isdisjoint(source.asked)
    source.answer_unanswered()
    source.serve(10, until=lambda: any(isinstance(report, Passed) for report in office_broker.drain()))
    assert "text/html" in source.asked
