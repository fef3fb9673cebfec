"""A guard with held items behind a real socket, and the parts of the tray that follow it."""

from __future__ import annotations

import atexit
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from PySide6.QtCore import QEventLoop, QObject, QRect, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from guard.control.requests import GetStatus, Reply
from guard.core.model import Case, Kind
from guard.folders.watched import Ground, Watched
from guard.sentences.catalogue import sentence
from rules.sentences.sentence import Sentence
from tests.support import ui_samples as samples
from tests.support.ui_guard import GuardHere, Readers
from ui.guard_client.bridge import Bridge
from ui.guard_client.guard_status import GuardStatus
from ui.guard_client.titles import Headings
from ui.kit.theme import Theme

_AGAIN_MS = 5

_LOOK_MS, _STILL = 10, 3
"""Milliseconds between two looks at a window, and how many must find no movement: a layout asks for more once its words
have a width."""


@cache
def _readers() -> Readers:
    """The readers of all guards here: what a window shows does not depend on whether its guard had to start one."""
    readers = Readers.new()
    atexit.register(readers.close)
    return readers


class Guarded(QObject):
    """A guard with these items behind a real socket, and the parts that follow it."""

    def __init__(self, theme: Theme, cases: Sequence[Case]) -> None:
        super().__init__(theme)
        self._folder = tempfile.TemporaryDirectory()
        self.guard = GuardHere(Path(self._folder.name) / "guard.sock", readers=_readers())
        self.guard.status.fact(broker="x11 requestor-identity", engine="cascade", pack="演示基础包 2026.11.1")
        self.guard.status.vault(sentence("vault.encrypted", place=sentence("vault.keyring", name="Secret Service")))
        self.guard.status.folders((Watched("/home", Ground.PICTURES),
                                     Watched("/srv", Ground.DESKTOP, Sentence("Flameshot")),
                                     Watched("/opt", Ground.TOOL, sentence("folders.deepin-screenshot"))), 26)
        self.guard.status.stored(len(cases) * 600_000)
        for case in reversed(cases):
            self.guard.keep(case, samples.hospital_picture() if case.kind is Kind.PICTURE else b"")
        self.guard.start()
        self.bridge = Bridge(self.guard.socket, None, theme)
        self.guard_status = GuardStatus(self.bridge)
        self.headings = Headings(self.bridge)
        self.bridge.start()
        until(lambda: self.guard_status.status is not None)

    def answered(self) -> None:
        """Return when the guard has answered all questions so far."""
        replies: list[Reply] = []
        self.bridge.ask(GetStatus(), self, replies.append)
        until(lambda: bool(replies))

    def stop(self) -> None:
        """End the connections and the guard."""
        self.bridge.close()
        self.guard.stop()
        self._folder.cleanup()


def until(reached: Callable[[], bool], seconds: float = 60.0) -> None:
    """Handle events until a condition is true; fail when it does not become so.

    It sleeps between two checks: checking constantly would keep the guard in this process from answering.
    """
    end = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < end, "waited in vain"
        waiting = QEventLoop()
        QTimer.singleShot(_AGAIN_MS, waiting.quit)
        waiting.exec()


def settle(window: QWidget, theme: Theme) -> None:
    """Return when the theme's guards have answered a shown window and nothing in it moves any more."""
    for guarded in theme.findChildren(Guarded):
        guarded.answered()
    places: list[QRect] = []
    still = 0
    while still < _STILL:
        QTest.qWait(_LOOK_MS)
        before, places = places, [part.geometry() for part in (window, *window.findChildren(QWidget))]
        still = still + 1 if places == before else 0
