"""Opens a small window that pastes like a chat client; used in place of WeChat, which is not in Debian.

    mishao --demo-chat      each line on standard input pastes once; what was pasted goes out as JSON
"""

from __future__ import annotations

import json
import sys
import threading

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

WINDOW_CLASS = "wechat"


class _Told(QObject):
    paste = Signal()
    ended = Signal()


class ChatWindow(QWidget):
    """A group chat with an input box."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("相亲相爱一家人(12)")
        self.resize(520, 420)
        self._input = QPlainTextEdit(self)
        self._input.setPlaceholderText("输入消息")
        self._input.setFixedHeight(110)
        layout = QVBoxLayout(self)
        for line in ("妈：今天下班早点回来吃饭", "小舅：你们单位最近忙什么呢？"):
            layout.addWidget(QLabel(line, self))
        layout.addStretch(1)
        layout.addWidget(self._input)

    def paste(self) -> None:
        """Paste, and report what arrived."""
        self._input.clear()
        self._input.setFocus(Qt.FocusReason.OtherFocusReason)
        self._input.paste()
        sys.stdout.write(json.dumps({"pasted": self._input.toPlainText()}, ensure_ascii=False) + "\n")
        sys.stdout.flush()


def run() -> int:
    """Run the window until standard input ends."""
    app = QApplication([WINDOW_CLASS])
    app.setApplicationName(WINDOW_CLASS)
    window = ChatWindow()
    told = _Told()
    told.paste.connect(window.paste)
    told.ended.connect(app.quit)

    def listen() -> None:
        for _ in sys.stdin:
            told.paste.emit()
        told.ended.emit()

    window.move(60, 240)
    window.show()
    threading.Thread(target=listen, daemon=True).start()
    return app.exec()
