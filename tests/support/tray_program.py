"""Shows a tray on its display and answers lines of standard input: ``tray_program SOCKET``.

A line of words asks where the button with these words is: JSON, null as long as it cannot be clicked. An empty line
asks for the title of the warning.
"""

import json
import sys
from pathlib import Path

from PySide6.QtCore import QSocketNotifier
from PySide6.QtWidgets import QAbstractButton, QApplication

from ui.app import TrayWindows
from ui.kit.theme import Theme

application = QApplication(["mishao"])
application.setQuitOnLastWindowClosed(False)
desk = TrayWindows(Theme(application, "light", 1.0), Path(sys.argv[1]))
desk.start()


def place_of(words: str) -> list[int] | None:
    """Return the middle of a button that takes clicks."""
    window = desk.warnings.window()
    if window is None or not window.armed():
        return None
    for button in window.findChildren(QAbstractButton):
        if button.text() == words and button.isVisible() and button.isEnabled():
            middle = button.mapToGlobal(button.rect().center())
            return [middle.x(), middle.y()]
    return None


def answer() -> None:
    """Answer one line."""
    line = sys.stdin.readline()
    if not line:
        application.exit()
        return
    words, window = line.strip(), desk.warnings.window()
    said = place_of(words) if words else window and window.panel().title()
    print(json.dumps(said), flush=True)


notifier = QSocketNotifier(0, QSocketNotifier.Type.Read)
notifier.activated.connect(answer)
application.exec()
desk.close()
