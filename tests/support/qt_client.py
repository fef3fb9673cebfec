"""A Qt program that copies and pastes on command: ``qt_client.py WINDOW_CLASS``, one JSON line in, one out."""

from __future__ import annotations

import base64
import json
import sys

from PySide6.QtCore import QByteArray, QMimeData, QSocketNotifier
from PySide6.QtGui import QClipboard, QColor, QImage
from PySide6.QtWidgets import QApplication, QWidget

application = QApplication([sys.argv[1]])
application.setDesktopFileName(sys.argv[1])
window = QWidget()
window.setWindowTitle("客户端")
window.show()


def obey() -> None:
    line = sys.stdin.readline()
    if not line:
        application.quit()
        return
    command = json.loads(line)
    clipboard = application.clipboard()
    answer: dict[str, object] = {}
    if command["do"] == "copy":
        data = QMimeData()
        for name, value in command["targets"].items():
            data.setData(name, QByteArray(base64.b64decode(value)))
        clipboard.setMimeData(data)
    elif command["do"] == "conceal":  # as KeePassXC copies, on both selections
        for mode in (QClipboard.Mode.Selection, QClipboard.Mode.Clipboard):
            data = QMimeData()
            data.setText(command["text"])
            data.setData("x-kde-passwordManagerHint", QByteArray(command["hint"].encode()))
            clipboard.setMimeData(data, mode)
    elif command["do"] == "clear":  # as KeePassXC clears what is still its own copy
        for mode in (QClipboard.Mode.Selection, QClipboard.Mode.Clipboard):
            if clipboard.text(mode) == command["text"]:
                clipboard.clear(mode)
    elif command["do"] == "copy-picture":
        picture = QImage(64, 48, QImage.Format.Format_RGB32)
        picture.fill(QColor("red"))
        clipboard.setImage(picture)
    else:
        found = clipboard.mimeData()
        answer = {"text": found.text(), "formats": found.formats(), "picture": not clipboard.image().isNull(),
                  "data": {name: base64.b64encode(found.data(name).data()).decode() for name in command["names"]}}
    print(json.dumps(answer), flush=True)


notifier = QSocketNotifier(0, QSocketNotifier.Type.Read)
notifier.activated.connect(obey)
print(json.dumps({"ready": True}), flush=True)
application.exec()
