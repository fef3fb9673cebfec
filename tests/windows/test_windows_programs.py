"""Tests clipboard code of other projects: pyperclip, and Qt's clipboard over OLE."""

from __future__ import annotations

import subprocess

from guard.ipc.messages import Flagged, Passed
from tests.support.brokering import BLOCKED, CLEAN, NOTICE
from tests.support.guarding import wait_for
from tests.support.program import ROOT
from tests.windows.wine import WindowsBrokering, environment, program, windows_path

QT_CLIENT = windows_path(ROOT / "tests" / "windows" / "qt_client.py")
COPY = "import pyperclip, sys; pyperclip.copy(sys.argv[1])"
PASTE = "import pyperclip, sys; sys.stdout.buffer.write(pyperclip.paste().encode())"
SECONDS = 60.0


def run(broker: WindowsBrokering, name: str, *arguments: str) -> str:
    """Run a Python program under this name and return its output."""
    done = subprocess.run(["wine", str(program(name)), *arguments], env=environment(broker.display), check=True,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=SECONDS)
    return done.stdout.decode()


def test_what_pyperclip_copies_is_judged(broker: WindowsBrokering, chat: str) -> None:
    run(broker, "stranger.exe", "-c", COPY, BLOCKED)
    broker.expect(Flagged)
    assert broker.client(chat).text() == NOTICE


def test_pyperclip_pastes_clean_text(broker: WindowsBrokering, chat: str) -> None:
    broker.copy(CLEAN)
    broker.expect(Passed)
    assert run(broker, chat, "-c", PASTE) == CLEAN


def test_pyperclip_gets_what_the_program_in_front_gets(broker: WindowsBrokering, chat: str) -> None:
    """It opens the clipboard without a window."""
    broker.copy(BLOCKED)
    broker.expect(Flagged)
    wait_for(lambda: broker.client(chat).tell("come_forward"), "the chat client in front")
    assert run(broker, "stranger.exe", "-c", PASTE) == NOTICE


def test_what_qt_copies_is_judged(broker: WindowsBrokering, chat: str) -> None:
    run(broker, "stranger.exe", QT_CLIENT, BLOCKED)
    broker.expect(Flagged)
    assert broker.client(chat).text() == NOTICE


def test_qt_as_a_chat_client_gets_the_notice(broker: WindowsBrokering, chat: str) -> None:
    broker.copy(BLOCKED)
    broker.expect(Flagged)
    assert run(broker, chat, QT_CLIENT) == NOTICE


def test_qt_as_an_office_program_gets_the_original(broker: WindowsBrokering, office: str) -> None:
    broker.copy(BLOCKED)
    broker.expect(Flagged)
    assert run(broker, office, QT_CLIENT) == BLOCKED


def test_qt_pastes_clean_text(broker: WindowsBrokering, chat: str) -> None:
    broker.copy(CLEAN)
    broker.expect(Passed)
    assert run(broker, chat, QT_CLIENT) == CLEAN
