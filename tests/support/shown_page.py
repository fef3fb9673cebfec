"""Shows a picture in a window in the corner of the screen, and reports when it is visible: an object for screenshots.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QLabel


class Page(QLabel):
    """The window."""

    def paintEvent(self, event: object) -> None:  # noqa: N802 (Qt's name)
        """Paint, and report it once the server has it."""
        super().paintEvent(event)  # type: ignore[arg-type]
        QApplication.instance().processEvents()
        print("shown", flush=True)


application = QApplication(sys.argv)
page = Page()
page.setWindowFlag(Qt.WindowType.FramelessWindowHint)
page.setPixmap(QPixmap(sys.argv[1]))
page.move(0, 0)
page.show()
application.exec()
