"""Goes through 首次使用 on the display it is given, beside a guard, and reports on stdout what came of it."""

from __future__ import annotations

import sys

from PySide6.QtCore import QDeadlineTimer, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.conftest import click
from ui.firstrun.window import FirstRunWindow
from ui.theme import Theme


def main() -> int:
    application = QApplication([])
    window = FirstRunWindow(Theme(application, "light", 1.0))
    window.show()
    QTest.qWaitForWindowExposed(window)
    click(window.forward)
    click(window.forward)
    print("before", window.forward.property("kind"), window.trying.copy.property("kind"), flush=True)
    click(window.trying.copy)
    deadline = QDeadlineTimer(15_000)
    while application.clipboard().ownsClipboard() and not deadline.hasExpired():
        application.processEvents()
    QTest.keyClick(window.trying.chat, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    print("pasted", window.trying.chat.toPlainText(), flush=True)
    print("after", window.forward.property("kind"), window.trying.copy.property("kind"), window.trying.was_held(),
          flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
