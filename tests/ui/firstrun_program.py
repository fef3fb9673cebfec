"""Goes through 首次使用 on the given display, beside a guard, and prints the result."""

from __future__ import annotations

import os
import sys

from PySide6.QtCore import QDeadlineTimer, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from guard.control.requests import AtWarning, State, Status
from tests.support.built_in import built_in
from tests.support.owner_watch import OwnerWatch
from tests.ui.conftest import click
from ui.firstrun.window import FirstRunWindow
from ui.kit.theme import Theme


def main() -> int:
    application = QApplication([])
    window = FirstRunWindow(Theme(application, "light", 1.0))
    window.told(Status(State.WATCHING, at_warning=AtWarning(built_in().policy.notice)))
    window.show()
    QTest.qWaitForWindowExposed(window)
    click(window.forward)
    click(window.forward)
    print("before", window.forward.property("kind"), window.trying.copy.property("kind"), flush=True)
    watch, deadline = OwnerWatch(os.environ["DISPLAY"]), QDeadlineTimer(15_000)
    click(window.trying.copy)
    # Qt itself continues to report that it owns what was taken over with the time of its copy.
    for owner in ("this program", "the guard"):
        while not watch.changed("CLIPBOARD"):
            assert not deadline.hasExpired(), owner
            application.processEvents()
    watch.close()
    QTest.keyClick(window.trying.chat, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    print("pasted", window.trying.chat.toPlainText(), flush=True)
    print("after", window.forward.property("kind"), window.trying.copy.property("kind"), window.trying.was_held(),
          flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
