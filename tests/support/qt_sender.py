"""A Qt program that sends files like a chat client: ``qt_sender.py WINDOW_CLASS``, with orders as gtk_chooser.py.

Takes ``["choose", FOLDER, NAME]`` per line, opens Qt's own file dialog for it, or takes a drop; prints one JSON line
per file with its hash, or ``refused`` when it may not open it.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

from PySide6.QtCore import QSocketNotifier, Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel

SHOWN_MS = 500
"""Time in which the dialog lists its folder, before somebody accepts."""


def send(path: str) -> None:
    try:
        said = {"sent": path, "md5": hashlib.md5(Path(path).read_bytes()).hexdigest()}
    except PermissionError:
        said = {"refused": path}
    print(json.dumps(said), flush=True)


class Window(QLabel):
    """Takes dropped files."""

    def __init__(self) -> None:
        super().__init__("聊天")
        self.setAcceptDrops(True)
        self.resize(300, 200)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 (Qt's name)
        event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 (Qt's name)
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        for address in event.mimeData().urls():
            send(address.toLocalFile())


def choose(folder: str, name: str) -> None:
    dialog = QFileDialog(window, "发送文件", folder)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(send)
    dialog.show()
    dialog.selectFile(name)
    QTimer.singleShot(SHOWN_MS, dialog.accept)


def obey() -> None:
    line = sys.stdin.readline()
    if not line:
        app.quit()
        return
    _, *words = json.loads(line)
    choose(*words)


app = QApplication([sys.argv[1]])
window = Window()
window.show()
orders = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
orders.activated.connect(obey)
print(json.dumps({"ready": True}), flush=True)
app.exec()
