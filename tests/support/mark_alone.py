"""The mark alone, without a guard: each line in (JSON) has the place of a window, [] for all, and a strength."""

import json
import sys

from PySide6.QtCore import QSocketNotifier
from PySide6.QtWidgets import QApplication

from guard.control.requests import State, Status
from guard.core.screen_mark import MarkedWindow, Marking, MarkStrength
from ui.screen_mark.marks import Marks
from ui.warning.chat_window import parts_here

application = QApplication(["mark_tray"])
marks = Marks(application, parts_here)


def take() -> None:
    """Show the mark of one line."""
    line = sys.stdin.readline()
    if not line:
        application.exit()
        return
    place, strength = json.loads(line)
    windows = (MarkedWindow((place[0], place[1], place[2], place[3])),) if place else ()
    marks.told(Status(State.WATCHING, marking=Marking(windows, "赵敏", "办公室", MarkStrength(strength), 1, ("甲.pdf",),
                                                     None, 1.0)))
    print("shown", flush=True)


notifier = QSocketNotifier(0, QSocketNotifier.Type.Read)
notifier.activated.connect(take)
print("ready", flush=True)
application.exec()
marks.close()
