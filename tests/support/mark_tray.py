"""A tray on its display until its standard input ends: ``mark_tray SOCKET``."""

import sys
from pathlib import Path

from PySide6.QtCore import QSocketNotifier
from PySide6.QtWidgets import QApplication

from ui.app import TrayWindows
from ui.kit.theme import Theme

application = QApplication(["mark_tray"])
application.setQuitOnLastWindowClosed(False)
desk = TrayWindows(Theme(application, "light", 1.0), Path(sys.argv[1]))
desk.start()
notifier = QSocketNotifier(0, QSocketNotifier.Type.Read)
notifier.activated.connect(lambda *_: application.exit())
print("ready", flush=True)
application.exec()
desk.close()
