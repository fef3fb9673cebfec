"""A Qt window that shows one text: ``qt_text.py CLASS TEXT [HINT]``; a hint goes with what is selected in it."""

import sys

from PySide6.QtCore import QByteArray, QMimeData
from PySide6.QtWidgets import QApplication, QPlainTextEdit


class Shown(QPlainTextEdit):
    """Gives the hint as a password manager does."""

    def createMimeDataFromSelection(self) -> QMimeData:  # noqa: N802 (Qt's name)
        if not sys.argv[3:]:
            return super().createMimeDataFromSelection()
        data = QMimeData()  # Qt's own gives no format that it does not know
        data.setText(self.textCursor().selectedText())
        data.setData("x-kde-passwordManagerHint", QByteArray(sys.argv[3].encode()))
        return data


application = QApplication([sys.argv[1]])
shown = Shown(sys.argv[2])
shown.show()
application.exec()
