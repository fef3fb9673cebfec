"""Shows the windows of the pictures one after another, for a screen reader outside.

Reads names of windows, one per line; answers "shown" and the name, then prints the name of each widget that gets the
focus, and after each Tab that it is done; "gone" when the window is closed, whether it was shown or not.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSocketNotifier, Qt, QTimer
from PySide6.QtGui import QAccessible, QGuiApplication, QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QWidget

from tests.support.ui_guarded import settle
from tests.ui import screens
from ui.i18n.language import Language, speak
from ui.kit.theme import Theme
from ui.warning.window import WarningWindow

TAB_DONE = "\t"
"""Printed when Tab was released: everything its press moved has been printed before."""


class Shower(QObject):
    """Shows one window at a time."""

    def __init__(self, theme: Theme, drawings: dict[str, Callable[[], QWidget]]) -> None:
        super().__init__(theme)
        self._theme = theme
        self._drawings = drawings
        self._window: QWidget | None = None
        self._lines = QSocketNotifier(0, QSocketNotifier.Type.Read, self)
        self._lines.activated.connect(self._read)
        QApplication.instance().focusChanged.connect(told_focus)  # type: ignore[union-attr]
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Report that Tab was released."""
        if isinstance(watched, QWindow) and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Tab \
                and event.type() == QEvent.Type.KeyRelease:
            say(TAB_DONE)
        return False

    def _read(self) -> None:
        words = os.read(0, 200).decode()
        if not words:
            QApplication.exit()  # not quit: the small window refuses to close
        for line in words.splitlines():
            if line == "away":
                self._away()
            else:
                self._show(line)

    def _show(self, name: str) -> None:
        self._window = self._drawings[name]()
        self._window.show()
        if isinstance(self._window, WarningWindow):
            self._window.activate()
        self._window.activateWindow()
        QTimer.singleShot(0, lambda: self._active(name))

    def _active(self, name: str) -> None:
        if self._window is None:
            return
        if not self._window.isActiveWindow():
            QTimer.singleShot(20, lambda: self._active(name))
            return
        settle(self._window, self._theme)  # the guard's answers about its items rename buttons
        say(f"shown {name}")
        told_focus(None, QApplication.focusWidget())

    def _away(self) -> None:
        assert self._window is not None
        self._window.close()
        self._window.deleteLater()
        self._window = None
        for guarded in self._theme.findChildren(screens.Guarded):
            guarded.stop()
            guarded.setParent(None)
        QTimer.singleShot(0, lambda: say("gone"))


def told_focus(_before: QWidget | None, now: QWidget | None) -> None:
    """Print which widget has the focus now, as a screen reader would read it."""
    if now is not None:
        found = QAccessible.queryAccessibleInterface(now)
        say(f"{found.text(QAccessible.Text.Name)}".replace("\n", " "))


def say(words: str) -> None:
    """Tell the test."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def main() -> int:
    """Show windows until no more are requested."""
    application = QApplication([])
    QGuiApplication.setQuitOnLastWindowClosed(False)
    speak(application, Language(sys.argv[1]))
    theme = Theme(application, "light", 1.0)
    shower = Shower(theme, screens.drawings(theme))
    say("ready")
    code = application.exec()
    shower.deleteLater()
    return code


if __name__ == "__main__":
    sys.exit(main())
