"""A Qt program with a window in front that prints QClipboard's content, or copies the given text."""

from __future__ import annotations

import sys

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel

PATIENCE_MS = 500

app = QApplication([])
window = QLabel("client")
window.resize(300, 100)
window.show()
window.raise_()
window.activateWindow()


def act() -> None:
    """Carry out the command line, once the window has had time to come to the front."""
    if len(sys.argv) > 1:
        app.clipboard().setText(sys.argv[1])
        QTimer.singleShot(PATIENCE_MS, app.quit)
        return
    sys.stdout.buffer.write(app.clipboard().text().encode())
    app.quit()


QTimer.singleShot(PATIENCE_MS, act)
app.exec()
