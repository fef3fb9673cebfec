"""Shows one window for a monkey to play with, again whenever it has been closed, and answers each line that it is sent.

It ends with 0 when its input ends, and with 1 at the first exception in a slot or the first message of Qt.
"""

from __future__ import annotations

import faulthandler
import os
import sys
import traceback
from collections.abc import Callable
from types import TracebackType
from typing import Protocol

from PySide6.QtCore import QMessageLogContext, QSocketNotifier, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QWidget

from tests.support.ui_guarded import Guarded
from tests.ui import screens
from ui.i18n.language import Language, speak
from ui.kit.theme import Theme

_HARMLESS = ("This plugin does not support", "QXcbConnection: XCB error", "QXcbClipboard", "QDragManager::drag in")
"""Beginnings of what Qt reports of the display and of a drag that begins before the last one is over."""


class Again(Protocol):
    """What a monkey plays with."""

    def again(self) -> None:
        """Show it again if it is closed."""


def played(language: str, make: Callable[[Theme], Again]) -> int:
    """Show what is made, and answer until nobody asks any more."""
    faulthandler.enable()
    sys.excepthook = _thrown
    qInstallMessageHandler(_reported)
    application = QApplication([])
    application.setQuitOnLastWindowClosed(False)
    speak(application, Language(language))
    shown = make(Theme(application, "light", 1.0))
    asked = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    asked.activated.connect(lambda: answer(shown))
    return application.exec()


def answer(shown: Again) -> None:
    """Tell that events are handled, also in the event loop of a dialog; end when nobody asks any more."""
    if not os.read(sys.stdin.fileno(), 64):
        os._exit(0)  # not by quitting: dialogs may be open, each in an event loop of its own
    shown.again()
    print("well", flush=True)


class Shown:
    """The window of this name (tests/ui/screens.py), made again as often as it is closed."""

    def __init__(self, theme: Theme, name: str) -> None:
        self._theme, self._make = theme, screens.drawings(theme)[name]
        self._window = self._made()
        self._making = False

    def again(self) -> None:
        """Show the window again if it is closed."""
        if self._making or _visible(self._window):
            return
        self._making = True  # a window waits for its guard, in an event loop
        for other in QApplication.topLevelWidgets():
            other.close()
        for guarded in self._theme.findChildren(Guarded):
            guarded.stop()
            guarded.setParent(None)
        self._window = self._made()
        self._making = False

    def _made(self) -> QWidget:
        window = self._make()
        window.move(0, 0)
        window.show()
        return window


def _visible(window: QWidget) -> bool:
    try:
        return window.isVisible()
    except RuntimeError:  # deleted when it was closed
        return False


def _thrown(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    traceback.print_exception(kind, error, trace)
    sys.stderr.flush()
    os._exit(1)


def _reported(_kind: QtMsgType, _where: QMessageLogContext, message: str) -> None:
    if not message.startswith(_HARMLESS):
        traceback.print_stack()
        print("Qt:", message, file=sys.stderr, flush=True)
        os._exit(1)


if __name__ == "__main__":
    sys.exit(played(sys.argv[2], lambda theme: Shown(theme, sys.argv[1])))
