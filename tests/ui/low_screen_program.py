"""Opens every window with the largest text of this screen; prints those that do not fit on the screen."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget

from tests.support.ui_guarded import settle
from tests.ui import screens
from tests.ui.test_every_window_whole import clipped, cut_off
from ui.i18n.language import Language, speak
from ui.kit.theme import Theme, scale_for
from ui.kit.widgets import room_on


def main(language: str, points: float) -> int:
    """Draw with text of ``points`` points, as far as this screen allows."""
    application = QApplication([])
    speak(application, Language(language))
    theme = Theme(application, "light", scale_for(points, application.primaryScreen().availableGeometry().height()))
    shown = 0
    for name, make in screens.drawings(theme).items():
        if name.startswith(("tray-menu", "workshop")):  # a menu sizes itself, an administrator has a larger screen
            continue
        window = make()
        window.show()
        settle(window, theme)
        for fault in faults(window):
            print(name, fault)
        shown += 1
        screens.put_away(window, theme)
    print("shown", shown)
    return 0


def faults(window: QWidget) -> Iterator[str]:
    """Yield the parts of a window that do not fit: itself, its words, and what is wider than its scrolling part."""
    card = window.findChild(QFrame, "warning")  # beside it is only its shadow
    screen = QGuiApplication.primaryScreen()
    size, room = (card.size(), screen.availableSize()) if card else (window.size(), room_on(window))
    if size != size.boundedTo(room):
        yield f"{size.toTuple()} of {room.toTuple()}"
    if card is None:
        yield from cut_off(window)
        yield from clipped(window)
        yield from (f"{area.accessibleName()} {area.widget().width()} of {area.viewport().width()}"
                    for area in window.findChildren(QScrollArea)
                    if area.isVisible() and area.widget().width() > area.viewport().width())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], float(sys.argv[2])))
