"""A Qt window to drag one picture from, or to drop one on: ``qt_picture.py CLASS [PICTURE]``.

Without a picture its title says how many pixels were dropped on it.
"""

import sys

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QDrag, QDragEnterEvent, QDropEvent, QImage, QMouseEvent, QPixmap
from PySide6.QtWidgets import QApplication, QLabel


class Picture(QLabel):
    """Drags the picture alone, as a viewer does that names no file."""

    def mouseMoveEvent(self, _event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        drag, data = QDrag(self), QMimeData()
        data.setImageData(QImage(sys.argv[2]))
        drag.setMimeData(data)
        drag.exec()


class Chat(QLabel):
    """Takes pictures."""

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 (Qt's name)
        if event.mimeData().hasImage():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 (Qt's name)
        picture = event.mimeData().imageData()
        self.setWindowTitle(f"[{picture.width()} x {picture.height()}]")
        event.acceptProposedAction()


application = QApplication([sys.argv[1]])
if sys.argv[2:]:
    shown: QLabel = Picture()
    shown.setPixmap(QPixmap(sys.argv[2]))
else:
    shown = Chat("drop here")
    shown.setAcceptDrops(True)
    shown.setWindowTitle("[]")
shown.resize(400, 300)
shown.show()
application.exec()
