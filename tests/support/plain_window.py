"""A window with a title on any desktop until standard input ends: ``plain_window TITLE``; a line is the next title."""

import sys

from PySide6.QtCore import QSocketNotifier
from PySide6.QtWidgets import QApplication, QWidget

application = QApplication(["plain_window"])
window = QWidget()
window.setWindowTitle(sys.argv[1])
window.setStyleSheet("background: white")
window.show()


def take() -> None:
    """Take the next title."""
    line = sys.stdin.readline()
    if line:
        window.setWindowTitle(line.rstrip("\n"))
    else:
        application.exit()


notifier = QSocketNotifier(0, QSocketNotifier.Type.Read)
notifier.activated.connect(take)
application.exec()
