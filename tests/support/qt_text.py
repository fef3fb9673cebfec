"""A Qt window that shows one text: ``qt_text.py CLASS TEXT``."""

import sys

from PySide6.QtWidgets import QApplication, QPlainTextEdit

application = QApplication([sys.argv[1]])
shown = QPlainTextEdit(sys.argv[2])
shown.show()
application.exec()
