"""Tests real toolkits and tools, as chat clients and as office programs."""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from guard.clipboard.broker_state import ANSWER_SECONDS
from guard.core.model import Decision, DestinationKind, Outcome, Release
from guard.ipc.messages import Asking, Decided, Flagged, Grant, Granted, Passed, Served
from tests.support.brokering import BLOCKED, CLEAN, INTERNAL, NOTICE, WARNED, Brokering, policy, renamed
from tests.support.guarding import wait_for
from tests.support.owner_watch import OwnerWatch
from tests.support.toolkits import SYSTEM_PYTHON, Program, toolkit_program
from tests.support.x11_client import X11Client
from ui.demo.display import Display

PYTHON = str(Path(sys.executable).resolve())
HELD = Decision(Outcome.BLOCK, (DestinationKind.CHAT,), True, Release.CODE)
Start = Callable[..., Brokering]


@pytest.fixture
def program(display: Display) -> Iterator[Callable[..., Program]]:
    started: list[Program] = []
    watch = OwnerWatch(display.name)

    def start(toolkit: str, window_class: str) -> Program:
        started.append(toolkit_program(display, toolkit, window_class))
        wait_for(lambda: window_class in watch.windows(), f"the window of {window_class}")
        return started[-1]

    yield start
    for entry in started:
        entry.close()
    watch.close()


@pytest.mark.parametrize("toolkit", ["qt", "gtk"])
def test_a_toolkit_pastes_the_notice_as_chat_and_the_original_as_office(
        start_broker: Start, program: Callable[..., Program], toolkit: str) -> None:
    broker = start_broker(policy(PYTHON, str(Path(SYSTEM_PYTHON).resolve())))
    chat = program(toolkit, "wechat")
    office = program(toolkit, "writer")
    broker.copy(BLOCKED)
    broker.expect(Flagged)
    assert chat.paste()["text"] == NOTICE
    served = broker.expect(Served)
    assert (served.destination.kind, served.destination.program) == (DestinationKind.CHAT, "wechat")
    assert office.paste()["text"] == BLOCKED


def test_several_large_formats_of_one_gtk_program_all_arrive_at_once(start_broker: Start,
                                                                  program: Callable[..., Program]) -> None:
    broker = start_broker()
    picture = os.urandom(600_000)
    names = ("image/png", "image/bmp", "image/jpeg")
    program("gtk", "writer").do(do="offer", targets={name: base64.b64encode(picture).decode() for name in names})
    asking = broker.expect(Asking, seconds=ANSWER_SECONDS / 2)  # none of them was waited for in vain
    assert {target.name: target.untrusted_bytes for target in asking.capture.targets} == dict.fromkeys(names, picture)


def test_a_large_clean_text_of_a_gtk_program_is_pasted_whole(start_broker: Start, program: Callable[..., Program],
                                                            chat: str) -> None:
    broker = start_broker()
    text = CLEAN * 60_000
    program("gtk", "writer").do(do="copy", text=text)
    broker.expect(Passed)
    assert broker.paste(chat).decode() == text


@pytest.mark.parametrize("toolkit", ["qt", "gtk"])
def test_what_a_toolkit_copies_is_judged(start_broker: Start, program: Callable[..., Program], chat: str,
                                         toolkit: str) -> None:
    broker = start_broker()
    source = program(toolkit, "writer")
    encoded = {"text/plain": base64.b64encode(BLOCKED.encode()).decode()}
    source.do(do="copy", text=BLOCKED, targets=encoded)
    broker.expect(Flagged)
    assert broker.paste(chat).decode() == NOTICE
    source.do(do="copy", text=CLEAN, targets={"text/plain": base64.b64encode(CLEAN.encode()).decode()})
    broker.expect(Passed)
    assert broker.paste(chat).decode() == CLEAN


TWENTY = {
    "text/html": f"<b>{BLOCKED}</b>".encode(), "text/rtf": rb"{\rtf1 x}", "text/csv": b"1;2\r\n", "text/xml": b"<x/>",
    "image/png": bytes(range(256)) * 3, "application/x-large": bytes(range(256)) * 2000,
    "application/x-one": b"\0", "application/x-two": b"\n\r",
    **{f"application/x-own-{size};part=\"{size}\"": bytes(range(1, 256)) * size for size in range(1, 12)}}
"""Nineteen formats beside the text, one of them handed over in pieces."""


@pytest.mark.parametrize(("toolkit", "taker"), [
    ("qt", "gtk"), ("gtk", "qt"), *(pytest.param(each, each, marks=pytest.mark.thorough) for each in ("qt", "gtk"))])
