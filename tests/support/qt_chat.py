"""A chat with an input box of Qt: ``qt_chat.py WINDOW_CLASS``; each change of its text goes out as a JSON line."""

import json
import sys

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QPlainTextEdit

application = QApplication([sys.argv[1]])
application.setApplicationName(sys.argv[1])


class Reports(QObject):
    """Reports when the window gets or loses the keyboard."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        if event.type() in (QEvent.Type.WindowActivate, QEvent.Type.WindowDeactivate):
            state = "active" if event.type() == QEvent.Type.WindowActivate else "lost"
            print(json.dumps({state: True}), flush=True)
        return super().eventFilter(watched, event)


box, reports = QPlainTextEdit(), Reports()
box.setWindowTitle("chat")
box.installEventFilter(reports)
box.textChanged.connect(lambda: print(json.dumps({"text": box.toPlainText()}), flush=True))
box.resize(360, 200)
box.move(40, 300)
box.show()
application.exec()
