"""Shows the review of a running guard for a monkey to play with, and the warnings that the guard asks for."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QTimer

from tests.ui.monkey_program import played
from ui.app import TrayWindows
from ui.kit.theme import Theme


class Reviewing:
    """All windows of a tray but its own, which could stop the guard."""

    def __init__(self, theme: Theme, socket: Path) -> None:
        self._desk = TrayWindows(theme, socket)
        self._desk.bridge.start()
        QTimer.singleShot(0, self._desk.review)

    def again(self) -> None:
        """Open the review again if it was closed."""
        if self._desk.reviewed() is None:
            self._desk.review()


if __name__ == "__main__":
    sys.exit(played("zh", lambda theme: Reviewing(theme, Path(sys.argv[1]))))