def test_twenty_formats_of_a_toolkit_come_back_byte_for_byte(
        start_broker: Start, program: Callable[..., Program], toolkit: str, taker: str) -> None:
    broker = start_broker(policy(PYTHON, str(Path(SYSTEM_PYTHON).resolve())))
    text = "UTF8_STRING" if toolkit == "gtk" else "text/plain"
    formats = {text: BLOCKED.encode(), **TWENTY}
    assert len(formats) == 20
    source, office = program(toolkit, "sheet"), program(taker, "writer")
    source.do(do="offer" if toolkit == "gtk" else "copy",
              targets={name: base64.b64encode(data).decode() for name, data in formats.items()})
    broker.expect(Flagged)
    pasted = office.paste(*TWENTY)
    assert pasted["text"] == BLOCKED
    assert {name: base64.b64decode(data) for name, data in pasted["data"].items()} == TWENTY


def test_a_qt_picture_is_held_from_chat_and_given_to_office(start_broker: Start,
                                                           program: Callable[..., Program]) -> None:
    broker = start_broker(policy(PYTHON))
    source, chat, office = program("qt", "shot"), program("qt", "wechat"), program("qt", "writer")
    source.do(do="copy-picture")
    broker.send(Decided(broker.expect(Asking).capture.id, HELD))
    broker.obeyed()  # before that, TARGETS lists the picture alone, and Qt requests no text
    pasted = chat.paste()
    assert (pasted["text"], pasted["picture"]) == (NOTICE, False)
    assert office.paste()["picture"]


def test_a_clean_qt_picture_pastes_into_a_gtk_chat(broker: Brokering, program: Callable[..., Program]) -> None:
    source, chat = program("qt", "shot"), program("gtk", "wechat")
    source.do(do="copy-picture")
    broker.send(Decided(broker.expect(Asking).capture.id, Decision(Outcome.ALLOW)))
    assert chat.paste()["picture"]


def test_xsel_is_served_like_any_other(start_broker: Start, display: Display, programs: Path) -> None:
    chat, office = renamed("xsel", "wechat", programs / "xsel"), renamed("xsel", "editor", programs / "xsel")
    broker = start_broker(policy(office))
    broker.copy(BLOCKED)
    broker.expect(Flagged)
    pasted = [subprocess.run([name, "-b", "-o"], env=display.environment, capture_output=True).stdout.decode()
              for name in (chat, office)]
    assert pasted == [NOTICE, BLOCKED]


def test_a_claimed_window_class_allows_nothing_and_can_make_stricter(broker: Brokering, office: str,
                                                                    client: Callable[..., X11Client]) -> None:
    broker.copy(WARNED)
    broker.expect(Flagged)
    asker = client()
    assert asker.paste("UTF8_STRING") == ("UTF8_STRING", 8, WARNED.encode())  # unknown programs are only warned about
    asker.window.set_wm_class("wechat", "WeChat")  # type: ignore[attr-defined]
    assert asker.paste("UTF8_STRING") == ("UTF8_STRING", 8, NOTICE.encode())
    broker.copy(BLOCKED)
    broker.expect(Flagged)
    asker.window.set_wm_class("writer", "writer")  # type: ignore[attr-defined]
    asker.window.change_property(asker.atom("_NET_WM_PID"), asker.atom("CARDINAL"), 32, [1])  # type: ignore[attr-defined]
    assert asker.paste("UTF8_STRING") == ("UTF8_STRING", 8, b"")  # its input box has the notice already


def test_a_window_of_the_same_client_tells_who_asks(broker: Brokering, program: Callable[..., Program]) -> None:
    broker.copy(WARNED)
    broker.expect(Flagged)
    chat = program("qt", "wechat")  # Qt asks through a window without WM_CLASS
    assert chat.paste()["text"] == NOTICE


def test_a_helper_started_by_a_chat_client_is_chat(broker: Brokering, display: Display, programs: Path) -> None:
    shell = programs / "shell" / "wechat"
    shell.parent.mkdir(exist_ok=True)
    shutil.copy2(Path("/bin/sh").resolve(), shell)
    broker.copy(WARNED)
    broker.expect(Flagged)
    pasted = subprocess.run([str(shell), "-c", "xclip -selection clipboard -o; true"], env=display.environment,
                            capture_output=True).stdout.decode()
    assert pasted == NOTICE


def test_a_ticket_is_for_the_process_that_was_refused_while_it_lives(broker: Brokering,
                                                                     program: Callable[..., Program]) -> None:
    refused, other = program("qt", "wechat"), program("qt", "wechat")
    broker.copy(INTERNAL)
    capture = broker.expect(Flagged).capture.id
    assert refused.paste()["text"] == NOTICE
    broker.send(Grant(capture, 60, broker.expect(Served).destination.executable))
    assert broker.expect(Granted).given
    assert other.paste()["text"] == NOTICE
    assert refused.paste()["text"] == INTERNAL


def test_a_ticket_outlives_a_helper_that_was_refused_but_not_its_program(broker: Brokering, chat: str,
                                                                        programs: Path) -> None:
    broker.copy(INTERNAL)
    capture = broker.expect(Flagged).capture.id
    assert broker.paste(chat).decode() == NOTICE
    broker.send(Grant(capture, 60, chat))
    assert broker.expect(Granted).given
    assert broker.paste(renamed("xclip", "WeChat.exe", programs)).decode() == NOTICE
    assert broker.paste(chat).decode() == INTERNAL
