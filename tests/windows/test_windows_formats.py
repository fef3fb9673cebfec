"""Tests every format the broker keeps, and which program gets it, with programs that use Win32 directly."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable

import pytest
from PIL import Image

from guard.clipboard.windows.formats import EXCLUSIONS, html_format
from guard.core.model import Answer, Decision, DestinationKind, Kind, Outcome, Release
from guard.ipc.messages import Arm, Armed, Asking, Decided, Flagged, Grant, Granted, Passed, Served, Watch
from tests.support.brokering import BLOCKED, CLEAN, INTERNAL, NOTICE, WARNED
from tests.support.guarding import wait_for
from tests.windows.wine import WindowsBrokering, text_bytes, text_of

Start = Callable[..., WindowsBrokering]

TEXT = "CF_UNICODETEXT"
HTML = "HTML Format"
RTF = "Rich Text Format"
MARKUP = html_format("<p>这是<b>绝密样例</b></p>")
RICH = b"{\\rtf1\\ansi \\u31192?}\0"
PRIVATE = bytes(range(256))
NO, YES = (0).to_bytes(4, "little"), (1).to_bytes(4, "little")
HELD = Decision(Outcome.BLOCK, (DestinationKind.CHAT, DestinationKind.CLIPBOARD_MANAGER), True, Release.REASON)
LET_GO = Decision(Outcome.ALLOW, (), False, Release.FREE)


def bitmap() -> bytes:
    """A bitmap in the form of CF_DIB: a BMP file without its file header."""
    file = io.BytesIO()
    Image.new("RGB", (33, 7), (200, 30, 60)).save(file, "BMP")
    return file.getvalue()[14:]


def drawing() -> bytes:
    """An enhanced metafile of nothing: its header and its end ([MS-EMF] 2.3.4)."""
    end = struct.pack("<IIIII", 14, 20, 0, 16, 20)
    bounds = (0, 0, 1, 1, 0, 0, 100, 100)
    header = struct.pack("<II8i4sIIIHHIII2i2i", 1, 88, *bounds, b" EMF", 0x1_0000, 88 + len(end), 2, 1, 0, 0, 0, 0,
                         1024, 768, 320, 240)
    return header + end


def file_list(*paths: str) -> bytes:
    """A CF_HDROP."""
    names = "".join(path + "\0" for path in paths) + "\0"
    return struct.pack("<IiiII", 20, 0, 0, 0, 1) + names.encode("utf-16-le")


def test_office_gets_every_format_as_it_was_and_chat_the_notice_in_each_that_can_say_it(
        broker: WindowsBrokering, office: str, chat: str, stranger: str) -> None:
    original = {TEXT: text_bytes(BLOCKED), HTML: MARKUP, RTF: RICH, "Sheet Of Its Own": PRIVATE}
    broker.client(stranger).copy(original)
    broker.expect(Flagged)
    got = broker.client(chat).paste(*original)
    assert text_of(got[TEXT]) == NOTICE
    assert NOTICE.encode() in (got[HTML] or b"")
    assert "绝密" not in str(got)
    assert got["Sheet Of Its Own"] is None
    wait_for(lambda: broker.client(office).paste(*original) == original, "every format in the office program")


def test_who_pasted_what_is_reported_once_a_paste(broker: WindowsBrokering, office: str, chat: str) -> None:
    broker.copy(BLOCKED)
    capture = broker.expect(Flagged).capture.id
    broker.client(chat).paste(TEXT, HTML)
    served = broker.expect(Served)
    assert (served.capture, served.answer, served.target) == (capture, Answer.NOTICE, "UTF8_STRING")
    assert served.destination.kind is DestinationKind.CHAT
    assert served.destination.program == chat
    assert served.destination.executable.endswith(f"\\{chat}")
    wait_for(lambda: broker.client(office).text() == BLOCKED, "the original in the office program")
    served = broker.expect(Served)
    assert (served.answer, served.destination.kind) == (Answer.ORIGINAL, DestinationKind.OFFICE)


def test_markup_alone_is_judged(broker: WindowsBrokering, chat: str, stranger: str) -> None:
    broker.client(stranger).copy({HTML: MARKUP})
    assert broker.expect(Flagged).capture.kind is Kind.TEXT
    assert "绝密" not in str(broker.client(chat).paste(HTML))


def test_text_of_an_old_program_is_judged(broker: WindowsBrokering, chat: str, stranger: str) -> None:
    """CF_TEXT only: Windows converts it to Unicode text."""
    broker.client(stranger).copy({"CF_TEXT": b"plain words\0"})
    assert broker.expect(Passed).outcome is Outcome.ALLOW
    assert broker.client(chat).text() == "plain words"


def test_an_old_reader_gets_the_notice_too(broker: WindowsBrokering, chat: str) -> None:
    """Windows makes CF_TEXT from the text that we are asked for."""
    broker.copy(BLOCKED)
    broker.expect(Flagged)
    found = broker.client(chat).paste("CF_TEXT")["CF_TEXT"] or b""
    assert b"\x89\xcb" not in found
    assert "绝密".encode("gb18030") not in found


def test_a_picture_is_held_until_it_is_decided_and_then_belongs_to_everybody(
        broker: WindowsBrokering, chat: str, stranger: str) -> None:
    picture = bitmap()
    broker.client(stranger).copy({"CF_DIB": picture})
    asking = broker.expect(Asking)
    assert asking.capture.kind is Kind.PICTURE
    with Image.open(io.BytesIO(asking.capture.items[0].untrusted_bytes)) as seen:
        assert (seen.size, seen.getpixel((3, 3))) == ((33, 7), (200, 30, 60))
    broker.send(Decided(asking.capture.id, LET_GO))
    wait_for(lambda: broker.client(chat).paste("CF_DIB")["CF_DIB"] == picture, "the picture in the chat")


def test_a_clean_picture_keeps_its_drawing_and_what_its_program_asked_of_the_history_and_its_cloud(
        broker: WindowsBrokering, stranger: str) -> None:
    copied = {"CF_DIB": bitmap(), "CF_ENHMETAFILE": drawing(), EXCLUSIONS[1]: YES, EXCLUSIONS[2]: NO}
    broker.client(stranger).copy(copied)
    broker.send(Decided(broker.expect(Asking).capture.id, LET_GO))
    wait_for(lambda: broker.client("other.exe").paste(*copied) == copied, "all of the picture in another program")


def test_a_held_picture_keeps_its_drawing_for_office(broker: WindowsBrokering, chat: str, office: str,
                                                     stranger: str) -> None:
    broker.client(stranger).copy({"CF_DIB": bitmap(), "CF_ENHMETAFILE": drawing()})
    broker.send(Decided(broker.expect(Asking).capture.id, HELD))
    assert broker.client(chat).paste("CF_ENHMETAFILE") == {"CF_ENHMETAFILE": None}
    assert broker.client(office).paste("CF_ENHMETAFILE") == {"CF_ENHMETAFILE": drawing()}


def test_one_paste_of_many_formats_gets_all_of_them_at_once_or_one_after_the_other(
        broker: WindowsBrokering, office: str, stranger: str) -> None:
    copied = {TEXT: text_bytes(BLOCKED), **{f"Own {number}": bytes([number]) for number in range(8)}}
    broker.client(stranger).copy(copied)
    broker.expect(Flagged)
    assert broker.client(office).paste(*copied) == copied
    assert {name: broker.client(office).paste(name)[name] for name in copied} == copied


def test_a_paste_waits_for_the_decision_about_a_picture(broker: WindowsBrokering, chat: str, stranger: str) -> None:
    picture = bitmap()
    broker.client(stranger).copy({"CF_DIB": picture})
    asking = broker.expect(Asking)
    broker.client(chat).order("paste", formats=["CF_DIB"])
    broker.send(Decided(asking.capture.id, LET_GO))
    assert broker.client(chat).answer()["CF_DIB"] is not None


def test_a_held_picture_is_for_office_only(broker: WindowsBrokering, chat: str, office: str, stranger: str) -> None:
    picture = bitmap()
    broker.client(stranger).copy({"CF_DIB": picture})
    broker.send(Decided(broker.expect(Asking).capture.id, HELD))
    assert broker.client(chat).paste("CF_DIB", "CF_BITMAP", "CF_DIBV5") == {
        "CF_DIB": None, "CF_BITMAP": None, "CF_DIBV5": None}
    assert broker.client(office).paste("CF_DIB") == {"CF_DIB": picture}


def test_a_picture_nobody_decides_about_is_not_given_to_chat(broker: WindowsBrokering, chat: str,
                                                             stranger: str) -> None:
    broker.client(stranger).copy({"CF_DIB": bitmap()})
    broker.expect(Asking)
    assert broker.client(chat).paste("CF_DIB") == {"CF_DIB": None}


def test_copied_files_are_asked_about_by_their_paths(broker: WindowsBrokering, chat: str, office: str,
                                                     stranger: str) -> None:
    files = file_list("C:\\文件\\名单.docx", "\\\\server\\share\\a b.pdf")
    broker.client(stranger).copy({"CF_HDROP": files})
    asking = broker.expect(Asking)
    assert asking.capture.kind is Kind.FILES
    assert [item.name for item in asking.capture.items] == ["C:\\文件\\名单.docx", "\\\\server\\share\\a b.pdf"]
    broker.send(Decided(asking.capture.id, HELD))
    assert broker.client(chat).paste("CF_HDROP") == {"CF_HDROP": None}
    assert broker.client(office).paste("CF_HDROP") == {"CF_HDROP": files}


def test_a_large_text_is_held_while_it_is_judged(broker: WindowsBrokering, chat: str, office: str) -> None:
    text = "值班表。" * 100_000 + BLOCKED
    broker.copy(text)
    assert broker.expect(Flagged).capture.items[0].untrusted_text == text
    assert broker.client(chat).text() == NOTICE
    wait_for(lambda: broker.client(office).text() == text, "the original in the office program")


def test_a_large_clean_text_belongs_to_everybody_again(broker: WindowsBrokering, chat: str) -> None:
    text = "值班表。" * 100_000
    broker.copy(text)
    broker.expect(Passed)
    wait_for(lambda: broker.client(chat).text() == text, "the text in the chat")


@pytest.mark.parametrize("text", [BLOCKED, WARNED, INTERNAL])
def test_a_program_nobody_listed_gets_all_but_state_secrets(broker: WindowsBrokering, stranger: str,
                                                            text: str) -> None:
    broker.copy(text)
    flagged = broker.expect(Flagged)
    expected = text if flagged.decision.answer(DestinationKind.UNKNOWN) is Answer.ORIGINAL else NOTICE
    assert broker.client("other.exe").text() == expected


def test_a_ticket_is_good_for_one_paste(broker: WindowsBrokering, chat: str) -> None:
    broker.copy(INTERNAL)
    capture = broker.expect(Flagged).capture.id
    assert broker.client(chat).text() == NOTICE
    broker.send(Grant(capture, 60, broker.expect(Served).destination.executable))
    assert broker.expect(Granted).given
    assert broker.client(chat).text() == INTERNAL
    wait_for(lambda: broker.client(chat).text() == NOTICE, "the notice after the one paste")


def test_clean_text_stays_its_owners(broker: WindowsBrokering, stranger: str) -> None:
    """A text promised by its owner is rendered for judging, and its owner still owns it."""
    broker.client(stranger).copy({TEXT: text_bytes(CLEAN), "Sheet Of Its Own": PRIVATE}, promise=True)
    broker.expect(Passed)
    assert broker.client(stranger).tell("report")["rendered"] == 1
    broker.send(Watch(False))
    broker.send(Arm((), broker.policy))
    broker.expect(Armed)
    assert broker.client("other.exe").paste("Sheet Of Its Own") == {"Sheet Of Its Own": PRIVATE}
