"""A Qt program with its own file dialog open at a folder, until its input ends: ``qt_chooser.py NAME FOLDER``.

The name is its window class.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QSocketNotifier
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel

app = QApplication([sys.argv[1]])
window = QLabel("聊天")
window.resize(300, 200)
window.show()
dialog = QFileDialog(window, "打开", sys.argv[2])
dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
dialog.show()
ended = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
ended.activated.connect(app.quit)
app.exec()
