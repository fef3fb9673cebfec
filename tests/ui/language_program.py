"""Changes the language in 设置 four times and prints the position of the window's frame each time."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.screens_people import NoAutostart
from ui.app import TrayWindows
from ui.kit.theme import Theme
from ui.settings.preferences import Preferences
from ui.settings.window import SettingsWindow

_SETTLING_MS = 500
"""Milliseconds: a window manager adds a frame after a window was shown."""


def main(folder: Path) -> int:
    """``folder`` takes the saved settings; no guard runs."""
    application = QApplication([])
    preferences = Preferences(folder, folder / "settings" / "mishao.toml", ("mishao",), NoAutostart())
    desk = TrayWindows(Theme(application, "light", 1.0), folder / "nobody.sock", preferences=preferences)
    desk._commands.settings()
    settings(desk).move(200, 150)
    for language in ("English", "中文", "English", "中文"):
        QTest.qWait(_SETTLING_MS)
        window = settings(desk)
        print(*window.frameGeometry().topLeft().toTuple(), window.geometry().y() > window.frameGeometry().y(),
              flush=True)
        window.language.setCurrentText(language)
        window.save.click()
    desk.close()
    return 0


def settings(desk: TrayWindows) -> SettingsWindow:
    """Return the window 设置 that is open now."""
    (window,) = (window for window in desk.windows() if isinstance(window, SettingsWindow))
    return window


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
