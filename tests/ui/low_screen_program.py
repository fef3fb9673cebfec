"""Opens every window with text as large as it becomes on this screen; prints those that the screen has no room for."""

from __future__ import annotations

import sys

from PySide6.QtWidgets import QApplication, QFrame

from tests.ui import screens
from ui.language import Language, speak
from ui.theme import Theme, scale_for
from ui.widgets import room_on


def main(language: str, points: float) -> int:
    """Draw with text of ``points`` points, as far as this screen lets it grow."""
    application = QApplication([])
    speak(application, Language(language))
    theme = Theme(application, "light", scale_for(points, application.primaryScreen().availableGeometry().height()))
    shown = 0
    for name, make in screens.drawings(theme).items():
        if name.startswith(("tray-menu", "workshop")):  # a menu makes its own room, an administrator has a screen
            continue
        window = make()
        window.show()
        QApplication.processEvents()
        card = window.findChild(QFrame, "warning")  # beside it is only its shadow
        size, room = (card.size(), window.screen().availableSize()) if card else (window.size(), room_on(window))
        if size != size.boundedTo(room):
            print(name, size.toTuple(), "of", room.toTuple())
        shown += 1
        screens.put_away(window, theme)
    print("shown", shown)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], float(sys.argv[2])))
